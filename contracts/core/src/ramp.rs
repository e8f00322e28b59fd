//! A value that moves along a line from one moment to another.
//!
//! After the liquidation LTV of Euler's vault kit: whoever relies on the value is told once where
//! the line begins and ends, and finds the value of any moment.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::Seconds;

/// Where a value comes from, where it goes, and when; steady if both moments are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ramp {
    /// The value until `start`.
    pub from: u128,
    /// The value from `end` on.
    pub to: u128,
    /// When it begins to move.
    pub start: Seconds,
    /// When it arrives.
    pub end: Seconds,
}

impl Ramp {
    /// A value that does not move.
    pub const fn steady(value: u128, now: Seconds) -> Self {
        Self {
            from: value,
            to: value,
            start: now,
            end: now,
        }
    }

    /// `from + (to - from) * (now - start) / (end - start)`, rounded down.
    pub fn value_at_down(&self, now: Seconds) -> u128 {
        if self.from < self.to {
            self.from.saturating_add(self.way(now, mul_div_down))
        } else {
            self.from.saturating_sub(self.way(now, mul_div_up))
        }
    }

    /// The same, rounded up.
    pub fn value_at_up(&self, now: Seconds) -> u128 {
        if self.from < self.to {
            self.from.saturating_add(self.way(now, mul_div_up))
        } else {
            self.from.saturating_sub(self.way(now, mul_div_down))
        }
    }

    /// How far it has moved, at most all the way. A line that takes no time has been moved along.
    fn way(&self, now: Seconds, rounded: fn(U256, U256, U256) -> Option<U256>) -> u128 {
        let whole = self.from.abs_diff(self.to);
        if self.end <= now {
            return whole;
        }
        let (passed, length) = (now.since(self.start), self.end.since(self.start));
        rounded(U256::from(whole), passed.to_u256(), length.to_u256())
            .and_then(|way| way.try_into().ok())
            .map_or(whole, |way: u128| way.min(whole))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn ramp(from: u128, to: u128) -> Ramp {
        Ramp {
            from,
            to,
            start: Seconds::new(100),
            end: Seconds::new(110),
        }
    }

    fn both(ramp: &Ramp, now: u64) -> (u128, u128) {
        let now = Seconds::new(now);
        (ramp.value_at_down(now), ramp.value_at_up(now))
    }

    #[test]
    fn a_line_is_where_it_should_be() {
        let falling = ramp(80, 50);
        for (now, value) in [
            (0, 80),
            (99, 80),
            (100, 80),
            (101, 77),
            (109, 53),
            (110, 50),
        ] {
            assert_eq!(both(&falling, now), (value, value), "at {now}");
        }
        assert_eq!(both(&ramp(50, 80), 105), (65, 65));
        assert_eq!(both(&ramp(50, 80), 1_000), (80, 80));
    }

    #[test]
    fn thirds_round_to_either_side() {
        let (rising, falling) = (ramp(0, 1), ramp(1, 0));
        for now in 101..110 {
            assert_eq!(both(&rising, now), (0, 1));
            assert_eq!(both(&falling, now), (0, 1));
        }
    }

    #[test]
    fn what_is_steady_has_one_value() {
        let steady = Ramp::steady(7, Seconds::new(100));
        for now in [0, 99, 100, 101, u64::MAX] {
            assert_eq!(both(&steady, now), (7, 7));
        }
    }

    #[test]
    fn the_widest_line_fits() {
        let widest = Ramp {
            from: 0,
            to: u128::MAX,
            start: Seconds::ZERO,
            end: Seconds::new(u64::MAX),
        };
        assert_eq!(both(&widest, u64::MAX).0, u128::MAX);
        // (2^128 - 1) / (2^64 - 1) is 2^64 + 1.
        assert_eq!(both(&widest, 1).0, (1 << 64) + 1);
    }

    proptest! {
        #[test]
        fn values_stay_between_the_ends_and_move_one_way(
            from: u128, to: u128, start: u32, length in 0_u64..100_000_000, now: u64, later: u64,
        ) {
            let start = Seconds::new(start.into());
            let ramp = Ramp { from, to, start, end: start.after(Seconds::new(length)) };
            let [now, later] = [now.min(later), now.max(later)].map(Seconds::new);
            for value_at in [Ramp::value_at_down, Ramp::value_at_up] {
                let [one, two] = [value_at(&ramp, now), value_at(&ramp, later)];
                prop_assert!(from.min(to) <= one && one <= from.max(to));
                if from <= to {
                    prop_assert!(one <= two);
                } else {
                    prop_assert!(two <= one);
                }
            }
        }

        /// `down * length <= exact * length <= up * length`, and both are within a unit.
        #[test]
        fn the_exact_value_lies_between_both_roundings(
            from: u64, to: u64, length in 1_u64..100_000_000, part in 0.0..1.0_f64,
        ) {
            let passed = (length as f64 * part) as u64;
            let ramp = Ramp {
                from: from.into(),
                to: to.into(),
                start: Seconds::new(1_000),
                end: Seconds::new(1_000 + length),
            };
            let (down, up) = both(&ramp, 1_000 + passed);
            let (length, passed) = (i128::from(length), i128::from(passed));
            let exact = i128::from(from) * length + (i128::from(to) - i128::from(from)) * passed;
            let [down, up] = [down, up].map(|value| value as i128);
            prop_assert!(down * length <= exact && exact <= up * length);
            prop_assert!(exact < (down + 1) * length && (up - 1) * length < exact);
        }
    }
}
