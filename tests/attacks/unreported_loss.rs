//! Whoever knows of a loss leaves before it is booked.
//!
//! A strategy has 1,000 of the vault's assets, half of them the attacker's, is worth 900 and has
//! not said so.

use alloy_primitives::{Address, U256};
use ballast_abi::registry::IRegistry::{self, Status};
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{
    ALICE, FUNDS, Farm, Hostile, MALLORY, SHARE_UNITS, STAKE, Scene, TOKEN, near, uint, withdraw,
};

use crate::naive::Naive;
use crate::worth;

const POOL: u128 = 1_000 * TOKEN;
const HALF: u128 = POOL / 2;
const LOSS: u128 = 100 * TOKEN;

/// Alice and Mallory have 500 each; `lent` is lent, and 100 of it lost.
fn farm(lent: u128) -> (Farm, Hostile) {
    let farm = Farm::new();
    farm.scene.vault.withdraw(ALICE, STAKE - HALF);
    farm.scene.vault.deposit(MALLORY, HALF, MALLORY);
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), lent);
    farm.queue(&[hostile.address()]);
    hostile.lose(LOSS);
    (farm, hostile)
}

/// Lets a report of any loss pass without quarantine.
fn believe_everything(farm: &Farm, strategy: Address) {
    let (loss, gain) = (uint(10_000), uint(10_000));
    farm.govern(&IRegistry::setBoundsCall {
        strategy,
        lossBps: loss,
        gainBps: gain,
    });
}

fn withdraw_at(loss_bps: u128) -> Abi::withdrawCall {
    Abi::withdrawCall {
        assets: uint(HALF * 9 / 10),
        receiver: MALLORY,
        owner: MALLORY,
        maxLossBps: uint(loss_bps),
        strategies: vec![],
    }
}

fn redeem_at(loss_bps: u128) -> Abi::redeemCall {
    Abi::redeemCall {
        shares: uint(HALF * SHARE_UNITS),
        receiver: MALLORY,
        owner: MALLORY,
        maxLossBps: uint(loss_bps),
        strategies: vec![],
    }
}

/// Mallory leaves with 450 for 500; what she gets, and what those bear who stay.
fn leave_with_450(leave: impl FnOnce(&Farm)) {
    let (farm, hostile) = farm(POOL);
    let vault = &farm.scene.vault;
    let shares = vault.shares_of(ALICE);
    let before = worth(vault, shares);
    leave(&farm);
    near(farm.scene.tokens_of(MALLORY), FUNDS - HALF / 10, 1);
    assert_eq!(vault.shares_of(MALLORY), U256::ZERO);
    near(worth(vault, shares), before.to(), 1);
    assert_eq!(farm.debt(hostile.address()), uint(HALF));
    near(farm.scene.tokens_of(hostile.address()), HALF * 9 / 10, 1);
    // Who stayed bears as much when the loss is booked.
    believe_everything(&farm, hostile.address());
    farm.harvest(ALICE, hostile.address());
    near(worth(vault, shares), HALF * 9 / 10, 1);
}

#[test]
fn who_redeems_500_gets_450_and_nobody_elses_price_moves() {
    leave_with_450(|farm| {
        let done = farm.scene.vault.redeem(MALLORY, HALF * SHARE_UNITS);
        near(done.returned, HALF * 9 / 10, 1);
    });
}

#[test]
fn who_withdraws_450_pays_500_and_nobody_elses_price_moves() {
    leave_with_450(|farm| {
        let vault = &farm.scene.vault.contract;
        let burnt = vault.send(MALLORY, &withdraw_at(1_000)).returned;
        assert_eq!(burnt, uint(HALF * SHARE_UNITS));
    });
}

#[test]
fn a_vault_that_pays_at_its_books_leaves_the_loss_to_the_others() {
    let scene = Scene::new();
    let naive = Naive::books(&scene, 0);
    naive.vault.deposit(ALICE, HALF, ALICE);
    naive.vault.deposit(MALLORY, HALF, MALLORY);
    let hostile = naive.hostile(&scene, POOL);
    hostile.lose(LOSS);
    naive.vault.withdraw(MALLORY, HALF);
    assert_eq!(scene.tokens_of(MALLORY), uint(FUNDS));
    naive.harvest(hostile.address());
    // The whole 100.
    let left = worth(&naive.vault, naive.vault.shares_of(ALICE));
    near(left, HALF - LOSS, 1);
}

#[test]
fn a_loss_beyond_what_the_leaver_named_is_refused() {
    let (farm, _) = farm(POOL);
    let vault = &farm.scene.vault.contract;
    let refusal = |bps: u128| Abi::LossExceeded {
        loss: uint(HALF / 10),
        max: uint(HALF * bps / 10_000 + 10),
    };
    // Rounding, unless said otherwise.
    let plain = withdraw(HALF * 9 / 10, MALLORY, MALLORY);
    vault.refuses(MALLORY, &plain, &refusal(0));
    vault.refuses(MALLORY, &withdraw_at(100), &refusal(100));
    vault.refuses(MALLORY, &redeem_at(100), &refusal(100));
    vault.refuses(MALLORY, &redeem_at(999), &refusal(999));
    let done = vault.send(MALLORY, &redeem_at(1_000));
    near(done.returned, HALF * 9 / 10, 1);
}

/// Asked at whatever the price is, another vault pays less and says nothing.
#[test]
fn a_vault_without_a_limit_pays_what_is_left() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    naive.vault.deposit(ALICE, HALF, ALICE);
    naive.vault.deposit(MALLORY, HALF, MALLORY);
    naive.hostile(&scene, POOL).lose(LOSS);
    let paid = naive.vault.redeem_all(MALLORY).returned;
    near(paid, HALF * 9 / 10, 1);
}

/// What is idle is paid at the books' price: no strategy is asked, and whoever is first leaves
/// without the loss. Anybody may have it reported before, and then it is everybody's.
#[test]
fn a_report_in_time_reaches_those_who_are_paid_from_idle() {
    let (farm, hostile) = farm(HALF);
    believe_everything(&farm, hostile.address());
    let vault = &farm.scene.vault;
    let shares = vault.shares_of(ALICE);
    let snapshot = farm.scene.chain.node().snapshot();
    assert_eq!(vault.redeem_all(MALLORY).returned, uint(HALF));
    farm.harvest(ALICE, hostile.address());
    near(worth(vault, shares), HALF - LOSS, 1);

    assert!(farm.scene.chain.node().revert(snapshot));
    let report = farm.harvest(ALICE, hostile.address());
    assert_eq!(report.loss, uint(LOSS));
    assert_eq!(farm.status(hostile.address()), Status::Active);
    near(vault.redeem_all(MALLORY).returned, HALF - LOSS / 2, 1);
    near(worth(vault, shares), HALF - LOSS / 2, 1);
}
