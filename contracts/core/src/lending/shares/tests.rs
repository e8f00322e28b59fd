//! Morpho Blue's own figures, and the formulas over exact integers.

use proptest::prelude::*;
use ruint::aliases::U512;

use super::*;

fn totals(assets: u128, shares: u128) -> Totals<Shares> {
    Totals {
        assets: Assets::new(assets),
        shares: Shares::new(shares),
    }
}

/// `a * b / c` exactly; whether there is a remainder.
fn exact(a: u128, b: U256, c: U256) -> (U512, bool) {
    let product = U512::from(a) * U512::from(b);
    let divisor = U512::from(c);
    (product / divisor, product % divisor != U512::ZERO)
}

fn fits(value: U512) -> Option<u128> {
    u128::try_from(value).ok()
}

mod figures {
    use super::*;

    #[test]
    fn an_empty_pool_gives_a_million_shares_a_unit() {
        let empty = totals(0, 0);
        let one = Assets::new(1);
        assert_eq!(empty.to_shares_down(one), Some(Shares::new(1_000_000)));
        assert_eq!(empty.to_shares_up(one), Some(Shares::new(1_000_000)));
        let shares = Shares::new(999_999);
        assert_eq!(empty.to_assets_down(shares), Some(Assets::ZERO));
        assert_eq!(empty.to_assets_up(shares), Some(one));
    }

    #[test]
    fn a_pool_of_one_price_keeps_it() {
        // 1,000 units at a million shares each.
        let pool = totals(1_000, 1_000_000_000);
        for assets in [1, 7, 999, 1 << 90] {
            let shares = Shares::new(assets * 1_000_000);
            assert_eq!(pool.to_shares_down(Assets::new(assets)), Some(shares));
            assert_eq!(pool.to_shares_up(Assets::new(assets)), Some(shares));
            assert_eq!(pool.to_assets_down(shares), Some(Assets::new(assets)));
        }
    }

    #[test]
    fn after_interest_both_ways_round_as_named() {
        // 1,100 of assets behind shares of 1,000: 1,001e6 / 1,101 a unit.
        let pool = totals(1_100, 1_000_000_000);
        let one = Assets::new(1);
        assert_eq!(pool.to_shares_down(one), Some(Shares::new(909_173)));
        assert_eq!(pool.to_shares_up(one), Some(Shares::new(909_174)));
        let million = Shares::new(1_000_000);
        assert_eq!(pool.to_assets_down(million), Some(one));
        assert_eq!(pool.to_assets_up(million), Some(Assets::new(2)));
    }

    #[test]
    fn the_last_debt_may_owe_a_unit_more() {
        let debt = Totals {
            assets: Assets::new(1_000),
            shares: DebtShares::new(1_500_000_000),
        };
        // ceil(1.5e9 * 1,001 / 1.501e9)
        assert_eq!(debt.to_assets_up(debt.shares), Some(Assets::new(1_001)));
        let repaid = debt.repaid(Assets::new(1_001), debt.shares).unwrap();
        assert_eq!(repaid, Totals::default());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let thin = totals(0, u128::MAX);
        assert_eq!(thin.to_shares_down(Assets::new(1)), None);
        let thick = totals(u128::MAX, 0);
        assert_eq!(thick.to_assets_down(Shares::MAX), None);
        assert_eq!(totals(1, 1).with(Assets::MAX, Shares::ZERO), None);
        assert_eq!(totals(1, 1).with(Assets::ZERO, Shares::MAX), None);
        assert_eq!(totals(1, 1).without(Assets::new(2), Shares::ZERO), None);
        assert_eq!(totals(1, 1).without(Assets::ZERO, Shares::new(2)), None);
        assert_eq!(totals(1, 1).repaid(Assets::ZERO, Shares::new(2)), None);
    }
}

proptest! {
    #[test]
    fn conversions_equal_the_formulas(
        assets: u128,
        shares: u128,
        amount: u128,
        shifts in prop::array::uniform3(0u32..128),
    ) {
        let (assets, shares) = (assets >> shifts[0], shares >> shifts[1]);
        let amount = amount >> shifts[2];
        let pool = totals(assets, shares);
        let padded_assets = U256::from(assets) + U256::from(1);
        let padded_shares = U256::from(shares) + U256::from(1_000_000);
        let up = |(quotient, is_inexact): (U512, bool)| quotient + U512::from(is_inexact as u8);

        let to_shares = exact(amount, padded_shares, padded_assets);
        let down = pool.to_shares_down(Assets::new(amount)).map(Shares::get);
        prop_assert_eq!(down, fits(to_shares.0));
        let above = pool.to_shares_up(Assets::new(amount)).map(Shares::get);
        prop_assert_eq!(above, fits(up(to_shares)));

        let to_assets = exact(amount, padded_assets, padded_shares);
        let down = pool.to_assets_down(Shares::new(amount)).map(Assets::get);
        prop_assert_eq!(down, fits(to_assets.0));
        let above = pool.to_assets_up(Shares::new(amount)).map(Assets::get);
        prop_assert_eq!(above, fits(up(to_assets)));
    }

    #[test]
    fn a_round_trip_gains_nothing(
        assets in 0..1u128 << 100,
        shares in 0..1u128 << 100,
        amount in 0..1u128 << 27,
    ) {
        let pool = totals(assets, shares);
        let brought = Assets::new(amount);
        let given = pool.to_shares_down(brought).unwrap();
        let after = pool.with(brought, given).unwrap();
        prop_assert!(after.to_assets_down(given).unwrap() <= brought);
        // A debt taken and paid back at once costs at least what was taken.
        let owed = pool.to_shares_up(brought).unwrap();
        let after = pool.with(brought, owed).unwrap();
        prop_assert!(brought <= after.to_assets_up(owed).unwrap());
    }
}
