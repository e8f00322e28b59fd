//! A stranger moves debt into a venue that charges for leaving, and out, and in again, as far as
//! anybody may.
//!
//! The venue takes a hundredth of what leaves it; the other one charges nothing.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_bench::peers::PeerVault;
use ballast_tests::{Contract, Farm, MALLORY, Rebalancing, STAKE, TOKEN, reallocate, uint};

use crate::{DAY, create};

sol! {
    function setFlow(address strategy, uint128 maxIn, uint128 maxOut) external;

    function reallocate(
        address source,
        uint256 owed,
        address destination,
        uint256 owes,
        uint128 assets
    ) external;
}

/// What may flow each way.
const FLOW: u128 = STAKE / 2;
const ROUNDS: u32 = 30;

/// A farm that lends all to a venue that charges nothing; and a strategy over one that does.
fn farm() -> (Farm, [Address; 2]) {
    let farm = Farm::new();
    let free = farm.strategy_over(farm.venue(PeerVault::Solady).address);
    let asset = farm.scene.token.address.abi_encode();
    let venue = create(&farm.scene, "VenueFee", &asset);
    let dear = farm.strategy_over(venue.address);
    farm.move_debt(free.address, STAKE);
    (farm, [free.address, dear.address])
}

fn passes(to: &Contract, call: &impl SolCall) -> bool {
    to.chain().send(MALLORY, to.address, call).is_ok()
}

/// Moves as much as passes into the dear venue, by halves down to a token, has the loss reported,
/// and moves all of it back; again and again. Returns how often something went there, and what the
/// vault has lost.
fn shuffle<C: SolCall>(
    farm: &Farm,
    [free, dear]: [Address; 2],
    allocator: &Contract,
    wait: u64,
    call: impl Fn(Address, Address, u128) -> C,
) -> (u32, U256) {
    let mut moves = 0;
    let report = IRegistry::harvestCall { strategy: dear };
    for _ in 0..ROUNDS {
        let amounts = core::iter::successors(Some(FLOW), |amount| Some(amount / 2));
        let mut amounts = amounts.take_while(|amount| TOKEN <= *amount);
        moves += u32::from(amounts.any(|amount| passes(allocator, &call(free, dear, amount))));
        passes(&farm.registry, &report);
        let debt = farm.debt(dear).to();
        passes(allocator, &call(dear, free, debt));
        farm.scene.pass(wait);
    }
    passes(&farm.registry, &report);
    (moves, uint(STAKE) - farm.assets())
}

#[test]
fn flows_alone_let_each_round_cost_a_hundredth() {
    let (farm, all) = farm();
    let registry = farm.registry.address.abi_encode();
    let contract = create(&farm.scene, "FlowAllocator", &registry);
    let allocator = contract.address;
    farm.govern(&IRegistry::setAllocatorCall { allocator });
    for strategy in all {
        let (max_in, max_out) = (FLOW, FLOW);
        contract.send(
            MALLORY,
            &setFlowCall {
                strategy,
                maxIn: max_in,
                maxOut: max_out,
            },
        );
    }
    let (moves, lost) = shuffle(&farm, all, &contract, 1, |source, destination, assets| {
        reallocateCall {
            source,
            owed: farm.debt(source),
            destination,
            owes: farm.debt(destination),
            assets,
        }
    });
    // A flow bounds one direction, and not the traffic: what went there lets as much come back.
    // Once the half, which the fee keeps from passing again, then 29 times a quarter: 775 of
    // 10,000.
    assert_eq!(moves, ROUNDS);
    assert!(uint(STAKE * 7 / 100) < lost, "{lost}");
}

#[test]
fn the_budget_bounds_all_rounds_together_and_rebalances_keep_theirs() {
    let (farm, all @ [free, dear]) = farm();
    let rebalancing = Rebalancing::new(&farm);
    for strategy in all {
        rebalancing.let_flow(strategy, FLOW, FLOW);
    }
    let whole = rebalancing.budget_left();
    let contract = &rebalancing.contract;
    let start = farm.scene.chain.node().latest().header.timestamp;
    let (moves, lost) = shuffle(
        &farm,
        all,
        contract,
        DAY / 4,
        |source, destination, assets| reallocate(&[(source, assets)], destination),
    );
    assert!(0 < moves);
    let time = farm.scene.chain.node().latest().header.timestamp - start;
    // A basis point, and as much again for each week.
    let limit = U256::from(STAKE) / U256::from(10_000);
    let period = U256::from(7 * DAY);
    let bound = limit * (period + U256::from(time)) / period;
    assert!(
        limit / U256::from(2) < lost && lost <= bound,
        "{lost} of {bound}"
    );
    let left = contract.ask(&Abi::reallocationBudgetLeftCall {});
    assert!(left < whole / U256::from(20), "{left}");
    // What they used up is not what rebalances need: a tenth of the assets into the dear venue
    // loses ten basis points of the twenty.
    assert_eq!(rebalancing.budget_left(), whole);
    rebalancing.aim(&[(free, 80), (dear, 10)]);
    let done = rebalancing.rebalance(MALLORY);
    assert!(uint(9 * TOKEN) < done.returned, "{}", done.returned);
    assert!(rebalancing.budget_left() < whole);
}

/// Out of the dear venue moves cost nothing, and rebalances pay for the way back. The stranger's flow
/// is what keeps it from using up their budget.
#[test]
fn rebalances_pay_for_the_way_back_of_no_more_than_may_flow() {
    let (farm, [free, dear]) = farm();
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.aim(&[(free, 90), (dear, 10)]);
    let report = IRegistry::harvestCall { strategy: dear };
    let flow = 500 * TOKEN;
    rebalancing.let_flow(dear, 0, flow);
    rebalancing.let_flow(free, u128::MAX, 0);
    rebalancing.rebalance(MALLORY);
    passes(&farm.registry, &report);
    // The budget is whole again.
    farm.scene.pass(7 * DAY);
    let (before, mut moves) = (farm.assets(), 0);
    for _ in 0..ROUNDS {
        let call = reallocate(&[(dear, 250 * TOKEN)], free);
        moves += u32::from(passes(&rebalancing.contract, &call));
        passes(&rebalancing.contract, &Abi::rebalanceCall {});
        passes(&farm.registry, &report);
        farm.scene.pass(3_600);
    }
    assert_eq!(moves, 2);
    // A hundredth of what flowed, and what rebalances make up for of the fee itself.
    let lost = before - farm.assets();
    let most = uint(flow / 100 + flow / 500);
    assert!(uint(flow / 100) <= lost && lost <= most, "{lost}");
    // Half of the budget, of which some was refilled meanwhile, is left for rebalances.
    let whole = uint(20 * (TOKEN / 10_000));
    assert!(whole / uint(2) < rebalancing.budget_left());
}
