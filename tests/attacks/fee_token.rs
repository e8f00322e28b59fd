//! A token that delivers less than was sent: 1% of every transfer is gone.

use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::{PeerToken, PeerVault};
use ballast_tests::{ALICE, BOB, FUNDS, Scene, TOKEN, deposit, mint, redeem, uint};

use crate::peer_vault;

const DEPOSIT: u128 = 100 * TOKEN;

#[test]
fn entries_that_arrive_short_are_refused() {
    let scene = Scene::over(PeerToken::Fee);
    let vault = &scene.vault.contract;
    let error = Abi::AssetsMissing {
        held: uint(99 * TOKEN),
        booked: uint(DEPOSIT),
    };
    vault.refuses(ALICE, &deposit(DEPOSIT, ALICE), &error);
    vault.refuses(ALICE, &mint(DEPOSIT * 1_000, ALICE), &error);
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS));
}

#[test]
fn a_donation_that_covers_the_fee_leaves_every_share_backed() {
    let scene = Scene::over(PeerToken::Fee);
    scene.fund(scene.vault.address(), TOKEN);
    scene.vault.deposit(ALICE, DEPOSIT, ALICE);
    assert_eq!(scene.tokens_of(scene.vault.address()), uint(DEPOSIT));
    assert_eq!(scene.vault.totals().0, uint(DEPOSIT));
    let error = Abi::AssetsMissing {
        held: uint(199 * TOKEN),
        booked: uint(2 * DEPOSIT),
    };
    scene
        .vault
        .contract
        .refuses(BOB, &deposit(DEPOSIT, BOB), &error);
    // The exit pays all it owes; what the token takes on the way is the receiver's.
    assert_eq!(scene.vault.redeem_all(ALICE).returned, uint(DEPOSIT));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - DEPOSIT + 99 * TOKEN));
}

#[test]
fn openzeppelins_vault_credits_what_it_never_got() {
    let scene = Scene::over(PeerToken::Fee);
    let vault = peer_vault(&scene, PeerVault::OpenZeppelin);
    vault.deposit(ALICE, DEPOSIT, ALICE);
    assert_eq!(vault.shares_of(ALICE), uint(DEPOSIT));
    assert_eq!(scene.tokens_of(vault.address()), uint(99 * TOKEN));
    // Bob pays for it: his 100 tokens buy more shares than they did Alice, all of lesser worth.
    vault.deposit(BOB, DEPOSIT, BOB);
    let first = vault
        .contract
        .send(ALICE, &redeem(DEPOSIT, ALICE, ALICE))
        .returned;
    let second = vault.redeem_all(BOB).returned;
    assert!(
        first < uint(DEPOSIT) && second < uint(DEPOSIT),
        "{first}, {second}"
    );
    assert!(uint(DEPOSIT) * uint(2) - first - second >= uint(2 * TOKEN) - uint(2));
}
