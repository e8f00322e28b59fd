//! A strategy to which nothing was lent is sent something that counts at par.
//!
//! The vault has 10M. The attacker deposits 50M, buys 2M of a venue's shares for 0.2M, because the
//! venue counts them at par and is not good for it, sends them to a strategy that was added and
//! never lent anything, and leaves; all of it in one transaction.

use alloy_primitives::U256;
use alloy_sol_types::{SolValue, sol};
use ballast_abi::erc20::IERC20::{approveCall, transferCall};
use ballast_abi::registry::IRegistry::harvestCall;
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_tests::{
    ALICE, CAROL, Contract, FUNDS, SHARE_UNITS, Scene, TOKEN, Vault, deposit, near, redeem, uint,
};

use crate::naive::Naive;
use crate::{RAIDER, Step, at_once, create, farm_of, step};

sol! {
    function mint(address to, uint256 shares) external;
}

const POOL: u128 = 10_000_000 * TOKEN;
const RAID: u128 = 50_000_000 * TOKEN;
const GIFT: u128 = 2_000_000 * TOKEN;
const PRICE: u128 = 200_000 * TOKEN;

fn venue(scene: &Scene) -> Contract {
    create(scene, "VenueAtPar", &scene.token.address.abi_encode())
}

/// In and out of `vault`, with a gift to `strategy` and `more` in between.
fn raid(scene: &Scene, vault: &Vault, venue: &Contract, strategy: &Contract, more: Option<Step>) {
    scene.fund(RAIDER, RAID + PRICE);
    let approval = approveCall {
        spender: vault.address(),
        value: U256::MAX,
    };
    let (to, value) = (CAROL, uint(PRICE));
    let payment = transferCall { to, value };
    let (to, shares) = (RAIDER, uint(GIFT));
    let sale = mintCall { to, shares };
    let (to, value) = (strategy.address, uint(GIFT));
    let gift = transferCall { to, value };
    let mut steps = vec![
        step(&scene.token, &approval),
        step(&vault.contract, &deposit(RAID, RAIDER)),
        step(&scene.token, &payment),
        step(venue, &sale),
        step(venue, &gift),
    ];
    steps.extend(more);
    let leave = redeem(RAID * SHARE_UNITS, RAIDER, RAIDER);
    steps.push(step(&vault.contract, &leave));
    at_once(scene, steps);
    assert_eq!(scene.tokens_of(CAROL), uint(FUNDS + PRICE));
    assert_eq!(strategy.ask(&realAssetsCall {}), uint(GIFT));
}

#[test]
fn what_was_never_lent_counts_for_nothing() {
    let farm = farm_of(POOL);
    let venue = venue(&farm.scene);
    let strategy = farm.strategy_over(venue.address);
    // Nor does it count when it reports, which the attacker has it do.
    let harvest = harvestCall {
        strategy: strategy.address,
    };
    let report = step(&farm.registry, &harvest);
    let vault = &farm.scene.vault;
    raid(&farm.scene, vault, &venue, &strategy, Some(report));
    assert_eq!(farm.scene.tokens_of(RAIDER), uint(RAID), "0.2M are lost");
    assert_eq!(farm.assets(), uint(POOL));
    assert_eq!(farm.debt(strategy.address), U256::ZERO);
    assert_eq!(vault.redeem_all(ALICE).returned, uint(POOL));
}

#[test]
fn a_vault_that_asks_for_balances_pays_for_the_gift() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    let venue = venue(&scene);
    let strategy = naive.strategy_over(&scene, venue.address, 0);
    scene.fund(ALICE, POOL);
    naive.vault.deposit(ALICE, POOL, ALICE);
    raid(&scene, &naive.vault, &venue, &strategy, None);
    // Five sixths of the gift's 2M, for 0.2M.
    let profit = GIFT * 5 / 6 - PRICE;
    assert_eq!(profit / TOKEN, 1_466_666);
    near(scene.tokens_of(RAIDER), RAID + PRICE + profit, 1);
    // What is left for Alice in tokens.
    near(
        scene.tokens_of(naive.vault.address()),
        POOL - GIFT * 5 / 6,
        1,
    );
}
