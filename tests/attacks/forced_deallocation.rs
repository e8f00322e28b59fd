//! What strangers gain by giving shares up, and by having strategies pay: nothing; and what it costs
//! the others: no more than they paid, or than a budget allows.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_abi::vault::Vault::surrenderCall;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, FUNDS, Farm, MALLORY, PLAIN, Rebalancing, SHARE_UNITS, STAKE, Scene, Setting,
    TOKEN, Terms, deposit, force, near, redeem, uint,
};

use crate::{DAY, RAIDER, at_once, create, peer_vault, step, worth};

const LENT: u128 = STAKE / 2;
/// Ninety-nine of a hundred parts.
const RAID: u128 = 99 * STAKE;
/// A hundredth of what was lent.
const PENALTY: u128 = LENT / 100;

/// Alice's 10,000, and a strategy that may be forced to pay for a hundredth.
fn farm(venue: Option<&'static str>) -> (Farm, Rebalancing, Address) {
    let farm = Farm::new();
    let venue = match venue {
        Some(name) => create(&farm.scene, name, &farm.scene.token.address.abi_encode()),
        None => farm.venue(PeerVault::Solady),
    };
    let strategy = farm.strategy_over(venue.address).address;
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.offer(strategy, 100);
    for actor in [ALICE, BOB, MALLORY] {
        rebalancing.trust(&farm, actor);
    }
    (farm, rebalancing, strategy)
}

fn lend(rebalancing: &Rebalancing, strategy: Address, assets: u128) {
    let target = uint(assets);
    rebalancing.govern(&Abi::moveDebtCall { strategy, target });
}

fn alice(farm: &Farm) -> U256 {
    let vault = &farm.scene.vault;
    worth(vault, vault.shares_of(ALICE))
}

/// With a flash loan: in, everything back from the strategy, and out.
#[test]
fn within_one_transaction_the_penalty_is_lost() {
    let (farm, rebalancing, strategy) = farm(None);
    lend(&rebalancing, strategy, LENT);
    farm.scene.fund(RAIDER, RAID);
    let vault = &farm.scene.vault.contract;
    let approve = |spender| approveCall {
        spender,
        value: U256::MAX,
    };
    let left = (RAID - PENALTY) * SHARE_UNITS;
    let steps = vec![
        step(&farm.scene.token, &approve(vault.address)),
        step(vault, &approve(rebalancing.contract.address)),
        step(vault, &deposit(RAID, RAIDER)),
        step(&rebalancing.contract, &force(strategy, LENT)),
        step(vault, &redeem(left, RAIDER, RAIDER)),
    ];
    at_once(&farm.scene, steps);
    // Nothing of it comes back, though nearly all shares were theirs.
    near(farm.scene.tokens_of(RAIDER), RAID - PENALTY, 1);
    farm.scene.pass(DAY);
    near(
        farm.scene.vault.redeem_all(ALICE).returned,
        STAKE + PENALTY,
        1_000,
    );
}

/// Somebody else is about to pay a penalty: in just before, and out just after.
#[test]
fn who_comes_in_just_before_gets_a_second_of_a_day() {
    let (farm, rebalancing, strategy) = farm(None);
    lend(&rebalancing, strategy, LENT);
    farm.scene.fund(MALLORY, RAID);
    let vault = &farm.scene.vault;
    vault.deposit(MALLORY, RAID, MALLORY);
    rebalancing.contract.send(ALICE, &force(strategy, LENT));
    let paid = vault.redeem_all(MALLORY).returned;
    let gain = paid - uint(RAID);
    // 99 hundredths of 50 / 86,400: six ten-thousandths of a token.
    assert!(gain <= uint(PENALTY / 86_400), "{gain}");
    // Where what is given up is everybody's at once, all but a hundredth is hers.
    let scene = Scene::new();
    let naive = peer_vault(&scene, PeerVault::OpenZeppelin);
    naive.deposit(ALICE, STAKE, ALICE);
    scene.fund(MALLORY, RAID);
    naive.deposit(MALLORY, RAID, MALLORY);
    scene.fund(naive.address(), PENALTY);
    let paid = naive.redeem_all(MALLORY).returned;
    near(paid, RAID + PENALTY * 99 / 100, 1);
}

/// Out of a venue that takes a hundredth, and back by whoever rebalances, again and again. Returns
/// what Alice is worth less in the end, and what the stranger has lost.
fn grief(penalty_bps: u128) -> (i128, i128, U256) {
    let (farm, rebalancing, strategy) = farm(Some("VenueFee"));
    rebalancing.offer(strategy, penalty_bps);
    rebalancing.aim(&[(strategy, 10)]);
    let vault = &farm.scene.vault;
    vault.deposit(MALLORY, 100 * TOKEN, MALLORY);
    let pass = |call: &[u8], to: Address| {
        let node = farm.scene.chain.node();
        let request = alloy_rpc_types_eth::TransactionRequest::default()
            .from(MALLORY)
            .to(to)
            .input(alloy_primitives::Bytes::copy_from_slice(call).into())
            .gas_limit(20_000_000);
        node.transact(request).unwrap().success()
    };
    let (registry, rebalancer) = (farm.registry.address, rebalancing.contract.address);
    let before: u128 = alice(&farm).to();
    let start = farm.scene.chain.node().latest().header.timestamp;
    let mut forced = 0;
    for _ in 0..60 {
        pass(&Abi::rebalanceCall {}.abi_encode(), rebalancer);
        pass(&IRegistry::harvestCall { strategy }.abi_encode(), registry);
        let debt: u128 = farm.debt(strategy).to();
        forced += u32::from(pass(&force(strategy, debt).abi_encode(), rebalancer));
        farm.scene.pass(DAY / 4);
    }
    assert!(1 < forced);
    let time = farm.scene.chain.node().latest().header.timestamp - start;
    farm.scene.pass(DAY);
    let stranger: u128 = vault.redeem_all(MALLORY).returned.to();
    let after: u128 = alice(&farm).to();
    // 20 basis points of 10,100, and as much again for each week.
    let limit = uint(STAKE + 100 * TOKEN) * uint(20) / uint(10_000);
    let period = U256::from(7 * DAY);
    let budget = limit * (period + U256::from(time)) / period;
    let less = |before: u128, after: u128| before.cast_signed() - after.cast_signed();
    (less(before, after), less(100 * TOKEN, stranger), budget)
}

#[test]
fn a_penalty_of_what_going_back_costs_leaves_the_others_whole() {
    let (alice_lost, stranger_lost, _) = grief(102);
    assert!(alice_lost <= 0, "{alice_lost}");
    assert!(20 * TOKEN.cast_signed() < stranger_lost, "{stranger_lost}");
}

#[test]
fn below_that_the_budget_of_rebalances_is_all_there_is_to_lose() {
    let (alice_lost, stranger_lost, budget) = grief(10);
    assert!(TOKEN.cast_signed() < alice_lost, "{alice_lost}");
    assert!(
        uint(alice_lost.unsigned_abs()) <= budget,
        "{alice_lost} of {budget}"
    );
    assert!(0 < stranger_lost);
}

/// A gain that nobody has reported yet may be booked as far as if nothing had been forced.
#[test]
fn what_may_grow_is_not_taken_by_emptying_a_strategy() {
    let booked = [false, true].map(|is_forced| {
        let farm = Farm::new();
        let hostile = farm.hostile();
        let strategy = hostile.address();
        let rebalancing = Rebalancing::new(&farm);
        rebalancing.offer(strategy, 1);
        farm.scene.vault.deposit(MALLORY, 1_000 * TOKEN, MALLORY);
        rebalancing.trust(&farm, MALLORY);
        let terms = Terms {
            growth_bps_per_year: 400,
            ..PLAIN
        };
        farm.scene.vault.configure(Setting::Terms, terms.word());
        lend(&rebalancing, strategy, 8_000 * TOKEN);
        farm.scene.pass(30 * DAY);
        hostile.gain(150 * TOKEN);
        if is_forced {
            let call = force(strategy, 4_000 * TOKEN);
            rebalancing.contract.send(MALLORY, &call);
        } else {
            farm.scene.pass(1);
        }
        farm.harvest(BOB, strategy).gain
    });
    let [without, with] = booked;
    // Four hundredths of 8,000 a year, in 30 days: 26.3 of 150. Of 4,000 it would be half of that.
    near(without, TOKEN * 263 / 10, TOKEN / 10);
    // Some seconds' growth apart.
    assert!(
        without.abs_diff(with) < uint(TOKEN / 1_000),
        "{with} {without}"
    );
}

/// The first depositor gives up all but as many shares as there are virtual ones, so that what
/// others deposit a day later rounds down by as much as can be.
#[test]
fn a_price_driven_up_by_surrenders_costs_a_thousand_times_what_it_takes() {
    let scene = Scene::new();
    let vault = &scene.vault;
    let donation = 10_000 * TOKEN;
    vault.deposit(MALLORY, donation, MALLORY);
    let shares = uint(donation * SHARE_UNITS - 1_000);
    let owner = MALLORY;
    vault
        .contract
        .send(MALLORY, &surrenderCall { shares, owner });
    scene.pass(DAY);
    let victim = 5_000 * TOKEN;
    vault.deposit(ALICE, victim, ALICE);
    let taken = uint(victim) - worth(vault, vault.shares_of(ALICE));
    // One share of 5 tokens at most.
    assert!(taken <= uint(5 * TOKEN), "{taken}");
    vault.redeem_all(MALLORY);
    let lost = uint(FUNDS) - scene.tokens_of(MALLORY);
    assert!(uint(donation / 2 - 10 * TOKEN) < lost, "{lost}");
}
