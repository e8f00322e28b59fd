//! `mint(uint256,address)`

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{ALICE, BOB, FUNDS, SHARE_UNITS, Scene, TOKEN, mint, uint};

use crate::{profitable, transfer_log};

#[test]
fn takes_an_asset_unit_for_a_thousand_share_units() {
    let scene = Scene::new();
    let done = scene.vault.mint(ALICE, 5 * TOKEN * SHARE_UNITS, BOB);
    assert_eq!(done.returned, uint(5 * TOKEN));
    assert_eq!(scene.vault.shares_of(BOB), uint(5 * TOKEN * SHARE_UNITS));
    assert_eq!(
        scene.vault.totals(),
        (uint(5 * TOKEN), uint(5 * TOKEN * SHARE_UNITS))
    );
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 5 * TOKEN));
}

#[test]
fn tells_what_happened_in_events() {
    let scene = Scene::new();
    let vault = scene.vault.address();
    let done = scene.vault.mint(ALICE, 10_000, BOB);
    let (assets, shares) = (uint(10), uint(10_000));
    let event = IERC4626::Deposit {
        sender: ALICE,
        owner: BOB,
        assets,
        shares,
    };
    let expected = [
        (vault, transfer_log(Address::ZERO, BOB, 10_000)),
        (vault, event.encode_log_data()),
        (scene.token.address, transfer_log(ALICE, vault, 10)),
    ];
    assert_eq!(done.logs(), expected);
}

#[test]
fn rounds_assets_up() {
    let scene = profitable();
    // 10,000 · 1,501 / 1,001,000 = 14.995…
    assert_eq!(scene.vault.mint(BOB, 10_000, BOB).returned, uint(15));
    assert_eq!(scene.vault.totals(), (uint(1_515), uint(1_010_000)));
}

#[test]
fn charges_at_least_one_unit() {
    let scene = Scene::new();
    assert_eq!(scene.vault.mint(ALICE, 1, ALICE).returned, uint(1));
    assert_eq!(scene.vault.totals(), (uint(1), uint(1)));
}

#[test]
fn returns_what_the_preview_said() {
    let scene = profitable();
    for shares in [1, 666, 667, 1_000, TOKEN] {
        let preview = scene.vault.contract.ask(&IERC4626::previewMintCall {
            shares: uint(shares),
        });
        assert_eq!(
            scene.vault.mint(BOB, shares, BOB).returned,
            preview,
            "{shares} shares"
        );
    }
}

#[test]
fn refuses_nothing_for_nothing() {
    let scene = Scene::new();
    scene
        .vault
        .contract
        .refuses(ALICE, &mint(0, ALICE), &Abi::ZeroShares {});
}

#[test]
fn refuses_more_than_the_books_hold() {
    let scene = profitable();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxMintCall { receiver: BOB });
    for shares in [max + U256::ONE, U256::MAX] {
        let error = IERC4626::ERC4626ExceededMaxMint {
            receiver: BOB,
            shares,
            max,
        };
        let call = IERC4626::mintCall {
            shares,
            receiver: BOB,
        };
        scene.vault.contract.refuses(ALICE, &call, &error);
    }
}

#[test]
fn mints_as_much_as_it_says() {
    let scene = profitable();
    let max = scene
        .vault
        .contract
        .ask(&IERC4626::maxMintCall { receiver: BOB });
    let assets = scene
        .vault
        .contract
        .ask(&IERC4626::previewMintCall { shares: max });
    scene.fund(ALICE, assets.to());
    scene.vault.mint(ALICE, max.to(), BOB);
    assert_eq!(scene.vault.shares_of(BOB), max);
    let left = scene
        .vault
        .contract
        .ask(&IERC4626::maxMintCall { receiver: BOB });
    assert_eq!(left, U256::ZERO);
}

#[test]
fn refuses_the_zero_address_as_receiver() {
    let scene = Scene::new();
    let error = IERC20::ERC20InvalidReceiver {
        receiver: Address::ZERO,
    };
    scene
        .vault
        .contract
        .refuses(ALICE, &mint(1, Address::ZERO), &error);
}
