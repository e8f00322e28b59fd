//! Loans for the length of a call.

use alloy_primitives::{Bytes, U256};
use ballast_abi::erc20::IERC20::balanceOfCall;
use ballast_abi::market::{IFlashLender, IMarket as Abi};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_tests::lending::Lending;
use ballast_tests::{ALICE, BOB, Contract, DEPLOYER, MALLORY, TOKEN, uint};

use crate::callbacks::{caller, heldMeanwhileCall, lastFeeCall, prepareCall, run};

fn stage(flash_fee_bps: u128) -> (Lending, Contract) {
    let market = Lending::new();
    market.supply(ALICE, 10_000 * TOKEN);
    market.govern(&Risk::setFeesCall {
        feeBps: U256::ZERO,
        reservePartBps: U256::ZERO,
        flashFeeBps: uint(flash_fee_bps),
    });
    let caller = caller(&market);
    prepare(&market, &caller, true);
    (market, caller)
}

fn prepare(market: &Lending, caller: &Contract, honest: bool) {
    caller.send(
        ALICE,
        &prepareCall {
            token: market.scene.token.address,
            target: alloy_primitives::Address::ZERO,
            errand: Bytes::new(),
            honest,
        },
    );
}

fn loan(market: &Lending, to: &Contract, amount: u128) -> IFlashLender::flashLoanCall {
    IFlashLender::flashLoanCall {
        receiver: to.address,
        token: market.scene.token.address,
        amount: uint(amount),
        data: Bytes::new(),
    }
}

#[test]
fn a_free_loan_is_there_meanwhile_and_back_afterwards() {
    let (market, caller) = stage(0);
    let (assets, data) = (uint(10_000 * TOKEN), Bytes::new());
    run(&caller, &market, &Abi::flashCall { assets, data });
    assert_eq!(caller.ask(&heldMeanwhileCall {}), uint(11_000 * TOKEN));
    assert_eq!(market.supplied_of(ALICE), uint(10_000 * TOKEN));
    assert_eq!(
        market.scene.tokens_of(market.market.address),
        uint(10_000 * TOKEN)
    );
}

#[test]
fn a_fee_goes_to_the_suppliers() {
    let (market, caller) = stage(100);
    let token = market.scene.token.address;
    let fee = market.market.ask(&IFlashLender::flashFeeCall {
        token,
        amount: uint(101),
    });
    assert_eq!(fee, uint(2));
    let most = market.market.ask(&IFlashLender::maxFlashLoanCall { token });
    assert_eq!(most, uint(10_000 * TOKEN));
    let other = market.ether.address;
    let none = market
        .market
        .ask(&IFlashLender::maxFlashLoanCall { token: other });
    assert_eq!(none, U256::ZERO);
    let done = market
        .market
        .send(MALLORY, &loan(&market, &caller, 10_000 * TOKEN));
    assert!(done.returned);
    assert_eq!(caller.ask(&lastFeeCall {}), uint(100 * TOKEN));
    ballast_tests::near(market.supplied_of(ALICE), 10_100 * TOKEN, 2);
    assert_eq!(market.totals()[0], uint(10_100 * TOKEN));
}

#[test]
fn neither_what_is_lent_nor_other_tokens_nor_gifts_are_lent() {
    let (market, caller) = stage(0);
    let ether = market.ether.address;
    market.pledge(MALLORY, ether, TOKEN);
    market.borrow(MALLORY, 1_000 * TOKEN);
    market.scene.fund(market.market.address, TOKEN);
    let available = uint(9_000 * TOKEN);
    let error = Abi::InsufficientLiquidity {
        asked: available + uint(1),
        available,
    };
    market.refuses(ALICE, &loan(&market, &caller, 9_000 * TOKEN + 1), &error);
    for token in [ether, market.shares()] {
        let call = IFlashLender::flashLoanCall {
            token,
            ..loan(&market, &caller, 1)
        };
        market.refuses(ALICE, &call, &Abi::UnsupportedToken { token });
    }
}

#[test]
fn who_answers_wrong_or_does_not_pay_gets_nothing() {
    let (market, caller) = stage(100);
    prepare(&market, &caller, false);
    let receiver = caller.address;
    market.refuses(
        ALICE,
        &loan(&market, &caller, 1),
        &Abi::InvalidAnswer { receiver },
    );
    prepare(&market, &caller, true);
    // The caller has 1,000, of which it would owe 1,001 as the fee.
    market.supply(ALICE, 200_000 * TOKEN);
    market
        .market
        .revert_data(ALICE, &loan(&market, &caller, 100_100 * TOKEN));
}

/// A hundred and fifty loans of all there is, in a market of one unit, at the greatest fee: each costs a
/// unit and adds one, half of what is paid is nobody's, and donations are not lent, so the price of
/// shares stays within 151 units. Who supplies next loses nothing that could be measured, where an
/// index grown by fees on borrowed liquidity took 4.5 million.
#[test]
fn scenario_19_loans_in_an_empty_market_do_not_inflate_its_price() {
    let market = Lending::new();
    market.supply(ALICE, 1);
    market.govern(&Risk::setFeesCall {
        feeBps: U256::ZERO,
        reservePartBps: U256::ZERO,
        flashFeeBps: uint(100),
    });
    let caller = caller(&market);
    market.scene.fund(market.market.address, 1_000 * TOKEN);
    let available = uint(1);
    let error = Abi::InsufficientLiquidity {
        asked: uint(2),
        available,
    };
    market.refuses(DEPLOYER, &loan(&market, &caller, 2), &error);
    for loans in 1..=150_u128 {
        let lent = market.totals()[0];
        let call = loan(&market, &caller, lent.to());
        market.market.send(DEPLOYER, &call);
        // A hundredth, rounded up: two units from 101 on.
        assert!(market.totals()[0] <= uint(1 + loans + loans.saturating_sub(100)));
    }
    let [supplied, ..] = market.totals();
    // Half of each unit belongs to nobody, so who pays for it loses.
    let paid = supplied - uint(1);
    assert!(market.supplied_of(ALICE) <= supplied / uint(2) + uint(1));
    let account = caller.address;
    let held = market.scene.token.ask(&balanceOfCall { account });
    assert_eq!(held, uint(1_000 * TOKEN) - paid);
    market.supply(BOB, 100 * TOKEN);
    ballast_tests::near(market.supplied_of(BOB), 100 * TOKEN, 101);
    assert!(market.supplied_of(ALICE) <= supplied / uint(2) + uint(102));
}
