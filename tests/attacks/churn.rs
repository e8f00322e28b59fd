//! Whoever moves debt moves it into a venue that charges for leaving, and out, and in again.
//!
//! The venue takes a hundredth of what leaves, and may well be a friend's.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_tests::{Contract, Farm, MALLORY, Rebalancing, STAKE, TOKEN, uint};

use crate::{DAY, create};

const LENT: u128 = STAKE / 2;
const ROUNDS: u32 = 30;

/// A farm whose only venue charges.
fn farm() -> (Farm, Address) {
    let farm = Farm::new();
    let asset = farm.scene.token.address.abi_encode();
    let venue = create(&farm.scene, "VenueFee", &asset);
    let strategy = farm.strategy_over(venue.address).address;
    (farm, strategy)
}

fn passes(to: &Contract, call: &impl SolCall) -> bool {
    to.chain().send(MALLORY, to.address, call).is_ok()
}

/// Moves debt in, has the loss reported, and moves it out, again and again. Returns how often
/// something was moved, and what the vault has lost.
fn churn<C: SolCall>(
    farm: &Farm,
    strategy: Address,
    allocator: &Contract,
    wait: u64,
    move_to: impl Fn(u128) -> C,
) -> (u32, U256) {
    let mut moves = 0;
    for _ in 0..ROUNDS {
        // As much as passes, by halves down to a token.
        let lent = core::iter::successors(Some(LENT), |lent| Some(lent / 2));
        let mut lent = lent.take_while(|lent| TOKEN <= *lent);
        moves += u32::from(lent.any(|lent| passes(allocator, &move_to(lent))));
        passes(&farm.registry, &IRegistry::harvestCall { strategy });
        passes(allocator, &move_to(0));
        farm.scene.pass(wait);
    }
    passes(&farm.registry, &IRegistry::harvestCall { strategy });
    (moves, uint(STAKE) - farm.assets())
}

#[test]
fn without_a_budget_each_round_costs_a_hundredth() {
    let (farm, strategy) = farm();
    let allocator = MALLORY;
    farm.govern(&IRegistry::setAllocatorCall { allocator });
    let (moves, lost) = churn(&farm, strategy, &farm.registry, 1, |target| {
        let target = uint(target);
        IRegistry::moveDebtCall { strategy, target }
    });
    assert_eq!(moves, ROUNDS);
    // Thirty times a hundredth of the half that was lent: 15 of 100.
    assert!(uint(STAKE * 14 / 100) < lost, "{lost}");
}

#[test]
fn with_a_budget_all_rounds_together_cost_no_more() {
    let (farm, strategy) = farm();
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.govern(&Abi::setOperatorCall { operator: MALLORY });
    let contract = &rebalancing.contract;
    let start = farm.scene.chain.node().latest().header.timestamp;
    let (moves, lost) = churn(&farm, strategy, contract, DAY / 4, |target| {
        let target = uint(target);
        Abi::moveDebtCall { strategy, target }
    });
    assert!(0 < moves);
    let time = farm.scene.chain.node().latest().header.timestamp - start;
    // 20 basis points, and as much again for each week.
    let limit = U256::from(STAKE) * U256::from(20) / U256::from(10_000);
    let period = U256::from(7 * DAY);
    let bound = limit * (period + U256::from(time)) / period;
    assert!(
        limit / U256::from(2) < lost && lost <= bound,
        "{lost} of {bound}"
    );
}
