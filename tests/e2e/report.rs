//! `lend`, `takeBack`, `report`: what the registry does. Here an account plays it.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626::{convertToAssetsCall, maxDepositCall};
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{
    ALICE, BOB, CAROL, FUNDS, MALLORY, SHARE_UNITS, STRANGER, Scene, Setting, TOKEN, Terms,
    deposit, redeem, reward, uint, withdraw,
};

use crate::transfer_log;

/// Who plays the registry.
const REGISTRY: Address = CAROL;
const DAY: u64 = 86_400;

const TERMS: Terms = Terms {
    recipient: BOB,
    performance_bps: 1_000,
    management_bps: 0,
    unlock_seconds: 10 * DAY as u32,
    growth_bps_per_year: 20_000,
};

/// Alice's 1,000 tokens, of which 900 are lent to nobody in particular.
fn lent(terms: Terms) -> Scene {
    let scene = Scene::new();
    scene.vault.deposit(ALICE, 1_000 * TOKEN, ALICE);
    scene.vault.lend_by(REGISTRY);
    scene.vault.configure(Setting::Terms, terms.word());
    lend(&scene, 900 * TOKEN);
    scene.pass(100 * DAY);
    scene
}

fn lend(scene: &Scene, assets: u128) {
    let call = lend_call(assets);
    scene.vault.contract.send(REGISTRY, &call);
}

fn lend_call(assets: u128) -> Abi::lendCall {
    Abi::lendCall {
        strategy: STRANGER,
        assets: uint(assets),
    }
}

/// What a million share units are worth.
fn price(scene: &Scene) -> U256 {
    let shares = uint(SHARE_UNITS * TOKEN);
    scene.vault.contract.ask(&convertToAssetsCall { shares })
}

/// Views answer for the next block, a second later: a millionth is a second of ten days.
fn near(value: U256, expected: u128) {
    assert!(
        value.abs_diff(uint(expected)) <= uint(expected / 1_000_000),
        "{value}, {expected} expected"
    );
}

#[test]
fn lending_moves_tokens_and_no_price() {
    let scene = lent(TERMS);
    assert_eq!(scene.tokens_of(STRANGER), uint(900 * TOKEN));
    assert_eq!(price(&scene), uint(TOKEN));
    let (idle, debt) = (uint(100 * TOKEN), uint(900 * TOKEN));
    assert_eq!(scene.vault.contract.ask(&Abi::totalIdleCall {}), idle);
    assert_eq!(scene.vault.contract.ask(&Abi::totalDebtCall {}), debt);
    assert_eq!(scene.vault.totals().0, uint(1_000 * TOKEN));
}

#[test]
fn lending_leaves_the_least_idle() {
    let scene = lent(TERMS);
    scene
        .vault
        .configure(Setting::IdleMin, uint(40 * TOKEN).into());
    let idle = uint(100 * TOKEN);
    let assets = uint(60 * TOKEN + 1);
    let error = Abi::IdleTooLow { idle, assets };
    scene
        .vault
        .contract
        .refuses(REGISTRY, &lend_call(60 * TOKEN + 1), &error);
    lend(&scene, 60 * TOKEN);
}

#[test]
fn a_gain_is_unlocked_little_by_little() {
    let scene = lent(Terms {
        performance_bps: 0,
        ..TERMS
    });
    let done = scene.vault.report(REGISTRY, 100 * TOKEN, 0);
    assert_eq!(done.returned, uint(100 * TOKEN));
    let start = scene.chain.node().latest().header.timestamp;
    near(price(&scene), TOKEN);
    let locked = scene.vault.contract.ask(&Abi::lockedSharesCall {});
    assert_eq!(scene.vault.shares_of(scene.vault.address()), locked);
    // A second of ten days has passed since: the log has what was locked.
    let shares = uint(100 * TOKEN * SHARE_UNITS);
    let mint = transfer_log(Address::ZERO, scene.vault.address(), shares.to());
    assert_eq!(done.logs()[0], (scene.vault.address(), mint));
    near(locked, 100 * TOKEN * SHARE_UNITS * 999_998 / 1_000_000);
    // Half of the 100 shares vanish in five days: 1,100 over 1,050.
    scene.pass(5 * DAY - (scene.chain.node().latest().header.timestamp - start));
    scene.chain.node().mine(1, None).unwrap();
    near(price(&scene), 1_047_619_047_619_047_619);
    scene.pass(5 * DAY);
    scene.chain.node().mine(1, None).unwrap();
    near(price(&scene), TOKEN * 11 / 10);
    assert_eq!(
        scene.vault.contract.ask(&Abi::lockedSharesCall {}),
        U256::ZERO
    );
}

#[test]
fn fees_and_rewards_are_shares_of_the_gain() {
    let scene = lent(TERMS);
    scene
        .vault
        .configure(Setting::Reward, reward(0, TOKEN, 100));
    let call = Abi::reportCall {
        gain: uint(50 * TOKEN),
        loss: U256::ZERO,
        quarantined: U256::ZERO,
        reporter: MALLORY,
    };
    scene.vault.contract.send(REGISTRY, &call);
    near(price(&scene), TOKEN);
    // A tenth of the gain, and a hundredth.
    near(scene.vault.shares_of(BOB), 5 * TOKEN * SHARE_UNITS);
    near(scene.vault.shares_of(MALLORY), TOKEN * SHARE_UNITS / 2);
    let (_, supply) = scene.vault.totals();
    let held = [ALICE, BOB, MALLORY, scene.vault.address()];
    let sum = held
        .iter()
        .fold(U256::ZERO, |sum, who| sum + scene.vault.shares_of(*who));
    assert_eq!(sum, supply);
}

#[test]
fn a_loss_is_borne_at_once_after_what_is_locked() {
    let scene = lent(Terms {
        performance_bps: 0,
        ..TERMS
    });
    scene.vault.report(REGISTRY, 100 * TOKEN, 0);
    scene.vault.report(REGISTRY, 0, 50 * TOKEN);
    near(price(&scene), TOKEN);
    scene.vault.report(REGISTRY, 0, 100 * TOKEN);
    assert!(price(&scene) < uint(TOKEN * 951 / 1_000));
    let (gain, loss) = (U256::ZERO, uint(900 * TOKEN));
    let call = Abi::reportCall {
        gain,
        loss,
        quarantined: U256::ZERO,
        reporter: MALLORY,
    };
    let error = Abi::InvalidReport { gain, loss };
    scene.vault.contract.refuses(REGISTRY, &call, &error);
}

#[test]
fn a_gain_beyond_the_limit_is_booked_later() {
    let slow = Terms {
        growth_bps_per_year: 1_000,
        ..TERMS
    };
    let scene = lent(slow);
    // A tenth a year of 900: 24.65… in the hundred days since the terms were set.
    let booked = scene.vault.report(REGISTRY, 500 * TOKEN, 0).returned;
    assert!(
        uint(24 * TOKEN) < booked && booked < uint(25 * TOKEN),
        "{booked}"
    );
    let more = scene.vault.report(REGISTRY, 500 * TOKEN, 0).returned;
    assert!(more < uint(TOKEN / 1_000), "{more}");
}

#[test]
fn managing_is_paid_in_shares_when_somebody_settles() {
    let scene = lent(Terms {
        performance_bps: 0,
        management_bps: 200,
        ..TERMS
    });
    scene.chain.node().mine(1, None).unwrap();
    // 2 % of 900 a year over a hundred days, in the price before anybody is paid.
    let before = price(&scene);
    assert!(before < uint(TOKEN * 9_951 / 10_000) && uint(TOKEN * 9_950 / 10_000) < before);
    assert_eq!(scene.vault.shares_of(BOB), U256::ZERO);
    scene.vault.report(REGISTRY, 0, 0);
    let shares = scene.vault.shares_of(BOB);
    let worth = scene.vault.contract.ask(&convertToAssetsCall { shares });
    // Some blocks, a second each, came before and after the hundred days.
    let due = uint(900 * TOKEN * 2 * 100 / 36_500);
    assert!(
        worth.abs_diff(due) < uint(TOKEN / 100_000),
        "{worth} for {due}"
    );
    assert!(price(&scene).abs_diff(before) < uint(TOKEN / 10_000_000));
}

#[test]
fn a_deposit_writes_neither_fees_nor_profit() {
    let scene = lent(Terms {
        management_bps: 200,
        ..TERMS
    });
    scene.vault.report(REGISTRY, 10 * TOKEN, 0);
    scene.pass(DAY);
    let fees = scene.vault.shares_of(BOB);
    let done = scene.vault.deposit(MALLORY, TOKEN, MALLORY);
    assert_eq!(scene.vault.shares_of(BOB), fees);
    assert_eq!(done.logs().len(), 3);
}

#[test]
fn what_comes_back_is_idle_again() {
    let scene = lent(TERMS);
    let back = |debt: u128, paid: u128| Abi::takeBackCall {
        debt: uint(debt),
        paid: uint(paid),
    };
    scene.fund(scene.vault.address(), 90 * TOKEN);
    let done = scene
        .vault
        .contract
        .send(REGISTRY, &back(100 * TOKEN, 90 * TOKEN));
    let event = Abi::TakenBack {
        debt: uint(100 * TOKEN),
        paid: uint(90 * TOKEN),
    };
    assert_eq!(
        done.logs(),
        [(scene.vault.address(), event.encode_log_data())]
    );
    let idle = scene.vault.contract.ask(&Abi::totalIdleCall {});
    assert_eq!(idle, uint(190 * TOKEN));
    assert_eq!(scene.vault.totals().0, uint(990 * TOKEN));
    scene.vault.contract.refuses_silently(REGISTRY, &back(1, 2));
    scene
        .vault
        .contract
        .refuses_silently(REGISTRY, &back(801 * TOKEN, 0));
}

#[test]
fn only_the_registry_lends_takes_back_and_reports() {
    let scene = lent(TERMS);
    for caller in [ALICE, MALLORY] {
        let error = Abi::Unauthorized { caller };
        let vault = &scene.vault.contract;
        vault.refuses(caller, &lend_call(1), &error);
        let back = Abi::takeBackCall {
            debt: U256::ZERO,
            paid: U256::ZERO,
        };
        vault.refuses(caller, &back, &error);
        let report = Abi::reportCall {
            gain: uint(1),
            loss: U256::ZERO,
            quarantined: U256::ZERO,
            reporter: caller,
        };
        vault.refuses(caller, &report, &error);
    }
}

#[test]
fn a_quarantine_stops_entries_and_no_exits() {
    let scene = lent(TERMS);
    let call = Abi::reportCall {
        gain: U256::ZERO,
        loss: U256::ZERO,
        quarantined: uint(1),
        reporter: Address::ZERO,
    };
    scene.vault.contract.send(REGISTRY, &call);
    assert_eq!(scene.vault.contract.ask(&Abi::quarantinedCall {}), uint(1));
    let receiver = MALLORY;
    assert_eq!(
        scene.vault.contract.ask(&maxDepositCall { receiver }),
        U256::ZERO
    );
    scene
        .vault
        .contract
        .revert_data(MALLORY, &deposit(1, MALLORY));
    scene.vault.withdraw(ALICE, 100 * TOKEN);
    scene.vault.report(REGISTRY, 0, 0);
    scene.vault.deposit(MALLORY, 1, MALLORY);
}

/// Without a registry that answers, what is lent cannot be had; what is idle can.
#[test]
fn exits_beyond_what_is_idle_need_the_registry() {
    let scene = lent(TERMS);
    let vault = &scene.vault.contract;
    vault.revert_data(ALICE, &withdraw(100 * TOKEN + 1, ALICE, ALICE));
    scene.vault.withdraw(ALICE, 100 * TOKEN);
    vault.revert_data(ALICE, &redeem(SHARE_UNITS, ALICE, ALICE));
    assert_eq!(scene.tokens_of(ALICE), uint(FUNDS - 900 * TOKEN));
    let account = ALICE;
    assert!(vault.ask(&IERC20::balanceOfCall { account }) > U256::ZERO);
}
