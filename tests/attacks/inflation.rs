//! The first depositor raises the price, so that later deposits round to nothing.
//!
//! The attacker deposits 1 wei and sends the vault 10,000 tokens; three victims deposit 5,000 each;
//! the attacker leaves.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::PeerVault;
use ballast_tests::{FUNDS, MALLORY, Scene, TOKEN, Vault, deposit, uint};

use crate::{VICTIMS, peer_vault};

const DONATION: u128 = 10_000 * TOKEN;
const DEPOSIT: u128 = 5_000 * TOKEN;

/// Everybody enters and leaves; returns what the attacker then has, and each victim.
fn attack(scene: &Scene, vault: &Vault) -> (U256, [U256; 3]) {
    vault.deposit(MALLORY, 1, MALLORY);
    let donation = IERC20::transferCall {
        to: vault.address(),
        value: uint(DONATION),
    };
    scene.token.send(MALLORY, &donation);
    for victim in VICTIMS {
        vault.deposit(victim, DEPOSIT, victim);
    }
    vault.redeem_all(MALLORY);
    let attacker = scene.tokens_of(MALLORY);
    let victims = VICTIMS.map(|victim| {
        if !vault.shares_of(victim).is_zero() {
            vault.redeem_all(victim);
        }
        scene.tokens_of(victim)
    });
    (attacker, victims)
}

#[test]
fn the_attacker_loses_the_donation_and_the_victims_nothing() {
    let scene = Scene::new();
    let (attacker, victims) = attack(&scene, &scene.vault);
    assert_eq!(attacker, uint(FUNDS - DONATION));
    assert_eq!(victims, [uint(FUNDS); 3]);
    assert_eq!(scene.vault.totals(), (U256::ZERO, U256::ZERO));
}

#[test]
fn openzeppelins_vault_without_offset_loses_the_victims_deposits() {
    let scene = Scene::new();
    let vault = peer_vault(&scene, PeerVault::OpenZeppelin);
    let (attacker, victims) = attack(&scene, &vault);
    // One share of the attacker and one virtual share divide 25,000 tokens and 2 wei.
    let gain = (DONATION + 3 * DEPOSIT) / 2 - DONATION;
    assert_eq!(gain, 2_500 * TOKEN);
    assert_eq!(attacker, uint(FUNDS + gain));
    assert_eq!(victims, [uint(FUNDS - DEPOSIT); 3]);
}

#[test]
fn solmates_vault_refuses_the_victims() {
    let scene = Scene::new();
    let vault = peer_vault(&scene, PeerVault::Solmate);
    vault.deposit(MALLORY, 1, MALLORY);
    let donation = IERC20::transferCall {
        to: vault.address(),
        value: uint(DONATION),
    };
    scene.token.send(MALLORY, &donation);
    for victim in VICTIMS {
        vault
            .contract
            .revert_data(victim, &deposit(DEPOSIT, victim));
    }
}

#[test]
fn an_entry_never_rounds_to_nothing_however_high_the_price() {
    let scene = Scene::new();
    scene.vault.deposit(MALLORY, 1, MALLORY);
    // As if the donation had been a profit, which is as far as a price can be driven.
    scene.vault.book_profit(DONATION);
    scene.fund(scene.vault.address(), DONATION);
    let done = scene.vault.deposit(VICTIMS[0], DEPOSIT, VICTIMS[0]);
    // 5,000 · 2,000 / (10,000 tokens and 2 wei), rounded down.
    assert_eq!(done.returned, uint(999));
    let paid = scene.vault.redeem_all(VICTIMS[0]).returned;
    assert!(uint(DEPOSIT / 1_000 * 998) < paid, "{paid}");
    scene.vault.contract.refuses(
        VICTIMS[1],
        &deposit(5 * TOKEN - 1, VICTIMS[1]),
        &Abi::ZeroShares {},
    );
}
