//! `approve(address,uint256)` of shares

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_tests::{ALICE, BOB, CAROL, Scene, uint};

#[test]
fn allows_and_says_so() {
    let scene = Scene::new();
    let value = uint(7);
    let done = scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value,
        },
    );
    assert!(done.returned);
    let event = IERC20::Approval {
        owner: ALICE,
        spender: BOB,
        value,
    };
    assert_eq!(
        done.logs(),
        [(scene.vault.address(), event.encode_log_data())]
    );
    assert_eq!(scene.vault.allowance(ALICE, BOB), value);
}

#[test]
fn allows_one_owner_and_one_spender() {
    let scene = Scene::new();
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: uint(7),
        },
    );
    let others = [
        (BOB, ALICE),
        (ALICE, CAROL),
        (CAROL, BOB),
        (ALICE, ALICE),
        (BOB, BOB),
    ];
    for (owner, spender) in others {
        assert_eq!(scene.vault.allowance(owner, spender), U256::ZERO);
    }
}

#[test]
fn replaces_what_was_allowed() {
    let scene = Scene::new();
    for value in [U256::MAX, uint(3), U256::ZERO] {
        scene.vault.contract.send(
            ALICE,
            &IERC20::approveCall {
                spender: BOB,
                value,
            },
        );
        assert_eq!(scene.vault.allowance(ALICE, BOB), value);
    }
}

#[test]
fn needs_no_balance() {
    let scene = Scene::new();
    assert_eq!(scene.vault.shares_of(CAROL), U256::ZERO);
    scene.vault.contract.send(
        CAROL,
        &IERC20::approveCall {
            spender: BOB,
            value: uint(1),
        },
    );
    assert_eq!(scene.vault.allowance(CAROL, BOB), uint(1));
}

#[test]
fn refuses_the_zero_address() {
    let scene = Scene::new();
    let error = IERC20::ERC20InvalidSpender {
        spender: Address::ZERO,
    };
    let call = IERC20::approveCall {
        spender: Address::ZERO,
        value: uint(1),
    };
    scene.vault.contract.refuses(ALICE, &call, &error);
}
