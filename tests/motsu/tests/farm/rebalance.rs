//! Debts that a rebalancer moves: by targets, by anybody, by whoever pays for it.

use ballast_abi::rebalancer::Rebalancer as Moves;
use ballast_rebalancer::Rebalancer;

use super::*;

const DAY: u64 = 86_400;

/// A farm whose rebalancer is the allocator; the first strategy owes six tenths.
fn moved() -> (Farm, Deployed<Rebalancer>) {
    let farm = Farm::new();
    let rebalancer = Deployed::<Rebalancer>::bare(Address::repeat_byte(0x4a));
    let constructor = Moves::constructorCall {
        registry: farm.registry.address(),
        authority: AUTHORITY,
    };
    rebalancer.construct(AUTHORITY, &constructor).unwrap();
    let allocator = rebalancer.address();
    farm.govern(&Abi::setAllocatorCall { allocator });
    farm.move_debt(&farm.first, 6_000 * UNIT).unwrap();
    (farm, rebalancer)
}

fn govern<C: SolCall>(rebalancer: &Deployed<Rebalancer>, call: &C) {
    rebalancer.call(AUTHORITY, call).map(drop).unwrap();
}

#[test]
fn anybody_moves_what_may_flow() {
    let (farm, rebalancer) = moved();
    let call = Moves::reallocateCall {
        sources: vec![farm.first.address()],
        amounts: vec![number(1_000 * UNIT)],
        destination: farm.second.address(),
    };
    let refusal = |max| Moves::FlowExceeded {
        strategy: farm.first.address(),
        assets: number(1_000 * UNIT),
        max: number(max),
    };
    refused(rebalancer.call(MALLORY, &call), &refusal(0));
    for strategy in [&farm.first, &farm.second] {
        let flow = number(1_500 * UNIT);
        let strategy = strategy.address();
        let call = Moves::setFlowCall {
            strategy,
            maxIn: flow,
            maxOut: flow,
        };
        govern(&rebalancer, &call);
    }
    let done = rebalancer.call(MALLORY, &call).unwrap();
    assert_eq!((done.assets, done.loss), (number(1_000 * UNIT), U256::ZERO));
    assert_eq!(farm.debt(&farm.first), number(5_000 * UNIT));
    assert_eq!(farm.debt(&farm.second), number(1_000 * UNIT));
    refused(rebalancer.call(MALLORY, &call), &refusal(500 * UNIT));
    assert_eq!(farm.debt(&farm.first), number(5_000 * UNIT));
    let events = rebalancer.events::<Moves::Reallocated>();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].caller, MALLORY);
}

#[test]
fn a_penalty_is_given_up_and_locked() {
    let (mut farm, rebalancer) = moved();
    let strategy = farm.first.address();
    let bps = number(100);
    govern(&rebalancer, &Moves::setPenaltyCall { strategy, bps });
    let call = Moves::forceDeallocateCall {
        strategy,
        assets: number(5_000 * UNIT),
        maxShares: U256::MAX,
    };
    let shares = number(50 * UNIT * SHARE_UNITS);
    let refusal = IERC20::ERC20InsufficientAllowance {
        spender: rebalancer.address(),
        allowance: U256::ZERO,
        needed: shares,
    };
    refused(rebalancer.call(ALICE, &call), &refusal);
    let (spender, value) = (rebalancer.address(), shares);
    let approve = IERC20::approveCall { spender, value };
    farm.vault.call(ALICE, &approve).unwrap();
    assert_eq!(rebalancer.call(ALICE, &call), Ok(shares));
    assert_eq!(farm.debt(&farm.first), number(1_000 * UNIT));
    let locked = VaultAbi::lockedSharesCall {};
    assert_eq!(farm.vault.call(BOB, &locked), Ok(shares));
    assert_eq!(farm.assets(), number(STAKE));
    farm.pass(DAY);
    assert_eq!(farm.vault.call(BOB, &locked), Ok(U256::ZERO));
}

#[test]
fn nobody_is_no_source_of_targets() {
    let (farm, rebalancer) = moved();
    let targets = Moves::setTargetsCall {
        strategies: vec![farm.second.address()],
        weights: vec![number(400_000_000_000_000_000)],
    };
    govern(&rebalancer, &targets);
    govern(&rebalancer, &Moves::setTargetSourceCall { source: BOB });
    let due = rebalancer.call(MALLORY, &Moves::shouldRebalanceCall {});
    assert!(!due.unwrap().due);
    let invalid = Moves::InvalidTargets { source: BOB };
    let call = Moves::rebalanceCall {};
    refused(rebalancer.call(MALLORY, &call), &invalid);
    let source = Address::ZERO;
    govern(&rebalancer, &Moves::setTargetSourceCall { source });
    rebalancer.call(MALLORY, &call).unwrap();
    assert_eq!(farm.debt(&farm.second), number(4_000 * UNIT));
}
