//! What moving assets about may cost: a budget that refills by the second.
//!
//! After Enzyme's cumulative slippage tolerance. It is kept as the part of all assets that was used
//! and has not been refilled yet, so that neither deposits nor exits change what is left of it.

use ballast_math::{WAD, mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Bps, Seconds};

/// How much may be lost, and over what time the budget refills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// The part of all assets that may be lost at once. The default allows no loss at all.
    pub part: Bps,
    /// The time in which a budget that is used up becomes whole.
    pub period: Seconds,
}

impl Tolerance {
    /// The part in WAD, at most the whole.
    fn limit_wad(self) -> u64 {
        let parts = u64::from(self.part.min(Bps::ONE).get());
        // At most 1e18.
        parts.saturating_mul(WAD / 10_000)
    }

    /// Whether it allows nothing that `other` does not: no larger part, refilled no faster.
    pub fn is_within(&self, other: &Self) -> bool {
        self.part <= other.part && other.period <= self.period
    }
}

/// A loss that is more than what is left of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// The loss as a part of all assets in WAD, rounded up; `u64::MAX` if it is more than that.
    pub loss_wad: u64,
    /// What is left, in the same unit.
    pub left_wad: u64,
}

/// What of a budget was used, as of a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Parts of all assets in WAD.
    pub used_wad: u64,
    /// The moment.
    pub at: Seconds,
}

impl Budget {
    /// `max(0, used - floor(limit * (now - at) / period))`, in WAD.
    ///
    /// What was refilled rounds down, against the spender. A period of nothing refills at once.
    pub fn used_at(&self, tolerance: Tolerance, now: Seconds) -> u64 {
        let limit = U256::from_limbs([tolerance.limit_wad(), 0, 0, 0]);
        let span = now.since(self.at).to_u256();
        let refilled = mul_div_down(limit, span, tolerance.period.to_u256());
        // What does not fit is more than was ever used.
        let refilled = refilled.and_then(|refilled| refilled.try_into().ok());
        self.used_wad.saturating_sub(refilled.unwrap_or(u64::MAX))
    }

    /// What may still be lost, as a part of all assets in WAD.
    pub fn left_at(&self, tolerance: Tolerance, now: Seconds) -> u64 {
        let used = self.used_at(tolerance, now);
        tolerance.limit_wad().saturating_sub(used)
    }

    /// `ceil(used * from / to)`: the same amount used, as a part of `to` where it was one of `from`.
    ///
    /// Rounds up, against the spender. Of nothing everything is used.
    pub fn rescaled_up(&self, from: Assets, to: Assets) -> Self {
        let used = U256::from_limbs([self.used_wad, 0, 0, 0]);
        let used = mul_div_up(used, from.to_u256(), to.to_u256());
        Self {
            used_wad: used
                .and_then(|used| used.try_into().ok())
                .unwrap_or(u64::MAX),
            at: self.at,
        }
    }

    /// The budget after losing `loss` out of `total`: `used + ceil(loss * 1e18 / total)`.
    ///
    /// The part that was lost rounds up, against the spender. In any time `t` losses of at most
    /// `part * (1 + t / period)` pass.
    ///
    /// # Errors
    /// [`Excess`] if more would be lost than is left. Nothing is left of nothing.
    pub fn spend(
        &self,
        tolerance: Tolerance,
        now: Seconds,
        loss: Assets,
        total: Assets,
    ) -> Result<Self, Excess> {
        let used = self.used_at(tolerance, now);
        let left_wad = tolerance.limit_wad().saturating_sub(used);
        let wad = U256::from_limbs([WAD, 0, 0, 0]);
        let loss_wad = match loss {
            Assets::ZERO => 0,
            _ => mul_div_up(loss.to_u256(), wad, total.to_u256())
                .and_then(|part| part.try_into().ok())
                .unwrap_or(u64::MAX),
        };
        if left_wad < loss_wad {
            return Err(Excess { loss_wad, left_wad });
        }
        Ok(Self {
            // No more than the limit, or what was used before.
            used_wad: used.saturating_add(loss_wad),
            at: now,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WEEK: u64 = 604_800;
    const TOLERANCE: Tolerance = Tolerance {
        part: Bps::new(200),
        period: Seconds::new(WEEK),
    };
    const TOTAL: Assets = Assets::new(10_000);

    fn spend(budget: Budget, now: u64, loss: u128) -> Result<Budget, Excess> {
        budget.spend(TOLERANCE, Seconds::new(now), Assets::new(loss), TOTAL)
    }

    #[test]
    fn two_hundredths_are_lost_at_once_and_no_more() {
        let budget = spend(Budget::default(), WEEK, 150).unwrap();
        assert_eq!(budget.used_wad, 15 * WAD / 1_000);
        let excess = spend(budget, WEEK, 51).unwrap_err();
        assert_eq!(excess.loss_wad, 51 * (WAD / 10_000));
        assert_eq!(excess.left_wad, 50 * (WAD / 10_000));
        assert!(spend(budget, WEEK, 50).is_ok());
    }

    #[test]
    fn half_a_period_refills_half_of_the_limit() {
        let whole = spend(Budget::default(), 7, 200).unwrap();
        let half = Seconds::new(7 + WEEK / 2);
        assert_eq!(whole.left_at(TOLERANCE, half), WAD / 100);
        assert_eq!(whole.left_at(TOLERANCE, Seconds::new(7)), 0);
        let later = Seconds::new(7 + 3 * WEEK);
        assert_eq!(whole.left_at(TOLERANCE, later), WAD / 50);
    }

    #[test]
    fn a_lowered_limit_leaves_nothing_until_it_is_refilled() {
        let used = spend(Budget::default(), 7, 200).unwrap();
        let lower = Tolerance {
            part: Bps::new(100),
            ..TOLERANCE
        };
        assert_eq!(used.left_at(lower, Seconds::new(7)), 0);
        assert_eq!(used.left_at(lower, Seconds::new(7 + WEEK)), 0);
        assert_eq!(used.left_at(lower, Seconds::new(7 + 2 * WEEK)), WAD / 100);
    }

    #[test]
    fn what_was_used_stays_when_its_whole_changes() {
        let used = spend(Budget::default(), 7, 100).unwrap();
        let (more, less) = (Assets::new(40_000), Assets::new(5_000));
        assert_eq!(used.rescaled_up(TOTAL, more).used_wad, WAD / 400);
        assert_eq!(used.rescaled_up(TOTAL, less).used_wad, WAD / 50);
        assert_eq!(used.rescaled_up(TOTAL, Assets::new(3)).at, used.at);
        assert_eq!(used.rescaled_up(TOTAL, Assets::ZERO).used_wad, u64::MAX);
        let third = Budget {
            used_wad: 1,
            at: Seconds::ZERO,
        };
        assert_eq!(
            third.rescaled_up(Assets::new(1), Assets::new(3)).used_wad,
            1
        );
    }

    #[test]
    fn nothing_is_left_of_nothing() {
        let now = Seconds::new(1);
        let budget = Budget::default();
        let nothing = budget.spend(TOLERANCE, now, Assets::ZERO, Assets::ZERO);
        assert!(nothing.is_ok());
        let excess = budget.spend(TOLERANCE, now, Assets::new(1), Assets::ZERO);
        assert_eq!(excess.unwrap_err().loss_wad, u64::MAX);
        let none = Tolerance::default();
        assert!(
            budget
                .spend(none, now, Assets::new(1), Assets::MAX)
                .is_err()
        );
        assert!(budget.spend(none, now, Assets::ZERO, TOTAL).is_ok());
    }

    #[test]
    fn narrower_is_less_and_slower() {
        let tolerance = |part, period| Tolerance {
            part: Bps::new(part),
            period: Seconds::new(period),
        };
        assert!(tolerance(200, WEEK).is_within(&TOLERANCE));
        assert!(tolerance(0, WEEK + 1).is_within(&TOLERANCE));
        assert!(!tolerance(201, WEEK).is_within(&TOLERANCE));
        assert!(!tolerance(1, WEEK - 1).is_within(&TOLERANCE));
    }

    proptest! {
        /// However it is cut, in any time at most the limit and what is refilled meanwhile is lost.
        #[test]
        fn losses_over_time_are_bounded(
            part in 0..=1_000u16,
            period in 1..10_000_000u64,
            steps in prop::collection::vec((0..1_000_000u64, 0..1u128 << 100), 1..40),
            total in 1..1u128 << 100,
        ) {
            let tolerance = Tolerance { part: Bps::new(part), period: Seconds::new(period) };
            let start = 1 << 40;
            let (mut now, mut lost) = (start, U256::ZERO);
            let mut budget = Budget::default();
            for (wait, loss) in steps {
                now += wait;
                // Some are within the limit, some are not.
                let loss = loss % (total / 8 + 2);
                let spent = budget.spend(
                    tolerance, Seconds::new(now), Assets::new(loss), Assets::new(total),
                );
                if let Ok(after) = spent {
                    prop_assert!(after.used_wad <= tolerance.limit_wad().max(budget.used_wad));
                    lost += U256::from(loss);
                    budget = after;
                }
            }
            // lost / total <= part / 10,000 * (1 + t / period)
            let left = lost * U256::from(10_000) * U256::from(period);
            let right = U256::from(total) * U256::from(part) * U256::from(period + now - start);
            prop_assert!(left <= right);
        }

        #[test]
        fn what_is_left_grows_with_time_and_never_beyond_the_limit(
            used_wad in 0..=WAD, at in 0..1u64 << 40, spans: [u32; 2],
            part in 0..=10_000u16, period: u32,
        ) {
            let tolerance = Tolerance {
                part: Bps::new(part),
                period: Seconds::new(period.into()),
            };
            let budget = Budget { used_wad, at: Seconds::new(at) };
            let later = |span: u32| budget.left_at(tolerance, Seconds::new(at + u64::from(span)));
            let [one, other] = [spans[0].min(spans[1]), spans[0].max(spans[1])].map(later);
            prop_assert!(one <= other && other <= tolerance.limit_wad());
        }
    }
}
