//! What proposals alone change here.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::governor::Governor as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Literal, Reply, Word, encode, malformed, uint, word};

use crate::proposal::fits_time;
use crate::refusals::{about, beyond, empty_queue};
use crate::state::{Governor, Office, Terms};
use crate::tally::{DENOMINATOR, Quorum};

const VOTING_DELAY_SET: Literal = Literal::new(Abi::VotingDelaySet::SIGNATURE_HASH.0);
const VOTING_PERIOD_SET: Literal = Literal::new(Abi::VotingPeriodSet::SIGNATURE_HASH.0);
const THRESHOLD_SET: Literal = Literal::new(Abi::ProposalThresholdSet::SIGNATURE_HASH.0);
const NUMERATOR_UPDATED: Literal = Literal::new(Abi::QuorumNumeratorUpdated::SIGNATURE_HASH.0);
const FLOOR_UPDATED: Literal = Literal::new(Abi::QuorumFloorUpdated::SIGNATURE_HASH.0);
const EXTENSION_SET: Literal = Literal::new(Abi::LateQuorumVoteExtensionSet::SIGNATURE_HASH.0);
const TIMELOCK_CHANGE: Literal = Literal::new(Abi::TimelockChange::SIGNATURE_HASH.0);

/// A call that a proposal alone may make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Governed<'a> {
    selector: u32,
    arguments: &'a [u8],
}

impl<'a> Governed<'a> {
    /// From what the router has.
    pub(crate) const fn new(selector: u32, arguments: &'a [u8]) -> Self {
        Self {
            selector,
            arguments,
        }
    }

    /// The arguments.
    pub(crate) const fn input(self) -> Calldata<'a> {
        Calldata::new(self.arguments)
    }

    fn hash(self) -> Word {
        keccak256([&self.selector.to_be_bytes(), self.arguments].concat()).0
    }
}

/// The next argument, a time of 48 bits.
///
/// # Errors
/// Empty revert data, as Solidity's.
pub(crate) fn read_time(input: &mut Calldata<'_>) -> Result<u64, Vec<u8>> {
    let time = u64::try_from(input.uint()?).ok();
    time.filter(|time| fits_time(*time)).ok_or_else(malformed)
}

/// The next argument, seconds of 32 bits.
///
/// # Errors
/// As [`read_time`].
pub(crate) fn read_period(input: &mut Calldata<'_>) -> Result<u32, Vec<u8>> {
    input.uint()?.try_into().map_err(|_| malformed())
}

/// Refuses no seconds of voting.
///
/// # Errors
/// `GovernorInvalidVotingPeriod`.
pub(crate) fn check_period(voting_period: u32) -> Result<(), Vec<u8>> {
    if voting_period == 0 {
        let words = [uint(0)];
        return Err(encode(Abi::GovernorInvalidVotingPeriod::SELECTOR, &words));
    }
    Ok(())
}

/// Hundredths of the supply, all of it at most.
///
/// # Errors
/// `GovernorInvalidQuorumFraction`.
pub(crate) fn read_numerator(numerator: U256) -> Result<u8, Vec<u8>> {
    let small = u8::try_from(numerator).ok();
    small.filter(|it| *it <= DENOMINATOR).ok_or_else(|| {
        let all = U256::from_limbs([DENOMINATOR.into(), 0, 0, 0]);
        beyond(Abi::GovernorInvalidQuorumFraction::SELECTOR, numerator, all)
    })
}

impl Governor {
    /// Refuses whoever is not the timelock on behalf of a proposal that makes this very call.
    ///
    /// # Errors
    /// `GovernorOnlyExecutor`; a panic if the timelock makes a call that no proposal does.
    #[inline(never)]
    pub(crate) fn check_governance(&mut self, call: Governed<'_>) -> Result<(), Vec<u8>> {
        let (sender, timelock) = (self.cells.sender(), self.office().timelock);
        if sender != timelock {
            return Err(about(Abi::GovernorOnlyExecutor::SELECTOR, sender));
        }
        if timelock == self.this() {
            return Ok(());
        }
        let hash = call.hash();
        while let Some(expected) = self.take_expected() {
            if expected == hash {
                return Ok(());
            }
        }
        Err(empty_queue())
    }

    /// `relay(address,uint256,bytes)`
    pub(crate) fn relay(&mut self, call: Governed<'_>) -> Reply {
        let mut input = call.input();
        let (target, value, data) = (input.address()?, input.uint()?, input.string()?);
        self.check_governance(call)?;
        match remote::pay(self, target, value, data, ALL_GAS) {
            Ok(_) => Ok(Vec::new()),
            Err(reason) if reason.is_empty() => Err(encode(Abi::FailedCall::SELECTOR, &[])),
            Err(reason) => Err(reason),
        }
    }

    /// `setVotingDelay(uint48)`
    pub(crate) fn set_voting_delay(&mut self, call: Governed<'_>) -> Reply {
        let delay = read_time(&mut call.input())?;
        self.check_governance(call)?;
        self.change_voting_delay(delay);
        Ok(Vec::new())
    }

    /// `setVotingPeriod(uint32)`
    pub(crate) fn set_voting_period(&mut self, call: Governed<'_>) -> Reply {
        let period = read_period(&mut call.input())?;
        self.check_governance(call)?;
        self.change_voting_period(period)?;
        Ok(Vec::new())
    }

    /// `setProposalThreshold(uint256)`
    pub(crate) fn set_proposal_threshold(&mut self, call: Governed<'_>) -> Reply {
        let threshold = call.input().uint()?;
        self.check_governance(call)?;
        self.change_threshold(threshold);
        Ok(Vec::new())
    }

    /// `updateQuorumNumerator(uint256)`
    pub(crate) fn update_quorum_numerator(&mut self, call: Governed<'_>) -> Reply {
        let numerator = call.input().uint()?;
        self.check_governance(call)?;
        self.change_quorum_numerator(numerator)?;
        Ok(Vec::new())
    }

    /// `updateQuorumFloor(uint256)`
    pub(crate) fn update_quorum_floor(&mut self, call: Governed<'_>) -> Reply {
        let floor = call.input().uint()?;
        self.check_governance(call)?;
        self.change_quorum_floor(floor)?;
        Ok(Vec::new())
    }

    /// `setLateQuorumVoteExtension(uint48)`
    pub(crate) fn set_vote_extension(&mut self, call: Governed<'_>) -> Reply {
        let extension = read_time(&mut call.input())?;
        self.check_governance(call)?;
        self.change_vote_extension(extension)?;
        Ok(Vec::new())
    }

    /// `updateTimelock(address)`
    pub(crate) fn update_timelock(&mut self, call: Governed<'_>) -> Reply {
        let timelock = call.input().address()?;
        self.check_governance(call)?;
        self.change_timelock(timelock);
        Ok(Vec::new())
    }

    pub(crate) fn change_voting_delay(&mut self, voting_delay: u64) {
        let terms = self.terms();
        self.log_change(
            VOTING_DELAY_SET.word(),
            uint(terms.voting_delay),
            uint(voting_delay),
        );
        self.set_terms(Terms {
            voting_delay,
            ..terms
        });
    }

    pub(crate) fn change_voting_period(&mut self, voting_period: u32) -> Result<(), Vec<u8>> {
        check_period(voting_period)?;
        let office = self.office();
        let [before, after] = [office.voting_period, voting_period].map(|it| uint(it.into()));
        self.log_change(VOTING_PERIOD_SET.word(), before, after);
        self.set_office(Office {
            voting_period,
            ..office
        });
        Ok(())
    }

    pub(crate) fn change_threshold(&mut self, threshold: U256) {
        self.log_change(
            THRESHOLD_SET.word(),
            word(self.threshold()),
            word(threshold),
        );
        self.set_threshold(threshold);
    }

    pub(crate) fn change_quorum_numerator(&mut self, numerator: U256) -> Result<(), Vec<u8>> {
        let numerator = read_numerator(numerator)?;
        let quorum = self.current_quorum();
        self.push_quorum(Quorum {
            numerator,
            ..quorum
        });
        let [before, after] = [quorum.numerator, numerator].map(|it| uint(it.into()));
        self.log_change(NUMERATOR_UPDATED.word(), before, after);
        Ok(())
    }

    /// A floor that nobody can reach would be the last thing that was decided.
    ///
    /// # Errors
    /// `GovernorInvalidQuorumFloor`, the token's.
    pub(crate) fn check_floor(&self, floor: U256) -> Result<(), Vec<u8>> {
        let supply = self.supply(self.terms().token)?.min(Quorum::FLOOR_MAX);
        if supply < floor {
            return Err(beyond(
                Abi::GovernorInvalidQuorumFloor::SELECTOR,
                floor,
                supply,
            ));
        }
        Ok(())
    }

    pub(crate) fn change_quorum_floor(&mut self, floor: U256) -> Result<(), Vec<u8>> {
        self.check_floor(floor)?;
        let quorum = self.current_quorum();
        self.push_quorum(Quorum { floor, ..quorum });
        self.log_change(FLOOR_UPDATED.word(), word(quorum.floor), word(floor));
        Ok(())
    }

    pub(crate) fn change_vote_extension(&mut self, vote_extension: u64) -> Result<(), Vec<u8>> {
        let most = self.office().voting_period.into();
        if most < vote_extension {
            let [value, limit] = [vote_extension, most].map(|it| U256::from_limbs([it, 0, 0, 0]));
            let selector = Abi::GovernorPreventLateQuorumVoteExtensionTooLarge::SELECTOR;
            return Err(beyond(selector, value, limit));
        }
        let terms = self.terms();
        let [before, after] = [terms.vote_extension, vote_extension].map(uint);
        self.log_change(EXTENSION_SET.word(), before, after);
        self.set_terms(Terms {
            vote_extension,
            ..terms
        });
        Ok(())
    }

    pub(crate) fn change_timelock(&mut self, timelock: Address) {
        let office = self.office();
        let [before, after] = [office.timelock, timelock].map(|it| it.into_word().0);
        self.log_change(TIMELOCK_CHANGE.word(), before, after);
        self.set_office(Office { timelock, ..office });
    }

    /// Tells of a setting's two sides.
    #[inline(never)]
    pub(crate) fn log_change(&mut self, event: Word, before: Word, after: Word) {
        self.cells.log(&[event, before, after], 1);
    }
}
