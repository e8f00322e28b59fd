//! Accounts that owe too much.

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::{Address, Bytes, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::market::{IMarket as Abi, IMarketCallbacks};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_motsu_testkit::Foreign;

use super::*;
use crate::tokens::{ALICE, BOB};

fn liquidation(collateral: Address, most: U256) -> Risk::liquidateCall {
    Risk::liquidateCall {
        borrower: BOB,
        collateral,
        maxRepaid: most,
        minSeized: U256::ZERO,
        data: Bytes::new(),
    }
}

fn preview(collateral: Address, most: U256) -> Risk::previewLiquidateCall {
    Risk::previewLiquidateCall {
        borrower: BOB,
        collateral,
        maxRepaid: most,
    }
}

fn standing(lending: &Lending) -> (u64, u64) {
    let standing = lending.ask(&Risk::standingCall { account: BOB });
    (standing.state.to(), standing.until.to())
}

/// Bob owes 8,000 against 100 of gold, whose price has become this, and has cooled off.
fn fallen(price: u64) -> Lending {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.pass(60);
    lending.says.price(GOLD, price);
    lending
}

#[test]
fn an_unhealthy_account_is_sold_in_part() {
    // Worth 9,000, of which 7,650 may be owed: health 0.95625, and a bonus of 3.3125 %.
    let lending = fallen(9_000);
    assert_eq!(standing(&lending), (2, 0));
    let healths = lending.ask(&Risk::healthCall { account: BOB });
    assert_eq!(healths[0], uint(956_250_000) * uint(1_000_000_000));
    // Half a debt at most: 4,000, for 4,132.5 of gold at 90.
    let seen = lending.ask(&preview(GOLD, U256::MAX));
    assert_eq!(
        (seen.repaid, seen.seized),
        (uint(4_000 * UNIT), uint(45_916_666))
    );
    let done = lending.act(CAROL, &liquidation(GOLD, U256::MAX));
    assert_eq!((done.repaid, done.seized), (seen.repaid, seen.seized));
    assert_eq!(
        (lending.debt(BOB), lending.held(BOB, GOLD)),
        (4_000 * UNIT, 54_083_334)
    );
    assert_eq!(lending.balance(&lending.gold, CAROL), FUNDS + 45_916_666);
    assert_eq!(lending.balance(&lending.asset, CAROL), FUNDS - 4_000 * UNIT);
    let told = lending.market.events::<Risk::Liquidate>().pop().unwrap();
    assert_eq!(
        (told.caller, told.borrower, told.collateral),
        (CAROL, BOB, GOLD)
    );
    assert_eq!(
        (told.repaidAssets, told.seizedAssets),
        (seen.repaid, seen.seized)
    );
    assert_eq!(told.repaidShares, uint(4_000 * UNIT) * uint(SHARES));
    assert_eq!((told.badDebt, told.fromReserve), (U256::ZERO, U256::ZERO));
    // It is healthy again.
    assert_eq!(standing(&lending), (0, 0));
    let account = BOB;
    lending.refuses(
        CAROL,
        &liquidation(GOLD, U256::MAX),
        &Risk::Healthy { account },
    );
    lending.refuses(CAROL, &preview(GOLD, U256::MAX), &Risk::Healthy { account });
}

#[test]
fn a_part_may_be_paid_with_a_least_amount_seized() {
    let lending = fallen(9_000);
    let seen = lending.ask(&preview(GOLD, uint(1_000 * UNIT)));
    // 1,033.125 of gold at 90.
    assert_eq!(
        (seen.repaid, seen.seized),
        (uint(1_000 * UNIT), uint(11_479_166))
    );
    let call = Risk::liquidateCall {
        minSeized: uint(11_479_167),
        ..liquidation(GOLD, uint(1_000 * UNIT))
    };
    let error = Risk::TooLittleSeized {
        seized: uint(11_479_166),
        minSeized: uint(11_479_167),
    };
    lending.refuses(CAROL, &call, &error);
    let call = Risk::liquidateCall {
        minSeized: uint(11_479_166),
        ..call
    };
    lending.act(CAROL, &call);
    assert_eq!(lending.debt(BOB), 7_000 * UNIT);
    let zero = U256::ZERO;
    lending.refuses(CAROL, &liquidation(GOLD, zero), &Risk::NothingSeized {});
    // Of what the account has none of, nothing is seized; of what is not listed neither.
    let most = U256::MAX;
    lending.refuses(CAROL, &liquidation(SILVER, most), &Risk::NothingSeized {});
    let collateral = ASSET;
    lending.refuses(
        CAROL,
        &liquidation(ASSET, most),
        &Abi::NotListed { collateral },
    );
}

/// Gold for 6,000 does not pay 8,000: what is left is the reserve's loss, and the suppliers'.
#[test]
fn what_no_collateral_pays_is_written_off() {
    let lending = fallen(6_000);
    // A bonus of 5 %: 6,000 / 1.05.
    let seen = lending.ask(&preview(GOLD, U256::MAX));
    assert_eq!(
        (seen.repaid, seen.seized),
        (uint(5_714_285_715), uint(100 * UNIT))
    );
    // Collateral that is worth less than the dust must not be left beside a debt.
    let dust = Risk::DustLeft { dust: uint(UNIT) };
    lending.refuses(CAROL, &liquidation(GOLD, uint(5_714_000_000)), &dust);
    lending.act(CAROL, &liquidation(GOLD, U256::MAX));
    let lost = 8_000 * UNIT - 5_714_285_715;
    let told = lending.market.events::<Risk::Liquidate>().pop().unwrap();
    assert_eq!((told.badDebt, told.fromReserve), (uint(lost), U256::ZERO));
    assert_eq!((lending.debt(BOB), lending.held(BOB, GOLD)), (0, 0));
    assert_eq!(lending.totals(), (100_000 * UNIT - lost, 0));
    assert_eq!(lending.supplied(ALICE), 100_000 * UNIT - lost);
    assert_eq!(standing(&lending), (0, 0));
}

#[test]
fn the_reserve_pays_first() {
    // With a year's interest of a third, all of it for the reserve up to its half.
    for (price, all_of_it) in [(6_000, true), (7_900, false)] {
        let lending = Lending::funded();
        lending.borrow(BOB, 6_000 * UNIT);
        lending.govern(&Risk::setFeesCall {
            feeBps: uint(5_000),
            reservePartBps: uint(10_000),
            flashFeeBps: U256::ZERO,
        });
        lending.govern(&steady_rate(9_122_486_750));
        lending.pass(YEAR);
        lending.govern(&steady_rate(0));
        let owed = lending.debt(BOB);
        let reserve = lending.ask(&Risk::reservesCall {}).reserveShares;
        assert!(uint(1_000 * UNIT) * uint(900_000) < reserve);
        lending.says.price(GOLD, price);
        lending.act(CAROL, &liquidation(GOLD, U256::MAX));
        let told = lending.market.events::<Risk::Liquidate>().pop().unwrap();
        let paid: u64 = told.repaidAssets.to();
        assert_eq!(told.badDebt, uint(owed - paid));
        let left = lending.ask(&Risk::reservesCall {}).reserveShares;
        assert_eq!(left.is_zero(), all_of_it);
        assert!(uint(0) < told.fromReserve && told.fromReserve <= told.badDebt);
        assert_eq!(told.fromReserve < told.badDebt, all_of_it);
        // What the reserve paid, suppliers have not lost.
        let lost = (told.badDebt - told.fromReserve).to::<u64>();
        let interest = (owed - 6_000 * UNIT) / 2;
        let expected = 100_000 * UNIT + interest - lost;
        assert!(lending.supplied(ALICE).abs_diff(expected) <= 3);
    }
}

#[test]
fn what_lowers_health_is_not_taken() {
    let lending = Lending::new();
    lending.supply(ALICE, 100_000 * UNIT);
    lending.pledge(BOB, SILVER, 100 * UNIT);
    lending.pledge(BOB, GOLD, 10 * UNIT);
    lending.borrow(BOB, 5_800 * UNIT);
    lending.pass(60);
    lending.says.price(SILVER, 6_500);
    let collateral = GOLD;
    lending.refuses(
        CAROL,
        &preview(GOLD, U256::MAX),
        &Risk::LowersHealth { collateral },
    );
    // Of the lesser LTV it does not.
    let before = lending.ask(&Risk::healthCall { account: BOB })[0];
    let done = lending.act(CAROL, &liquidation(SILVER, uint(1_000 * UNIT)));
    assert_eq!(
        (done.repaid, done.seized),
        (uint(1_000 * UNIT), uint(16_153_846))
    );
    assert!(before < lending.ask(&Risk::healthCall { account: BOB })[0]);
}

#[test]
fn an_account_is_left_in_peace_after_its_check() {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.says.price(GOLD, 9_000);
    let until = uint(START + 60);
    let waits = Risk::LiquidationWaits { until };
    lending.refuses(CAROL, &liquidation(GOLD, U256::MAX), &waits);
    lending.pass(59);
    lending.refuses(CAROL, &preview(GOLD, U256::MAX), &waits);
    lending.pass(1);
    lending.act(CAROL, &liquidation(GOLD, U256::MAX));
}

#[test]
fn nobody_liquidates_themselves() {
    let lending = fallen(9_000);
    let call = liquidation(GOLD, U256::MAX);
    lending.refuses(BOB, &call, &Risk::SelfLiquidation { account: BOB });
    lending.act(ALICE, &call);
}

#[test]
fn the_gate_says_who_may_be_liquidated() {
    let lending = fallen(9_000);
    lending.govern(&pricing(0, 0, true));
    let call = liquidation(GOLD, uint(100 * UNIT));
    lending.act(CAROL, &call);
    lending.says.may_take_risk.set(false);
    lending.refuses(CAROL, &call, &Risk::GateClosed {});
    // While it is closed, what is below some health.
    lending.says.liquidates_below.set(wad(9_500));
    lending.refuses(CAROL, &call, &Risk::GateClosed {});
    lending.says.liquidates_below.set(wad(9_600));
    lending.act(CAROL, &call);
    assert_eq!(lending.debt(BOB), 7_800 * UNIT);
}

#[test]
fn a_liquidator_has_the_collateral_before_it_pays() {
    let lending = fallen(9_000);
    let caller = Address::repeat_byte(0x44);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&heard);
    let _caller = Foreign::place(caller, move |message| {
        let call: IMarketCallbacks::onMarketLiquidateCall = message.is().ok_or_else(Vec::new)?;
        if call.data.as_ref() == b"no" {
            return Err(b"why".to_vec());
        }
        let account = message.this();
        let held = message.call(GOLD, &IERC20::balanceOfCall { account })?;
        assert_eq!(held, call.seized.to_be_bytes::<32>());
        let (to, value) = (account, call.repaid);
        message.call(ASSET, &ballast_abi::token::Token::mintCall { to, value })?;
        let spender = MARKET;
        message.call(ASSET, &IERC20::approveCall { spender, value })?;
        log.borrow_mut()
            .push((call.collateral, call.repaid, call.seized, call.data));
        Ok(vec![])
    });
    let with = |data: &'static [u8]| Risk::liquidateCall {
        data: Bytes::from_static(data),
        ..liquidation(GOLD, U256::MAX)
    };
    let outcome = lending.market.call(caller, &with(b"no")).err();
    assert_eq!(outcome, Some(b"why".to_vec()));
    let done = lending.act(caller, &with(b"data"));
    let expected = (GOLD, done.repaid, done.seized, Bytes::from_static(b"data"));
    assert_eq!(*heard.borrow(), [expected]);
    assert_eq!(lending.debt(BOB), 4_000 * UNIT);
}

#[test]
fn without_terms_nothing_is_liquidated() {
    let lending = Lending::made();
    let account = BOB;
    let error = Risk::InvalidTerms {};
    lending.refuses(CAROL, &Risk::standingCall { account }, &error);
    lending.refuses(
        CAROL,
        &preview(GOLD, U256::MAX),
        &Abi::NotListed { collateral: GOLD },
    );
    let call = listing(GOLD, GOLD_LTV);
    lending.refuses(AUTHORITY, &call, &error);
}

/// A debt that the close factor bounds no longer and that gold pays in full, or nothing would be
/// left but dust.
#[test]
fn a_small_debt_is_paid_in_full() {
    let lending = Lending::funded();
    lending.act(BOB, &take_out(BOB, GOLD, 99_980_000));
    lending.borrow(BOB, 1_600_000);
    lending.pass(60);
    lending.says.price(GOLD, 9_000);
    // Half of it would leave less than a unit.
    let done = lending.act(CAROL, &liquidation(GOLD, U256::MAX));
    assert_eq!((done.repaid, lending.debt(BOB)), (uint(1_600_000), 0));
    // 1.65 of gold at 90.
    assert_eq!(done.seized, uint(18_366));
    assert_eq!(lending.held(BOB, GOLD), 20_000 - 18_366);
    assert_eq!(lending.totals(), (100_000 * UNIT, 0));
}
