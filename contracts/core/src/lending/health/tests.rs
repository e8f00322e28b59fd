//! Each price on its own, the delay to the second, and laws.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;
use ruint::aliases::U256;

use super::*;

fn price(thousandths: u64) -> UnitPrice {
    let milli = UnitPrice::ONE.get() / U256::from(1_000);
    UnitPrice::new(milli * U256::from(thousandths)).unwrap()
}

/// A collateral at spot, fast, slow and bid prices in thousandths, LTVs 80 % and 86 %.
fn holding(amount: u128, [spot, fast, slow, bid]: [u64; 4]) -> Holding {
    Holding {
        amount: Collateral::new(amount),
        prices: Prices {
            spot: price(spot),
            fast: price(fast),
            slow: price(slow),
            bid: price(bid),
        },
        ltv: Ltv::new(Bps::new(8_000), Bps::new(8_600)).unwrap(),
    }
}

fn at(seconds: u64) -> Seconds {
    Seconds::new(seconds)
}

fn patience() -> Patience {
    Patience::new(at(600), Wad::from_bps(Bps::new(9_500))).unwrap()
}

/// 100,000 units of collateral at the prices, against a debt of 86,000.
fn standing(prices: [u64; 4], since: Option<u64>, now: u64) -> Standing {
    let holdings = [holding(100_000, prices)];
    let account = Account::new(&holdings, Assets::new(86_000)).unwrap();
    account
        .standing(patience(), since.map(at), at(now))
        .unwrap()
}

#[test]
fn limits_are_ordered() {
    let ltv = |borrow, liquidation| Ltv::new(Bps::new(borrow), Bps::new(liquidation));
    assert!(ltv(0, 1).is_some());
    assert!(ltv(9_998, 9_999).is_some());
    assert_eq!(ltv(8_600, 8_600), None);
    assert_eq!(ltv(8_600, 8_500), None);
    assert_eq!(ltv(8_600, 10_000), None);
    assert_eq!(Patience::new(at(1), Wad::ZERO), None);
    assert_eq!(Patience::new(at(1), Wad::ONE), None);
}

#[test]
fn ten_collaterals_and_no_more() {
    let holdings = [holding(1_000, [1_000; 4]); 11];
    let ten = Account::new(&holdings[..10], Assets::new(8_000)).unwrap();
    assert_eq!(ten.may_act(), Some(true));
    assert_eq!(ten.value_at(Quote::Spot), Some(Assets::new(10_000)));
    assert_eq!(ten.capacity_at(Quote::Spot), Some(Assets::new(8_600)));
    assert!(Account::new(&holdings, Assets::ZERO).is_none());
}

#[test]
fn every_price_alone_forbids_to_act() {
    let acts = |prices, debt| {
        let holdings = [holding(100_000, prices)];
        let account = Account::new(&holdings, Assets::new(debt)).unwrap();
        account.may_act().unwrap()
    };
    assert!(acts([1_000; 4], 80_000));
    assert!(!acts([1_000; 4], 80_001));
    for low in 0..4 {
        let mut prices = [1_000; 4];
        prices[low] = 999;
        assert!(!acts(prices, 80_000), "{low}");
        assert!(acts(prices, 79_920), "{low}");
        assert!(acts(prices, 0));
    }
}

#[test]
fn health_rounds_down() {
    let holdings = [holding(3, [1_000; 4])];
    // floor(3 * 0.86) = 2 of 3.
    let account = Account::new(&holdings, Assets::new(3)).unwrap();
    let health = account.health_at(Quote::Bid).unwrap();
    assert_eq!(health.get(), 666_666_666_666_666_666);
    let free = Account::new(&holdings, Assets::ZERO).unwrap();
    assert_eq!(free.health_at(Quote::Bid), Some(Wad::MAX));
}

#[test]
fn the_least_limit_is_of_what_is_held() {
    let mut holdings = [holding(1, [1_000; 4]), holding(0, [1_000; 4])];
    holdings[1].ltv = Ltv::new(Bps::new(1), Bps::new(2)).unwrap();
    let account = Account::new(&holdings, Assets::ZERO).unwrap();
    assert_eq!(account.least_ltv(), Wad::from_bps(Bps::new(8_600)));
    assert_eq!(
        Account::new(&[], Assets::ZERO).unwrap().least_ltv(),
        Wad::ONE
    );
}

#[test]
fn a_liquidator_finds_the_account_as_it_is() {
    let mut holdings = [
        holding(1_000, [500, 1, 1, 1]),
        holding(2_000, [1_000, 1, 1, 1]),
    ];
    holdings[0].ltv = Ltv::new(Bps::new(5_000), Bps::new(6_000)).unwrap();
    let account = Account::new(&holdings, Assets::new(2_100)).unwrap();
    let found = account.position(1, Quote::Spot).unwrap();
    assert_eq!((found.debt.get(), found.value.get()), (2_100, 2_500));
    assert_eq!(found.capacity.get(), 300 + 1_720);
    assert_eq!(found.collateral, Collateral::new(2_000));
    assert_eq!(found.price, UnitPrice::ONE);
    assert_eq!(found.ltv, Wad::from_bps(Bps::new(8_600)));
    assert_eq!(found.least_ltv, Wad::from_bps(Bps::new(6_000)));
    assert_eq!(account.position(2, Quote::Spot), None);
}

#[test]
fn a_sum_that_does_not_fit_is_refused() {
    let holdings = [holding(u128::MAX, [1_000; 4]); 2];
    let account = Account::new(&holdings, Assets::new(1)).unwrap();
    assert_eq!(account.may_act(), None);
    assert_eq!(account.standing(patience(), None, at(0)), None);
    assert_eq!(account.mark(None, at(0)), None);
}

#[test]
fn spot_and_fast_average_must_both_be_below() {
    assert_eq!(standing([1_000; 4], None, 0), Standing::Healthy);
    // A bid or a slow average that is low liquidates nobody.
    assert_eq!(
        standing([1_000, 1_000, 500, 500], None, 0),
        Standing::Healthy
    );
    assert_eq!(standing([500, 1_000, 500, 500], None, 0), Standing::Healthy);
    assert_eq!(standing([1_000, 500, 500, 500], None, 0), Standing::Healthy);
    let all = [999, 999, 999, 1_000];
    assert_eq!(standing(all, None, 0), Standing::Liquidatable);
}

#[test]
fn the_slow_average_delays_to_the_second() {
    let slow = [980, 980, 1_000, 980];
    let waits = |until| Standing::Waits { until: at(until) };
    assert_eq!(standing(slow, None, 50), waits(650));
    assert_eq!(standing(slow, Some(10), 50), waits(610));
    assert_eq!(standing(slow, Some(10), 609), waits(610));
    assert_eq!(standing(slow, Some(10), 610), Standing::Liquidatable);
}

#[test]
fn the_slow_average_does_not_delay_what_is_deep_below() {
    let deep = |spot, fast| standing([spot, fast, 1_000, 900], None, 50);
    let waits = Standing::Waits { until: at(650) };
    assert_eq!(deep(950, 949), waits);
    assert_eq!(deep(949, 950), waits);
    assert_eq!(deep(949, 949), Standing::Liquidatable);
}

#[test]
fn the_mark_begins_below_and_ends_when_all_is_well() {
    let mark = |prices, since: Option<u64>, now| {
        let holdings = [holding(100_000, prices)];
        let account = Account::new(&holdings, Assets::new(86_000)).unwrap();
        let mark = account.mark(since.map(at), at(now)).unwrap();
        mark.map(Seconds::get)
    };
    let below = [980, 980, 1_000, 980];
    assert_eq!(mark(below, None, 50), Some(50));
    assert_eq!(mark(below, Some(10), 50), Some(10));
    // Lifted at spot, or at both while the slow average is still below: it goes on.
    assert_eq!(mark([2_000, 980, 1_000, 980], Some(10), 50), Some(10));
    assert_eq!(mark([1_000, 1_000, 980, 980], Some(10), 50), Some(10));
    assert_eq!(mark([2_000, 980, 1_000, 980], None, 50), None);
    assert_eq!(mark([1_000, 1_000, 1_000, 980], Some(10), 50), None);
}

fn any_holdings() -> impl Strategy<Value = Vec<Holding>> {
    let holding = (0..1u128 << 90, prop::array::uniform4(1..5_000u64))
        .prop_map(|(amount, prices)| holding(amount, prices));
    prop::collection::vec(holding, 1..=10)
}

proptest! {
    #[test]
    fn who_may_act_is_healthy_at_every_price(holdings in any_holdings(), debt in 0..1u128 << 92) {
        let account = Account::new(&holdings, Assets::new(debt)).unwrap();
        if account.may_act().unwrap() {
            for quote in Quote::ALL {
                prop_assert!(Wad::ONE <= account.health_at(quote).unwrap());
            }
            prop_assert_eq!(account.standing(patience(), None, at(0)), Some(Standing::Healthy));
        }
    }

    #[test]
    fn no_account_waits_longer_than_allowed(
        holdings in any_holdings(),
        debt in 0..1u128 << 92,
        since in 0..10_000u64,
        waited in 0..10_000u64,
    ) {
        let account = Account::new(&holdings, Assets::new(debt)).unwrap();
        let now = at(since + waited);
        match account.standing(patience(), Some(at(since)), now).unwrap() {
            Standing::Waits { until } => {
                prop_assert!(waited < 600);
                prop_assert_eq!(until, at(since + 600));
            }
            Standing::Liquidatable => {
                prop_assert!(account.health_at(Quote::Spot).unwrap() < Wad::ONE);
                prop_assert!(account.health_at(Quote::Fast).unwrap() < Wad::ONE);
            }
            Standing::Healthy => {
                let best = account.health_at(Quote::Spot).max(account.health_at(Quote::Fast));
                prop_assert!(Some(Wad::ONE) <= best);
            }
        }
    }

    #[test]
    fn collateral_never_lowers_health(
        mut holdings in any_holdings(),
        debt in 1..1u128 << 92,
        more in 0..1u128 << 80,
    ) {
        let debt = Assets::new(debt);
        let before = Account::new(&holdings, debt).unwrap().health_at(Quote::Slow);
        let sum = holdings[0].amount.checked_add(Collateral::new(more)).unwrap();
        holdings[0].amount = sum;
        prop_assert!(before <= Account::new(&holdings, debt).unwrap().health_at(Quote::Slow));
    }
}
