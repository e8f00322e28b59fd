//! The price behind a strategy is moved within one transaction: around an entry and an exit, and
//! around a report.
//!
//! The vault has 1M, of which 900,000 are lent. Where the price is moved for nothing, as in a pool
//! without depth, the strategy gains and loses tokens that are minted and burnt; where it is moved
//! by a gift, the venue is solmate's vault, whose price is its balance.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::{approveCall, transferCall};
use ballast_abi::registry::IRegistry::{Status, harvestCall};
use ballast_abi::vault::Vault::lendCall;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, CAROL, Contract, Farm, Hostile, MALLORY, PLAIN, SHARE_UNITS, Scene, Setting, TOKEN,
    Terms, deposit, near, redeem, uint,
};

use crate::naive::Naive;
use crate::{DAY, RAIDER, Step, at_once, farm_of, step, worth};

alloy_sol_types::sol! {
    function lose(uint256 amount) external;
    function gain(uint256 amount) external;
}

const POOL: u128 = 1_000_000 * TOKEN;
const LENT: u128 = 900_000 * TOKEN;
/// 5 % of what is lent.
const MOVE: u128 = LENT / 20;
const RAID: u128 = 99_000_000 * TOKEN;

const WEEK: Terms = Terms {
    unlock_seconds: 7 * DAY as u32,
    ..PLAIN
};

fn farm(terms: Terms) -> (Farm, Hostile) {
    let farm = farm_of(POOL);
    let hostile = farm.hostile();
    farm.move_debt(hostile.address(), LENT);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    farm.queue(&[hostile.address()]);
    (farm, hostile)
}

fn up(hostile: &Hostile, amount: u128) -> Step {
    let amount = uint(amount);
    step(&hostile.contract, &gainCall { amount })
}

fn down(hostile: &Hostile, amount: u128) -> Step {
    let amount = uint(amount);
    step(&hostile.contract, &loseCall { amount })
}

fn report(farm: &Farm, strategy: &Contract) -> Step {
    let strategy = strategy.address;
    step(&farm.registry, &harvestCall { strategy })
}

fn enter(vault: &Contract, assets: u128) -> Step {
    step(vault, &deposit(assets, RAIDER))
}

fn leave(vault: &Contract, shares: u128) -> Step {
    step(vault, &redeem(shares, RAIDER, RAIDER))
}

/// Gives the raider tokens, which `spender` may take.
fn equip(scene: &Scene, tokens: u128, spender: &Contract) {
    scene.fund(RAIDER, tokens);
    let call = approveCall {
        spender: spender.address,
        value: U256::MAX,
    };
    at_once(scene, vec![step(&scene.token, &call)]);
}

#[test]
fn entries_and_exits_know_nothing_of_a_price_that_moves() {
    let (farm, hostile) = farm(PLAIN);
    let vault = &farm.scene.vault;
    equip(&farm.scene, POOL, &vault.contract);
    let (enter, leave) = (
        || enter(&vault.contract, POOL),
        || leave(&vault.contract, POOL * SHARE_UNITS),
    );
    let (up, down) = (|| up(&hostile, MOVE), || down(&hostile, MOVE));
    at_once(&farm.scene, vec![enter(), up(), leave(), down()]);
    assert_eq!(farm.scene.tokens_of(RAIDER), uint(POOL));
    at_once(&farm.scene, vec![down(), enter(), up(), leave()]);
    assert_eq!(farm.scene.tokens_of(RAIDER), uint(POOL));
    assert_eq!(farm.assets(), uint(POOL));
    // Nor if the strategy has to pay: at a higher price it pays what it owes, at a lower one less.
    at_once(&farm.scene, vec![enter()]);
    farm.move_debt(hostile.address(), 2 * POOL);
    at_once(&farm.scene, vec![up(), leave(), down()]);
    assert_eq!(farm.scene.tokens_of(RAIDER), uint(POOL));
    assert_eq!(vault.redeem_all(ALICE).returned, uint(POOL));
}

#[test]
fn a_vault_that_asks_for_the_price_pays_whoever_moves_it() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    let vault = &naive.vault;
    vault.deposit(ALICE, POOL, ALICE);
    let hostile = naive.hostile(&scene, LENT);
    equip(&scene, POOL, &vault.contract);
    let snapshot = scene.chain.node().snapshot();
    let steps = vec![
        enter(&vault.contract, POOL),
        up(&hostile, MOVE),
        leave(&vault.contract, POOL * SHARE_UNITS),
        down(&hostile, MOVE),
    ];
    at_once(&scene, steps);
    // Half of 45,000.
    near(scene.tokens_of(RAIDER), POOL + MOVE / 2, 1);
    near(vault.redeem_all(ALICE).returned, POOL - MOVE / 2, 1);

    assert!(scene.chain.node().revert(snapshot));
    // In at 0.955 a share, out at 1.
    let shares = uint(POOL) * uint(POOL * SHARE_UNITS + SHARE_UNITS) / uint(POOL - MOVE + 1);
    let steps = vec![
        down(&hostile, MOVE),
        enter(&vault.contract, POOL),
        up(&hostile, MOVE),
        leave(&vault.contract, shares.to()),
    ];
    at_once(&scene, steps);
    let gain = scene.tokens_of(RAIDER) - uint(POOL);
    assert_eq!(gain / uint(TOKEN), uint(23_017));
}

/// In, a gift that raises the venue's price by 5 %, a report, and out.
fn gift(terms: Terms) -> (Farm, Contract) {
    let farm = farm_of(POOL);
    let venue = farm.venue(PeerVault::Solmate);
    let strategy = farm.strategy_over(venue.address);
    farm.move_debt(strategy.address, LENT);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    let vault = &farm.scene.vault.contract;
    equip(&farm.scene, RAID + MOVE, vault);
    let (to, value) = (venue.address, uint(MOVE));
    let steps = vec![
        enter(vault, RAID),
        step(&farm.scene.token, &transferCall { to, value }),
        report(&farm, &strategy),
        leave(vault, RAID * SHARE_UNITS),
    ];
    at_once(&farm.scene, steps);
    (farm, strategy)
}

#[test]
fn a_gift_to_the_venue_is_gone() {
    let (farm, strategy) = gift(WEEK);
    near(farm.scene.tokens_of(RAIDER), RAID, 1);
    near(farm.debt(strategy.address), LENT + MOVE, 1);
    farm.scene.pass(7 * DAY);
    near(
        worth(&farm.scene.vault, farm.scene.vault.shares_of(ALICE)),
        POOL + MOVE,
        2,
    );
    // Without a period 99 hundredths come back at most.
    let (farm, _) = gift(PLAIN);
    near(farm.scene.tokens_of(RAIDER), RAID + MOVE / 100 * 99, 2);
}

/// The same for who owns 99 hundredths of the venue too, and so gets most of the gift back there.
#[test]
fn nor_is_a_gift_to_the_own_venue_won_back() {
    let farm = farm_of(POOL);
    let venue = farm.venue(PeerVault::Solmate);
    let strategy = farm.strategy_over(venue.address);
    farm.move_debt(strategy.address, LENT);
    let vault = &farm.scene.vault.contract;
    let (own, gift) = (99 * LENT, 100 * MOVE);
    let all = RAID + own + gift;
    equip(&farm.scene, all, vault);
    equip(&farm.scene, 0, &venue);
    let (to, value) = (venue.address, uint(gift));
    let steps = vec![
        enter(vault, RAID),
        enter(&venue, own),
        step(&farm.scene.token, &transferCall { to, value }),
        report(&farm, &strategy),
        leave(vault, RAID * SHARE_UNITS),
        leave(&venue, own),
    ];
    at_once(&farm.scene, steps);
    // Even at once, without a period, a hundredth of 45,000 is lost.
    near(farm.scene.tokens_of(RAIDER), all - MOVE / 100, 2);
}

/// A price that is raised by 0.9 % for a report, and falls back after the attacker has left: the
/// next report burns what was locked.
#[test]
fn a_report_at_a_raised_price_brings_nothing_within_the_transaction() {
    let (farm, hostile) = farm(WEEK);
    let vault = &farm.scene.vault;
    let raised = LENT * 9 / 1_000;
    equip(&farm.scene, RAID, &vault.contract);
    let steps = vec![
        enter(&vault.contract, RAID),
        up(&hostile, raised),
        report(&farm, &hostile.contract),
        leave(&vault.contract, RAID * SHARE_UNITS),
        down(&hostile, raised),
    ];
    at_once(&farm.scene, steps);
    near(farm.scene.tokens_of(RAIDER), RAID, 1);
    assert!(farm.scene.tokens_of(RAIDER) <= uint(RAID));
    assert_eq!(farm.debt(hostile.address()), uint(LENT + raised));
    assert_eq!(farm.harvest(CAROL, hostile.address()).loss, uint(raised));
    near(vault.redeem_all(ALICE).returned, POOL, 1);
}

/// The other way round: a price that is lowered by 1 % for a report, and raised again for another.
#[test]
fn a_report_at_a_lowered_price_brings_nothing_within_the_transaction() {
    let (farm, hostile) = farm(WEEK);
    let vault = &farm.scene.vault;
    let lowered = LENT / 100;
    equip(&farm.scene, RAID, &vault.contract);
    let before = farm.scene.tokens_of(RAIDER);
    let shares = uint(RAID) * uint(POOL * SHARE_UNITS + SHARE_UNITS) / uint(POOL - lowered + 1);
    let steps = vec![
        down(&hostile, lowered),
        report(&farm, &hostile.contract),
        enter(&vault.contract, RAID),
        up(&hostile, lowered),
        report(&farm, &hostile.contract),
        leave(&vault.contract, shares.to()),
    ];
    at_once(&farm.scene, steps);
    assert!(farm.scene.tokens_of(RAIDER) <= before);
    near(farm.scene.tokens_of(RAIDER), RAID, 1);
    assert_eq!(
        farm.assets(),
        uint(POOL) + before - farm.scene.tokens_of(RAIDER)
    );
}

/// Without a period a report can be stolen from, by as much as one may gain: a twentieth of the
/// debt, however far the price moves.
#[test]
fn without_a_period_a_report_gives_no_more_than_its_bound() {
    let (farm, hostile) = farm(PLAIN);
    let vault = &farm.scene.vault;
    equip(&farm.scene, RAID, &vault.contract);
    let steps = vec![
        enter(&vault.contract, RAID),
        up(&hostile, 10 * LENT),
        report(&farm, &hostile.contract),
        leave(&vault.contract, RAID * SHARE_UNITS),
        down(&hostile, 10 * LENT),
    ];
    at_once(&farm.scene, steps);
    near(farm.scene.tokens_of(RAIDER), RAID + LENT / 20 / 100 * 99, 1);
    // It is more than a report may lose, so nobody enters any more.
    farm.harvest(MALLORY, hostile.address());
    assert_eq!(farm.status(hostile.address()), Status::Quarantined);
}

#[test]
fn a_vault_that_believes_every_report_gives_all_that_is_idle() {
    let scene = Scene::new();
    let naive = Naive::books(&scene, 0);
    let vault = &naive.vault;
    vault.deposit(ALICE, POOL, ALICE);
    let hostile = naive.hostile(&scene, LENT);
    equip(&scene, RAID, &vault.contract);
    let (strategy, idle) = (hostile.address(), POOL - LENT);
    let steps = vec![
        enter(&vault.contract, RAID),
        up(&hostile, idle),
        step(&vault.contract, &crate::naive::harvestCall { strategy }),
        leave(&vault.contract, RAID * SHARE_UNITS),
        down(&hostile, idle),
    ];
    at_once(&scene, steps);
    near(scene.tokens_of(RAIDER), RAID + idle / 100 * 99, 1);
    near(scene.tokens_of(vault.address()), idle / 100, 1);
}

/// What all reports together may give in an hour, at the fastest growth that can be set.
#[test]
fn all_reports_of_an_hour_give_no_more_than_the_growth_limit() {
    let registry = CAROL;
    let scene = Scene::new();
    scene.vault.lend_by(registry);
    scene.vault.deposit(ALICE, POOL, ALICE);
    let (strategy, assets) = (registry, uint(POOL));
    let lend = lendCall { strategy, assets };
    scene.vault.contract.send(registry, &lend);
    scene.vault.report(registry, 0, 0);
    let spent = scene.vault.report(registry, POOL, 0).returned;
    assert!(
        spent < uint(TOKEN),
        "{spent}, of the time since the vault was new"
    );
    scene.pass(3_600);
    let mut gained = U256::ZERO;
    for _ in 0..3 {
        gained += scene.vault.report(registry, POOL, 0).returned;
    }
    // 228.31 in an hour, and 0.063 in each of the two seconds after it.
    let (low, high) = (uint(22_831 * TOKEN / 100), uint(22_846 * TOKEN / 100));
    assert!(low < gained && gained < high, "{gained}");
}

/// A deposit of 99 times the vault just before a report allows no more growth: what is idle cannot
/// have earned anything.
#[test]
fn a_deposit_before_a_report_raises_no_limit() {
    let booked = |raid: bool| {
        let (registry, scene) = (CAROL, Scene::new());
        let vault = &scene.vault;
        vault.lend_by(registry);
        vault.deposit(ALICE, POOL, ALICE);
        let (strategy, assets) = (registry, uint(LENT));
        vault
            .contract
            .send(registry, &lendCall { strategy, assets });
        vault.report(registry, 0, 0);
        if raid {
            scene.fund(MALLORY, RAID);
            vault.deposit(MALLORY, RAID, MALLORY);
        } else {
            // As many blocks, so as many seconds.
            scene.fund(MALLORY, RAID);
            scene.fund(MALLORY, 0);
        }
        vault.report(registry, POOL, 0).returned
    };
    assert_eq!(booked(true), booked(false));
    assert!(!booked(false).is_zero());
}
