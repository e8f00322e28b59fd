//! `transfer(address,uint256)` and `transferFrom(address,address,uint256)` of shares

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_tests::{ALICE, BOB, CAROL, FUNDS, Scene, redeem, uint};

use crate::transfer_log;

fn scene() -> Scene {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    scene
}

fn transfer(to: Address, value: u128) -> IERC20::transferCall {
    IERC20::transferCall {
        to,
        value: uint(value),
    }
}

fn transfer_from(from: Address, to: Address, value: u128) -> IERC20::transferFromCall {
    IERC20::transferFromCall {
        from,
        to,
        value: uint(value),
    }
}

#[test]
fn moves_shares_and_says_so() {
    let scene = scene();
    let done = scene.vault.contract.send(ALICE, &transfer(BOB, 4_000));
    assert!(done.returned);
    assert_eq!(
        done.logs(),
        [(scene.vault.address(), transfer_log(ALICE, BOB, 4_000))]
    );
    assert_eq!(scene.vault.shares_of(ALICE), uint(6_000));
    assert_eq!(scene.vault.shares_of(BOB), uint(4_000));
    assert_eq!(scene.vault.totals(), (uint(10), uint(10_000)));
}

#[test]
fn to_oneself_changes_nothing() {
    let scene = scene();
    scene.vault.contract.send(ALICE, &transfer(ALICE, 10_000));
    assert_eq!(scene.vault.shares_of(ALICE), uint(10_000));
}

#[test]
fn of_nothing_is_allowed() {
    let scene = scene();
    let done = scene.vault.contract.send(BOB, &transfer(CAROL, 0));
    assert_eq!(
        done.logs(),
        [(scene.vault.address(), transfer_log(BOB, CAROL, 0))]
    );
}

#[test]
fn moved_shares_pay_the_new_owner() {
    let scene = scene();
    scene.vault.contract.send(ALICE, &transfer(BOB, 10_000));
    scene.vault.redeem_all(BOB);
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS + 10));
    let max = U256::ZERO;
    let error = IERC4626::ERC4626ExceededMaxRedeem {
        owner: ALICE,
        shares: uint(1),
        max,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &redeem(1, ALICE, ALICE), &error);
}

#[test]
fn refuses_more_than_there_is() {
    let scene = scene();
    let (balance, needed) = (uint(10_000), uint(10_001));
    let error = IERC20::ERC20InsufficientBalance {
        sender: ALICE,
        balance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &transfer(BOB, 10_001), &error);
    scene
        .vault
        .contract
        .refuses(ALICE, &transfer(ALICE, 10_001), &error);
}

#[test]
fn refuses_the_zero_address() {
    let scene = scene();
    let zero = Address::ZERO;
    let error = IERC20::ERC20InvalidReceiver { receiver: zero };
    scene
        .vault
        .contract
        .refuses(ALICE, &transfer(zero, 1), &error);
    let error = IERC20::ERC20InvalidSender { sender: zero };
    scene
        .vault
        .contract
        .refuses(ALICE, &transfer_from(zero, BOB, 0), &error);
}

#[test]
fn spends_an_allowance_and_no_more() {
    let scene = scene();
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: uint(5_000),
        },
    );
    let done = scene
        .vault
        .contract
        .send(BOB, &transfer_from(ALICE, CAROL, 4_000));
    assert_eq!(
        done.logs(),
        [(scene.vault.address(), transfer_log(ALICE, CAROL, 4_000))]
    );
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(1_000));
    let (allowance, needed) = (uint(1_000), uint(1_001));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(BOB, &transfer_from(ALICE, CAROL, 1_001), &error);
}

#[test]
fn never_uses_up_an_allowance_without_limit() {
    let scene = scene();
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: U256::MAX,
        },
    );
    scene
        .vault
        .contract
        .send(BOB, &transfer_from(ALICE, BOB, 4_000));
    assert_eq!(scene.vault.allowance(ALICE, BOB), U256::MAX);
    assert_eq!(scene.vault.shares_of(BOB), uint(4_000));
}

#[test]
fn even_an_owner_needs_an_allowance_to_transfer_from() {
    let scene = scene();
    let (allowance, needed) = (U256::ZERO, uint(1));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: ALICE,
        allowance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &transfer_from(ALICE, BOB, 1), &error);
}
