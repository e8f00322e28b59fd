//! What attackers try where shares are redeemed in epochs.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_tests::redemptions::{COLLECT, Epochs, cancel, claim, request, settle, take_back};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, FUNDS, MALLORY, Mode, SHARE_UNITS, STAKE, near, redeem, uint,
};

use crate::{RAIDER, aggregateCall, step};

const ALL: u128 = STAKE * SHARE_UNITS;

/// Alice lets the redemptions take her shares, and even Mallory; neither lets Mallory request,
/// cancel, claim or take back what is hers.
#[test]
fn an_allowance_to_the_contract_is_none_to_its_callers() {
    let stage = Epochs::new();
    let (spender, value) = (MALLORY, U256::MAX);
    let vault = &stage.farm.scene.vault;
    vault.contract.send(ALICE, &approveCall { spender, value });
    let error = Abi::Unauthorized {
        caller: MALLORY,
        account: ALICE,
    };
    for controller in [MALLORY, ALICE] {
        let call = request(STAKE, controller, ALICE);
        stage.contract.refuses(MALLORY, &call, &error);
    }
    stage.request(ALICE, STAKE);
    stage.contract.refuses(MALLORY, &cancel(1, ALICE), &error);
    stage.free(STAKE / 2);
    stage.close();
    stage.settle();
    let call = claim(stage.max_redeem(ALICE), MALLORY, ALICE);
    stage.contract.refuses(MALLORY, &call, &error);
    stage.contract.send(ALICE, &cancel(1, ALICE));
    let call = take_back(1, MALLORY, ALICE);
    stage.contract.refuses(MALLORY, &call, &error);
    assert_eq!(stage.claim(ALICE), uint(STAKE / 2));
    stage.contract.send(ALICE, &take_back(1, ALICE, ALICE));
    near(vault.shares_of(ALICE), ALL / 2, SHARE_UNITS);
}

/// One of three stakes is liquid. Out of the vault the first takes it all, and the next nothing.
#[test]
fn a_run_pays_the_first_in_the_vault() {
    let stage = Epochs::new();
    stage.free(STAKE);
    let vault = &stage.farm.scene.vault;
    vault.redeem_all(ALICE);
    for late in [BOB, CAROL] {
        let call = redeem(ALL, late, late);
        let (claim, met) = (uint(STAKE), U256::ZERO);
        let error = VaultAbi::InsufficientLiquidity { claim, met };
        vault.contract.refuses(late, &call, &error);
    }
    assert_eq!(stage.farm.scene.tokens_of(ALICE), uint(FUNDS));
}

/// In an epoch the last to ask gets as much as the first, in whatever order they claim.
#[test]
fn a_run_pays_all_alike_in_an_epoch() {
    let stage = Epochs::new();
    stage.free(STAKE);
    for leaver in [ALICE, BOB, CAROL] {
        stage.request(leaver, STAKE);
    }
    stage.close();
    stage.settle();
    for leaver in [CAROL, ALICE, BOB] {
        near(stage.claim(leaver), STAKE / 3, 1);
    }
    // Who asks after it was closed waits until all of them are paid.
    stage.farm.scene.vault.deposit(MALLORY, STAKE / 5, MALLORY);
    let (spender, value) = (stage.contract.address, U256::MAX);
    let vault = &stage.farm.scene.vault;
    vault
        .contract
        .send(MALLORY, &approveCall { spender, value });
    stage.request(MALLORY, STAKE / 10);
    stage.farm.scene.pass(COLLECT);
    stage.settle();
    assert_eq!(stage.max_withdraw(MALLORY), U256::ZERO);
    near(stage.max_withdraw(BOB), STAKE / 15, 1);
    stage.hostile.set(Mode::Honest);
    stage.settle();
    assert_eq!(stage.live(), (2, 0));
    assert_eq!(stage.states(2, MALLORY)[0], uint(ALL / 10));
}

/// No transaction can both fix who is in an epoch and pay it: a price moved for one transaction
/// cannot be sold at.
#[test]
fn nothing_is_closed_and_paid_at_once() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.farm.scene.pass(COLLECT);
    let raider = Contract::new(stage.farm.scene.chain.clone(), RAIDER);
    let settle_twice = aggregateCall {
        steps: vec![
            step(&stage.contract, &settle()),
            step(&stage.contract, &settle()),
        ],
    };
    raider.revert_data(MALLORY, &settle_twice);
    assert_eq!(stage.live(), (1, 0));
    // Once closed it has to wait, whoever asks.
    stage.settle();
    raider.revert_data(
        MALLORY,
        &aggregateCall {
            steps: vec![step(&stage.contract, &settle())],
        },
    );
    assert_eq!(stage.live(), (2, 1));
    assert_eq!(stage.max_redeem(ALICE), U256::ZERO);
}

/// A strategy that calls back while it pays finds the redemptions closed, views included, and what
/// it pays is counted once.
#[test]
fn a_strategy_that_calls_back_gets_nowhere() {
    let stage = Epochs::new();
    stage.request(ALICE, STAKE);
    stage.close();
    let payload = settle().abi_encode();
    stage.hostile.arm(stage.contract.address, payload);
    let settled = stage.settle().returned;
    assert_eq!((settled.shares, settled.assets), (uint(ALL), uint(STAKE)));
    let (calls, succeeded) = stage.hostile.attempts();
    assert!(!calls.is_zero() && !succeeded);
    assert_eq!(stage.claim(ALICE), uint(STAKE));
}
