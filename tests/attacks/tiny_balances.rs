//! Balances of 1 to 100 units, where every rounding is a large part of everything.
//!
//! A price is compared as the fraction that it is, so that no rounding hides one that falls.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::erc4626::IERC4626::{ERC4626ExceededMaxWithdraw, maxRedeemCall, maxWithdrawCall};
use ballast_abi::vault::Vault::{ZeroAssets, lendCall};
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, CAROL, FUNDS, Farm, MALLORY, SHARE_UNITS, STAKE, Scene, Setting, Terms, Vault,
    peers, redeem, reward, uint, withdraw,
};

use crate::{DAY, open_vault, peer_vault};

const BALANCES: std::ops::RangeInclusive<u128> = 1..=100;
/// As often as it took with Balancer.
const ROUNDS: usize = 30;

/// Assets and shares with what is virtual of either.
fn price(vault: &Vault) -> (U256, U256) {
    let (assets, supply) = vault.totals();
    (assets + uint(1), supply + uint(SHARE_UNITS))
}

/// Checks that a price has not fallen. Returns it.
fn never_falls(vault: &Vault, before: (U256, U256)) -> (U256, U256) {
    let after = price(vault);
    let (assets, shares) = after;
    assert!(
        before.0 * shares <= assets * before.1,
        "{before:?} to {after:?}"
    );
    after
}

/// Redeems all that an owner may.
fn leave(vault: &Vault, owner: Address) {
    let shares = vault.contract.ask(&maxRedeemCall { owner });
    if !shares.is_zero() {
        vault.redeem(owner, shares.to());
    }
}

/// What an account had, and has won or lost since.
fn gained(scene: &Scene, account: Address) -> i128 {
    let tokens: u128 = scene.tokens_of(account).to();
    tokens as i128 - FUNDS as i128
}

#[test]
fn entries_and_exits_of_some_units_never_lower_the_price() {
    let scene = Scene::new();
    let (node, vault) = (scene.chain.node(), &scene.vault);
    for balance in BALANCES {
        for profit in [0, balance / 3, 7 * balance] {
            let snapshot = node.snapshot();
            vault.deposit(ALICE, balance, ALICE);
            vault.book_profit(profit);
            scene.fund(vault.address(), profit);
            let mut seen = price(vault);
            // At eight assets for a share of the first depositor a few units still buy some.
            vault.deposit(MALLORY, balance, MALLORY);
            seen = never_falls(vault, seen);
            vault.mint(MALLORY, balance, MALLORY);
            seen = never_falls(vault, seen);
            let owner = MALLORY;
            if vault.contract.ask(&maxWithdrawCall { owner }) != U256::ZERO {
                vault.withdraw(MALLORY, 1);
            }
            seen = never_falls(vault, seen);
            leave(vault, MALLORY);
            seen = never_falls(vault, seen);
            assert!(gained(&scene, MALLORY) <= 0, "{balance} {profit}");
            leave(vault, ALICE);
            never_falls(vault, seen);
            let all = gained(&scene, ALICE) + gained(&scene, MALLORY);
            assert!(all <= profit as i128, "{balance} {profit}");
            assert!(node.revert(snapshot));
        }
    }
}

#[test]
fn thirty_rounds_at_some_units_gain_nothing() {
    let scene = Scene::new();
    let (node, vault) = (scene.chain.node(), &scene.vault);
    for balance in [1, 2, 3, 7, 10, 33, 67, 99, 100] {
        let snapshot = node.snapshot();
        vault.deposit(ALICE, balance, ALICE);
        vault.book_profit(2 * balance);
        scene.fund(vault.address(), 2 * balance);
        let mut seen = price(vault);
        for _ in 0..ROUNDS {
            vault.deposit(MALLORY, 3, MALLORY);
            seen = never_falls(vault, seen);
            let owner = MALLORY;
            let assets: u128 = vault.contract.ask(&maxWithdrawCall { owner }).to();
            if assets != 0 {
                vault.withdraw(MALLORY, assets);
            }
            seen = never_falls(vault, seen);
        }
        leave(vault, MALLORY);
        never_falls(vault, seen);
        assert!(gained(&scene, MALLORY) <= 0, "{balance}");
        assert!(node.revert(snapshot));
    }
}

/// At three assets a share, two cost nothing if shares round down for the leaver.
#[test]
fn a_vault_that_rounds_down_pays_two_units_thirty_times() {
    let scene = Scene::new();
    let asset = scene.token.address.abi_encode();
    let vault = open_vault(&scene, peers().contract("FloorVault").unwrap(), &asset);
    vault.deposit(ALICE, 100, ALICE);
    scene.fund(vault.address(), 200);
    assert_eq!(vault.deposit(MALLORY, 3, MALLORY).returned, uint(1));
    for _ in 0..ROUNDS {
        assert_eq!(vault.withdraw(MALLORY, 2).returned, U256::ZERO);
    }
    assert_eq!(gained(&scene, MALLORY), 57);
    assert_eq!(vault.shares_of(MALLORY), uint(1));

    // OpenZeppelin's rounding takes the share.
    let vault = peer_vault(&scene, PeerVault::OpenZeppelin);
    vault.deposit(ALICE, 100, ALICE);
    scene.fund(vault.address(), 200);
    vault.deposit(MALLORY, 3, MALLORY);
    assert_eq!(vault.withdraw(MALLORY, 2).returned, uint(1));
    let (owner, assets, max) = (MALLORY, uint(2), U256::ZERO);
    let refusal = ERC4626ExceededMaxWithdraw { owner, assets, max };
    vault
        .contract
        .refuses(MALLORY, &withdraw(2, MALLORY, MALLORY), &refusal);
}

/// Fees and rewards at their highest, and a gain that is as large as growth allows.
#[test]
fn reports_of_some_units_never_lower_the_price_nor_pay_who_came_before() {
    let registry = CAROL;
    let scene = Scene::new();
    let (node, vault) = (scene.chain.node(), &scene.vault);
    vault.lend_by(registry);
    let terms = Terms {
        recipient: BOB,
        performance_bps: 5_000,
        management_bps: 0,
        unlock_seconds: 7 * DAY as u32,
        growth_bps_per_year: 20_000,
    };
    vault.configure(Setting::Terms, terms.word());
    vault.configure(Setting::Reward, reward(1, u64::MAX.into(), 1_000));
    let mut booked = U256::ZERO;
    for balance in BALANCES {
        let snapshot = node.snapshot();
        vault.deposit(ALICE, balance, ALICE);
        let (strategy, assets) = (registry, uint(balance));
        let lend = lendCall { strategy, assets };
        vault.contract.send(registry, &lend);
        scene.pass(180 * DAY);
        vault.deposit(MALLORY, balance, MALLORY);
        let mut seen = price(vault);
        let gain = vault.report(registry, balance, 0).returned;
        assert!(gain <= uint(balance));
        booked += gain;
        seen = never_falls(vault, seen);
        leave(vault, MALLORY);
        seen = never_falls(vault, seen);
        assert!(gained(&scene, MALLORY) <= 0, "{balance}");
        scene.pass(7 * DAY);
        node.mine(1, None).unwrap();
        seen = never_falls(vault, seen);
        // Only a loss lowers it, and by no more than was lost.
        let lost = (balance / 3).min(gain.to());
        vault.report(registry, 0, lost);
        let (assets, shares) = price(vault);
        let before = (seen.0 - uint(lost), seen.1);
        assert!(before.0 * shares <= assets * before.1);
        assert!(node.revert(snapshot));
    }
    assert!(uint(1_000) < booked, "{booked}");
}

/// Of what a strategy has lost, a leaver bears the part rounded up: those who stay keep theirs.
#[test]
fn exits_from_a_short_strategy_leave_the_others_their_part() {
    let farm = Farm::new();
    let (node, vault) = (farm.scene.chain.node(), &farm.scene.vault);
    let hostile = farm.hostile();
    let strategy = hostile.address();
    farm.queue(&[strategy]);
    vault.withdraw(ALICE, STAKE - 1);
    assert_eq!(vault.totals().0, uint(1));
    for balance in BALANCES {
        let snapshot = node.snapshot();
        vault.deposit(MALLORY, balance, MALLORY);
        let debt = farm.move_debt(strategy, balance + 1);
        let lost = balance.div_ceil(3);
        hostile.lose(lost);
        let worth = farm.scene.tokens_of(strategy);
        assert_eq!(worth, uint(balance + 1 - lost));
        let (seen, shares) = (price(vault), vault.shares_of(MALLORY).to());
        if balance == 1 {
            // Half of a unit is none: the shares stay.
            let call = redeem(shares, MALLORY, MALLORY);
            vault.contract.refuses(MALLORY, &call, &ZeroAssets {});
        } else {
            let paid = vault.redeem(MALLORY, shares).returned;
            assert_eq!(paid, uint(balance) * worth / debt, "{balance}");
        }
        never_falls(vault, seen);
        let (worth_left, debt_left) = (farm.scene.tokens_of(strategy), farm.debt(strategy));
        assert!(worth * debt_left <= worth_left * debt, "{balance}");
        assert!(node.revert(snapshot));
    }
}
