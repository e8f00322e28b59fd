//! What borrowers do with the asset, and what it costs them.

use alloy_primitives::{Address, U256};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;

use super::*;
use crate::tokens::{ALICE, BOB};

/// A tenth a year, in WAD a second.
const TENTH: u64 = 3_170_979_198;

/// `e^(1/10)`, in parts of a billion.
const GROWN: u64 = 1_105_170_918;

#[track_caller]
fn near(left: u64, right: u64, by: u64) {
    assert!(left.abs_diff(right) <= by, "{left} and {right}");
}

#[test]
fn a_debt_is_as_large_as_the_collateral_allows() {
    let lending = Lending::funded();
    assert_eq!(
        lending.ask(&Risk::maxBorrowCall { account: BOB }),
        uint(8_000 * UNIT - 1)
    );
    let moved = lending.act(BOB, &borrow(BOB, 8_000 * UNIT));
    let shares = uint(8_000 * UNIT) * uint(SHARES);
    assert_eq!(
        (moved.assetsBorrowed, moved.sharesBorrowed),
        (uint(8_000 * UNIT), shares)
    );
    assert_eq!(lending.debt(BOB), 8_000 * UNIT);
    assert_eq!(lending.balance(&lending.asset, BOB), FUNDS + 8_000 * UNIT);
    assert_eq!(lending.totals(), (100_000 * UNIT, 8_000 * UNIT));
    let told = lending.market.events::<Abi::Borrow>().pop().unwrap();
    assert_eq!((told.caller, told.onBehalf, told.receiver), (BOB, BOB, BOB));
    assert_eq!((told.assets, told.shares), (uint(8_000 * UNIT), shares));
    let error = Abi::InsufficientCollateral { account: BOB };
    lending.refuses(BOB, &borrow(BOB, 1), &error);
    assert_eq!(
        lending.ask(&Risk::maxBorrowCall { account: BOB }),
        U256::ZERO
    );
    let healths = lending.ask(&Risk::healthCall { account: BOB });
    assert_eq!(healths, [wad(10_625); 4]);
}

#[test]
fn a_debt_is_paid_by_anybody_in_parts_or_whole() {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    let moved = lending.act(CAROL, &repay(BOB, 3_000 * UNIT));
    assert_eq!(moved.assetsRepaid, uint(3_000 * UNIT));
    assert_eq!(
        (lending.debt(BOB), lending.balance(&lending.asset, CAROL)),
        (5_000 * UNIT, FUNDS - 3_000 * UNIT)
    );
    let told = lending.market.events::<Abi::Repay>().pop().unwrap();
    assert_eq!(
        (told.caller, told.onBehalf, told.assets),
        (CAROL, BOB, uint(3_000 * UNIT))
    );
    let shares = lending
        .ask(&Abi::positionCall { account: BOB })
        .borrowShares;
    let error = Abi::InsufficientBalance {
        account: BOB,
        asked: uint(5_001 * UNIT) * uint(SHARES),
        held: shares,
    };
    lending.refuses(BOB, &repay(BOB, 5_001 * UNIT), &error);
    let all = Abi::repayCall {
        assets: U256::ZERO,
        shares,
        ..repay(BOB, 0)
    };
    let moved = lending.act(BOB, &all);
    assert_eq!(
        (moved.assetsRepaid, lending.debt(BOB)),
        (uint(5_000 * UNIT), 0)
    );
    assert_eq!(lending.totals(), (100_000 * UNIT, 0));
    let account = Address::ZERO;
    lending.refuses(BOB, &repay(account, 1), &Abi::InvalidAddress { account });
}

#[test]
fn shares_of_a_debt_are_borrowed_against_who_borrows() {
    let lending = Lending::funded();
    lending.borrow(BOB, 1_000 * UNIT);
    lending.govern(&steady_rate(TENTH));
    lending.pass(YEAR);
    let by_shares = |shares: u64| Abi::borrowCall {
        assets: U256::ZERO,
        shares: uint(shares),
        ..borrow(BOB, 0)
    };
    // A share costs a tenth more by now: what it brings rounds down.
    let moved = lending.act(BOB, &by_shares(10 * SHARES));
    assert_eq!(
        (moved.assetsBorrowed, moved.sharesBorrowed),
        (uint(11), uint(10 * SHARES))
    );
    let moved = lending.act(BOB, &borrow(BOB, 11));
    // And 11 units cost more shares than 11 / 1.105 millions, rounded up.
    assert!(uint(9_953_211) <= moved.sharesBorrowed && moved.sharesBorrowed <= uint(9_953_212));
}

#[test]
fn what_may_be_lent_is_bounded() {
    let lending = Lending::funded();
    lending.pledge(BOB, GOLD, 9_900 * UNIT);
    let caps = |borrow_cap| Risk::setCapsCall {
        supplyCap: uint(CAP),
        borrowCap: uint(borrow_cap),
    };
    lending.govern(&caps(5_000 * UNIT));
    let error = Abi::BorrowCapExceeded {
        total: uint(5_000 * UNIT + 1),
        cap: uint(5_000 * UNIT),
    };
    lending.refuses(BOB, &borrow(BOB, 5_000 * UNIT + 1), &error);
    assert_eq!(
        lending.ask(&Risk::maxBorrowCall { account: BOB }),
        uint(5_000 * UNIT)
    );
    lending.borrow(BOB, 5_000 * UNIT);
    lending.govern(&caps(CAP));
    let error = Abi::InsufficientLiquidity {
        asked: uint(95_000 * UNIT + 1),
        available: uint(95_000 * UNIT),
    };
    lending.refuses(BOB, &borrow(BOB, 95_000 * UNIT + 1), &error);
    assert_eq!(
        lending.ask(&Risk::maxBorrowCall { account: BOB }),
        uint(95_000 * UNIT)
    );
    let stop = Risk::setStopsCall {
        supplyStopped: false,
        borrowStopped: true,
    };
    lending.act(SENTINEL, &stop);
    lending.refuses(BOB, &borrow(BOB, 1), &Abi::BorrowStopped {});
    assert_eq!(
        lending.ask(&Risk::maxBorrowCall { account: BOB }),
        U256::ZERO
    );
    // The ways out stay open.
    lending.act(BOB, &repay(BOB, 5_000 * UNIT));
    lending.act(BOB, &take_out(BOB, GOLD, 10_000 * UNIT));
    let caller = CAROL;
    lending.refuses(CAROL, &borrow(BOB, 1), &Abi::Unauthorized { caller });
    for account in [MARKET, Address::ZERO] {
        let call = Abi::borrowCall {
            receiver: account,
            ..borrow(BOB, 1)
        };
        lending.refuses(BOB, &call, &Abi::InvalidAddress { account });
    }
}

/// Spot, both averages and the bid decide together.
#[test]
fn the_worst_price_decides() {
    let lending = Lending::funded();
    lending.says.spread(GOLD, 9_000, 10_000);
    let error = Abi::InsufficientCollateral { account: BOB };
    lending.refuses(BOB, &borrow(BOB, 7_200 * UNIT + 1), &error);
    lending.borrow(BOB, 7_200 * UNIT);
    lending.act(BOB, &repay(BOB, 7_200 * UNIT));
    // With averages a price that rises is not believed at once.
    lending.govern(&pricing(600, 21_600, false));
    lending.act(CAROL, &Risk::pokeCall { collateral: GOLD });
    lending.says.price(GOLD, 20_000);
    let prices = lending.ask(&Risk::pricesOfCall { collateral: GOLD });
    let [spot, mean] = [20_000, 10_000].map(price_e36);
    assert_eq!((prices.spot, prices.bid), (spot, spot));
    // What is remembered has 64 bits of a price, rounded down.
    assert!(prices.fast == prices.slow && prices.fast < mean);
    assert!(mean - prices.fast < mean >> 63);
    lending.refuses(BOB, &borrow(BOB, 8_000 * UNIT), &error);
    lending.borrow(BOB, 8_000 * UNIT - 1);
    // One that falls is.
    lending.act(BOB, &repay(BOB, 8_000 * UNIT - 1));
    lending.says.price(GOLD, 5_000);
    lending.refuses(BOB, &borrow(BOB, 4_000 * UNIT + 1), &error);
}

#[test]
fn without_price_or_gate_no_risk_is_taken() {
    let lending = Lending::funded();
    lending.pledge(BOB, SILVER, 10 * UNIT);
    lending.says.silence(SILVER);
    let collateral = SILVER;
    let missing = Abi::PriceMissing { collateral };
    lending.refuses(BOB, &borrow(BOB, 1), &missing);
    lending.act(BOB, &take_out(BOB, SILVER, 10 * UNIT));
    lending.borrow(BOB, 100 * UNIT);
    lending.govern(&pricing(0, 0, true));
    lending.says.may_take_risk.set(false);
    lending.refuses(BOB, &borrow(BOB, 1), &Abi::RiskWaits {});
    lending.refuses(BOB, &take_out(BOB, GOLD, 1), &Abi::RiskWaits {});
    lending.says.may_take_risk.set(true);
    lending.borrow(BOB, 1);
    // A price of nothing is none.
    lending.says.price(GOLD, 0);
    let missing = Abi::PriceMissing { collateral: GOLD };
    lending.refuses(BOB, &borrow(BOB, 1), &missing);
    lending.act(BOB, &repay(BOB, 100 * UNIT + 1));
    lending.act(BOB, &take_out(BOB, GOLD, 100 * UNIT));
}

#[test]
fn interest_is_a_function_of_time() {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.govern(&steady_rate(TENTH));
    let model = lending.ask(&Risk::rateModelCall {});
    assert_eq!(
        (model.kind, model.base, model.rateNow),
        (uint(1), uint(TENTH), uint(TENTH))
    );
    lending.pass(YEAR);
    let owed = 8 * GROWN;
    near(lending.debt(BOB), owed, 2);
    let earned = owed - 8_000 * UNIT;
    near(lending.supplied(ALICE), 100_000 * UNIT + earned, 2);
    let (supplied, lent) = lending.totals();
    near(supplied, 100_000 * UNIT + earned, 2);
    near(lent, owed, 2);
    // Whoever looks, or asks for it to accrue, moves nothing.
    let seen = lending.act(CAROL, &Abi::accrueInterestCall {});
    assert_eq!(
        (seen.supplyAssets, seen.borrowAssets),
        (uint(supplied), uint(lent))
    );
    lending.pass(YEAR);
    // Twice a tenth: e^(1/5).
    near(lending.debt(BOB), 9_771_222_065, 2);
}

#[test]
fn supply_that_comes_and_goes_books_no_interest() {
    let [with, without] = [true, false].map(|moves| {
        let lending = Lending::funded();
        lending.borrow(BOB, 8_000 * UNIT);
        lending.govern(&steady_rate(TENTH));
        for _ in 0..10 {
            lending.pass(YEAR / 10);
            if moves {
                lending.supply(CAROL, 1_000 * UNIT);
                lending.act(CAROL, &withdraw(CAROL, 500 * UNIT));
            }
        }
        lending.debt(BOB)
    });
    assert_eq!(with, without);
}

#[test]
fn the_rate_adapts_to_what_is_lent() {
    let lending = Lending::funded();
    lending.govern(&Risk::setAdaptiveModelCall {});
    lending.borrow(BOB, 8_000 * UNIT);
    let first = lending.ask(&Risk::rateModelCall {});
    assert_eq!((first.kind, first.kink), (uint(0), uint(0)));
    lending.pass(30 * 86_400);
    let later = lending.ask(&Risk::rateModelCall {});
    // Far below the target of nine tenths it falls.
    assert!(later.rateNow < first.rateNow && uint(0) < later.rateNow);
    assert!(8_000 * UNIT < lending.debt(BOB));
}

/// A tenth of the interest is kept, of which a quarter goes to the reserve.
#[test]
fn the_fee_becomes_shares() {
    let lending = Lending::funded();
    lending.borrow(BOB, 8_000 * UNIT);
    lending.govern(&Risk::setFeesCall {
        feeBps: uint(1_000),
        reservePartBps: uint(2_500),
        flashFeeBps: uint(0),
    });
    lending.govern(&steady_rate(TENTH));
    let account = Address::ZERO;
    lending.refuses(
        CAROL,
        &Risk::collectFeesCall {},
        &Abi::InvalidAddress { account },
    );
    lending.govern(&Risk::setFeeRecipientCall { recipient: CAROL });
    lending.pass(YEAR);
    let fee = (8 * GROWN - 8_000 * UNIT) / 10;
    let reserves = lending.ask(&Risk::reservesCall {});
    let shares = lending.act(ALICE, &Risk::collectFeesCall {});
    assert_eq!(shares, reserves.feeShares);
    near(lending.supplied(CAROL), fee / 4 * 3, 2);
    let told = lending.market.events::<Abi::FeeBooked>().pop().unwrap();
    assert_eq!(
        (told.reserveShares, told.feeShares),
        (reserves.reserveShares, shares)
    );
    near((shares / uint(3)).to(), reserves.reserveShares.to(), 1);
    let told = lending
        .market
        .events::<Risk::FeesCollected>()
        .pop()
        .unwrap();
    assert_eq!((told.recipient, told.shares), (CAROL, shares));
    let left = lending.ask(&Risk::reservesCall {});
    assert_eq!(
        (left.reserveShares, left.feeShares),
        (reserves.reserveShares, uint(0))
    );
    // Suppliers have the other nine tenths.
    near(lending.supplied(ALICE), 100_000 * UNIT + 9 * fee, 4);
    assert_eq!(lending.act(ALICE, &Risk::collectFeesCall {}), uint(0));
}

#[test]
fn numbers_that_exceed_128_bits_are_refused() {
    let lending = Lending::funded();
    // The price alone does not fit: an account that is worth that much is none.
    lending.says.price(GOLD, u64::MAX);
    lending.pledge(BOB, GOLD, 9_000 * UNIT);
    lending.borrow(BOB, 100_000 * UNIT);
    let wide = (U256::from(1) << 128) - uint(1);
    let call = Abi::borrowCall {
        assets: U256::ZERO,
        shares: wide,
        ..borrow(BOB, 0)
    };
    let outcome = lending.market.call(BOB, &call);
    assert!(outcome.is_err());
    assert_eq!(lending.debt(BOB), 100_000 * UNIT);
    assert_eq!(lending.debt(ALICE), 0);
}
