//! `withdraw(uint256,address,address)`

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{ALICE, BOB, CAROL, FUNDS, SHARE_UNITS, Scene, TOKEN, uint, withdraw};

use crate::{profitable, transfer_log};

#[test]
fn burns_a_thousand_share_units_for_an_asset_unit() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 5 * TOKEN, ALICE);
    let done = scene.vault.withdraw(ALICE, 2 * TOKEN);
    assert_eq!(done.returned, uint(2 * TOKEN * SHARE_UNITS));
    assert_eq!(scene.vault.shares_of(ALICE), uint(3 * TOKEN * SHARE_UNITS));
    assert_eq!(
        scene.vault.totals(),
        (uint(3 * TOKEN), uint(3 * TOKEN * SHARE_UNITS))
    );
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 3 * TOKEN));
}

#[test]
fn pays_the_receiver() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    scene.vault.contract.send(ALICE, &withdraw(4, BOB, ALICE));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 10));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS + 4));
}

#[test]
fn tells_what_happened_in_events() {
    let scene = Scene::new();
    let vault = scene.vault.address();
    scene.vault.deposit(ALICE, 10, ALICE);
    let done = scene.vault.contract.send(ALICE, &withdraw(4, BOB, ALICE));
    let (assets, shares) = (uint(4), uint(4_000));
    let event = IERC4626::Withdraw {
        sender: ALICE,
        receiver: BOB,
        owner: ALICE,
        assets,
        shares,
    };
    let expected = [
        (vault, transfer_log(ALICE, Address::ZERO, 4_000)),
        (vault, event.encode_log_data()),
        (scene.token.address, transfer_log(vault, BOB, 4)),
    ];
    assert_eq!(done.logs(), expected);
}

#[test]
fn rounds_shares_up() {
    let scene = profitable();
    // 7 · 1,001,000 / 1,501 = 4,668.22…
    assert_eq!(scene.vault.withdraw(ALICE, 7).returned, uint(4_669));
    assert_eq!(scene.vault.totals(), (uint(1_493), uint(995_331)));
}

#[test]
fn returns_what_the_preview_said() {
    let scene = profitable();
    for assets in [1, 2, 3, 500] {
        let preview = scene.vault.contract.ask(&IERC4626::previewWithdrawCall {
            assets: uint(assets),
        });
        assert_eq!(
            scene.vault.withdraw(ALICE, assets).returned,
            preview,
            "{assets} assets"
        );
    }
}

#[test]
fn pays_as_much_as_it_says_and_no_more() {
    let scene = profitable();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxWithdrawCall { owner: ALICE });
    // 1,000,000 · 1,501 / 1,001,000 = 1,499.50…
    assert_eq!(max, uint(1_499));
    let assets = max + U256::ONE;
    let error = IERC4626::ERC4626ExceededMaxWithdraw {
        owner: ALICE,
        assets,
        max,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &withdraw(assets.to(), ALICE, ALICE), &error);
    scene.vault.withdraw(ALICE, max.to());
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS + 499));
}

#[test]
fn refuses_amounts_beyond_the_books() {
    let scene = profitable();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxWithdrawCall { owner: ALICE });
    let call = IERC4626::withdrawCall {
        assets: U256::MAX,
        receiver: ALICE,
        owner: ALICE,
    };
    let error = IERC4626::ERC4626ExceededMaxWithdraw {
        owner: ALICE,
        assets: U256::MAX,
        max,
    };
    scene.vault.contract.refuses(ALICE, &call, &error);
}

#[test]
fn refuses_nothing_and_nobody() {
    let scene = profitable();
    scene
        .vault
        .contract
        .refuses(ALICE, &withdraw(0, ALICE, ALICE), &Abi::ZeroAssets {});
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &withdraw(1, Address::ZERO, ALICE), &error);
}

#[test]
fn uses_up_the_allowance_of_whoever_calls() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    let value = uint(6_000);
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value,
        },
    );
    scene.vault.contract.send(BOB, &withdraw(4, CAROL, ALICE));
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(2_000));
    assert_eq!(scene.tokens_of(CAROL), uint(FUNDS + 4));
    let (allowance, needed) = (uint(2_000), uint(3_000));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(BOB, &withdraw(3, BOB, ALICE), &error);
}

#[test]
fn never_uses_up_an_allowance_without_limit() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: U256::MAX,
        },
    );
    scene.vault.contract.send(BOB, &withdraw(4, BOB, ALICE));
    assert_eq!(scene.vault.allowance(ALICE, BOB), U256::MAX);
}
