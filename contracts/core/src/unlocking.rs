//! Profit that is not yet anybody's: locked shares that vanish little by little.
//!
//! A reported gain mints shares that the vault keeps to itself, so the price stays where it is;
//! they vanish linearly over a period, and the price rises as they do (Yearn V3). Whoever enters
//! just before a report gains nothing by it.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Seconds, Shares};

/// Locked shares, and the time over which they vanish.
///
/// The first of the two times is that of the last settlement, whether shares were locked or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unlocking {
    /// Shares that were locked at `from`.
    pub locked: Shares,
    /// When the vault was settled last.
    pub from: Seconds,
    /// When the last of the shares is gone.
    pub until: Seconds,
}

impl Unlocking {
    /// `locked * (until - now) / (until - from)`: what is locked still.
    ///
    /// Rounds up, for those who stay: more locked shares mean a lower price.
    pub fn locked_at(&self, now: Seconds) -> Shares {
        let left = self.until.since(now);
        let whole = self.until.since(self.from);
        if whole <= left {
            return self.locked;
        }
        // A part of what fits fits.
        mul_div_up(self.locked.to_u256(), left.to_u256(), whole.to_u256())
            .and_then(Shares::from_u256)
            .unwrap_or(self.locked)
    }

    /// The schedule from `now` on with `more` shares, each of which would vanish over `period`
    /// by itself. `None` if all of them together are too many.
    ///
    /// What was locked before keeps its own time; the new end is the mean of both, weighted by
    /// shares and rounded down to a second: `(left * time left + more * period) / (left + more)`.
    /// Rounded up, each of many tiny gains would put the end off by a second.
    pub fn lock(&self, now: Seconds, left: Shares, more: Shares, period: Seconds) -> Option<Self> {
        let locked = left.checked_add(more)?;
        let time_left = self.until.since(now);
        let weighted = [(left, time_left), (more, period)].map(|(shares, time)| {
            // 128 bits by 64 bits.
            shares.to_u256().wrapping_mul(time.to_u256())
        });
        let sum = weighted[0].wrapping_add(weighted[1]);
        let period = match mul_div_down(sum, U256::ONE, locked.to_u256()) {
            Some(mean) => Seconds::from_u256(mean)?,
            None => Seconds::ZERO,
        };
        Some(Self {
            locked,
            from: now,
            until: now.after(period),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: u64 = 86_400;

    fn at(seconds: u64) -> Seconds {
        Seconds::new(seconds)
    }

    fn unlocking(locked: u128, from: u64, until: u64) -> Unlocking {
        Unlocking {
            locked: Shares::new(locked),
            from: at(from),
            until: at(until),
        }
    }

    #[test]
    fn shares_vanish_in_proportion_to_time() {
        let schedule = unlocking(1_000, 100, 200);
        let locked = |now| schedule.locked_at(at(now)).get();
        assert_eq!(locked(100), 1_000);
        assert_eq!(locked(150), 500);
        assert_eq!(locked(199), 10);
        assert_eq!((locked(200), locked(1 << 40)), (0, 0));
    }

    #[test]
    fn parts_of_a_share_stay_locked() {
        assert_eq!(unlocking(1, 0, 1_000).locked_at(at(999)).get(), 1);
    }

    #[test]
    fn a_schedule_that_never_began_holds_nothing() {
        assert_eq!(Unlocking::default().locked_at(at(5)), Shares::ZERO);
        let none = Unlocking::default().lock(at(7), Shares::ZERO, Shares::ZERO, at(DAY));
        assert_eq!(none, Some(unlocking(0, 7, 7)));
    }

    /// Yearn's example: 100 shares over ten days; half are left on day five, when 47.727 more are
    /// locked; together they go within 7.4419 days.
    #[test]
    fn overlapping_gains_are_weighted() {
        let scale = 1_000_000_000;
        let first = unlocking(100 * scale, 0, 10 * DAY);
        let now = at(5 * DAY);
        let left = first.locked_at(now);
        assert_eq!(left.get(), 50 * scale);
        let more = Shares::new(47_727_272_727);
        let both = first.lock(now, left, more, at(10 * DAY)).unwrap();
        assert_eq!(both.locked.get(), 97_727_272_727);
        let period = both.until.since(now).get();
        assert_eq!(period * 10_000 / DAY, 74_418);
    }

    #[test]
    fn tiny_gains_put_nothing_off() {
        let first = unlocking(1_000_000, 0, 10 * DAY);
        let mut schedule = first;
        for now in 1..100 {
            let left = schedule.locked_at(at(now));
            schedule = schedule
                .lock(at(now), left, Shares::new(1), at(10 * DAY))
                .unwrap();
        }
        assert_eq!(schedule.until, first.until);
    }

    proptest! {
        #[test]
        fn less_and_less_is_locked(
            locked: u128,
            from in 0..1u64 << 40,
            period in 0..1u64 << 32,
            steps in prop::collection::vec(0..1u64 << 32, 1..8),
        ) {
            let schedule = unlocking(locked, from, from + period);
            let mut now = from;
            let mut before = schedule.locked;
            for step in steps {
                now += step;
                let locked = schedule.locked_at(at(now));
                prop_assert!(locked <= before);
                before = locked;
            }
        }

        #[test]
        fn the_mean_lies_between_both_periods(
            left in 0..=u128::MAX / 2,
            more in 0..=u128::MAX / 2,
            time_left in 0..1u64 << 32,
            period in 0..1u64 << 32,
        ) {
            prop_assume!(left != 0 || more != 0);
            let schedule = unlocking(left, 0, 1_000 + time_left);
            let next = schedule
                .lock(at(1_000), Shares::new(left), Shares::new(more), at(period))
                .unwrap();
            let mean = next.until.since(next.from).get();
            prop_assert!(time_left.min(period) <= mean && mean <= time_left.max(period));
        }
    }
}
