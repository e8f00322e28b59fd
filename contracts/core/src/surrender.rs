//! Shares that somebody gives up in favour of all others.

use crate::{Holdings, Seconds, Shares};

/// What is given up becomes everybody's over a day at least: who comes in just before gains next to
/// nothing by it, whatever period governance has set for profit.
const PERIOD_MIN: Seconds = Seconds::new(86_400);

impl Holdings {
    /// The holdings after `shares` in somebody's hands were surrendered: they are locked, and
    /// vanish over the longest of `period`, a day, and the time that what is locked already has
    /// left. `None` if fewer are in people's hands.
    ///
    /// The price stays at the moment, as all shares together do. The holdings must have been
    /// settled at `now`: locking sets the clock of the growth limit, and what was allowed until
    /// then must have been carried.
    ///
    /// As nothing vanishes later than what is surrendered, the mean of [`Unlocking::lock`] is no
    /// sooner than the end there was: nobody has locked profit vanish sooner, by however many
    /// surrenders of a share each.
    ///
    /// [`Unlocking::lock`]: crate::Unlocking::lock
    pub fn surrender(&self, shares: Shares, now: Seconds, period: Seconds) -> Option<Self> {
        let period = period.max(PERIOD_MIN).max(self.unlocking.until.since(now));
        let left = self.unlocking.locked_at(now);
        Some(Self {
            supply: self.supply.checked_sub(shares)?,
            unlocking: self.unlocking.lock(now, left, shares, period)?,
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Assets, Carry, Change, Management, Terms, Unlocking};

    const DAY: u64 = 86_400;

    fn holdings(debt: u128, supply: u128, unlocking: Unlocking) -> Holdings {
        Holdings {
            idle: Assets::ZERO,
            debt: Assets::new(debt),
            supply: Shares::new(supply),
            unlocking,
            management: Management::default(),
            virtual_shares: 1_000,
        }
    }

    fn settled_at(now: u64) -> Unlocking {
        let now = Seconds::new(now);
        Unlocking {
            locked: Shares::ZERO,
            from: now,
            until: now,
        }
    }

    #[test]
    fn a_day_at_least() {
        let before = holdings(1_000, 1_000_000, settled_at(DAY));
        let surrender = |period| {
            before.surrender(
                Shares::new(400_000),
                Seconds::new(DAY),
                Seconds::new(period),
            )
        };
        let after = surrender(0).unwrap();
        assert_eq!(after.supply.get(), 600_000);
        let locked = |at| after.unlocking.locked_at(Seconds::new(at)).get();
        assert_eq!(
            [DAY, DAY + DAY / 2, 2 * DAY].map(locked),
            [400_000, 200_000, 0]
        );
        let week = surrender(7 * DAY).unwrap();
        assert_eq!(week.unlocking.until.get(), 8 * DAY);
        let more = Shares::new(1_000_001);
        assert_eq!(
            before.surrender(more, Seconds::new(DAY), Seconds::ZERO),
            None
        );
    }

    /// What may grow in a time is as much as without surrenders, up to a unit for each.
    #[test]
    fn settled_first_the_growth_limit_stays() {
        let terms = Terms {
            growth_limit_wad_per_second: 1_000_000_000_000,
            ..Terms::default()
        };
        let start = holdings(1_000_000_000, 1_000_000, settled_at(0));
        let grown = |holdings: &Holdings, carry| {
            let gain = Change::Gain(Assets::new(1 << 60));
            let settlement = holdings.settle(Seconds::new(DAY), gain, &terms, carry);
            settlement.unwrap().gain.get()
        };
        let whole = grown(&start, Carry::default());
        let (mut settled, mut carry, mut alone) = (start, Carry::default(), start);
        for hour in 1..24 {
            let (now, one) = (Seconds::new(hour * DAY / 24), Shares::new(1));
            let nothing = Change::Gain(Assets::ZERO);
            let settlement = settled.settle(now, nothing, &terms, carry).unwrap();
            carry = settlement.carry;
            settled = settlement
                .holdings
                .surrender(one, now, Seconds::ZERO)
                .unwrap();
            alone = alone.surrender(one, now, Seconds::ZERO).unwrap();
        }
        assert!(whole - 24 < grown(&settled, carry) && grown(&settled, carry) <= whole);
        // Locked alone, the last hour is all that counts.
        assert!(grown(&alone, Carry::default()) <= whole / 24);
    }

    proptest! {
        #[test]
        fn no_price_moves_and_no_profit_comes_sooner(
            (debt, supply, locked) in (1..1u128 << 100, 0..1u128 << 100, 0..1u128 << 100),
            (age, left, period) in (0..100 * DAY, 0..400 * DAY, 0..400 * DAY),
            part in 0..=1_000u128, later in 0..800 * DAY,
        ) {
            let now = Seconds::new(1_000 * DAY);
            let unlocking = Unlocking {
                locked: Shares::new(locked),
                from: Seconds::new(now.get() - age),
                until: now.after(Seconds::new(left)),
            };
            let before = holdings(debt, supply, unlocking);
            let shares = Shares::new(supply / 1_000 * part);
            let after = before.surrender(shares, now, Seconds::new(period)).unwrap();
            prop_assert_eq!(after.books(now), before.books(now));
            prop_assert!(before.unlocking.until <= after.unlocking.until);
            // At any time no less is locked than was to be, but for the share that rounds up.
            let later = now.after(Seconds::new(later));
            let [was, is] = [before, after].map(|holdings| holdings.unlocking.locked_at(later));
            prop_assert!(was.get() <= is.get() + 1);
            let gone = now.after(Seconds::new(400 * DAY));
            prop_assert_eq!(after.unlocking.locked_at(gone), Shares::ZERO);
        }
    }
}
