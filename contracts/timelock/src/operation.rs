//! An operation as a word, and where it stands.

use alloy_primitives::U256;

/// The time of an operation that was executed.
const DONE: u64 = 1;

/// The bits of a time.
const TIME_BITS: usize = 64;

/// Where an operation stands; the numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// There is none.
    Unset = 0,
    /// Its time has not come.
    Waiting = 1,
    /// It may be executed.
    Ready = 2,
    /// It was executed.
    Done = 3,
}

impl Phase {
    /// The bit that stands for it in errors.
    pub(crate) const fn bit(self) -> u64 {
        match self {
            Self::Unset => 1,
            Self::Waiting => 2,
            Self::Ready => 4,
            Self::Done => 8,
        }
    }
}

/// An operation: when it is ready, and the code it relies on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Operation {
    /// Zero if there is none, one if it was executed, else seconds since 1970.
    pub(crate) time: u64,
    /// The first 192 bits of the hash of its targets' code.
    pub(crate) pin: U256,
}

impl Operation {
    /// One that was executed.
    pub(crate) const EXECUTED: Self = Self {
        time: DONE,
        pin: U256::ZERO,
    };

    /// From the right: time (8), pin (24).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [time, ..] = *word.as_limbs();
        Self {
            time,
            pin: word.wrapping_shr(TIME_BITS),
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let time = U256::from_limbs([self.time, 0, 0, 0]);
        self.pin.wrapping_shl(TIME_BITS) | time
    }

    /// Where it stands.
    pub(crate) const fn phase_at(self, now: u64) -> Phase {
        match self.time {
            0 => Phase::Unset,
            DONE => Phase::Done,
            time if now < time => Phase::Waiting,
            _ => Phase::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_operation_is_ready_from_its_second_on() {
        let operation = Operation {
            time: 1_000,
            pin: U256::ONE,
        };
        assert_eq!(operation.phase_at(999), Phase::Waiting);
        assert_eq!(operation.phase_at(1_000), Phase::Ready);
        assert_eq!(operation.phase_at(u64::MAX), Phase::Ready);
        assert_eq!(Operation::default().phase_at(1_000), Phase::Unset);
        assert_eq!(Operation::EXECUTED.phase_at(1_000), Phase::Done);
        assert_eq!(Operation::EXECUTED.to_uint(), U256::ONE);
    }

    #[test]
    fn bits_are_powers_of_the_numbers() {
        for phase in [Phase::Unset, Phase::Waiting, Phase::Ready, Phase::Done] {
            assert_eq!(phase.bit(), 1 << phase as u8);
        }
    }

    proptest! {
        #[test]
        fn operations_come_back(time: u64, a: u64, b: u64, c: u64) {
            let operation = Operation { time, pin: U256::from_limbs([a, b, c, 0]) };
            prop_assert_eq!(Operation::from_uint(operation.to_uint()), operation);
        }
    }
}
