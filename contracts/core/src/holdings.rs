//! What a vault has: idle assets, assets lent to strategies, shares, and profit still locked.

use ballast_math::mul_div_down;
use ruint::aliases::U256;

use crate::{Assets, Books, Bps, Seconds, Shares, Unlocking};

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
    /// Shares in the vault's own hands, and since when the fee for management has run.
    pub unlocking: Unlocking,
    /// Part of all assets that managing them costs in a year.
    pub management_fee: Bps,
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

    /// `gross * fee * years since the last settlement`, at most half of everything.
    ///
    /// Rounds down, for the holders. The limit keeps the price above zero whatever time passes.
    pub fn pending_fee(&self, now: Seconds) -> Assets {
        let gross = self.gross();
        let span = now.since(self.unlocking.from).to_u256();
        // 14 bits by 64 bits; below 2^39 the other way.
        let part = self.management_fee.to_u256().wrapping_mul(span);
        let whole = Bps::ONE.to_u256().wrapping_mul(Seconds::YEAR.to_u256());
        let half = Assets::new(gross.get() >> 1);
        mul_div_down(gross.to_u256(), part, whole)
            .and_then(Assets::from_u256)
            .map_or(half, |fee| fee.min(half))
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

    /// The holdings after strategies gave back `paid` for `debt`. `None` if that is more debt than
    /// there is, or more than was owed is paid.
    pub fn take_back(&self, paid: Assets, debt: Assets) -> Option<Self> {
        debt.checked_sub(paid)?;
        Some(Self {
            idle: self.idle.checked_add(paid)?,
            debt: self.debt.checked_sub(debt)?,
            ..*self
        })
    }

    /// The holdings after `assets` were lent. `None` if they are not idle, or if less than
    /// `idle_min` would be left.
    pub fn lend(&self, assets: Assets, idle_min: Assets) -> Option<Self> {
        let idle = self.idle.checked_sub(assets)?;
        idle.checked_sub(idle_min)?;
        Some(Self {
            idle,
            debt: self.debt.checked_add(assets)?,
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

    pub(crate) const EMPTY: Holdings = Holdings {
        idle: Assets::ZERO,
        debt: Assets::ZERO,
        supply: Shares::ZERO,
        unlocking: Unlocking {
            locked: Shares::ZERO,
            from: Seconds::ZERO,
            until: Seconds::ZERO,
        },
        management_fee: Bps::ZERO,
        virtual_shares: 1_000,
    };

    fn holding(idle: u128, debt: u128, fee_bps: u16) -> Holdings {
        Holdings {
            idle: Assets::new(idle),
            debt: Assets::new(debt),
            supply: Shares::new(1_000),
            management_fee: Bps::new(fee_bps),
            ..EMPTY
        }
    }

    fn years(count: u64) -> Seconds {
        Seconds::new(count * Seconds::YEAR.get())
    }

    #[test]
    fn managing_costs_its_part_of_everything_a_year() {
        let holdings = holding(400, 600, 500);
        assert_eq!(holdings.pending_fee(years(1)).get(), 50);
        assert_eq!(holdings.books(years(1)).assets().get(), 950);
        assert_eq!(holdings.pending_fee(Seconds::ZERO), Assets::ZERO);
    }

    /// Ten years at the highest fee are half of everything; a hundred are no more.
    #[test]
    fn managing_never_costs_more_than_half() {
        let holdings = holding(400, 600, 500);
        assert_eq!(holdings.pending_fee(years(10)).get(), 500);
        assert_eq!(holdings.pending_fee(years(100)).get(), 500);
        let most = holding(u128::MAX, 0, u16::MAX);
        let end = Seconds::new(u64::MAX);
        assert_eq!(most.pending_fee(end).get(), u128::MAX / 2);
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
        let lend = |assets| holdings.lend(Assets::new(assets), Assets::new(100));
        assert_eq!(lend(300), Some(holding(100, 900, 0)));
        assert_eq!(lend(301), None);
        assert_eq!(lend(401), None);
    }

    #[test]
    fn what_comes_back_is_not_more_than_was_owed() {
        let holdings = holding(400, 600, 0);
        let back = |paid, debt| holdings.take_back(Assets::new(paid), Assets::new(debt));
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
        /// Moving between idle and debt changes no price.
        #[test]
        fn lending_and_taking_back_move_no_price(
            idle in 0..=u128::MAX / 2,
            debt in 0..=u128::MAX / 2,
            part in 0..=u128::MAX / 2,
            fee_bps in 0..=500u16,
            now in 0..1u64 << 40,
        ) {
            let holdings = holding(idle, debt, fee_bps);
            let now = Seconds::new(now);
            let part = Assets::new(part.min(idle));
            let lent = holdings.lend(part, Assets::ZERO).unwrap();
            prop_assert_eq!(lent.books(now), holdings.books(now));
            prop_assert_eq!(lent.take_back(part, part).unwrap(), holdings);
        }
    }
}
