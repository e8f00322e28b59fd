//! How much may be lent where, and how much a report may change by itself.

use ballast_math::{WAD, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Bps, Change, Source};

/// Caps on the debt of everything that counts towards the same thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// The most there may be. The default allows nothing.
    pub absolute: Assets,
    /// The largest part of all assets; the whole is no limit.
    pub relative: Bps,
}

impl Caps {
    /// `min(absolute, floor(total * relative / 10,000))`, or `absolute` if the relative cap is the
    /// whole.
    ///
    /// Rounds down, against new risk. Debt that a falling total leaves above the limit is no
    /// reason to call it back: caps bind what raises risk.
    pub fn limit(&self, total: Assets) -> Assets {
        if self.relative < Bps::ONE {
            self.relative.of_down(total).min(self.absolute)
        } else {
            self.absolute
        }
    }

    /// Whether neither cap is above that of `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.absolute <= other.absolute && self.relative <= other.relative
    }
}

/// How far a report may go by itself, in parts of the debt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The largest part that may be lost.
    pub loss: Bps,
    /// The largest part that is gained at once.
    pub gain: Bps,
}

impl Bounds {
    /// A loss of so few units is how venues round, and never beyond a bound: without this, exits
    /// that leave a strategy with a debt of some units would make its next rounding a failure.
    pub const ROUNDING: Assets = Assets::new(10);

    /// What a strategy's worth changes: the gain, as far as the bound goes, or the loss; `None` if
    /// the loss is beyond its bound and more than [`ROUNDING`](Self::ROUNDING).
    ///
    /// Both bounds round down. A strategy without debt gains nothing.
    pub fn judge(&self, source: &Source) -> Option<Change> {
        let loss_max = self.loss.of_down(source.debt).max(Self::ROUNDING);
        match source.debt.checked_sub(source.worth) {
            Some(loss) if loss_max < loss => None,
            Some(loss) if !loss.is_zero() => Some(Change::Loss(loss)),
            _ => {
                let gain = source.worth.checked_sub(source.debt).unwrap_or_default();
                Some(Change::Gain(gain.min(self.gain.of_down(source.debt))))
            }
        }
    }
}

/// `ceil(debt * fraction / 1e18)`: what is taken off a debt when the part `fraction` of a strategy,
/// in WAD, is handed over as it is; for more than the whole, the whole.
///
/// Rounds up, at the cost of who leaves with it.
pub fn debt_in_kind_up(debt: Assets, fraction: U256) -> Assets {
    mul_div_up(debt.to_u256(), fraction, U256::from_limbs([WAD, 0, 0, 0]))
        .and_then(Assets::from_u256)
        .map_or(debt, |part| part.min(debt))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn caps(absolute: u128, relative: u16) -> Caps {
        Caps {
            absolute: Assets::new(absolute),
            relative: Bps::new(relative),
        }
    }

    fn judge(debt: u128, worth: u128) -> Option<Change> {
        let bounds = Bounds {
            loss: Bps::new(100),
            gain: Bps::new(500),
        };
        bounds.judge(&Source {
            debt: Assets::new(debt),
            worth: Assets::new(worth),
        })
    }

    fn gain(amount: u128) -> Option<Change> {
        Some(Change::Gain(Assets::new(amount)))
    }

    fn loss(amount: u128) -> Option<Change> {
        Some(Change::Loss(Assets::new(amount)))
    }

    #[test]
    fn the_lower_cap_holds() {
        let limit = |caps: Caps, total| caps.limit(Assets::new(total)).get();
        assert_eq!(limit(caps(600, 5_000), 1_001), 500);
        assert_eq!(limit(caps(400, 5_000), 1_001), 400);
        assert_eq!(limit(caps(600, 10_000), 10), 600);
        assert_eq!(limit(caps(600, 9_999), 10), 9);
        assert_eq!(limit(caps(0, 10_000), 10), 0);
        assert_eq!(limit(Caps::default(), 10), 0);
    }

    #[test]
    fn caps_are_lower_only_if_both_are() {
        let now = caps(600, 5_000);
        assert!(now.is_within(&now) && caps(0, 0).is_within(&now));
        assert!(!caps(601, 0).is_within(&now));
        assert!(!caps(0, 5_001).is_within(&now));
    }

    #[test]
    fn gains_are_booked_up_to_their_bound() {
        assert_eq!(judge(1_000, 1_000), gain(0));
        assert_eq!(judge(1_000, 1_049), gain(49));
        assert_eq!(judge(1_000, 1_051), gain(50));
        assert_eq!(judge(0, u128::MAX), gain(0));
    }

    #[test]
    fn losses_beyond_their_bound_are_not_believed() {
        assert_eq!(judge(10_000, 9_999), loss(1));
        assert_eq!(judge(10_099, 9_999), loss(100));
        assert_eq!(judge(10_099, 9_998), None);
        assert_eq!(judge(10_000, 0), None);
    }

    #[test]
    fn a_few_units_are_lost_by_rounding() {
        assert_eq!(judge(99, 98), loss(1));
        assert_eq!(judge(99, 89), loss(10));
        assert_eq!(judge(99, 88), None);
        assert_eq!(judge(3, 0), loss(3));
    }

    #[test]
    fn with_the_widest_bound_everything_may_be_lost() {
        let bounds = Bounds {
            loss: Bps::ONE,
            gain: Bps::ZERO,
        };
        let lost = Source {
            debt: Assets::MAX,
            worth: Assets::ZERO,
        };
        assert_eq!(bounds.judge(&lost), Some(Change::Loss(Assets::MAX)));
    }

    #[test]
    fn debt_in_kind_is_rounded_up_and_no_more_than_there_is() {
        let part = |debt, fraction: u64| debt_in_kind_up(Assets::new(debt), U256::from(fraction));
        assert_eq!(part(10, WAD / 4).get(), 3);
        assert_eq!(part(u128::MAX, WAD), Assets::MAX);
        assert_eq!(part(10, 0), Assets::ZERO);
        assert_eq!(part(0, WAD), Assets::ZERO);
        assert_eq!(debt_in_kind_up(Assets::new(7), U256::MAX).get(), 7);
    }

    proptest! {
        #[test]
        fn what_is_lent_within_the_limit_is_within_both_caps(
            absolute: u128, relative in 0..10_000u16, total: u128,
        ) {
            let caps = caps(absolute, relative);
            let limit = caps.limit(Assets::new(total));
            prop_assert!(limit <= caps.absolute);
            let scaled = limit.to_u256() * U256::from(10_000);
            prop_assert!(scaled <= U256::from(total) * U256::from(relative));
        }

        /// Whatever it says it is worth, debt after the report lies between worth and the bound.
        #[test]
        fn a_report_moves_debt_towards_worth(
            debt: u128, worth: u128, loss in 0..=10_000u16, gain in 0..=10_000u16,
        ) {
            let bounds = Bounds { loss: Bps::new(loss), gain: Bps::new(gain) };
            let source = Source { debt: Assets::new(debt), worth: Assets::new(worth) };
            match bounds.judge(&source) {
                Some(Change::Gain(gain)) => {
                    prop_assert!(debt <= worth && gain.get() <= worth - debt);
                    prop_assert!(gain <= bounds.gain.of_down(source.debt));
                }
                Some(Change::Loss(loss)) => {
                    prop_assert_eq!(debt - loss.get(), worth);
                    prop_assert!(loss <= bounds.loss.of_down(source.debt).max(Bounds::ROUNDING));
                }
                None => prop_assert!(bounds.loss.of_down(source.debt).get() < debt - worth),
            }
        }
    }
}
