//! The fee on management: a part a year of what is lent, by the second.
//!
//! `due = rate * debt * (now - clock)`. A deposit or an exit out of what is idle touches neither
//! factor, so it changes what nobody owes. When the debt changes, the clock moves the other way:
//! `(now - clock) * debt before / debt after` leaves the product where it was.

use ballast_math::mul_div_down;
use ruint::aliases::U256;

use crate::{Assets, Bps, Seconds};

/// The fee, and since when it has run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Management {
    /// Part of what is lent that managing it costs in a year.
    pub rate: Bps,
    /// Since when it is due on today's debt.
    pub clock: Ticks,
}

/// A moment, in 256ths of a second since 1970, or a span of them.
///
/// Fractions of a second keep many small changes of the debt within one second from stopping the
/// clock: each costs the fee of less than one tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticks(u64);

impl Ticks {
    const PER_SECOND: u64 = 256;

    /// Wraps a raw number.
    pub const fn new(ticks: u64) -> Self {
        Self(ticks)
    }

    /// The raw number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The moment a second begins.
    pub const fn at(moment: Seconds) -> Self {
        Self(moment.get().saturating_mul(Self::PER_SECOND))
    }

    const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0, 0, 0, 0])
    }
}

/// `rate * ticks` of a whole year at the whole rate: below 2^47.
const YEAR_TICKS_BPS: u64 = Seconds::YEAR
    .get()
    .saturating_mul(Ticks::PER_SECOND)
    .saturating_mul(Bps::ONE.get() as u64);

impl Management {
    /// `debt * rate * (now - clock)`, at most half of the debt.
    ///
    /// Rounds down, for the holders. The limit keeps the price above zero whatever time passes.
    pub fn due(&self, debt: Assets, now: Seconds) -> Assets {
        let part = U256::from_limbs([u64::from(self.rate.get()), 0, 0, 0])
            // 16 bits by 64 bits.
            .wrapping_mul(self.span(now).to_u256());
        let whole = U256::from_limbs([YEAR_TICKS_BPS, 0, 0, 0]);
        mul_div_down(debt.to_u256(), part, whole)
            .and_then(Assets::from_u256)
            .unwrap_or_default()
    }

    /// The same fee on another debt: the clock becomes `now - (now - clock) * from / to`, so that
    /// what is due stays.
    ///
    /// Rounds the span down, for the holders: what is due falls by less than the fee of one tick on
    /// `to`, and one unit, and never rises. `None` if so little debt cannot carry what is due: a
    /// half of `to` would be less, or the clock would go back before 1970.
    pub fn carried(&self, from: Assets, to: Assets, now: Seconds) -> Option<Self> {
        if from == to || self.rate == Bps::ZERO {
            return Some(*self);
        }
        let span = self.span(now).to_u256();
        if span.is_zero() {
            return Some(*self);
        }
        let span = match *mul_div_down(span, from.to_u256(), to.to_u256())?.as_limbs() {
            [span, 0, 0, 0] if span <= self.span_max() => span,
            _ => return None,
        };
        let clock = Ticks(Ticks::at(now).0.checked_sub(span)?);
        Some(Self { clock, ..*self })
    }

    /// The same fee when nothing is due.
    pub const fn paid(&self, now: Seconds) -> Self {
        Self {
            rate: self.rate,
            clock: Ticks::at(now),
        }
    }

    /// How long the fee has run, as far as it counts.
    fn span(&self, now: Seconds) -> Ticks {
        let span = Ticks::at(now).0.saturating_sub(self.clock.0);
        Ticks(span.min(self.span_max()))
    }

    /// In how many ticks the fee is half of the debt.
    const fn span_max(&self) -> u64 {
        match (YEAR_TICKS_BPS >> 1).checked_div(self.rate.get() as u64) {
            Some(ticks) => ticks,
            None => u64::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fee(rate_bps: u16, clock: u64) -> Management {
        Management {
            rate: Bps::new(rate_bps),
            clock: Ticks::at(Seconds::new(clock)),
        }
    }

    fn assets(amount: u128) -> Assets {
        Assets::new(amount)
    }

    fn years(count: u64) -> Seconds {
        Seconds::new(count * Seconds::YEAR.get())
    }

    #[test]
    fn managing_costs_its_part_of_the_debt_a_year() {
        assert_eq!(fee(500, 0).due(assets(1_000), years(1)).get(), 50);
        assert_eq!(fee(500, 0).due(assets(1_000), Seconds::ZERO), Assets::ZERO);
        assert_eq!(fee(500, 0).due(Assets::ZERO, years(1)), Assets::ZERO);
        assert_eq!(fee(0, 0).due(Assets::MAX, years(1_000)), Assets::ZERO);
    }

    /// Ten years at the highest fee are half of the debt; a hundred are no more.
    #[test]
    fn managing_never_costs_more_than_half() {
        assert_eq!(fee(500, 0).due(assets(1_000), years(10)).get(), 500);
        assert_eq!(fee(500, 0).due(assets(1_000), years(100)).get(), 500);
        let most = fee(u16::MAX, 0).due(Assets::MAX, Seconds::new(u64::MAX));
        assert!(most.get() <= u128::MAX / 2);
    }

    /// A debt of 100 for 30 seconds is one of 300 for 10, and of 50 for 60.
    #[test]
    fn the_clock_moves_against_the_debt() {
        let (before, now) = (fee(100, 1_000), Seconds::new(1_030));
        let more = before.carried(assets(100), assets(300), now);
        assert_eq!(more, Some(fee(100, 1_020)));
        let less = before.carried(assets(100), assets(50), now);
        assert_eq!(less, Some(fee(100, 970)));
    }

    #[test]
    fn what_is_lent_first_owes_nothing() {
        let now = Seconds::new(5_000);
        let lent = fee(100, 1_000).carried(Assets::ZERO, assets(7), now);
        assert_eq!(lent, Some(fee(100, 5_000)));
    }

    #[test]
    fn so_little_debt_carries_no_fee() {
        let start = 1_700_000_000;
        let now = Seconds::new(start + Seconds::YEAR.get());
        let before = fee(500, start);
        // 50 are due.
        assert!(before.carried(assets(1_000), assets(100), now).is_some());
        assert_eq!(before.carried(assets(1_000), assets(99), now), None);
        assert_eq!(before.carried(assets(1_000), Assets::ZERO, now), None);
        // Nor can a clock go back before 1970, here by 54.9 years.
        let slow = fee(1, start);
        assert!(slow.carried(assets(1_000), assets(19), now).is_some());
        assert_eq!(slow.carried(assets(1_000), assets(18), now), None);
        // Without a fee there is no clock to move.
        let free = fee(0, start);
        assert_eq!(free.carried(assets(1_000), Assets::ZERO, now), Some(free));
    }

    #[test]
    fn a_fee_at_its_limit_is_carried_to_more_debt() {
        let now = years(60);
        let more = fee(500, 0).carried(assets(1_000), assets(2_000), now);
        assert_eq!(more.unwrap().due(assets(2_000), now).get(), 500);
    }

    /// `ceil(debt * rate * one tick)`, and the unit that either fee is rounded by.
    fn tolerance(rate_bps: u16, debt: u128) -> u128 {
        let tick = U256::from(debt) * U256::from(rate_bps);
        let tick = tick.div_ceil(U256::from(YEAR_TICKS_BPS));
        tick.to::<u128>() + 1
    }

    proptest! {
        /// Whatever is lent and paid back, the fee is what the seconds have made of the debts,
        /// less at most a tick a change.
        #[test]
        fn the_fee_is_conserved(
            rate_bps in 1..=500u16,
            steps in prop::collection::vec((0..100_000u64, 1..1u128 << 90), 1..40),
        ) {
            let start = 1_700_000_000;
            let (mut now, mut debt) = (start, 1u128 << 80);
            let mut management = fee(rate_bps, now);
            for (seconds, next) in steps {
                now += seconds;
                let moment = Seconds::new(now);
                let before = management.due(assets(debt), moment).get();
                let moved = management.carried(assets(debt), assets(next), moment);
                let Some(moved) = moved else {
                    prop_assert!(next < debt);
                    break;
                };
                let after = moved.due(assets(next), moment).get();
                prop_assert!(after <= before);
                prop_assert!(before - after <= tolerance(rate_bps, next));
                (management, debt) = (moved, next);
            }
        }

        /// Changes that a block has room for do not stop the clock: a thousand a second cost at
        /// most the fee of four seconds.
        #[test]
        fn many_changes_neither_stop_the_clock_nor_hurry_it(
            debt in 1_000_000u128..1 << 100,
            units in prop::collection::vec(1..1_000u128, 1..200),
            seconds in 1..100_000u64,
        ) {
            let (start, rate_bps) = (1_700_000_000, 100);
            let now = Seconds::new(start + seconds);
            let mut management = fee(rate_bps, start);
            let before = management.due(assets(debt), now).get();
            let changes = 2 * units.len() as u128;
            for unit in units {
                let less = assets(debt - unit);
                management = management.carried(assets(debt), less, now).unwrap();
                management = management.carried(less, assets(debt), now).unwrap();
            }
            let after = management.due(assets(debt), now).get();
            prop_assert!(after <= before);
            prop_assert!(before - after <= changes * tolerance(rate_bps, debt));
        }
    }
}
