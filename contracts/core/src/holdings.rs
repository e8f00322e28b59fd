//! What a vault has: idle assets, assets lent to strategies, shares, and profit still locked.

use ruint::aliases::U256;

use crate::{Assets, Books, Management, Seconds, Shares, Unlocking};

/// The totals of a vault between two settlements.
///
/// Idle assets and debt are bookkeeping, never a balance: a donation is nobody's. Debt is what the
/// strategies have been lent and have reported, not what they say they are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// Assets in the vault's own hands.
    pub idle: Assets,
    /// Assets in the strategies' hands, as reported last.
    pub debt: Assets,
    /// Shares in people's hands.
    pub supply: Shares,
    /// Shares in the vault's own hands, and when it was settled last.
    pub unlocking: Unlocking,
    /// The fee for managing what is lent.
    pub management: Management,
    /// `10^offset`, where shares have `offset` decimals more than assets.
    pub virtual_shares: u64,
}

impl Holdings {
    /// All assets, fees that have not been taken yet included.
    ///
    /// What would not fit is not counted; limits of entries and reports keep that from happening.
    pub fn gross(&self) -> Assets {
        self.idle.checked_add(self.debt).unwrap_or(Assets::MAX)
    }

    /// The fee for management that is due and not taken, as
    /// [`Management::due`](crate::Management::due) has it: at most half of what is lent.
    pub fn pending_fee(&self, now: Seconds) -> Assets {
        self.management.due(self.debt, now)
    }

    /// The books that make the price at a moment: assets less the pending fee, over the shares in
    /// people's hands and those still locked.
    pub fn books(&self, now: Seconds) -> Books {
        let fee = self.pending_fee(now);
        let assets = self.gross().checked_sub(fee).unwrap_or_default();
        let locked = self.unlocking.locked_at(now);
        // Both were in existence together when the shares were locked.
        let supply = self.supply.checked_add(locked).unwrap_or(Shares::MAX);
        Books::new(assets, supply, self.virtual_shares)
    }

    /// The holdings after `assets` came in for `shares`. `None` if a total does not fit.
    pub fn enter(&self, assets: Assets, shares: Shares) -> Option<Self> {
        let idle = self.idle.checked_add(assets)?;
        idle.checked_add(self.debt)?;
        Some(Self {
            idle,
            supply: self.supply.checked_add(shares)?,
            ..*self
        })
    }

    /// The holdings after `shares` were burnt for `assets` out of what is idle. `None` if there is
    /// less of either.
    pub fn exit(&self, assets: Assets, shares: Shares) -> Option<Self> {
        Some(Self {
            idle: self.idle.checked_sub(assets)?,
            supply: self.supply.checked_sub(shares)?,
            ..*self
        })
    }

    /// The holdings after strategies gave back `paid` for `debt`, with the pending fee that there
    /// was. `None` if that is more debt than there is, if more than was owed is paid, or if what
    /// is left cannot carry the fee, in which case settling makes room.
    pub fn take_back(&self, paid: Assets, debt: Assets, now: Seconds) -> Option<Self> {
        debt.checked_sub(paid)?;
        let left = self.debt.checked_sub(debt)?;
        Some(Self {
            idle: self.idle.checked_add(paid)?,
            debt: left,
            management: self.management.carried(self.debt, left, now)?,
            ..*self
        })
    }

    /// The holdings after `assets` were lent, with the pending fee that there was. `None` if they
    /// are not idle, or if less than `idle_min` would be left.
    pub fn lend(&self, assets: Assets, idle_min: Assets, now: Seconds) -> Option<Self> {
        let idle = self.idle.checked_sub(assets)?;
        idle.checked_sub(idle_min)?;
        let debt = self.debt.checked_add(assets)?;
        Some(Self {
            idle,
            debt,
            management: self.management.carried(self.debt, debt, now)?,
            ..*self
        })
    }

    /// Assets that may still come in under `cap`, which holds for everything, pending fees
    /// included; zero if the cap is exceeded already.
    pub fn room(&self, cap: Assets) -> Assets {
        cap.checked_sub(self.gross()).unwrap_or_default()
    }

    /// `gross + 1` over the shares of `books(now)` without the fee: what the settlement prices
    /// with.
    pub(crate) fn price_numerator(&self) -> U256 {
        self.gross().to_u256().wrapping_add(U256::ONE)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Bps, Ticks};

    pub(crate) const EMPTY: Holdings = Holdings {
        idle: Assets::ZERO,
        debt: Assets::ZERO,
        supply: Shares::ZERO,
        unlocking: Unlocking {
            locked: Shares::ZERO,
            from: Seconds::ZERO,
            until: Seconds::ZERO,
        },
        management: Management {
            rate: Bps::ZERO,
            clock: Ticks::new(0),
        },
        virtual_shares: 1_000,
    };

    fn holding(idle: u128, debt: u128, fee_bps: u16) -> Holdings {
        Holdings {
            idle: Assets::new(idle),
            debt: Assets::new(debt),
            supply: Shares::new(1_000),
            management: Management {
                rate: Bps::new(fee_bps),
                ..EMPTY.management
            },
            ..EMPTY
        }
    }

    fn years(count: u64) -> Seconds {
        Seconds::new(count * Seconds::YEAR.get())
    }

    #[test]
    fn managing_costs_its_part_of_the_debt_a_year() {
        let holdings = holding(400, 600, 500);
        assert_eq!(holdings.pending_fee(years(1)).get(), 30);
        assert_eq!(holdings.books(years(1)).assets().get(), 970);
        assert_eq!(holdings.pending_fee(Seconds::ZERO), Assets::ZERO);
    }

    #[test]
    fn locked_shares_lower_the_price_until_they_vanish() {
        let holdings = Holdings {
            unlocking: Unlocking {
                locked: Shares::new(100),
                from: Seconds::ZERO,
                until: Seconds::new(10),
            },
            ..holding(1_100, 0, 0)
        };
        let supply = |now| holdings.books(Seconds::new(now)).supply().get();
        assert_eq!((supply(0), supply(5), supply(10)), (1_100, 1_050, 1_000));
    }

    #[test]
    fn lending_leaves_the_least_idle() {
        let holdings = holding(400, 600, 0);
        let lend = |assets| holdings.lend(Assets::new(assets), Assets::new(100), Seconds::ZERO);
        assert_eq!(lend(300), Some(holding(100, 900, 0)));
        assert_eq!(lend(301), None);
        assert_eq!(lend(401), None);
    }

    #[test]
    fn what_comes_back_is_not_more_than_was_owed() {
        let holdings = holding(400, 600, 0);
        let back =
            |paid, debt| holdings.take_back(Assets::new(paid), Assets::new(debt), Seconds::ZERO);
        assert_eq!(back(90, 100), Some(holding(490, 500, 0)));
        assert_eq!(back(101, 100), None);
        assert_eq!(back(0, 601), None);
    }

    #[test]
    fn a_cap_counts_everything() {
        let holdings = holding(400, 600, 0);
        assert_eq!(holdings.room(Assets::new(1_500)).get(), 500);
        assert_eq!(holdings.room(Assets::new(900)), Assets::ZERO);
    }

    proptest! {
        /// Moving between idle and debt moves no price but by rounding, and never down.
        #[test]
        fn lending_and_taking_back_lower_no_price(
            idle in 0..=u128::MAX / 2,
            debt in 0..=u128::MAX / 2,
            part in 0..=u128::MAX / 2,
            fee_bps in 0..=500u16,
            now in 0..1u64 << 32,
        ) {
            let holdings = holding(idle, debt, fee_bps);
            let now = Seconds::new(now);
            let part = Assets::new(part.min(idle));
            let lent = holdings.lend(part, Assets::ZERO, now).unwrap();
            prop_assert_eq!(lent.gross(), holdings.gross());
            let [before, then] = [&holdings, &lent].map(|holdings| holdings.pending_fee(now));
            prop_assert!(then <= before);
            if let Some(back) = lent.take_back(part, part, now) {
                prop_assert_eq!((back.idle, back.debt), (holdings.idle, holdings.debt));
                prop_assert!(back.pending_fee(now) <= then);
            }
        }

        /// What comes in, and what goes out of what is idle, changes nobody's fee, now or later.
        #[test]
        fn entries_and_idle_exits_change_no_fee(
            idle in 1..=u128::MAX / 4,
            debt in 0..=u128::MAX / 4,
            assets in 1..=u128::MAX / 4,
            fee_bps in 0..=500u16,
            now in 0..1u64 << 32,
            later in 0..1u64 << 32,
        ) {
            let holdings = holding(idle, debt, fee_bps);
            let entered = holdings.enter(Assets::new(assets), Shares::new(1)).unwrap();
            let out = Assets::new(assets.min(idle));
            let left = holdings.exit(out, Shares::new(1)).unwrap();
            for moment in [now, now + later].map(Seconds::new) {
                let fee = holdings.pending_fee(moment);
                prop_assert_eq!(entered.pending_fee(moment), fee);
                prop_assert_eq!(left.pending_fee(moment), fee);
            }
        }
    }
}
