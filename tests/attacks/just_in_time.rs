//! Money comes in just before a profit is booked, and leaves with it just after.
//!
//! The vault has 1M; the attacker adds 99M, has a strategy report 10,000, and leaves in the next
//! block.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::registry::IRegistry::harvestCall;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, Farm, Hostile, MALLORY, PLAIN, SHARE_UNITS, Scene, Setting, TOKEN, Terms, Vault,
    deposit, near, redeem, uint,
};

use crate::naive::Naive;
use crate::{DAY, RAIDER, at_once, farm_of, peer_vault, step};

const POOL: u128 = 1_000_000 * TOKEN;
const LENT: u128 = 900_000 * TOKEN;
const RAID: u128 = 99_000_000 * TOKEN;
const PROFIT: u128 = 10_000 * TOKEN;

const WEEK: Terms = Terms {
    unlock_seconds: 7 * DAY as u32,
    ..PLAIN
};

/// A vault of 1M whose strategy has earned 10,000 and not said so.
fn farm(terms: Terms) -> (Farm, Hostile) {
    let farm = farm_of(POOL);
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), LENT);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    farm.queue(&[hostile.address()]);
    hostile.gain(PROFIT);
    (farm, hostile)
}

/// In, the report, and out, a block each. Returns what the attacker gets out.
fn raid(scene: &Scene, vault: &Vault, report: impl FnOnce()) -> U256 {
    scene.fund(MALLORY, RAID);
    vault.deposit(MALLORY, RAID, MALLORY);
    report();
    vault.redeem_all(MALLORY).returned
}

#[test]
fn a_week_of_unlocking_leaves_the_attacker_a_second_of_it() {
    let (farm, hostile) = farm(WEEK);
    let vault = &farm.scene.vault;
    let paid = raid(&farm.scene, vault, || {
        let report = farm.harvest(MALLORY, hostile.address());
        assert_eq!(report.gain, uint(PROFIT));
    });
    // A second of seven days: 99 hundredths of 10,000 / 604,800.
    let gain = paid - uint(RAID);
    assert!(
        uint(TOKEN * 163 / 10_000) < gain && gain < uint(TOKEN * 164 / 10_000),
        "{gain}"
    );
    farm.scene.pass(7 * DAY);
    let left = vault.redeem_all(ALICE).returned;
    near(left + gain, POOL + PROFIT, 1);
}

#[test]
fn within_one_transaction_there_is_nothing_to_gain() {
    let (farm, hostile) = farm(WEEK);
    farm.scene.fund(RAIDER, RAID);
    let vault = &farm.scene.vault.contract;
    let (spender, value) = (vault.address, U256::MAX);
    let strategy = hostile.address();
    let steps = vec![
        step(&farm.scene.token, &approveCall { spender, value }),
        step(vault, &deposit(RAID, RAIDER)),
        step(&farm.registry, &harvestCall { strategy }),
        step(vault, &redeem(RAID * SHARE_UNITS, RAIDER, RAIDER)),
    ];
    at_once(&farm.scene, steps);
    near(farm.scene.tokens_of(RAIDER), RAID, 1);
    assert!(farm.scene.tokens_of(RAIDER) <= uint(RAID));
    assert_eq!(
        farm.assets() + farm.scene.tokens_of(RAIDER),
        uint(POOL + PROFIT + RAID)
    );
}

/// Allowed, and as bad as anywhere else: the period is the defence.
#[test]
fn without_a_period_the_profit_is_the_attackers() {
    let (farm, hostile) = farm(PLAIN);
    let vault = &farm.scene.vault;
    let paid = raid(&farm.scene, vault, || {
        farm.harvest(MALLORY, hostile.address());
    });
    near(paid, RAID + PROFIT * 99 / 100, 1);
}

#[test]
fn vaults_that_book_at_once_lose_the_profit() {
    for peer in [
        PeerVault::OpenZeppelin,
        PeerVault::OpenZeppelinOffset,
        PeerVault::Solmate,
    ] {
        let scene = Scene::new();
        let vault = peer_vault(&scene, peer);
        vault.deposit(ALICE, POOL, ALICE);
        // Their reports are transfers.
        let paid = raid(&scene, &vault, || scene.fund(vault.address(), PROFIT));
        near(paid, RAID + PROFIT * 99 / 100, 1);
    }
    let scene = Scene::new();
    let naive = Naive::books(&scene, 0);
    naive.vault.deposit(ALICE, POOL, ALICE);
    let hostile = naive.hostile(&scene, LENT);
    hostile.gain(PROFIT);
    let paid = raid(&scene, &naive.vault, || naive.harvest(hostile.address()));
    near(paid, RAID + PROFIT * 99 / 100, 1);
}
