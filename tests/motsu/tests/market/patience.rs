//! What averages remember: how long they hold a liquidation up, and what counts when a feed is
//! silent.

use alloy_primitives::{Bytes, U256};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;

use super::*;
use crate::tokens::{ALICE, BOB};

fn liquidation(most: u64) -> Risk::liquidateCall {
    Risk::liquidateCall {
        borrower: BOB,
        collateral: GOLD,
        maxRepaid: uint(most),
        minSeized: U256::ZERO,
        data: Bytes::new(),
    }
}

fn poke(lending: &Lending) {
    lending.act(CAROL, &Risk::pokeCall { collateral: GOLD });
}

fn touch(lending: &Lending) {
    lending.act(CAROL, &Risk::touchCall { account: BOB });
}

fn standing(lending: &Lending) -> (u64, U256) {
    let standing = lending.ask(&Risk::standingCall { account: BOB });
    (standing.state.to(), standing.until)
}

fn prices(lending: &Lending) -> [U256; 4] {
    let prices = lending.ask(&Risk::pricesOfCall { collateral: GOLD });
    [prices.spot, prices.fast, prices.slow, prices.bid]
}

/// Since when an account is seen unhealthy, each time that changed.
fn marks(lending: &Lending) -> Vec<(u64, u64)> {
    let told = lending.market.events::<Risk::MarkChanged>();
    assert!(told.iter().all(|it| it.account == BOB));
    told.iter().map(|it| (it.from.to(), it.to.to())).collect()
}

/// Averages over ten minutes and six hours; Bob owes 8,000 against 100 of gold.
fn averaging() -> Lending {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.govern(&pricing(600, 21_600, false));
    poke(&lending);
    lending
}

/// Lets so many quarters of the fast time constant pass, and looks at the price after each.
fn keep(lending: &Lending, times: u64) {
    for _ in 0..times {
        lending.pass(150);
        poke(lending);
    }
}

/// The same with quarters of the slow one, until all averages are at the price but for little.
fn settle(lending: &Lending) {
    for _ in 0..60 {
        lending.pass(5_400);
        poke(lending);
    }
}

#[test]
fn averages_follow_what_is_seen() {
    let lending = averaging();
    let [old, new] = [10_000, 9_000].map(price_e36);
    lending.says.price(GOLD, 9_000);
    // Within a second nothing moves, and a first look in the next moves nothing either: the price
    // in between is not known.
    for seconds in [0, 1] {
        lending.pass(seconds);
        poke(&lending);
        let [spot, fast, slow, bid] = prices(&lending);
        assert_eq!((spot, bid), (new, new));
        assert!(old - fast < old >> 62 && old - slow < old >> 62);
    }
    keep(&lending, 4);
    let [spot, fast, slow, _] = prices(&lending);
    assert!(spot < fast && fast < slow && slow < old);
    // One time constant: 1/e of the way is left.
    let left = (fast - new) / (old - new).wrapping_div(uint(1_000));
    assert!(uint(360) < left && left < uint(375), "{left}");
    settle(&lending);
    let [spot, fast, slow, _] = prices(&lending);
    assert_eq!(spot, new);
    assert!(fast - new < old / uint(100_000) && slow - new < old / uint(100_000));
}

#[test]
fn a_moments_price_liquidates_nobody() {
    let lending = averaging();
    lending.pass(60);
    lending.says.price(GOLD, 9_000);
    assert_eq!(standing(&lending), (0, U256::ZERO));
    let account = BOB;
    lending.refuses(CAROL, &liquidation(UNIT), &Risk::Healthy { account });
    touch(&lending);
    assert_eq!(marks(&lending), []);
}

#[test]
fn the_slow_average_delays_for_an_hour_at_most() {
    let lending = averaging();
    lending.says.price(GOLD, 9_000);
    poke(&lending);
    keep(&lending, 20);
    // Below one at spot and the fast average, and not by the slow one.
    let healths = lending.ask(&Risk::healthCall { account: BOB });
    assert!(healths[1] < wad(10_000) && wad(10_000) < healths[2]);
    let delay = 3_600;
    assert_eq!(standing(&lending), (1, uint(lending.now() + delay)));
    touch(&lending);
    let since = lending.now();
    assert_eq!(marks(&lending), [(0, since)]);
    keep(&lending, 1);
    touch(&lending);
    let until = uint(since + delay);
    assert_eq!(standing(&lending), (1, until));
    lending.refuses(CAROL, &liquidation(UNIT), &Risk::LiquidationWaits { until });
    lending.pass(since + delay - lending.now());
    assert_eq!(standing(&lending), (2, U256::ZERO));
    lending.act(CAROL, &liquidation(1_000 * UNIT));
    // Still unhealthy by the slow average's mark, until all prices say otherwise.
    assert_eq!(marks(&lending), [(0, since)]);
    lending.says.price(GOLD, 12_000);
    poke(&lending);
    settle(&lending);
    touch(&lending);
    assert_eq!(marks(&lending), [(0, since), (since, 0)]);
}

#[test]
fn a_liquidation_that_heals_ends_the_mark() {
    let lending = averaging();
    lending.says.price(GOLD, 9_000);
    poke(&lending);
    settle(&lending);
    touch(&lending);
    let since = lending.now();
    assert_eq!(marks(&lending), [(0, since)]);
    lending.act(CAROL, &liquidation(4_000 * UNIT));
    assert_eq!(standing(&lending), (0, U256::ZERO));
    assert_eq!(marks(&lending), [(0, since), (since, 0)]);
}

#[test]
fn nothing_is_delayed_deep_below() {
    let lending = averaging();
    lending.says.price(GOLD, 8_000);
    poke(&lending);
    keep(&lending, 20);
    // 0.85 at spot, and below 0.95 by the fast average.
    assert!(wad(10_000) < lending.ask(&Risk::healthCall { account: BOB })[2]);
    assert_eq!(standing(&lending), (2, U256::ZERO));
    let done = lending.act(CAROL, &liquidation(1_000 * UNIT));
    // The greatest bonus: 1,050 of gold at 80.
    assert_eq!(done.seized, uint(13_125_000));
}

/// Gold fell to `price` long ago, and its feed is silent since.
fn silent(price: u64) -> Lending {
    let lending = averaging();
    lending.says.price(GOLD, price);
    poke(&lending);
    settle(&lending);
    lending.says.silence(GOLD);
    lending
}

#[test]
fn a_silent_feed_protects_nobody_who_is_deep_below() {
    let lending = silent(8_500);
    let collateral = GOLD;
    let missing = Abi::PriceMissing { collateral };
    let account = BOB;
    // At first nobody knows anything.
    lending.pass(3_599);
    lending.refuses(CAROL, &liquidation(UNIT), &missing);
    lending.refuses(CAROL, &Risk::standingCall { account }, &missing);
    lending.pass(1);
    assert_eq!(standing(&lending), (2, U256::ZERO));
    let healths = lending.ask(&Risk::healthCall { account });
    assert!(healths.iter().all(|health| *health == healths[2]));
    assert!(wad(9_030) < healths[2] && healths[2] < wad(9_040));
    // A price is needed for everything else.
    lending.refuses(CAROL, &Risk::touchCall { account }, &missing);
    lending.refuses(CAROL, &Risk::maxBorrowCall { account }, &missing);
    lending.refuses(CAROL, &Risk::pokeCall { collateral }, &missing);
    lending.refuses(CAROL, &Risk::pricesOfCall { collateral }, &missing);
    lending.refuses(BOB, &borrow(BOB, 1), &missing);
    let done = lending.act(CAROL, &liquidation(1_000 * UNIT));
    assert_eq!(lending.debt(BOB), 7_000 * UNIT);
    // Nearly the greatest bonus, at the highest price that is remembered: 1,049 of gold at 85.
    assert!(
        done.seized.to::<u64>().abs_diff(12_341_000) < 10_000,
        "{}",
        done.seized
    );
    lending.act(BOB, &repay(BOB, 7_000 * UNIT));
    lending.act(BOB, &take_out(BOB, GOLD, UNIT));
}

#[test]
fn a_silent_feed_delays_what_is_not_deep_below() {
    let lending = silent(9_100);
    lending.pass(3_600);
    let until = U256::from(u64::MAX);
    assert_eq!(standing(&lending), (1, until));
    lending.refuses(CAROL, &liquidation(UNIT), &Risk::LiquidationWaits { until });
    // When it speaks again, its price counts.
    lending.says.price(GOLD, 9_100);
    assert_eq!(standing(&lending).0, 2);
    drop(lending);
    let healthy = silent(9_900);
    healthy.pass(3_600);
    assert_eq!(standing(&healthy), (0, U256::ZERO));
}

#[test]
fn of_two_silent_feeds_one_has_to_speak() {
    let lending = silent(8_500);
    lending.pledge(BOB, SILVER, UNIT);
    lending.act(CAROL, &Risk::pokeCall { collateral: SILVER });
    lending.says.silence(SILVER);
    lending.pass(3_600);
    let error = Abi::PriceMissing { collateral: SILVER };
    lending.refuses(CAROL, &liquidation(UNIT), &error);
    lending.says.price(SILVER, PRICE);
    assert_eq!(standing(&lending), (2, U256::ZERO));
    // What speaks is sold at its price, also while the other is silent.
    let call = Risk::liquidateCall {
        collateral: SILVER,
        ..liquidation(50 * UNIT)
    };
    let done = lending.act(CAROL, &call);
    assert!(
        done.seized.to::<u64>().abs_diff(524_000) < 2_000,
        "{}",
        done.seized
    );
}

#[test]
fn a_market_without_averages_remembers_nothing() {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.says.silence(GOLD);
    lending.pass(86_400);
    let error = Abi::PriceMissing { collateral: GOLD };
    lending.refuses(CAROL, &liquidation(UNIT), &error);
    // Those who do not hold it notice nothing.
    lending.pledge(ALICE, SILVER, 10 * UNIT);
    lending.borrow(ALICE, 100 * UNIT);
}
