//! Several methods in one call.

use alloy_primitives::{Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;

use super::*;
use crate::tokens::{ALICE, BOB};

fn batch(items: &[Vec<u8>]) -> Abi::batchCall {
    Abi::batchCall {
        items: items.iter().map(|item| item.clone().into()).collect(),
    }
}

/// What a check in the middle would refuse is fine if it is at the end.
#[test]
fn accounts_are_checked_at_the_end() {
    let lending = Lending::funded();
    let borrowing = borrow(CAROL, 700 * UNIT).abi_encode();
    let pledging = pledge(CAROL, GOLD, 10 * UNIT).abi_encode();
    lending.act(
        CAROL,
        &batch(&[borrowing.clone(), borrow(CAROL, 1).abi_encode(), pledging]),
    );
    assert_eq!(
        (lending.debt(CAROL), lending.held(CAROL, GOLD)),
        (700 * UNIT + 1, 10 * UNIT)
    );
    let error = Abi::InsufficientCollateral { account: CAROL };
    lending.refuses(CAROL, &batch(&[borrowing]), &error);
    assert_eq!(lending.debt(CAROL), 700 * UNIT + 1);
    // From one collateral to another.
    let items = [
        take_out(CAROL, GOLD, 10 * UNIT).abi_encode(),
        pledge(CAROL, SILVER, 20 * UNIT).abi_encode(),
    ];
    lending.act(CAROL, &batch(&items));
    assert_eq!(
        (lending.held(CAROL, GOLD), lending.held(CAROL, SILVER)),
        (0, 20 * UNIT)
    );
    lending.refuses(CAROL, &take_out(CAROL, SILVER, 7 * UNIT), &error);
}

#[test]
fn every_account_that_took_risk_is_checked() {
    let lending = Lending::funded();
    let let_act = Abi::setAuthorizationCall {
        authorized: CAROL,
        isAuthorized: true,
    };
    lending.act(BOB, &let_act);
    lending.pledge(CAROL, GOLD, UNIT);
    let items = [
        borrow(CAROL, 80 * UNIT).abi_encode(),
        borrow(BOB, 8_000 * UNIT + 1).abi_encode(),
    ];
    let error = Abi::InsufficientCollateral { account: BOB };
    lending.refuses(CAROL, &batch(&items), &error);
    assert_eq!((lending.debt(CAROL), lending.debt(BOB)), (0, 0));
}

#[test]
fn what_an_item_refuses_reverts_all() {
    let lending = Lending::funded();
    let items = [
        supply(CAROL, 5).abi_encode(),
        Abi::accrueInterestCall {}.abi_encode(),
        withdraw(CAROL, 6).abi_encode(),
    ];
    let error = Abi::InsufficientBalance {
        account: CAROL,
        asked: uint(6 * SHARES),
        held: uint(5 * SHARES),
    };
    lending.refuses(CAROL, &batch(&items), &error);
    assert_eq!(lending.supplied(CAROL), 0);
    lending.act(CAROL, &batch(&items[..2]));
    assert_eq!(lending.supplied(CAROL), 5);
    lending.act(CAROL, &batch(&[]));
}

#[test]
fn only_the_markets_own_methods_are_items() {
    let lending = Lending::funded();
    let items = [
        Risk::pokeCall { collateral: GOLD }.abi_encode(),
        Abi::assetCall {}.abi_encode(),
        batch(&[]).abi_encode(),
        Abi::flashCall {
            assets: U256::from(1),
            data: Bytes::new(),
        }
        .abi_encode(),
        Risk::setStopsCall {
            supplyStopped: true,
            borrowStopped: true,
        }
        .abi_encode(),
    ];
    for item in items {
        let selector = FixedBytes::from_slice(&item[..4]);
        let error = Abi::InvalidItem { selector };
        let outcome = lending.market.call(AUTHORITY, &batch(&[item])).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }
    let short = lending.market.call(ALICE, &batch(&[vec![1, 2, 3]])).err();
    assert_eq!(short, Some(vec![]));
}
