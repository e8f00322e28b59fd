//! What the governor keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{History, Seconds, Snapshot};
use ballast_erc20::slots::{self, FIRST_FREE};
use ballast_shell::{Cells, Field, Slot, Word, uint, word};
use stylus_sdk::prelude::*;

use crate::packed::{join, split};
use crate::proposal::Proposal;
use crate::tally::{Quorum, Tally};

/// [`Terms`].
const TERMS: Field = Field::new(FIRST_FREE);
/// [`Office`].
const OFFICE: Field = Field::new(FIRST_FREE + 1);
/// The votes that a proposer needs.
const THRESHOLD: Field = Field::new(FIRST_FREE + 2);
/// [`Guardianship`](crate::guardian::Guardianship).
pub(crate) const GUARDIAN: Field = Field::new(FIRST_FREE + 3);
/// The latest [`Snapshot`] of the [`Quorum`].
const QUORUM: Field = Field::new(FIRST_FREE + 4);
/// How many earlier ones there are.
const QUORUMS: Field = Field::new(FIRST_FREE + 5);
/// Index to an earlier one.
const EARLIER: Field = Field::new(FIRST_FREE + 6);
/// Id to [`Proposal`].
const PROPOSALS: Field = Field::new(FIRST_FREE + 7);
/// Id to votes for it, as a [`Snapshot`] with the deadline that late votes put off.
const PRO: Field = Field::new(FIRST_FREE + 8);
/// Id to votes against it, as a [`Snapshot`] with when it is ready in the timelock.
const AGAINST: Field = Field::new(FIRST_FREE + 9);
/// Id to votes that abstain.
const ABSTAIN: Field = Field::new(FIRST_FREE + 10);
/// Id to voter to whether it voted.
const VOTED: Field = Field::new(FIRST_FREE + 11);
/// Id to the hash of its targets' code until it is queued, then to what the timelock calls it.
const PLEDGES: Field = Field::new(FIRST_FREE + 12);
/// Place in the queue to the hash of a call that a proposal makes of the governor.
const EXPECTED: Field = Field::new(FIRST_FREE + 13);

const TIME_BITS: u32 = 48;
const TIME_MASK: u128 = (1 << TIME_BITS) - 1;

/// Proposals and votes; see the crate's documentation.
#[storage]
pub struct Governor {
    pub(crate) cells: Cells,
}

/// The token, and times that a proposal or a vote needs with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The token that votes.
    pub(crate) token: Address,
    /// Seconds from a proposal to its votes, of 48 bits.
    pub(crate) voting_delay: u64,
    /// Seconds of voting that are left after the quorum, of 48 bits.
    pub(crate) vote_extension: u64,
}

impl Terms {
    /// Before the token, from the right: voting delay (6), vote extension (6).
    fn from_word(word: &Word) -> Self {
        let (token, bits) = split(word);
        Self {
            token,
            voting_delay: (bits & TIME_MASK) as u64,
            vote_extension: (bits >> TIME_BITS & TIME_MASK) as u64,
        }
    }

    fn to_word(self) -> Word {
        let extension = u128::from(self.vote_extension) << TIME_BITS;
        join(self.token, extension | u128::from(self.voting_delay))
    }
}

/// The timelock, and what is changed while it executes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Office {
    /// Where proposals wait.
    pub(crate) timelock: Address,
    /// Seconds of voting.
    pub(crate) voting_period: u32,
    /// The first place of the queue that holds an expected call.
    pub(crate) first: u32,
    /// The first place behind it that does not.
    pub(crate) end: u32,
}

impl Office {
    /// Before the timelock, from the right: voting period (4), first (4), end (4).
    fn from_word(word: &Word) -> Self {
        let (timelock, bits) = split(word);
        Self {
            timelock,
            voting_period: bits as u32,
            first: (bits >> 32) as u32,
            end: (bits >> 64) as u32,
        }
    }

    fn to_word(self) -> Word {
        let queue = u128::from(self.end) << 32 | u128::from(self.first);
        join(self.timelock, queue << 32 | u128::from(self.voting_period))
    }
}

impl Governor {
    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }

    /// The token and what is kept with it.
    #[inline(never)]
    pub(crate) fn terms(&self) -> Terms {
        Terms::from_word(&self.cells.word(TERMS.slot()))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_terms(&mut self, terms: Terms) {
        self.cells.set_word(TERMS.slot(), terms.to_word());
    }

    /// The timelock and what is kept with it.
    #[inline(never)]
    pub(crate) fn office(&self) -> Office {
        Office::from_word(&self.cells.word(OFFICE.slot()))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_office(&mut self, office: Office) {
        self.cells.set_word(OFFICE.slot(), office.to_word());
    }

    /// The votes that a proposer needs.
    pub(crate) fn threshold(&self) -> U256 {
        self.cells.uint(THRESHOLD.slot())
    }

    /// Writes it.
    pub(crate) fn set_threshold(&mut self, threshold: U256) {
        self.cells.set_uint(THRESHOLD.slot(), threshold);
    }

    /// The quorum at a time.
    #[inline(never)]
    pub(crate) fn quorum_rule(&self, time: Seconds) -> Quorum {
        let latest = self.latest_quorum();
        let earlier = if time < latest.time {
            self.earlier_quorums()
        } else {
            0
        };
        let history = History { latest, earlier };
        let value = history.value_at(time, |index| {
            Snapshot::from_uint(self.cells.uint(earlier_slot(index)))
        });
        Quorum::from_value(value)
    }

    /// The quorum from now on.
    pub(crate) fn current_quorum(&self) -> Quorum {
        Quorum::from_value(self.latest_quorum().value)
    }

    /// Writes it, behind those there were.
    #[inline(never)]
    pub(crate) fn push_quorum(&mut self, quorum: Quorum) {
        let (latest, earlier) = (self.latest_quorum(), self.earlier_quorums());
        let now = Seconds::new(self.cells.now());
        let (history, archived) = History { latest, earlier }.push(now, quorum.to_value());
        if let Some(snapshot) = archived {
            self.cells
                .set_uint(earlier_slot(earlier), snapshot.to_uint());
            self.cells
                .set_word(QUORUMS.slot(), uint(history.earlier.into()));
        }
        self.cells.set_uint(QUORUM.slot(), history.latest.to_uint());
    }

    fn latest_quorum(&self) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(QUORUM.slot()))
    }

    fn earlier_quorums(&self) -> u32 {
        let [count, ..] = *self.cells.uint(QUORUMS.slot()).as_limbs();
        count as u32
    }

    /// A proposal.
    #[inline(never)]
    pub(crate) fn proposal(&self, id: Word) -> Proposal {
        Proposal::from_word(&self.cells.word(PROPOSALS.slot().entry_of(id)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_proposal(&mut self, id: Word, proposal: Proposal) {
        let slot = PROPOSALS.slot().entry_of(id);
        self.cells.set_word(slot, proposal.to_word());
    }

    /// Votes for a proposal, and the deadline that late ones put off, zero if none did.
    #[inline(never)]
    pub(crate) fn pro(&self, id: Word) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(PRO.slot().entry_of(id)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_pro(&mut self, id: Word, pro: Snapshot) {
        let slot = PRO.slot().entry_of(id);
        self.cells.set_uint(slot, pro.to_uint());
    }

    /// Votes against a proposal, and when it is ready in the timelock, zero if it does not wait.
    #[inline(never)]
    pub(crate) fn against(&self, id: Word) -> Snapshot {
        Snapshot::from_uint(self.cells.uint(AGAINST.slot().entry_of(id)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_against(&mut self, id: Word, against: Snapshot) {
        let slot = AGAINST.slot().entry_of(id);
        self.cells.set_uint(slot, against.to_uint());
    }

    /// Votes that abstain.
    #[inline(never)]
    pub(crate) fn abstain(&self, id: Word) -> U256 {
        self.cells.uint(ABSTAIN.slot().entry_of(id))
    }

    /// Writes them.
    pub(crate) fn set_abstain(&mut self, id: Word, votes: U256) {
        let slot = ABSTAIN.slot().entry_of(id);
        self.cells.set_uint(slot, votes);
    }

    /// All votes.
    pub(crate) fn tally(&self, id: Word) -> Tally {
        Tally {
            against: self.against(id).value,
            pro: self.pro(id).value,
            abstain: self.abstain(id),
        }
    }

    /// Whether an account voted.
    pub(crate) fn has_voted(&self, id: Word, voter: Address) -> bool {
        !self.cells.uint(voted_slot(id, voter)).is_zero()
    }

    /// Writes that it did.
    pub(crate) fn set_voted(&mut self, id: Word, voter: Address) {
        self.cells.set_uint(voted_slot(id, voter), U256::ONE);
    }

    /// The hash of what code a proposal's targets had when it was made, until it is queued; then
    /// what the timelock calls it, until it is executed or canceled.
    pub(crate) fn pledge(&self, id: Word) -> Word {
        self.cells.word(PLEDGES.slot().entry_of(id))
    }

    /// Writes it.
    pub(crate) fn set_pledge(&mut self, id: Word, pledge: Word) {
        let slot = PLEDGES.slot().entry_of(id);
        self.cells.set_word(slot, pledge);
    }

    /// Expects calls of the governor, by their hashes, behind those that are expected already.
    pub(crate) fn expect_calls(&mut self, hashes: Vec<Word>) {
        if hashes.is_empty() {
            return;
        }
        let mut office = self.office();
        for hash in hashes {
            self.cells.set_word(expected_slot(office.end), hash);
            // A transaction makes far fewer calls than 2^32, and the queue begins anew after it.
            office.end = office.end.wrapping_add(1);
        }
        self.set_office(office);
    }

    /// Takes the expected call that comes first; `None` if there is none.
    pub(crate) fn take_expected(&mut self) -> Option<Word> {
        let office = self.office();
        if office.first == office.end {
            return None;
        }
        let slot = expected_slot(office.first);
        let hash = self.cells.word(slot);
        self.cells.set_word(slot, [0; 32]);
        // As above.
        let first = office.first.wrapping_add(1);
        self.set_office(Office { first, ..office });
        Some(hash)
    }

    /// Expects nothing any more.
    pub(crate) fn forget_expected(&mut self) {
        let office = self.office();
        if office.first != office.end {
            let (first, end) = (0, 0);
            self.set_office(Office {
                first,
                end,
                ..office
            });
        }
    }

    /// Uses up the number that the next signature of an account must carry; returns it.
    pub(crate) fn use_nonce(&mut self, account: Address) -> Word {
        let slot = slots::NONCES.entry(account);
        let nonce = self.cells.uint(slot);
        // One at a time: 2^256 of them are out of reach.
        self.cells.set_uint(slot, nonce.wrapping_add(U256::ONE));
        word(nonce)
    }
}

fn earlier_slot(index: u32) -> Slot {
    EARLIER.slot().entry_of(uint(index.into()))
}

fn expected_slot(place: u32) -> Slot {
    EXPECTED.slot().entry_of(uint(place.into()))
}

fn voted_slot(id: Word, voter: Address) -> Slot {
    VOTED.slot().entry_of(id).entry(voter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let account = Address::with_last_byte(1);
        let id = account.into_word().0;
        let fields = [
            slots::NAME,
            TERMS,
            OFFICE,
            THRESHOLD,
            GUARDIAN,
            QUORUM,
            QUORUMS,
        ];
        let mut seen: Vec<Slot> = fields.map(Field::slot).into();
        let maps = [PROPOSALS, PRO, AGAINST, ABSTAIN, PLEDGES];
        seen.extend(maps.map(|map| map.slot().entry_of(id)));
        seen.push(slots::NONCES.entry(account));
        seen.push(voted_slot(id, account));
        seen.extend([earlier_slot(1), expected_slot(1)]);
        for (i, one) in seen.iter().enumerate() {
            assert!(!seen[..i].contains(one), "{one:?} has two meanings");
        }
    }

    proptest! {
        #[test]
        fn words_come_back(
            account: [u8; 20], delay in 0..1_u64 << 48, extension in 0..1_u64 << 48,
            period: u32, first: u32, end: u32,
        ) {
            let account = account.into();
            let terms = Terms { token: account, voting_delay: delay, vote_extension: extension };
            prop_assert_eq!(Terms::from_word(&terms.to_word()), terms);
            let office = Office { timelock: account, voting_period: period, first, end };
            prop_assert_eq!(Office::from_word(&office.to_word()), office);
        }
    }
}
