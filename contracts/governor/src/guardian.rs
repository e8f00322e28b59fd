//! The guardian: who may cancel, and until when.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::governor::Governor as Abi;
use ballast_shell::{Literal, Reply, Word, encode, uint};

use crate::packed::{join, split};
use crate::proposal::State;
use crate::refusals::{beyond, unable_to_cancel};
use crate::settings::{Governed, read_time};
use crate::state::{GUARDIAN, Governor};

const GUARDIAN_SET: Literal = Literal::new(Abi::ProposalGuardianSet::SIGNATURE_HASH.0);
const SUNSET_SET: Literal = Literal::new(Abi::ProposalGuardianSunsetSet::SIGNATURE_HASH.0);

/// How far ahead a sunset may lie: 365 days.
const TERM_SECONDS_MAX: u64 = 365 * 86_400;

const TIME_BITS: u32 = 48;
const TIME_MASK: u128 = (1 << TIME_BITS) - 1;

/// Who may cancel, and until when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guardianship {
    /// The zero address for nobody.
    pub(crate) guardian: Address,
    /// The first second in which the guardian may not cancel any more, of 48 bits.
    pub(crate) sunset: u64,
}

impl Guardianship {
    /// The sunset before the guardian.
    fn from_word(word: &Word) -> Self {
        let (guardian, bits) = split(word);
        let sunset = (bits & TIME_MASK) as u64;
        Self { guardian, sunset }
    }

    fn to_word(self) -> Word {
        join(self.guardian, self.sunset.into())
    }

    /// Who may cancel at a time; the zero address if nobody may.
    pub(crate) fn acting_at(self, now: u64) -> Address {
        if now < self.sunset {
            self.guardian
        } else {
            Address::ZERO
        }
    }
}

impl Governor {
    /// Who may cancel, and until when.
    pub(crate) fn guardianship(&self) -> Guardianship {
        Guardianship::from_word(&self.cells.word(GUARDIAN.slot()))
    }

    fn set_guardianship(&mut self, guardianship: Guardianship) {
        self.cells.set_word(GUARDIAN.slot(), guardianship.to_word());
    }

    /// `setProposalGuardian(address)`
    pub(crate) fn set_proposal_guardian(&mut self, call: Governed<'_>) -> Reply {
        let guardian = call.input().address()?;
        self.check_governance(call)?;
        self.change_guardian(guardian);
        Ok(Vec::new())
    }

    /// `setProposalGuardianSunset(uint48)`
    pub(crate) fn set_proposal_guardian_sunset(&mut self, call: Governed<'_>) -> Reply {
        let sunset = read_time(&mut call.input())?;
        self.check_governance(call)?;
        self.change_sunset(sunset)?;
        Ok(Vec::new())
    }

    /// Who comes after another may cancel no longer than who was before.
    pub(crate) fn change_guardian(&mut self, guardian: Address) {
        let before = self.guardianship();
        self.set_guardianship(Guardianship { guardian, ..before });
        let [from, to] = [before.guardian, guardian].map(|it| it.into_word().0);
        self.log_change(GUARDIAN_SET.word(), from, to);
    }

    /// A sunset that has passed ends it at once.
    fn change_sunset(&mut self, sunset: u64) -> Result<(), Vec<u8>> {
        let most = self.latest_sunset();
        if most < sunset {
            let selector = Abi::GovernorGuardianTermTooLong::SELECTOR;
            let [value, limit] = [sunset, most].map(|it| U256::from_limbs([it, 0, 0, 0]));
            return Err(beyond(selector, value, limit));
        }
        let before = self.guardianship();
        self.set_guardianship(Guardianship { sunset, ..before });
        self.log_change(SUNSET_SET.word(), uint(before.sunset), uint(sunset));
        Ok(())
    }

    /// Lets the guardian cancel for as long as may be.
    ///
    /// # Errors
    /// None: it is the latest sunset there is.
    pub(crate) fn begin_guardianship(&mut self) -> Result<(), Vec<u8>> {
        self.change_sunset(self.latest_sunset())
    }

    /// Seconds since 1970 are far below 2^47.
    fn latest_sunset(&self) -> u64 {
        self.cells.now().saturating_add(TERM_SECONDS_MAX)
    }

    /// The guardian may cancel until its sunset; the proposer while the proposal is pending, and at
    /// any time if there is no guardian or its sunset has passed.
    ///
    /// # Errors
    /// `GovernorUnableToCancel`, of a guardian after its sunset `GovernorGuardianExpired`; and as
    /// [`state_of`](Self::state_of).
    pub(crate) fn check_canceller(&self, id: Word) -> Result<(), Vec<u8>> {
        let (office, caller) = (self.guardianship(), self.cells.sender());
        let acting = office.acting_at(self.cells.now());
        if acting == caller {
            return Ok(());
        }
        let is_proposer = caller == self.proposal(id).proposer;
        if acting.is_zero() && is_proposer {
            return Ok(());
        }
        if self.state_of(id)? == State::Pending && is_proposer {
            return Ok(());
        }
        if office.guardian == caller {
            let words = [caller.into_word().0, uint(office.sunset)];
            return Err(encode(Abi::GovernorGuardianExpired::SELECTOR, &words));
        }
        Err(unable_to_cancel(id, caller))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_acts_from_the_sunset_on() {
        let guardian = Address::with_last_byte(7);
        let sunset = 1_000;
        let office = Guardianship { guardian, sunset };
        assert_eq!(office.acting_at(999), guardian);
        assert_eq!(office.acting_at(1_000), Address::ZERO);
    }

    proptest! {
        #[test]
        fn words_come_back(guardian: [u8; 20], sunset in 0..1_u64 << 48) {
            let office = Guardianship { guardian: guardian.into(), sunset };
            prop_assert_eq!(Guardianship::from_word(&office.to_word()), office);
        }
    }
}
