//! How much is paid and taken, by published figures; who may; and who bears a loss.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue};
use ballast_abi::market::{IMarket as Abi, Market as Own};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_bench::peers::PeerToken;
use ballast_tests::lending::{Lending, supply};
use ballast_tests::{ALICE, BOB, CAROL, Contract, DEPLOYER, MALLORY, TOKEN, near, peers, uint};

use crate::{Stage, liquidate, plain_terms, set_ltv};

/// The LTVs of the published example, and what is below.
const LTV: [u128; 2] = [8_599, 8_600];

/// Everything at once: what is left would be dust.
fn whole() -> Risk::LiquidationTerms {
    Risk::LiquidationTerms {
        dust: uint(1_000 * TOKEN),
        ..plain_terms()
    }
}

/// LLTV 86 %, 100 of collateral, a debt of 86, and the price falls to 95 cents: all is paid, and
/// 86 * 1.0438 / 0.95 is taken (Morpho Blue's 1.04384 to four digits).
#[test]
fn scenario_25_a_whole_debt_is_paid_for_its_worth_and_the_bonus() {
    let stage = Stage::new(101, whole(), LTV);
    stage.owe(100 * TOKEN, 86 * TOKEN);
    stage.price(95);
    let [repaid, seized] = stage.liquidate(U256::MAX);
    assert_eq!(repaid, uint(86 * TOKEN));
    let expected = 86 * TOKEN / 95 * 10_438 / 100;
    near(seized, expected, 20_000);
    // The published figure, which has one digit more of the bonus.
    near(seized, 94_495 * TOKEN / 1_000, TOKEN / 200);
    let left = stage.lending.pledged_of(ALICE, stage.ether());
    assert_eq!(left, uint(100 * TOKEN) - seized);
    assert_eq!(stage.lending.debt_of(ALICE), U256::ZERO);
    assert_eq!(
        stage.lending.scene.tokens_of(stage.lending.market.address),
        uint(100_000 * TOKEN)
    );
}

/// The same at 80 cents: the collateral pays 80 / 1.0438, and the rest is written off in the call.
#[test]
fn scenario_25_what_no_collateral_covers_is_written_off_in_the_call() {
    let stage = Stage::new(101, whole(), LTV);
    stage.owe(100 * TOKEN, 86 * TOKEN);
    stage.price(80);
    let call = liquidate(ALICE, stage.ether(), U256::MAX);
    let done = stage.lending.market.send(BOB, &call);
    near(done.returned.repaid, 80 * TOKEN / 10_438 * 10_000, 10_000);
    assert_eq!(done.returned.seized, uint(100 * TOKEN));
    let logs = done.logs();
    let log = logs
        .iter()
        .find_map(|(_, log)| Risk::Liquidate::decode_log_data(log).ok());
    let log = log.expect("it is said");
    assert_eq!(log.badDebt, uint(86 * TOKEN) - done.returned.repaid);
    near(log.badDebt, 9_357 * TOKEN / 1_000, TOKEN / 1_000);
    assert_eq!(log.fromReserve, U256::ZERO);
    assert_eq!(stage.lending.position(ALICE), [U256::ZERO; 2]);
    let [supplied, _, owed, _] = stage.lending.totals();
    assert_eq!(
        (supplied, owed),
        (uint(100_000 * TOKEN) - log.badDebt, U256::ZERO)
    );
}

/// Health 0.97, target 1.05, collateral factor 80 %, bonus up to 8 % at a health of 0.90, half of it
/// at once: a bonus of 5.2 %, and 3,838.77 of 10,000 are paid (Aave v4's sizing).
#[test]
fn a_part_is_paid_that_leads_to_the_target() {
    let terms = Risk::LiquidationTerms {
        leastBps: uint(10_400),
        mostBps: uint(10_800),
        ..plain_terms()
    };
    let stage = Stage::new(110, terms, [7_900, 8_000]);
    stage.owe(12_125 * TOKEN, 10_000 * TOKEN);
    stage.price(100);
    assert_eq!(stage.healths()[0], uint(TOKEN / 100 * 97));
    let preview = stage.lending.market.ask(&Risk::previewLiquidateCall {
        borrower: ALICE,
        collateral: stage.ether(),
        maxRepaid: U256::MAX,
    });
    let [repaid, seized] = stage.liquidate(U256::MAX);
    assert_eq!([preview.repaid, preview.seized], [repaid, seized]);
    near(repaid, 383_877 * TOKEN / 100, TOKEN / 100);
    near(seized, repaid.to::<u128>() / 1_000 * 1_052, 2_000);
    near(stage.healths()[0], TOKEN / 100 * 105, 1_000);
}

/// The bonus grows as health falls, and no part of a liquidation gets more than the rest.
#[test]
fn a_small_part_gets_the_same_bonus() {
    let stage = Stage::new(110, plain_terms(), [7_900, 8_000]);
    stage.owe(12_125 * TOKEN, 10_000 * TOKEN);
    stage.price(100);
    let before = stage.healths()[0];
    let [repaid, seized] = stage.liquidate(uint(1_000));
    assert!(repaid <= uint(1_000) && seized <= uint(1_043));
    // Every amount: what is taken is never worth more than what is paid and the bonus.
    for most in [
        1_u128,
        2,
        3,
        7,
        19,
        333,
        9_999,
        12_345_678,
        TOKEN / 3,
        TOKEN,
    ] {
        let call = liquidate(ALICE, stage.ether(), uint(most));
        let done = stage.lending.market.send(BOB, &call).returned;
        assert!(done.repaid <= uint(most));
        assert!(done.seized * uint(10_000) <= done.repaid * uint(10_438));
        assert!(before <= stage.healths()[0], "{most}");
    }
}

/// Leaving less than the dust of both is refused; leaving just so much is not.
#[test]
fn scenario_23_no_dust_is_left() {
    let terms = Risk::LiquidationTerms {
        dust: uint(1_000 * TOKEN),
        targetBps: uint(20_000),
        ..plain_terms()
    };
    let stage = Stage::new(110, terms, [7_900, 8_000]);
    stage.owe(6_000 * TOKEN, 5_000 * TOKEN);
    stage.price(100);
    let (alice, ether) = (ALICE, stage.ether());
    // 4,000.000000000000000001 would leave 999.99... of the debt.
    let too_much = liquidate(alice, ether, uint(4_000 * TOKEN + 1));
    let dust = uint(1_000 * TOKEN);
    stage
        .lending
        .refuses(BOB, &too_much, &Risk::DustLeft { dust });
    let [repaid, _] = stage.liquidate(uint(4_000 * TOKEN));
    assert_eq!(repaid, uint(4_000 * TOKEN));
    assert_eq!(stage.lending.debt_of(ALICE), dust);
}

/// Nobody liquidates what is healthy, or themselves; and whoever pays names the least that they
/// want.
#[test]
fn who_may_not_is_refused() {
    let stage = Stage::new(101, whole(), LTV);
    stage.owe(100 * TOKEN, 86 * TOKEN);
    let (lending, ether) = (&stage.lending, stage.ether());
    let call = liquidate(ALICE, ether, U256::MAX);
    lending.refuses(BOB, &call, &Risk::Healthy { account: ALICE });
    stage.price(95);
    lending.refuses(ALICE, &call, &Risk::SelfLiquidation { account: ALICE });
    let greedy = Risk::liquidateCall {
        minSeized: uint(95 * TOKEN),
        ..call.clone()
    };
    let data = lending.market.revert_data(BOB, &greedy);
    let error = <Risk::TooLittleSeized as SolError>::abi_decode(&data).expect("that error");
    assert_eq!(error.minSeized, uint(95 * TOKEN));
    let other = liquidate(ALICE, lending.shares(), U256::MAX);
    lending.refuses(BOB, &other, &Risk::NothingSeized {});
    let unknown = liquidate(ALICE, lending.scene.token.address, U256::MAX);
    let collateral = lending.scene.token.address;
    lending.refuses(BOB, &unknown, &Abi::NotListed { collateral });
}

/// A liquidator without money: it has the collateral before it pays, and a market that it enters
/// again is closed.
#[test]
fn a_liquidator_needs_no_money() {
    let stage = Stage::new(101, whole(), LTV);
    stage.owe(100 * TOKEN, 86 * TOKEN);
    stage.price(95);
    let lending = &stage.lending;
    let code = peers().contract("Caller").expect("a contract");
    let chain = lending.market.chain();
    let caller = chain.create(code, &[]).expect("a constructor passes");
    let caller = Contract::new(chain.clone(), caller);
    let market = lending.market.address;
    let token = lending.scene.token.address;
    caller.send(
        DEPLOYER,
        &crate::allowCall {
            token,
            spender: market,
            value: U256::MAX,
        },
    );
    // Meanwhile it tries to liquidate again.
    let again = liquidate(ALICE, stage.ether(), U256::MAX);
    caller.send(
        DEPLOYER,
        &crate::prepareCall {
            token: stage.ether(),
            target: market,
            errand: again.abi_encode().into(),
            honest: true,
        },
    );
    // The token comes from Bob, as a sale of the collateral would bring it.
    lending.scene.fund(caller.address, 86 * TOKEN);
    let call = Risk::liquidateCall {
        data: Bytes::from_static(b"sell"),
        ..liquidate(ALICE, stage.ether(), U256::MAX)
    };
    let done = caller.send(
        BOB,
        &crate::runCall {
            to: market,
            data: call.abi_encode().into(),
        },
    );
    let [repaid, seized] = <[U256; 2]>::abi_decode(&done.returned).expect("two numbers");
    assert_eq!(repaid, uint(86 * TOKEN));
    let seen = caller.ask(&crate::heldMeanwhileCall {});
    assert_eq!(seen, seized);
    assert_eq!(caller.ask(&crate::lastAssetsCall {}), repaid);
    assert!(!caller.ask(&crate::succeededCall {}));
    assert_eq!(lending.debt_of(ALICE), U256::ZERO);
}

/// Among ten collaterals or two, only what does not lower health may be taken first.
#[test]
fn taking_the_better_collateral_first_is_refused_where_it_lowers_health() {
    let stage = Stage::new(100, plain_terms(), [7_900, 8_000]);
    let lending = &stage.lending;
    lending.govern(&set_ltv(lending.shares(), 9_400, 9_500, 0));
    // Carol has both: 1,000 of ether and as much in shares, which are worth a dollar per thousand.
    let shares = 1_000 * TOKEN * 1_000;
    lending.pledge(CAROL, lending.shares(), shares);
    lending.pledge(CAROL, stage.ether(), 1_000 * TOKEN);
    lending.borrow(CAROL, 1_720 * TOKEN);
    // 0.75 * 0.8 + 0.95 = 1.55: health 0.901 and a product of 0.99 for shares, 0.835 for ether.
    stage.price(75);
    let better = liquidate(CAROL, lending.shares(), U256::MAX);
    let collateral = lending.shares();
    // Collateral of 1,750 does not cover debt and bonus: then all may be taken.
    lending.repay(CAROL, 60 * TOKEN);
    lending.refuses(BOB, &better, &Risk::LowersHealth { collateral });
    let before = lending.market.ask(&Risk::healthCall { account: CAROL })[0];
    let worse = liquidate(CAROL, stage.ether(), uint(100 * TOKEN));
    lending.market.send(BOB, &worse);
    let after = lending.market.ask(&Risk::healthCall { account: CAROL })[0];
    assert!(before < after);
}

/// The reserve pays first, as far as it goes; all suppliers bear the rest alike, in the same call.
#[test]
fn the_reserve_pays_before_the_suppliers() {
    let stage = Stage::new(101, whole(), LTV);
    let lending = &stage.lending;
    lending.govern(&Risk::setFeesCall {
        feeBps: uint(5_000),
        reservePartBps: uint(10_000),
        flashFeeBps: U256::ZERO,
    });
    // A hundred per cent a year on 50,000 for a day or so: about 137 of interest, half of it kept.
    lending.pledge(CAROL, stage.ether(), 100_000 * TOKEN);
    lending.borrow(CAROL, 50_000 * TOKEN);
    stage.owe(100 * TOKEN, 86 * TOKEN);
    lending.govern(&Risk::setKinkedModelCall {
        base: uint(31_709_791_983),
        below: U256::ZERO,
        above: U256::ZERO,
        kink: uint(TOKEN / 2),
    });
    lending.pass(86_400);
    stage.no_interest();
    let reserves = lending.market.ask(&Risk::reservesCall {});
    assert_eq!(reserves.feeShares, U256::ZERO);
    assert!(U256::ZERO < reserves.reserveShares);
    stage.price(80);
    let before = lending.supplied_of(BOB);
    let done = lending
        .market
        .send(BOB, &liquidate(ALICE, stage.ether(), U256::MAX));
    let logs = done.logs();
    let log = logs
        .iter()
        .find_map(|(_, log)| Risk::Liquidate::decode_log_data(log).ok());
    let log = log.expect("it is said");
    assert_eq!(log.fromReserve, log.badDebt);
    // Suppliers lose nothing but what rounding moves.
    let after = lending.supplied_of(BOB);
    assert!(before <= after + uint(1) && after <= before + uint(1));
    let left = lending.market.ask(&Risk::reservesCall {});
    assert!(left.reserveShares < reserves.reserveShares);
}

/// A loss of a tenth is everybody's in the call that books it: who leaves first gets 90, not 100.
#[test]
fn scenario_26_nobody_runs_from_a_loss() {
    let stage = Stage::new(100, whole(), LTV);
    let lending = &stage.lending;
    lending.withdraw(BOB, 99_900 * TOKEN);
    for supplier in [CAROL, MALLORY] {
        lending.supply(supplier, 100 * TOKEN);
    }
    stage.owe(120 * TOKEN, 100 * TOKEN);
    // 120 * 0.609 / 1.0438 = 70: of 300, 30 are lost.
    stage.lending.ether_feed.transmit(60_888_333);
    stage.liquidate(U256::MAX);
    let done = lending.withdraw(MALLORY, 89 * TOKEN).returned;
    assert_eq!(done.assetsWithdrawn, uint(89 * TOKEN));
    near(lending.supplied_of(MALLORY), TOKEN, TOKEN / 1_000);
    for supplier in [BOB, CAROL] {
        near(lending.supplied_of(supplier), 90 * TOKEN, TOKEN / 1_000);
    }
}

/// A program that is called directly acts on storage of its own, where nothing is.
#[test]
fn a_program_alone_does_nothing() {
    let lending = Lending::over(PeerToken::Solmate);
    let collateral = lending.ether.address;
    let call = Risk::previewLiquidateCall {
        borrower: ALICE,
        collateral,
        maxRepaid: U256::MAX,
    };
    lending
        .program
        .refuses(BOB, &call, &Abi::NotListed { collateral });
    let poke = Risk::pokeCall { collateral };
    lending
        .program
        .refuses(BOB, &poke, &Abi::NotListed { collateral });
    let stop = Risk::setStopsCall {
        supplyStopped: true,
        borrowStopped: true,
    };
    lending
        .program
        .refuses(DEPLOYER, &stop, &Abi::Unauthorized { caller: DEPLOYER });

    let accounts = lending.market.ask(&Own::accountsProgramCall {});
    let accounts = Contract::new(lending.market.chain().clone(), accounts);
    let take = Abi::withdrawCollateralCall {
        collateral,
        assets: U256::ONE,
        onBehalf: BOB,
        receiver: BOB,
    };
    accounts.refuses(BOB, &take, &Abi::NotListed { collateral });
    let call = supply(TOKEN, BOB);
    let full = Abi::CapExceeded {
        token: Address::ZERO,
        total: uint(TOKEN),
        cap: U256::ZERO,
    };
    accounts.refuses(BOB, &call, &full);
}
