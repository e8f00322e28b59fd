//! What liquidations must not allow: by the rule, and what would be lost without it.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::lending::{DOLLAR, borrow, pledge};
use ballast_tests::{ALICE, BOB, DEPLOYER, MALLORY, TOKEN, near, uint};

use crate::{Stage, caller, liquidate, plain_terms, runAllCall, runCall, set_ltv, transmitCall};

/// Nothing below a thousand is left.
fn without_dust() -> Risk::LiquidationTerms {
    Risk::LiquidationTerms {
        dust: uint(1_000 * TOKEN),
        ..plain_terms()
    }
}

/// An oracle whose next answer anybody may write, in one transaction: 100, borrow 85.9 at an LTV of
/// 86 %, 80, and a sister liquidates. The cool-off refuses all of it; without it the suppliers pay 9.26.
#[test]
fn scenario_21_both_prices_in_one_transaction_gain_nothing() {
    let terms = Risk::LiquidationTerms {
        coolOffSeconds: uint(60),
        ..plain_terms()
    };
    let stage = Stage::new(10_000, terms, [8_599, 8_600]);
    let (lending, ether) = (&stage.lending, stage.ether());
    let [first, sister] = [caller(lending), caller(lending)];
    let (market, feed) = (
        lending.market.address,
        lending.ether_feed.aggregator.address,
    );
    let (to, value) = (first.address, uint(TOKEN));
    lending.ether.send(
        MALLORY,
        &ballast_abi::erc20::IERC20::transferCall { to, value },
    );
    let price = |dollars: i128| {
        let answer = (dollars * DOLLAR).try_into().expect("fewer bits");
        transmitCall { answer }.abi_encode()
    };
    let seizure = runCall {
        to: market,
        data: liquidate(first.address, ether, U256::MAX)
            .abi_encode()
            .into(),
    };
    let steps: [(Address, Vec<u8>); 5] = [
        (feed, price(100)),
        (market, pledge(ether, TOKEN, first.address).abi_encode()),
        (market, borrow(859 * TOKEN / 10, first.address).abi_encode()),
        (feed, price(80)),
        (sister.address, seizure.abi_encode()),
    ];
    let raid = runAllCall {
        targets: steps.iter().map(|(target, _)| *target).collect(),
        calls: steps.iter().map(|(_, call)| call.clone().into()).collect(),
    };
    let now = lending.market.chain().node().latest().header.timestamp;
    // The block after the next, in which it is asked and then sent.
    let data = first.revert_data(MALLORY, &raid);
    let waits = |until: u64| {
        let until = U256::from(until);
        Bytes::from(alloy_sol_types::SolError::abi_encode(
            &Risk::LiquidationWaits { until },
        ))
    };
    assert!((61..=62).any(|after| data == waits(now + after)), "{data}");
    assert_eq!(lending.debt_of(first.address), U256::ZERO);

    stage.terms(plain_terms());
    first.send(MALLORY, &raid);
    let [supplied, ..] = lending.totals();
    let lost = uint(100_000 * TOKEN) - supplied;
    near(lost, 926 * TOKEN / 100, TOKEN / 100);
}

/// A liquidation LTV of 95 % with a bonus of 8 % (together 1.026) is refused however it is asked for.
/// With it, an account of health 0.995 would be pushed down by each payment: 95.5 owed against 100, of
/// which 100 / 1.08 pay no more than 92.59, so suppliers would lose 2.91 of a debt that was secured.
#[test]
fn scenario_22_no_bonus_makes_health_worse() {
    let stage = Stage::new(102, plain_terms(), [9_400, 9_500]);
    let (lending, collateral) = (&stage.lending, stage.ether());
    let steep = Risk::LiquidationTerms {
        leastBps: uint(10_800),
        mostBps: uint(10_800),
        targetBps: uint(10_900),
        ..plain_terms()
    };
    let admitted = |collateral, ltv| Risk::NotAdmitted {
        collateral,
        liquidationLtvBps: uint(ltv),
    };
    let terms = Risk::setTermsCall {
        terms: steep.clone(),
    };
    lending.refuses(DEPLOYER, &terms, &admitted(collateral, 9_500));
    // The other way round: the terms first, then the LTV.
    lending.govern(&set_ltv(collateral, 9_000, 9_200, 0));
    lending.govern(&set_ltv(lending.shares(), 8_000, 8_500, 0));
    lending.govern(&terms);
    let ltv = set_ltv(collateral, 9_400, 9_500, 0);
    lending.refuses(DEPLOYER, &ltv, &admitted(collateral, 9_500));

    stage.terms(plain_terms());
    lending.govern(&ltv);
    stage.owe(100 * TOKEN, 955 * TOKEN / 10);
    stage.price(100);
    let before = stage.healths()[0];
    let [repaid, seized] = stage.liquidate(uint(10 * TOKEN));
    let after = stage.healths()[0];
    assert!(before < after);
    // Health with 10 paid, by exact fractions of what there is: 0.95 * (100 - taken) / (95.5 - 10).
    let with = |taken: u128| 95 * (100 * TOKEN - taken) / (855 * 10);
    near(after, with(seized.to()), 10);
    let steeply = repaid.to::<u128>() / 100 * 108;
    assert!(uint(with(steeply)) < before);
}

/// A liquidator that leaves a unit of collateral keeps the loss from being booked: who withdraws first
/// is paid at par by the others. With the least rest it is all or enough.
#[test]
fn scenario_23_a_unit_left_behind_hides_no_loss() {
    let stage = Stage::new(101, without_dust(), [8_599, 8_600]);
    let (lending, ether) = (&stage.lending, stage.ether());
    stage.owe(100 * TOKEN, 86 * TOKEN);
    stage.price(80);
    let whole = lending.market.ask(&Risk::previewLiquidateCall {
        borrower: ALICE,
        collateral: ether,
        maxRepaid: U256::MAX,
    });
    let call = liquidate(ALICE, ether, whole.repaid - uint(2));
    let dust = uint(1_000 * TOKEN);
    lending.refuses(BOB, &call, &Risk::DustLeft { dust });

    stage.terms(plain_terms());
    lending.market.send(BOB, &call);
    let left = lending.pledged_of(ALICE, ether);
    assert!(U256::ZERO < left && left <= uint(4), "{left}");
    // 9.36 that nothing secures, and all of it is still the suppliers' by the books.
    near(lending.debt_of(ALICE), 936 * TOKEN / 100, TOKEN / 100);
    assert_eq!(lending.totals()[0], uint(100_000 * TOKEN));
}

/// Every amount from a unit to ten thousand, at a price of a debt's share that is no round number: what
/// is taken is never worth more than what is paid and the bonus, as exact fractions. Three units more,
/// of which rounding down takes two, would be.
#[test]
fn scenario_24_no_amount_leaves_a_liquidator_a_surplus() {
    let stage = Stage::new(110, plain_terms(), [7_900, 8_000]);
    let (lending, collateral) = (&stage.lending, stage.ether());
    stage.owe(12_125 * TOKEN, 10_000 * TOKEN);
    // A hundred per cent a year for three hours and a bit.
    lending.govern(&Risk::setKinkedModelCall {
        base: uint(31_709_791_983),
        below: U256::ZERO,
        above: U256::ZERO,
        kink: uint(TOKEN / 2),
    });
    lending.pass(11_117);
    stage.no_interest();
    stage.price(97);
    let (market, chain) = (lending.market.address, lending.market.chain());
    let surplus = |repaid: U256, seized: U256| {
        let (got, due) = (seized * uint(97 * 10_000), repaid * uint(10_438 * 100));
        due < got
    };
    let (mut done, mut tight) = (0, 0);
    for most in 1..=10_000_u128 {
        let question = Risk::previewLiquidateCall {
            borrower: ALICE,
            collateral,
            maxRepaid: uint(most),
        };
        // What pays nothing is refused, and gains nothing.
        let Ok(plan) = chain.call(BOB, market, &question) else {
            continue;
        };
        assert!(plan.repaid <= uint(most));
        assert!(!surplus(plan.repaid, plan.seized), "{most}");
        done += 1;
        tight += u32::from(surplus(plan.repaid, plan.seized + uint(3)));
        if most % 499 == 0 {
            let call = liquidate(ALICE, collateral, uint(most));
            let [repaid, seized] = [plan.repaid, plan.seized];
            let sent = lending.market.send(BOB, &call).returned;
            assert_eq!([sent.repaid, sent.seized], [repaid, seized]);
        }
    }
    assert!(9_990 < done, "{done}");
    assert!(9_900 < tight, "{tight}");
}
