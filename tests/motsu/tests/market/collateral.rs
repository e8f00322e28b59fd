//! Collateral in and out.

use alloy_primitives::{Address, U256};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_motsu_testkit::Deployed;
use ballast_token::Token;

use super::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn collateral_is_whose_account_it_is_brought_to() {
    let lending = Lending::new();
    lending.act(CAROL, &pledge(BOB, GOLD, 30 * UNIT));
    lending.pledge(BOB, SILVER, 7);
    assert_eq!(
        (lending.held(BOB, GOLD), lending.held(CAROL, GOLD)),
        (30 * UNIT, 0)
    );
    assert_eq!(lending.balance(&lending.gold, MARKET), 30 * UNIT);
    assert_eq!(lending.balance(&lending.gold, CAROL), FUNDS - 30 * UNIT);
    let told = lending.market.events::<Abi::SupplyCollateral>();
    assert_eq!((told[0].caller, told[0].onBehalf), (CAROL, BOB));
    assert_eq!(
        (told[0].collateral, told[0].assets),
        (GOLD, uint(30 * UNIT))
    );
    let all = lending.ask(&Risk::collateralsOfCall { account: BOB });
    assert_eq!(all.collaterals, [GOLD, SILVER]);
    assert_eq!(all.amounts, [uint(30 * UNIT), uint(7)]);
    let out = Abi::withdrawCollateralCall {
        receiver: ALICE,
        ..take_out(BOB, GOLD, 10 * UNIT)
    };
    lending.act(BOB, &out);
    assert_eq!(
        (
            lending.held(BOB, GOLD),
            lending.balance(&lending.gold, ALICE)
        ),
        (20 * UNIT, FUNDS + 10 * UNIT)
    );
    let told = lending
        .market
        .events::<Abi::WithdrawCollateral>()
        .pop()
        .unwrap();
    assert_eq!(
        (told.caller, told.onBehalf, told.receiver),
        (BOB, BOB, ALICE)
    );
    assert_eq!((told.collateral, told.assets), (GOLD, uint(10 * UNIT)));
    lending.act(BOB, &take_out(BOB, GOLD, 20 * UNIT));
    let all = lending.ask(&Risk::collateralsOfCall { account: BOB });
    assert_eq!(
        (all.collaterals, all.amounts),
        (vec![SILVER], vec![uint(7)])
    );
    let nothing = lending.ask(&Risk::collateralsOfCall { account: ALICE });
    assert_eq!((nothing.collaterals, nothing.amounts), (vec![], vec![]));
}

#[test]
fn what_secures_a_debt_stays() {
    let lending = Lending::funded();
    lending.borrow(BOB, 4_000 * UNIT);
    let error = Abi::InsufficientCollateral { account: BOB };
    lending.refuses(BOB, &take_out(BOB, GOLD, 50 * UNIT + 1), &error);
    lending.act(BOB, &take_out(BOB, GOLD, 50 * UNIT));
    lending.says.price(GOLD, 9_999);
    lending.refuses(BOB, &take_out(BOB, GOLD, 1), &error);
    let error = Abi::InsufficientBalance {
        account: BOB,
        asked: uint(50 * UNIT + 1),
        held: uint(50 * UNIT),
    };
    lending.refuses(BOB, &take_out(BOB, GOLD, 50 * UNIT + 1), &error);
}

#[test]
fn collateral_is_listed_taken_and_capped() {
    let lending = Lending::new();
    let unknown = Address::repeat_byte(0x99);
    for collateral in [unknown, ASSET, MARKET] {
        let error = Abi::NotListed { collateral };
        lending.refuses(BOB, &pledge(BOB, collateral, 1), &error);
        lending.refuses(BOB, &take_out(BOB, collateral, 1), &error);
        let held = Abi::collateralOfCall {
            account: BOB,
            collateral,
        };
        lending.refuses(BOB, &held, &error);
        lending.refuses(BOB, &Risk::pricesOfCall { collateral }, &error);
        lending.refuses(BOB, &Risk::pokeCall { collateral }, &error);
    }
    lending.govern(&Risk::setCollateralCapCall {
        collateral: GOLD,
        cap: uint(10),
    });
    let error = Abi::CapExceeded {
        token: GOLD,
        total: uint(11),
        cap: uint(10),
    };
    lending.refuses(BOB, &pledge(BOB, GOLD, 11), &error);
    lending.pledge(BOB, GOLD, 10);
    let listed = |listed| Risk::setListedCall {
        collateral: GOLD,
        listed,
    };
    lending.act(SENTINEL, &listed(false));
    let error = Abi::NotListed { collateral: GOLD };
    lending.refuses(BOB, &pledge(BOB, GOLD, 1), &error);
    // What is here comes out all the same.
    lending.act(BOB, &take_out(BOB, GOLD, 10));
    let zero = U256::ZERO;
    let error = Abi::InconsistentInput {
        assets: zero,
        shares: zero,
    };
    lending.refuses(BOB, &pledge(BOB, SILVER, 0), &error);
    lending.refuses(BOB, &take_out(BOB, SILVER, 0), &error);
    let call = Abi::supplyCollateralCall {
        assets: U256::from(1) << 128,
        ..pledge(BOB, SILVER, 0)
    };
    lending.refuses(BOB, &call, &Abi::NumberTooLarge {});
}

#[test]
fn collateral_goes_where_its_owner_says() {
    let lending = Lending::funded();
    let caller = CAROL;
    lending.refuses(
        CAROL,
        &take_out(BOB, GOLD, 1),
        &Abi::Unauthorized { caller },
    );
    for account in [MARKET, Address::ZERO] {
        let call = Abi::withdrawCollateralCall {
            receiver: account,
            ..take_out(BOB, GOLD, 1)
        };
        lending.refuses(BOB, &call, &Abi::InvalidAddress { account });
    }
    let account = Address::ZERO;
    lending.refuses(
        BOB,
        &pledge(account, GOLD, 1),
        &Abi::InvalidAddress { account },
    );
    assert_eq!(lending.held(BOB, GOLD), 100 * UNIT);
}

#[test]
fn an_account_has_ten_collaterals_at_most() {
    let lending = Lending::new();
    let more: Vec<(Address, Deployed<Token>)> = (0xd0..0xda)
        .map(|place| (Address::repeat_byte(place), crate::tokens::token_at(place)))
        .collect();
    let mut taken = 0;
    for (address, token) in &more {
        lending.says.price(*address, PRICE);
        lending.govern(&listing(*address, GOLD_LTV));
        let mint = ballast_abi::token::Token::mintCall {
            to: BOB,
            value: uint(10),
        };
        token.call(BOB, &mint).unwrap();
        let (spender, value) = (MARKET, uint(10));
        let approve = ballast_abi::erc20::IERC20::approveCall { spender, value };
        token.call(BOB, &approve).unwrap();
        lending.pledge(BOB, *address, 10);
        taken += 1;
    }
    assert_eq!(taken, 10);
    let error = Abi::TooManyCollaterals { account: BOB };
    lending.refuses(BOB, &pledge(BOB, GOLD, 1), &error);
    lending.act(BOB, &take_out(BOB, more[3].0, 10));
    lending.pledge(BOB, GOLD, 1);
    let all = lending.ask(&Risk::collateralsOfCall { account: BOB });
    // By their numbers.
    assert_eq!((all.collaterals.len(), all.collaterals[0]), (10, GOLD));
}
