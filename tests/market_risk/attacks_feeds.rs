//! Feeds that are silent and a sequencer that is away: what stays open, and who gains nothing.

use alloy_primitives::{I256, U256, aliases::U80};
use alloy_sol_types::sol;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::oracle::Oracle;
use ballast_tests::lending::{borrow, release};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, DEPLOYER, Feed, HEARTBEAT, SourceTerms, TOKEN, uint,
};

use crate::{Stage, liquidate, plain_terms};

sol! {
    function force(int256 answer, uint256 started, uint256 updated, uint80 roundsBehind) external;
}

const LTV: [u128; 2] = [8_000, 8_500];
const CENTS: i128 = 300_000;
const HOUR: u64 = 3_600;

/// Ether's feed with a heartbeat of an hour, and a delay of two.
fn beating() -> Stage {
    let terms = Risk::LiquidationTerms {
        delaySeconds: uint(7_200),
        ..plain_terms()
    };
    let stage = Stage::new(CENTS, terms, LTV);
    stage.averages(600, 21_600);
    let terms = SourceTerms {
        span: HEARTBEAT,
        ..SourceTerms::feed(stage.lending.ether_feed.address())
    };
    stage.lending.pricing.set(stage.ether(), 0, terms);
    stage.price(CENTS);
    stage
}

/// A second older than its heartbeat: no new risk, while what lowers risk goes on, and whoever has
/// another collateral notices nothing.
#[test]
fn scenario_27_a_stale_feed_stops_new_risk_of_who_has_it() {
    let stage = beating();
    let lending = &stage.lending;
    stage.owe(TOKEN, 1_000 * TOKEN);
    lending.pledge(CAROL, lending.shares(), 1_000 * TOKEN * 1_000);
    stage.price(CENTS);
    lending.pass(HOUR + 1);
    let collateral = stage.ether();
    let missing = Abi::PriceMissing { collateral };
    lending.refuses(ALICE, &borrow(TOKEN, ALICE), &missing);
    lending.refuses(ALICE, &release(collateral, 1, ALICE), &missing);
    lending.repay(ALICE, TOKEN);
    lending.pledge(ALICE, collateral, TOKEN);
    lending.withdraw(BOB, TOKEN);
    lending.borrow(CAROL, 100 * TOKEN);
    let call = liquidate(ALICE, collateral, U256::MAX);
    lending.refuses(BOB, &call, &missing);
}

/// A dead feed shelters nobody who was deep below when it fell silent, once it was silent for the
/// delay; and whoever liquidates pays the highest price that is remembered.
#[test]
fn nobody_hides_behind_a_dead_feed() {
    let stage = beating();
    let lending = &stage.lending;
    stage.owe(TOKEN, 2_399 * TOKEN);
    // Down to 2,500: health 0.885 in the end, also by the slow average.
    for _ in 0..30 {
        lending.pass(HOUR);
        stage.price(250_000);
        stage.poke();
    }
    let call = liquidate(ALICE, stage.ether(), uint(100 * TOKEN));
    // The last answer is an hour old, and the last look, too.
    lending.pass(HOUR + 1);
    let missing = Abi::PriceMissing {
        collateral: stage.ether(),
    };
    lending.refuses(BOB, &call, &missing);
    lending.pass(HOUR);
    let done = lending.market.send(BOB, &call).returned;
    // At no less than the 2,500 that was seen last.
    let worth = done.seized * uint(2_500);
    assert!(worth * uint(10_000) <= done.repaid * uint(10_438));
}

/// Who was healthy when the feed fell silent, or not deep below, is not liquidated by the silence.
#[test]
fn a_dead_feed_liquidates_nobody_who_was_not_deep() {
    let stage = beating();
    let lending = &stage.lending;
    stage.owe(TOKEN, 2_399 * TOKEN);
    for _ in 0..30 {
        lending.pass(HOUR);
        // Health 0.97.
        stage.price(274_000);
        stage.poke();
    }
    lending.pass(30 * HOUR);
    let call = liquidate(ALICE, stage.ether(), U256::MAX);
    let until = U256::from(u64::MAX);
    lending.refuses(BOB, &call, &Risk::LiquidationWaits { until });
}

/// The sequencer is away, then back for less than the grace: no new risk, repaying goes on, the deeply
/// unhealthy are liquidated, others wait; after four hours away everything goes on.
#[test]
fn scenario_28_a_sequencer_that_was_away_is_waited_for() {
    let stage = Stage::new(CENTS, plain_terms(), LTV);
    let lending = &stage.lending;
    let uptime = Feed::aggregator(lending.market.chain(), 0, [0, 1]);
    lending.pricing.govern(&Oracle::setGateCall {
        feed: uptime.address,
        graceSeconds: uint(3_600),
        failOpenSeconds: uint(14_400),
        deepHealthBps: uint(9_500),
    });
    say(&stage, &uptime, 0);
    lending.govern(&Risk::setPricingCall {
        fastSeconds: U256::ZERO,
        slowSeconds: U256::ZERO,
        gated: true,
    });
    lending.pass(HOUR);
    stage.owe(TOKEN, 2_400 * TOKEN);
    lending.pledge(CAROL, stage.ether(), 10 * TOKEN);
    say(&stage, &uptime, 1);
    lending.refuses(CAROL, &borrow(TOKEN, CAROL), &Abi::RiskWaits {});
    lending.repay(ALICE, TOKEN);
    say(&stage, &uptime, 0);
    lending.pass(HOUR - 60);
    lending.refuses(CAROL, &borrow(TOKEN, CAROL), &Abi::RiskWaits {});
    let call = liquidate(ALICE, stage.ether(), uint(TOKEN));
    // Health 0.99, then 0.94.
    stage.price(279_300);
    lending.refuses(BOB, &call, &Risk::GateClosed {});
    stage.price(265_300);
    lending.market.send(BOB, &call);
    stage.price(279_300);
    lending.pass(60);
    lending.market.send(BOB, &call);
    say(&stage, &uptime, 1);
    stage.price(CENTS);
    lending.refuses(CAROL, &borrow(TOKEN, CAROL), &Abi::RiskWaits {});
    lending.pass(4 * HOUR);
    lending.borrow(CAROL, TOKEN);
}

/// Says 0 for up, 1 for down, since the block that says it.
fn say(stage: &Stage, uptime: &Contract, answer: u64) {
    let now = stage
        .lending
        .market
        .chain()
        .node()
        .latest()
        .header
        .timestamp
        + 1;
    let call = forceCall {
        answer: I256::unchecked_from(answer),
        started: U256::from(now),
        updated: U256::from(now),
        roundsBehind: U80::ZERO,
    };
    uptime.send(DEPLOYER, &call);
}
