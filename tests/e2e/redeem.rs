//! `redeem(uint256,address,address)`

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{ALICE, BOB, CAROL, FUNDS, SHARE_UNITS, Scene, TOKEN, redeem, uint};

use crate::{profitable, transfer_log};

#[test]
fn pays_an_asset_unit_for_a_thousand_share_units() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 5 * TOKEN, ALICE);
    let done = scene.vault.redeem(ALICE, 2 * TOKEN * SHARE_UNITS);
    assert_eq!(done.returned, uint(2 * TOKEN));
    assert_eq!(
        scene.vault.totals(),
        (uint(3 * TOKEN), uint(3 * TOKEN * SHARE_UNITS))
    );
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 3 * TOKEN));
}

#[test]
fn leaves_nothing_behind_when_everybody_goes() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 7, ALICE);
    scene.vault.deposit(BOB, 11, BOB);
    scene.vault.redeem_all(ALICE);
    scene.vault.redeem_all(BOB);
    assert_eq!(scene.vault.totals(), (U256::ZERO, U256::ZERO));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS));
}

#[test]
fn tells_what_happened_in_events() {
    let scene = Scene::new();
    let vault = scene.vault.address();
    scene.vault.deposit(ALICE, 10, ALICE);
    let done = scene.vault.contract.send(ALICE, &redeem(4_000, BOB, ALICE));
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
fn rounds_assets_down() {
    let scene = profitable();
    // 10,000 · 1,501 / 1,001,000 = 14.995…
    assert_eq!(scene.vault.redeem(ALICE, 10_000).returned, uint(14));
    assert_eq!(scene.vault.totals(), (uint(1_486), uint(990_000)));
}

#[test]
fn returns_what_the_preview_said() {
    let scene = profitable();
    for shares in [667, 1_000, 100_000] {
        let preview = scene.vault.contract.ask(&IERC4626::previewRedeemCall {
            shares: uint(shares),
        });
        assert_eq!(
            scene.vault.redeem(ALICE, shares).returned,
            preview,
            "{shares} shares"
        );
    }
}

#[test]
fn refuses_what_pays_no_asset() {
    let scene = profitable();
    for shares in [0, 1, 666] {
        scene
            .vault
            .contract
            .refuses(ALICE, &redeem(shares, ALICE, ALICE), &Abi::ZeroAssets {});
    }
    assert_eq!(scene.vault.redeem(ALICE, 667).returned, uint(1));
}

#[test]
fn pays_as_much_as_it_says_and_no_more() {
    let scene = profitable();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxRedeemCall { owner: ALICE });
    assert_eq!(max, uint(1_000_000));
    for shares in [max + U256::ONE, U256::MAX] {
        let error = IERC4626::ERC4626ExceededMaxRedeem {
            owner: ALICE,
            shares,
            max,
        };
        let call = IERC4626::redeemCall {
            shares,
            receiver: ALICE,
            owner: ALICE,
        };
        scene.vault.contract.refuses(ALICE, &call, &error);
    }
    scene.vault.redeem(ALICE, max.to());
    assert_eq!(scene.vault.shares_of(ALICE), U256::ZERO);
}

#[test]
fn refuses_the_zero_address_as_receiver() {
    let scene = profitable();
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &redeem(1_000, Address::ZERO, ALICE), &error);
}

#[test]
fn uses_up_the_allowance_of_whoever_calls() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    scene.vault.contract.send(
        ALICE,
        &IERC20::approveCall {
            spender: BOB,
            value: uint(6_000),
        },
    );
    scene.vault.contract.send(BOB, &redeem(4_000, CAROL, ALICE));
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(2_000));
    assert_eq!(scene.tokens_of(CAROL), uint(FUNDS + 4));
    let (allowance, needed) = (uint(2_000), uint(2_001));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: BOB,
        allowance,
        needed,
    };
    scene
        .vault
        .contract
        .refuses(BOB, &redeem(2_001, BOB, ALICE), &error);
}

#[test]
fn an_owner_needs_no_allowance() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 10, ALICE);
    assert_eq!(scene.vault.allowance(ALICE, ALICE), U256::ZERO);
    scene.vault.redeem(ALICE, 10_000);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
}
