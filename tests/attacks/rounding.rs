//! Amounts too small to divide.

use alloy_primitives::U256;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerVault;
use ballast_tests::{ALICE, FUNDS, MALLORY, SHARE_UNITS, Scene, TOKEN, deposit, redeem, uint};

use crate::peer_vault;

/// Rounds of the stealth donation.
const ROUNDS: usize = 10_000;

/// What 10^36 share units are worth: the price, with eighteen digits more than tokens have.
fn price(scene: &Scene) -> U256 {
    let shares = uint(10_u128.pow(36));
    scene
        .vault
        .contract
        .ask(&IERC4626::convertToAssetsCall { shares })
}

/// No profit reaches this vault yet, and donations do not count, so the price of three assets per
/// share unit is written into the books.
#[test]
fn at_three_assets_a_share_nothing_is_minted_or_paid_for_nothing() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 1, ALICE);
    // (5,999 + 1) / (1,000 + 1,000) = 3.
    scene.vault.book_profit(5_998);
    scene.fund(scene.vault.address(), 5_998);
    assert_eq!(scene.vault.withdraw(ALICE, 1).returned, uint(1));
    scene
        .vault
        .contract
        .refuses(MALLORY, &deposit(2, MALLORY), &Abi::ZeroShares {});
    scene
        .vault
        .contract
        .refuses(ALICE, &redeem(0, ALICE, ALICE), &Abi::ZeroAssets {});
    assert_eq!(scene.vault.mint(MALLORY, 1, MALLORY).returned, uint(4));
}

/// The same price, which a donation of 4 makes there.
#[test]
fn openzeppelins_vault_takes_two_assets_for_nothing() {
    let scene = Scene::new();
    let vault = peer_vault(&scene, PeerVault::OpenZeppelin);
    vault.deposit(MALLORY, 1, MALLORY);
    scene.fund(vault.address(), 4);
    assert_eq!(vault.deposit(ALICE, 2, ALICE).returned, U256::ZERO);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 2));
    assert_eq!(vault.shares_of(ALICE), U256::ZERO);
}

/// As far as rounding alone drives the price: every minted unit costs a whole asset unit.
#[test]
fn buying_single_units_raises_the_price_at_the_buyers_cost() {
    let scene = Scene::new();
    for _ in 0..500 {
        scene.vault.mint(MALLORY, 1, MALLORY);
    }
    assert_eq!(scene.vault.totals(), (uint(500), uint(500)));
    // 501 assets for 1,500 share units, where it was 1 for 1,000; a withdrawal still burns.
    assert_eq!(
        price(&scene),
        uint(10_u128.pow(36)) * uint(501) / uint(1_500)
    );
    assert_eq!(scene.vault.withdraw(MALLORY, 1).returned, uint(3));
    let left = scene.vault.redeem_all(MALLORY).returned;
    assert_eq!(left, uint(165), "of 499 paid");
    scene.vault.deposit(ALICE, TOKEN, ALICE);
    scene.vault.redeem_all(ALICE);
    assert!(uint(FUNDS - 1) <= scene.tokens_of(ALICE));
}

#[test]
fn ten_thousand_stealth_donations_move_nothing() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 1_000 * TOKEN, ALICE);
    let before = price(&scene);
    for _ in 0..ROUNDS {
        scene.vault.deposit(MALLORY, 2, MALLORY);
        scene.vault.withdraw(MALLORY, 1);
    }
    let after = price(&scene);
    assert!(before <= after, "the price never falls");
    assert!(
        after - before <= before / uint(10_u128.pow(12)),
        "{before} to {after}"
    );
    scene.vault.redeem_all(MALLORY);
    assert!(scene.tokens_of(MALLORY) <= uint(FUNDS));
    scene.vault.redeem_all(ALICE);
    assert!(uint(FUNDS) <= scene.tokens_of(ALICE));
}

/// The same at a price that divides nothing: each round loses the attacker up to two asset units.
#[test]
fn stealth_donations_cost_the_attacker_at_an_odd_price() {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 1_000 * TOKEN, ALICE);
    scene.vault.book_profit(TOKEN * 617 / 3);
    scene.fund(scene.vault.address(), TOKEN * 617 / 3);
    let before = price(&scene);
    for _ in 0..200 {
        scene.vault.deposit(MALLORY, 2, MALLORY);
        scene.vault.withdraw(MALLORY, 1);
    }
    let after = price(&scene);
    assert!(before <= after && after - before <= before / uint(10_u128.pow(12)));
    scene.vault.redeem_all(MALLORY);
    assert!(scene.tokens_of(MALLORY) < uint(FUNDS));
    let shares = uint(SHARE_UNITS);
    assert_eq!(
        scene
            .vault
            .contract
            .ask(&IERC4626::previewRedeemCall { shares }),
        uint(1)
    );
}
