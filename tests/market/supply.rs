//! Supplying and withdrawing.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::market::{IMarket as Abi, Market as Own};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_bench::peers::PeerToken;
use ballast_tests::lending::{Lending, supply, withdraw};
use ballast_tests::{ALICE, BOB, CAROL, DEPLOYER, FUNDS, MALLORY, Scene, TOKEN, uint};

#[test]
fn gives_a_million_shares_for_a_unit_and_takes_them_back() {
    let market = Lending::new();
    let done = market.supply(ALICE, TOKEN);
    let (assets, shares) = (uint(TOKEN), uint(TOKEN * 1_000_000));
    assert_eq!(done.returned.sharesSupplied, shares);
    let expected = Abi::Supply {
        caller: ALICE,
        onBehalf: ALICE,
        assets,
        shares,
    };
    let log = (market.market.address, expected.encode_log_data());
    assert!(done.logs().contains(&log));
    assert_eq!(market.scene.tokens_of(ALICE), uint(FUNDS - TOKEN));

    let by_shares = Abi::withdrawCall {
        assets: U256::ZERO,
        shares,
        onBehalf: ALICE,
        receiver: BOB,
    };
    let done = market.market.send(ALICE, &by_shares);
    assert_eq!(done.returned.assetsWithdrawn, assets);
    assert_eq!(market.scene.tokens_of(BOB), uint(FUNDS + TOKEN));
    assert_eq!(market.totals(), [U256::ZERO; 4]);
    assert_eq!(market.position(ALICE), [U256::ZERO; 2]);
}

#[test]
fn takes_exactly_one_of_assets_and_shares() {
    let market = Lending::new();
    for amount in [0, 1] {
        let call = Abi::supplyCall {
            shares: uint(amount),
            ..supply(amount, ALICE)
        };
        let error = Abi::InconsistentInput {
            assets: uint(amount),
            shares: uint(amount),
        };
        market.refuses(ALICE, &call, &error);
    }
    let too_large = Abi::supplyCall {
        assets: U256::MAX,
        ..supply(0, ALICE)
    };
    market.refuses(ALICE, &too_large, &Abi::NumberTooLarge {});
}

#[test]
fn anyone_supplies_for_anyone_and_only_the_owner_or_who_they_trust_withdraws() {
    let market = Lending::new();
    market.market.send(BOB, &supply(TOKEN, ALICE));
    assert_eq!(market.supplied_of(ALICE), uint(TOKEN));
    let call = Abi::withdrawCall {
        receiver: MALLORY,
        ..withdraw(TOKEN, ALICE)
    };
    let error = Abi::Unauthorized { caller: MALLORY };
    market.refuses(MALLORY, &call, &error);

    let authorize = |is_authorized| Abi::setAuthorizationCall {
        authorized: MALLORY,
        isAuthorized: is_authorized,
    };
    market.market.send(ALICE, &authorize(true));
    market.market.send(
        MALLORY,
        &Abi::withdrawCall {
            assets: uint(1),
            ..call.clone()
        },
    );
    market.market.send(ALICE, &authorize(false));
    market.refuses(MALLORY, &call, &error);
}

#[test]
fn refuses_nobody_as_owner_or_receiver_and_itself() {
    let market = Lending::new();
    market.supply(ALICE, TOKEN);
    let nobody = Abi::InvalidAddress {
        account: Address::ZERO,
    };
    market.refuses(ALICE, &supply(1, Address::ZERO), &nobody);
    for receiver in [Address::ZERO, market.market.address] {
        let call = Abi::withdrawCall {
            receiver,
            ..withdraw(1, ALICE)
        };
        market.refuses(ALICE, &call, &Abi::InvalidAddress { account: receiver });
    }
}

#[test]
fn pays_out_no_more_than_is_held_and_not_lent() {
    let market = Lending::new();
    market.supply(ALICE, 1_000 * TOKEN);
    let error = Abi::InsufficientBalance {
        account: ALICE,
        asked: uint(1_000 * TOKEN * 1_000_000 + 1_000_000),
        held: uint(1_000 * TOKEN * 1_000_000),
    };
    market.refuses(ALICE, &withdraw(1_000 * TOKEN + 1, ALICE), &error);
    market.pledge(BOB, market.ether.address, TOKEN);
    market.borrow(BOB, 400 * TOKEN);
    let error = Abi::InsufficientLiquidity {
        asked: uint(600 * TOKEN + 1),
        available: uint(600 * TOKEN),
    };
    market.refuses(ALICE, &withdraw(600 * TOKEN + 1, ALICE), &error);
    market.withdraw(ALICE, 600 * TOKEN);
}

#[test]
fn keeps_to_its_cap_and_stops_when_told_while_exits_go_on() {
    let market = Lending::new();
    let cap = uint(100 * TOKEN);
    market.govern(&Risk::setCapsCall {
        supplyCap: cap,
        borrowCap: cap,
    });
    market.supply(ALICE, 100 * TOKEN);
    let token = market.scene.token.address;
    let error = Abi::CapExceeded {
        token,
        total: cap + uint(1),
        cap,
    };
    market.refuses(BOB, &supply(1, BOB), &error);
    market.govern(&Risk::setStopsCall {
        supplyStopped: true,
        borrowStopped: true,
    });
    market.withdraw(ALICE, 50 * TOKEN);
    market.refuses(BOB, &supply(1, BOB), &Abi::SupplyStopped {});
}

#[test]
fn refuses_a_token_that_keeps_a_fee() {
    let market = Lending::without_shares(Scene::over(PeerToken::Fee));
    let (expected, received) = (uint(1_000), uint(990));
    let error = Abi::WrongAmountReceived {
        token: market.scene.token.address,
        expected,
        received,
    };
    market.refuses(ALICE, &supply(1_000, ALICE), &error);
}

#[test]
fn rounding_in_an_empty_market_gains_nothing() {
    // Supply two units, give the market a fortune, and withdraw nearly all: shares of it are owned
    // by what they were minted for alone, so a gift moves no price.
    let market = Lending::new();
    market.supply(MALLORY, 2);
    market.scene.fund(market.market.address, 1_000 * TOKEN);
    assert_eq!(market.supplied_of(MALLORY), uint(2));
    market.supply(ALICE, 1_000 * TOKEN);
    assert_eq!(market.supplied_of(ALICE), uint(1_000 * TOKEN));
    let call = Abi::withdrawCall {
        assets: U256::ZERO,
        shares: uint(2_000_000 - 1),
        onBehalf: MALLORY,
        receiver: MALLORY,
    };
    let done = market.market.send(MALLORY, &call);
    assert_eq!(done.returned.assetsWithdrawn, uint(1));
}

#[test]
fn what_it_does_not_know_itself_is_answered_by_its_other_program_on_its_storage() {
    let market = Lending::new();
    assert_eq!(
        market.market.ask(&Own::riskProgramCall {}),
        market.program.address
    );
    assert_eq!(market.market.ask(&Risk::authorityCall {}), DEPLOYER);
    let listed = market.market.ask(&Risk::collateralsCall {});
    assert_eq!(listed, [market.ether.address, market.shares()]);
    // The program alone has a storage of its own, where nobody governs.
    assert_eq!(market.program.ask(&Risk::authorityCall {}), Address::ZERO);
    market.program.revert_data(
        DEPLOYER,
        &Risk::setStopsCall {
            supplyStopped: true,
            borrowStopped: true,
        },
    );
    let unknown = Bytes::from_static(&[1, 2, 3, 4]);
    let sent = market
        .scene
        .chain
        .send_raw(CAROL, market.market.address, unknown);
    assert!(sent.is_err());
}
