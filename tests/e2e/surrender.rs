//! `surrender`: shares given up in favour of all others.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626::convertToAssetsCall;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{
    ALICE, BOB, CAROL, MALLORY, SHARE_UNITS, STRANGER, Scene, Setting, TOKEN, Terms, near, uint,
};

use crate::transfer_log;

const DAY: u64 = 86_400;
/// A hundred tokens in shares.
const HUNDRED: u128 = 100 * TOKEN * SHARE_UNITS;

/// Alice and Bob have a thousand tokens each in the vault.
fn couple() -> Scene {
    let scene = Scene::new();
    for owner in [ALICE, BOB] {
        scene.vault.deposit(owner, 1_000 * TOKEN, owner);
    }
    scene
}

fn surrender(shares: u128, owner: Address) -> Abi::surrenderCall {
    Abi::surrenderCall {
        shares: uint(shares),
        owner,
    }
}

/// What a token's worth of shares was at first is worth now.
fn price(scene: &Scene) -> U256 {
    let shares = uint(SHARE_UNITS * TOKEN);
    scene.vault.contract.ask(&convertToAssetsCall { shares })
}

fn locked(scene: &Scene) -> U256 {
    scene.vault.contract.ask(&Abi::lockedSharesCall {})
}

#[test]
fn becomes_everybodys_over_a_day() {
    let scene = couple();
    let vault = &scene.vault;
    let (assets, supply) = vault.totals();
    let done = vault.contract.send(BOB, &surrender(HUNDRED, BOB));
    let at = scene.chain.node().latest().header.timestamp;
    // A view answers for the next block, a second later.
    let (assets_after, supply_after) = vault.totals();
    assert_eq!(assets_after, assets);
    near(supply_after, supply.to(), HUNDRED / 80_000);
    near(price(&scene), TOKEN, TOKEN / 1_000_000);
    assert_eq!(vault.shares_of(BOB), uint(9 * HUNDRED));
    let surrendered = Abi::Surrendered {
        sender: BOB,
        owner: BOB,
        shares: uint(HUNDRED),
        unlockedAt: U256::from(at + DAY),
    };
    let this = vault.address();
    let logs: Vec<_> = done.logs().into_iter().map(|(_, log)| log).collect();
    for expected in [
        transfer_log(BOB, Address::ZERO, HUNDRED),
        transfer_log(Address::ZERO, this, HUNDRED),
        surrendered.encode_log_data(),
    ] {
        assert!(logs.contains(&expected), "{expected:?}");
    }
    near(locked(&scene), HUNDRED, HUNDRED / 80_000);
    assert_eq!(vault.shares_of(this), locked(&scene));
    scene.pass(DAY / 2);
    scene.fund(STRANGER, 1);
    near(locked(&scene), HUNDRED / 2, HUNDRED / 80_000);
    scene.pass(DAY / 2);
    scene.fund(STRANGER, 1);
    assert_eq!(locked(&scene), U256::ZERO);
    // 2,000 for 1,900.
    near(price(&scene), TOKEN * 20 / 19, 1_000);
    let paid = vault.redeem_all(ALICE).returned;
    near(paid, 1_000 * TOKEN * 20 / 19, 1_000);
}

#[test]
fn lasts_as_long_as_profit_does() {
    let scene = couple();
    let terms = Terms {
        unlock_seconds: 10 * DAY as u32,
        ..Terms::default()
    };
    scene.vault.configure(Setting::Terms, terms.word());
    scene.vault.contract.send(BOB, &surrender(HUNDRED, BOB));
    // A shorter period is for what comes later.
    let terms = Terms {
        unlock_seconds: 0,
        ..terms
    };
    scene.vault.configure(Setting::Terms, terms.word());
    for _ in 0..20 {
        scene.vault.contract.send(BOB, &surrender(1, BOB));
    }
    scene.pass(5 * DAY);
    scene.fund(STRANGER, 1);
    near(locked(&scene), HUNDRED / 2, HUNDRED / 8_000);
}

#[test]
fn takes_what_the_owner_has_and_allows() {
    let scene = couple();
    let vault = &scene.vault.contract;
    let refusal = IERC20::ERC20InsufficientAllowance {
        spender: MALLORY,
        allowance: U256::ZERO,
        needed: uint(7),
    };
    vault.refuses(MALLORY, &surrender(7, BOB), &refusal);
    let (spender, value) = (MALLORY, uint(10));
    vault.send(BOB, &IERC20::approveCall { spender, value });
    vault.send(MALLORY, &surrender(7, BOB));
    assert_eq!(scene.vault.allowance(BOB, MALLORY), uint(3));
    let balance = scene.vault.shares_of(BOB);
    assert_eq!(balance, uint(10 * HUNDRED - 7));
    for needed in [balance + uint(1), U256::MAX] {
        let call = Abi::surrenderCall {
            shares: needed,
            owner: BOB,
        };
        let sender = BOB;
        let refusal = IERC20::ERC20InsufficientBalance {
            sender,
            balance,
            needed,
        };
        vault.refuses(BOB, &call, &refusal);
    }
    vault.refuses(BOB, &surrender(0, BOB), &Abi::ZeroShares {});
    vault.send(BOB, &surrender(10 * HUNDRED - 7, BOB));
    scene.pass(DAY);
    near(scene.vault.redeem_all(ALICE).returned, 2_000 * TOKEN, 3_000);
}

/// Fees that are due are taken first, and may be given up at once.
#[test]
fn what_the_settlement_mints_can_be_given_up() {
    let scene = couple();
    let terms = Terms {
        recipient: CAROL,
        management_bps: 500,
        growth_bps_per_year: 20_000,
        ..Terms::default()
    };
    scene
        .vault
        .configure(Setting::Registry, MALLORY.into_word());
    scene.vault.configure(Setting::Terms, terms.word());
    let (strategy, assets) = (STRANGER, uint(1_000 * TOKEN));
    let lend = Abi::lendCall { strategy, assets };
    scene.vault.contract.send(MALLORY, &lend);
    scene.pass(73 * DAY);
    assert_eq!(scene.vault.shares_of(CAROL), U256::ZERO);
    scene.vault.contract.send(CAROL, &surrender(TOKEN, CAROL));
    // A hundredth of what is lent, at the price after it: 10 for 2,000 over 1,990 in shares.
    let kept = scene.vault.shares_of(CAROL) + uint(TOKEN);
    near(kept, TOKEN * SHARE_UNITS / 199 * 2_000, TOKEN);
}

/// Ever so many surrenders leave what a report may book as it was.
#[test]
fn nobody_takes_growth_by_it() {
    let gains = [0, 20].map(|times| {
        let scene = couple();
        let terms = Terms {
            growth_bps_per_year: 1_000,
            ..Terms::default()
        };
        scene
            .vault
            .configure(Setting::Registry, MALLORY.into_word());
        scene.vault.configure(Setting::Terms, terms.word());
        let (strategy, assets) = (STRANGER, uint(1_000 * TOKEN));
        let lend = Abi::lendCall { strategy, assets };
        scene.vault.contract.send(MALLORY, &lend);
        let start = scene.chain.node().latest().header.timestamp;
        for _ in 0..times {
            scene.pass(DAY);
            scene.vault.contract.send(BOB, &surrender(1, BOB));
        }
        let now = scene.chain.node().latest().header.timestamp;
        scene.pass(start + 30 * DAY - now);
        scene.vault.report(MALLORY, 1_000 * TOKEN, 0).returned
    });
    let [without, with] = gains;
    // A tenth a year: 8.2 in 30 days.
    assert!(uint(8 * TOKEN) < without, "{without}");
    assert!(without - uint(20) <= with && with <= without, "{with}");
}
