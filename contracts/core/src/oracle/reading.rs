//! What a feed answered, and whether that is believed.

use ruint::aliases::U256;

use crate::Seconds;

/// An answer as Chainlink's aggregators give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The round, whose upper bits are the phase: which aggregator a proxy reads.
    pub round: U256,
    /// The answer, a signed number.
    pub answer: U256,
    /// When the round began.
    pub started_at: U256,
    /// When the answer was written.
    pub updated_at: U256,
    /// The round in which it was.
    pub answered_in_round: U256,
}

/// Why an answer is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Zero, below zero, or of more than 128 bits.
    NoPrice,
    /// The round has no answer of its own.
    Incomplete,
    /// Older than the heartbeat, or from the future.
    Stale,
    /// At an edge of the band or beyond.
    OutOfBand,
}

/// What is believed of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trust {
    /// How old an answer may be.
    pub heartbeat: Seconds,
    /// What an answer is above.
    pub above: u128,
    /// What an answer is below.
    pub below: u128,
}

/// Bits of a round's own number; above them is the phase.
const ROUND_BITS: usize = 64;

impl Reading {
    /// Which aggregator behind a proxy answered; none if there is no proxy.
    pub fn phase(&self) -> u16 {
        self.round
            .wrapping_shr(ROUND_BITS)
            .try_into()
            .unwrap_or(u16::MAX)
    }

    /// Whether the answer was written no longer than `heartbeat` ago. One from the future was not.
    pub fn is_fresh(&self, heartbeat: Seconds, now: Seconds) -> bool {
        Seconds::from_u256(self.updated_at)
            .is_some_and(|at| at <= now && now.since(at) <= heartbeat)
    }
}

impl Trust {
    /// The answer as a number, in the feed's decimals.
    ///
    /// The edges of the band themselves are refused: an aggregator that is clamped answers its least
    /// or its greatest answer for whatever lies beyond.
    ///
    /// # Errors
    /// The first fault, in the order of [`Fault`].
    pub fn believe(&self, reading: &Reading, now: Seconds) -> Result<U256, Fault> {
        let answer = match u128::try_from(reading.answer) {
            Ok(answer) if 0 < answer => answer,
            _ => return Err(Fault::NoPrice),
        };
        if reading.updated_at.is_zero() || reading.answered_in_round < reading.round {
            return Err(Fault::Incomplete);
        }
        if !reading.is_fresh(self.heartbeat, now) {
            return Err(Fault::Stale);
        }
        if answer <= self.above || self.below <= answer {
            return Err(Fault::OutOfBand);
        }
        Ok(reading.answer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn reading(answer: u128, updated_at: u64) -> Reading {
        let round = U256::from((3_u128 << 64) | 41);
        Reading {
            round,
            answer: U256::from(answer),
            started_at: U256::from(updated_at),
            updated_at: U256::from(updated_at),
            answered_in_round: round,
        }
    }

    const TRUST: Trust = Trust {
        heartbeat: Seconds::new(3_600),
        above: 10,
        below: 1_000,
    };

    fn believe(reading: &Reading) -> Result<U256, Fault> {
        TRUST.believe(reading, Seconds::new(NOW))
    }

    #[test]
    fn an_answer_within_all_bounds_is_believed() {
        assert_eq!(believe(&reading(500, NOW)), Ok(U256::from(500)));
        assert_eq!(believe(&reading(11, NOW - 3_600)), Ok(U256::from(11)));
        assert_eq!(believe(&reading(999, NOW)), Ok(U256::from(999)));
    }

    #[test]
    fn answers_that_are_no_prices_are_not() {
        assert_eq!(believe(&reading(0, NOW)), Err(Fault::NoPrice));
        let mut negative = reading(1, NOW);
        negative.answer = U256::MAX;
        assert_eq!(believe(&negative), Err(Fault::NoPrice));
        negative.answer = U256::from_limbs([0, 0, 1, 0]);
        assert_eq!(believe(&negative), Err(Fault::NoPrice));
    }

    #[test]
    fn rounds_must_be_complete() {
        assert_eq!(believe(&reading(500, 0)), Err(Fault::Incomplete));
        let mut carried = reading(500, NOW);
        carried.answered_in_round -= U256::ONE;
        assert_eq!(believe(&carried), Err(Fault::Incomplete));
    }

    #[test]
    fn an_answer_grows_stale_and_is_never_early() {
        assert_eq!(believe(&reading(500, NOW - 3_601)), Err(Fault::Stale));
        assert_eq!(believe(&reading(500, NOW + 1)), Err(Fault::Stale));
        let mut never = reading(500, NOW);
        never.updated_at = U256::MAX;
        assert_eq!(believe(&never), Err(Fault::Stale));
    }

    #[test]
    fn the_edges_of_the_band_are_not_believed() {
        for answer in [1, 10, 1_000, 5_000] {
            assert_eq!(believe(&reading(answer, NOW)), Err(Fault::OutOfBand));
        }
    }

    #[test]
    fn the_phase_is_above_the_round() {
        assert_eq!(reading(1, NOW).phase(), 3);
        let mut plain = reading(1, NOW);
        plain.round = U256::from(u64::MAX);
        assert_eq!(plain.phase(), 0);
    }

    proptest! {
        #[test]
        fn what_is_believed_is_within_all_bounds(answer: u64, at in NOW - 8_000..NOW + 8_000) {
            let reading = reading(u128::from(answer) % 2_000, at);
            let expected = at <= NOW && NOW - at <= 3_600
                && 10 < answer % 2_000 && answer % 2_000 < 1_000;
            prop_assert_eq!(believe(&reading).is_ok(), expected);
        }
    }
}
