//! A proposal as a word, and where it stands as far as time decides.

use alloy_primitives::Address;
use ballast_shell::Word;

use crate::packed::{join, split};

/// The bits of a time in the ABI.
const TIME_BITS: u32 = 48;

const EXECUTED: u64 = 1 << TIME_BITS;
const CANCELED: u64 = 2 << TIME_BITS;
const DURATION_SHIFT: u32 = 56;

/// Where a proposal stands; the numbers are the ABI's. Nothing expires here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Votes are not counted yet.
    Pending = 0,
    /// Votes are counted.
    Active = 1,
    /// It will not be executed.
    Canceled = 2,
    /// Too few voted, or not more for it than against it.
    Defeated = 3,
    /// It may be queued.
    Succeeded = 4,
    /// It waits in the timelock, or is ready there.
    Queued = 5,
    /// It was executed.
    Executed = 7,
}

impl State {
    /// The bit that stands for it in errors.
    pub(crate) const fn bit(self) -> u64 {
        1_u64.wrapping_shl(self as u32)
    }
}

/// What time alone says of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// There is none.
    Unknown,
    /// It stands there whatever the votes are.
    At(State),
    /// The votes decide.
    Voted,
}

/// A proposal, but for its votes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// Who proposed.
    pub(crate) proposer: Address,
    /// The second whose votes count, of 48 bits; zero if there is no proposal.
    pub(crate) start: u64,
    /// The seconds of voting from there.
    pub(crate) duration: u32,
    /// Whether it was executed.
    pub(crate) is_executed: bool,
    /// Whether it was taken back.
    pub(crate) is_canceled: bool,
}

impl Proposal {
    /// Before the proposer, from the right: start (6), two flags of a byte together, duration (4).
    pub(crate) fn from_word(word: &Word) -> Self {
        let (proposer, bits) = split(word);
        let low = bits as u64;
        Self {
            proposer,
            start: low & EXECUTED.wrapping_sub(1),
            duration: (bits >> DURATION_SHIFT) as u32,
            is_executed: low & EXECUTED != 0,
            is_canceled: low & CANCELED != 0,
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let executed = if self.is_executed { EXECUTED } else { 0 };
        let canceled = if self.is_canceled { CANCELED } else { 0 };
        let low = self.start | executed | canceled;
        let bits = u128::from(self.duration) << DURATION_SHIFT | u128::from(low);
        join(self.proposer, bits)
    }

    /// The last second of voting, unless that is put off.
    pub(crate) const fn deadline(self) -> u64 {
        // 48 bits and 32.
        self.start.wrapping_add(self.duration as u64)
    }

    /// Where it stands at `now`, if voting may be put off until `extended()`, which is zero if it
    /// was not.
    pub(crate) fn stage_at(self, now: u64, extended: impl FnOnce() -> u64) -> Stage {
        if self.is_executed {
            return Stage::At(State::Executed);
        }
        if self.is_canceled {
            return Stage::At(State::Canceled);
        }
        if self.start == 0 {
            return Stage::Unknown;
        }
        if now <= self.start {
            return Stage::At(State::Pending);
        }
        if now <= self.deadline() || now <= extended() {
            return Stage::At(State::Active);
        }
        Stage::Voted
    }
}

/// Whether a number is one that the ABI gives times.
pub(crate) const fn fits_time(value: u64) -> bool {
    value >> TIME_BITS == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROPOSAL: Proposal = Proposal {
        proposer: Address::repeat_byte(1),
        start: 1_000,
        duration: 100,
        is_executed: false,
        is_canceled: false,
    };

    #[test]
    fn votes_count_from_the_second_after_the_snapshot_to_the_deadline() {
        let at = |now| PROPOSAL.stage_at(now, || 0);
        assert_eq!(at(1_000), Stage::At(State::Pending));
        assert_eq!(at(1_001), Stage::At(State::Active));
        assert_eq!(at(1_100), Stage::At(State::Active));
        assert_eq!(at(1_101), Stage::Voted);
        assert_eq!(Proposal::default().stage_at(1, || 0), Stage::Unknown);
    }

    #[test]
    fn a_deadline_is_put_off_and_never_brought_forward() {
        assert_eq!(PROPOSAL.stage_at(1_150, || 1_150), Stage::At(State::Active));
        assert_eq!(PROPOSAL.stage_at(1_151, || 1_150), Stage::Voted);
        assert_eq!(PROPOSAL.stage_at(1_090, || 1_050), Stage::At(State::Active));
    }

    #[test]
    fn what_was_executed_or_taken_back_stays_so() {
        let done = Proposal {
            is_executed: true,
            ..PROPOSAL
        };
        let gone = Proposal {
            is_canceled: true,
            ..PROPOSAL
        };
        for now in [0, 1_050, u64::MAX] {
            assert_eq!(done.stage_at(now, || 0), Stage::At(State::Executed));
            assert_eq!(gone.stage_at(now, || 0), Stage::At(State::Canceled));
        }
    }

    #[test]
    fn bits_are_powers_of_the_numbers() {
        assert_eq!(State::Pending.bit(), 1);
        assert_eq!(State::Executed.bit(), 128);
    }

    proptest! {
        #[test]
        fn proposals_come_back(
            proposer: [u8; 20], start in 0..1_u64 << 48, duration: u32,
            is_executed: bool, is_canceled: bool,
        ) {
            let proposer = proposer.into();
            let proposal = Proposal { proposer, start, duration, is_executed, is_canceled };
            prop_assert_eq!(Proposal::from_word(&proposal.to_word()), proposal);
        }
    }
}
