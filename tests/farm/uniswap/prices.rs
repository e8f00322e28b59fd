//! Value, fees and losses beside their closed forms, along prices that once were

use alloy_sol_types::SolEvent;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::FeesCollected;
use ballast_abi::uniswap_v3::IUniswapV3Pool::liquidityCall;
use ballast_tests::bitcoin_from;

use super::*;

/// Liquidity between the roots of two prices of the other token.
struct Form {
    liquidity: f64,
    low: f64,
    high: f64,
}

impl Form {
    fn of(stage: &Stage) -> Self {
        let range = stage.range();
        let root = |tick: i32| 1.0001_f64.powf(f64::from(tick) / 2.0);
        let (lower, upper) = (range.lower.as_i32(), range.upper.as_i32());
        let (low, high) = if stage.uniswap.asset_is_token0() {
            (root(-upper), root(-lower))
        } else {
            (root(lower), root(upper))
        };
        let liquidity = range.liquidity as f64;
        Self {
            liquidity,
            low,
            high,
        }
    }

    /// `L (p - a)` assets and `L (1 / p - 1 / b)` others, `p` the root of the price.
    fn amounts(&self, price: f64) -> (f64, f64) {
        let root = price.sqrt().clamp(self.low, self.high);
        let others = self.liquidity * (1.0 / root - 1.0 / self.high);
        (self.liquidity * (root - self.low), others)
    }

    /// `L (2 sqrt(P) - sqrt(Pa) - P / sqrt(Pb))` in the range.
    fn worth(&self, price: f64) -> f64 {
        let (assets, others) = self.amounts(price);
        assets + others * price
    }
}

impl Stage {
    /// What the other token cost over the window, a whole tick.
    fn mean(&self) -> f64 {
        let tick = self.strategy.ask(&pricesCall {}).mean.as_i32();
        let sign = if self.uniswap.asset_is_token0() {
            -1
        } else {
            1
        };
        1.0001_f64.powi(sign * tick)
    }

    /// What lies with the strategy: assets and others.
    fn idle(&self) -> (f64, f64) {
        let idle = self.strategy.ask(&idleCall {});
        let [assets, others] = self.uniswap.in_order(idle.amount0, idle.amount1);
        (float(assets), float(others))
    }

    /// The strategy's part of what is paid for swaps now.
    fn part_of_fees(&self) -> f64 {
        let all = self.uniswap.pool.ask(&liquidityCall {});
        0.003 * self.range().liquidity as f64 / all as f64
    }
}

#[test]
fn is_worth_what_the_closed_form_says() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, TERMS);
        // Within the range, beyond either end, and back.
        for price in [
            2_500.0, 2_600.0, 2_450.0, 2_300.0, 2_000.0, 2_700.0, 3_100.0, 2_500.0,
        ] {
            stage.uniswap.trade_to(MALLORY, price);
            stage.farm.scene.pass(DAY);
            stage.settle();
            let mean = stage.mean();
            close(mean, price, 0.000_2);
            let (form, idle) = (Form::of(&stage), stage.idle());
            let (assets, others) = form.amounts(mean);
            close(form.worth(mean), assets + others * mean, 1e-12);
            let (asset, other) = stage.amounts();
            // What is neither liquidity nor idle is fees: little, and never less than nothing.
            let fees = (
                float(asset) - assets - idle.0,
                float(other) - others - idle.1,
            );
            let rounding = 1e-9 * LENT as f64;
            for fee in [fees.0, fees.1 * mean] {
                assert!(
                    -rounding < fee && fee < 0.02 * LENT as f64,
                    "{fee} at {price}"
                );
            }
            let net = float(asset) + float(other) * mean * (1.0 - 0.003);
            close(float(stage.worth()), net, 1e-9);
        }
    }
}

/// Of swaps within the range, 0.3 % of what is sold goes to all liquidity there.
#[test]
fn collects_its_part_of_what_swaps_pay() {
    for asset_is_token0 in [false, true] {
        let stage = Stage::with(asset_is_token0, TERMS);
        let strategy = stage.strategy.address;
        stage.farm.harvest(CAROL, strategy);
        // What the swap of that harvest left is collected by the next.
        let call = Abi::harvestCall { strategy };
        stage.farm.registry.send(CAROL, &call);
        let part = stage.part_of_fees();
        let (mut assets, mut others) = (0.0, 0.0);
        for price in [2_550.0, 2_450.0, 2_600.0, 2_510.0] {
            let (sells_asset, sold) = stage.uniswap.trade_to(MALLORY, price);
            let fees = float(sold) * part;
            *(if sells_asset {
                &mut assets
            } else {
                &mut others
            }) += fees;
        }
        let done = stage.farm.registry.send(CAROL, &call);
        let collected = done
            .logs()
            .iter()
            .find(|(from, _)| *from == strategy)
            .map(|(_, log)| FeesCollected::decode_log_data(log).unwrap())
            .unwrap();
        let [collected_assets, collected_others] =
            stage.uniswap.in_order(collected.amount0, collected.amount1);
        close(float(collected_assets), assets, 1e-6);
        close(float(collected_others), others, 1e-6);
    }
}

/// Two months of bitcoin: up by 42 % in a range that holds it. What liquidity lost against holding is
/// what the closed form says, to a thousandth of it, and fees come on top.
#[test]
fn loses_against_holding_what_the_closed_form_says() {
    let terms = Terms {
        half_width: 6_000,
        inner_ticks: 6_000,
        ..TERMS
    };
    let mut days = bitcoin_from("2020-01-01");
    let first = days.next().unwrap().close;
    let stage = Stage::priced(false, terms, first);
    let start = stage.mean();
    let (form, idle) = (Form::of(&stage), stage.idle());
    let held = form.amounts(start);
    let part = stage.part_of_fees();
    let (mut fee_assets, mut fee_others) = (0.0, 0.0);
    for day in days.take(45) {
        let (sells_asset, sold) = stage.uniswap.trade_to(MALLORY, day.close);
        let fees = float(sold) * part;
        *(if sells_asset {
            &mut fee_assets
        } else {
            &mut fee_others
        }) += fees;
        stage.farm.scene.pass(DAY);
    }
    stage.settle();
    let price = stage.mean();
    assert!(start * 1.3 < price, "{price}");

    let (asset, other) = stage.amounts();
    let fees = fee_assets + fee_others * price;
    let provided = float(asset) + float(other) * price - fees - idle.0 - idle.1 * price;
    let holding = held.0 + held.1 * price;
    let (lost, expected) = (holding - provided, holding - form.worth(price));
    assert!(0.01 * holding < expected, "{expected}");
    close(lost, expected, 0.001);
    // Without a range, the loss is 1 - 2 sqrt(k) / (1 + k); a range makes it larger.
    let k: f64 = price / start;
    let everywhere = 1.0 - 2.0 * k.sqrt() / (1.0 + k);
    assert!(everywhere < lost / holding && lost / holding < 5.0 * everywhere);
}

/// Bitcoin from January to the crash of March 2020: a keeper harvests every day, and moves the range
/// when it is due. Moves cost no more than their budget, nothing goes into quarantine, and the range
/// follows.
#[test]
fn follows_bitcoin_through_a_crash_within_its_budget() {
    let terms = Terms {
        half_width: 1_920,
        inner_ticks: 960,
        ..TERMS
    };
    let mut days = bitcoin_from("2020-01-01");
    let stage = Stage::priced(true, terms, days.next().unwrap().close);
    let strategy = stage.strategy.address;
    // A price that halves in a day is what may happen here, and no failure.
    stage.farm.govern(&Abi::setBoundsCall {
        strategy,
        lossBps: uint(5_000),
        gainBps: uint(5_000),
    });
    let (mut moves, mut worth_at_lows) = (0, f64::INFINITY);
    for day in days.take(75) {
        stage.uniswap.trade_to(MALLORY, day.close);
        stage.farm.scene.pass(DAY);
        stage.settle();
        let before = float(stage.worth());
        let chain = stage.strategy.chain();
        if chain.call(BOB, strategy, &rerangeCall {}).is_ok() {
            stage.strategy.send(BOB, &rerangeCall {});
            moves += 1;
            let after = float(stage.worth());
            assert!(before * (1.0 - 0.005) <= after, "{before} {after}");
        }
        stage.farm.harvest(CAROL, strategy);
        assert_eq!(stage.farm.status(strategy), Status::Active);
        worth_at_lows = worth_at_lows.min(float(stage.worth()));
    }
    assert!((3..20).contains(&moves), "{moves} moves");
    let range = stage.range();
    let mean = stage.strategy.ask(&pricesCall {}).mean;
    assert!(range.lower < mean && mean < range.upper);
    // Half of what was lent followed a fall by 30 %, and each move on the way sold low.
    assert!(0.5 * (LENT as f64) < worth_at_lows, "{worth_at_lows}");
}
