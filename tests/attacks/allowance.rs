//! Bob takes what is Alice's.
//!
//! An exit that forgets to ask for an allowance lets anybody pay himself with anybody's shares.
//! Alice has 100 tokens in the vault.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20;
use ballast_tests::{ALICE, BOB, FUNDS, SHARE_UNITS, Scene, TOKEN, Vault, redeem, uint, withdraw};

const ASSETS: u128 = 100 * TOKEN;
const SHARES: u128 = ASSETS * SHARE_UNITS;

fn scene() -> Scene {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, ASSETS, ALICE);
    scene
}

/// Every way to take shares or their worth from Alice is refused for want of allowance.
fn everything_is_refused(vault: &Vault, allowed: u128, assets: u128) {
    let shares = assets * SHARE_UNITS;
    let (allowance, needed) = (uint(allowed), uint(shares));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance,
        needed,
    };
    vault
        .contract
        .refuses(BOB, &withdraw(assets, BOB, ALICE), &error);
    vault
        .contract
        .refuses(BOB, &withdraw(assets, ALICE, ALICE), &error);
    vault
        .contract
        .refuses(BOB, &redeem(shares, BOB, ALICE), &error);
    vault
        .contract
        .refuses(BOB, &redeem(shares, ALICE, ALICE), &error);
    let transfer = IERC20::transferFromCall {
        from: ALICE,
        to: BOB,
        value: needed,
    };
    vault.contract.refuses(BOB, &transfer, &error);
}

#[test]
fn without_an_allowance_nothing_leaves() {
    let scene = scene();
    everything_is_refused(&scene.vault, 0, ASSETS);
    everything_is_refused(&scene.vault, 0, 1);
    assert_eq!(scene.vault.shares_of(ALICE), uint(SHARES));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS));
}

#[test]
fn with_an_allowance_of_sixty_at_most_sixty_leave() {
    let scene = scene();
    let sixty = 60 * TOKEN;
    let allowance = uint(sixty * SHARE_UNITS);
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: allowance,
        },
    );
    everything_is_refused(&scene.vault, sixty * SHARE_UNITS, ASSETS);
    everything_is_refused(&scene.vault, sixty * SHARE_UNITS, sixty + 1);
    scene
        .vault
        .contract
        .send(BOB, &withdraw(sixty / 2, BOB, ALICE));
    scene
        .vault
        .contract
        .send(BOB, &redeem(sixty / 2 * SHARE_UNITS, BOB, ALICE));
    everything_is_refused(&scene.vault, 0, 1);
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS + sixty));
    assert_eq!(scene.vault.shares_of(ALICE), uint(SHARES) - allowance);
}

#[test]
fn an_allowance_of_tokens_is_none_of_shares() {
    let scene = scene();
    scene.allow(ALICE, BOB);
    everything_is_refused(&scene.vault, 0, ASSETS);
}

#[test]
fn an_allowance_the_other_way_round_is_none() {
    let scene = scene();
    let (spender, value) = (ALICE, U256::MAX);
    scene
        .vault
        .contract
        .send(BOB, &IERC20::approveCall { spender, value });
    everything_is_refused(&scene.vault, 0, ASSETS);
}
