//! Moving the range

use alloy_primitives::aliases::I24;
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::{
    CostExceedsBudget, NoPosition, Reranged, TooEarly, WithinBand, budgetLeftCall,
    shouldRerangeCall,
};
use ballast_abi::uniswap_v3::IUniswapV3Trader::PriceDeviates;
use ballast_keeper::{Duty, Result as Done};

use super::*;

const WAD: u128 = 1_000_000_000_000_000_000;

/// Moves the price, and lets the mean follow.
fn moved(stage: &Stage, price: f64) {
    stage.uniswap.trade_to(MALLORY, price);
    stage.settle();
}

fn left(stage: &Stage) -> u128 {
    stage.strategy.ask(&budgetLeftCall {}).to()
}

#[test]
fn stays_while_the_mean_is_in_the_inner_band() {
    let stage = Stage::new();
    moved(&stage, PRICE * 1.03);
    let (prices, range) = (stage.strategy.ask(&pricesCall {}), stage.range());
    let centre = I24::unchecked_from((range.lower.as_i32() + range.upper.as_i32()) / 2);
    let mean = prices.mean;
    stage
        .strategy
        .refuses(BOB, &rerangeCall {}, &WithinBand { mean, centre });
    assert!(!stage.strategy.ask(&shouldRerangeCall {}).due);
}

/// What the trigger says is what the call does, and a keeper makes it.
#[test]
fn a_keeper_moves_the_range_when_it_is_due() {
    let stage = Stage::new();
    moved(&stage, PRICE * 1.08);
    let trigger = stage.strategy.ask(&shouldRerangeCall {});
    assert!(trigger.due);
    assert_eq!(trigger.call, rerangeCall {}.abi_encode());
    let duty = Duty::Rerange {
        strategy: stage.strategy.address,
        lower: trigger.lower,
        upper: trigger.upper,
    };
    let outcomes = crate::keeper::round(&stage.farm);
    let moves: Vec<_> = outcomes
        .iter()
        .filter(|one| matches!(one.duty, Duty::Rerange { .. }))
        .collect();
    assert!(
        matches!(moves[..], [one] if one.duty == duty && matches!(one.result, Done::Done { .. }))
    );
    let range = stage.range();
    assert_eq!((range.lower, range.upper), (trigger.lower, trigger.upper));
    assert!(!stage.strategy.ask(&shouldRerangeCall {}).due);
}

#[test]
fn follows_the_mean_for_anybody_and_says_what_it_cost() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, TERMS);
        assert_eq!(left(&stage), WAD / 200);
        moved(&stage, PRICE * 1.08);
        let (old, before) = (stage.range(), stage.worth());
        let done = stage.strategy.send(BOB, &rerangeCall {});
        let (new, after) = (stage.range(), stage.worth());
        let mean = stage.strategy.ask(&pricesCall {}).mean.as_i32();
        let centre = (new.lower.as_i32() + new.upper.as_i32()) / 2;
        assert!((mean - 60..=mean).contains(&centre), "{centre}, {mean}");
        assert_eq!((new.upper - new.lower).as_i32(), 1_920);
        assert!(0 < new.liquidity && old.since < new.since);
        assert_eq!(
            (done.returned.lower, done.returned.upper),
            (new.lower, new.upper)
        );

        let logs = done.logs();
        let (_, log) = logs.last().unwrap();
        let event = Reranged::decode_log_data(log).unwrap();
        assert_eq!((event.fromLower, event.fromUpper), (old.lower, old.upper));
        assert_eq!((event.toLower, event.toUpper), (new.lower, new.upper));
        // The mean moves on by the second.
        let loss: u128 = before.saturating_sub(after).to();
        near(event.loss, loss, LENT / 10_000);
        let part: u128 = (event.loss * uint(WAD) / before).to();
        assert!(0 < part && part < WAD / 200, "{part}");
        // A second or two have refilled it a little.
        near(uint(left(&stage)), WAD / 200 - part, WAD / 200 / 200_000);
        stage.farm.scene.pass(7 * DAY);
        assert_eq!(left(&stage), WAD / 200);
    }
}

#[test]
fn waits_between_two_moves() {
    let terms = Terms {
        wait_seconds: u128::from(DAY),
        ..TERMS
    };
    let stage = Stage::with(false, terms);
    let until = U256::from(stage.range().since) + uint(DAY.into());
    moved(&stage, PRICE * 1.08);
    stage
        .strategy
        .refuses(BOB, &rerangeCall {}, &TooEarly { until });
    stage.farm.scene.pass(DAY);
    stage.strategy.send(BOB, &rerangeCall {});
}

#[test]
fn loses_no_more_than_its_budget() {
    let terms = Terms {
        budget_bps: 0,
        ..TERMS
    };
    let stage = Stage::with(false, terms);
    moved(&stage, PRICE * 1.08);
    let data = stage.strategy.revert_data(BOB, &rerangeCall {});
    let error = <CostExceedsBudget as alloy_sol_types::SolError>::abi_decode(&data).unwrap();
    assert!(U256::ZERO < error.loss && error.left == U256::ZERO);
    // What it cannot do, it leaves as it was.
    assert!(0 < stage.range().liquidity);
}

#[test]
fn does_nothing_while_the_price_is_off_the_mean() {
    let stage = Stage::new();
    stage.uniswap.trade_to(MALLORY, PRICE * 1.08);
    let prices = stage.strategy.ask(&pricesCall {});
    assert!(!prices.agree);
    assert!(!stage.strategy.ask(&shouldRerangeCall {}).due);
    let refusal = PriceDeviates {
        spot: prices.spot,
        mean: prices.mean,
    };
    stage.strategy.refuses(BOB, &rerangeCall {}, &refusal);
}

#[test]
fn there_is_nothing_to_move_after_an_exit() {
    let stage = Stage::new();
    let strategy = stage.strategy.address;
    stage.farm.govern(&Abi::emergencyExitCall { strategy });
    stage.strategy.refuses(BOB, &rerangeCall {}, &NoPosition {});
    assert!(!stage.strategy.ask(&shouldRerangeCall {}).due);
}
