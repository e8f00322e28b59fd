//! `reallocate`, and how far anybody may go

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry::{self, Status};
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, Contract, DEPLOYER, Farm, MALLORY, Mode, Rebalancing, Setting, TOKEN, reallocate,
    uint,
};

const ALL: u128 = u128::MAX;

/// Three strategies over venues without a fee, of which the first two owe 4,000 and 2,000.
fn trio() -> (Farm, Rebalancing, [Address; 3]) {
    let farm = Farm::new();
    let strategies = [(); 3].map(|()| {
        let venue = farm.venue(PeerVault::Solady);
        farm.strategy_over(venue.address).address
    });
    farm.move_debt(strategies[0], 4_000 * TOKEN);
    farm.move_debt(strategies[1], 2_000 * TOKEN);
    let rebalancing = Rebalancing::new(&farm);
    (farm, rebalancing, strategies)
}

fn debts<const N: usize>(farm: &Farm, strategies: [Address; N]) -> [U256; N] {
    strategies.map(|strategy| farm.debt(strategy))
}

fn tokens<const N: usize>(amounts: [u128; N]) -> [U256; N] {
    amounts.map(|amount| uint(amount * TOKEN))
}

fn flow(contract: &Contract, strategy: Address) -> [U256; 2] {
    let flow = contract.ask(&Abi::flowCall { strategy });
    [flow.maxIn, flow.maxOut]
}

/// A farm whose strategy, over a venue without a fee, owes 4,000, and a stranger's that owes 1,000.
/// Everything may flow.
fn with_hostile() -> (Farm, Rebalancing, Address, ballast_tests::Hostile) {
    let farm = Farm::new();
    let sound = farm.strategy_over(farm.venue(PeerVault::Solady).address);
    let hostile = farm.hostile();
    farm.move_debt(sound.address, 4_000 * TOKEN);
    farm.move_debt(hostile.address(), 1_000 * TOKEN);
    let rebalancing = Rebalancing::new(&farm);
    for strategy in [sound.address, hostile.address()] {
        rebalancing.let_flow(strategy, ALL, ALL);
    }
    (farm, rebalancing, sound.address, hostile)
}

#[test]
fn what_flows_out_may_flow_back() {
    let (farm, rebalancing, [one, two, three]) = trio();
    let contract = &rebalancing.contract;
    rebalancing.let_flow(one, 0, 1_500 * TOKEN);
    rebalancing.let_flow(two, 0, 500 * TOKEN);
    rebalancing.let_flow(three, 2_000 * TOKEN, 0);
    let there = reallocate(&[(one, 1_000 * TOKEN), (two, 500 * TOKEN)], three);
    let done = contract.send(MALLORY, &there);
    assert_eq!(done.returned.assets, uint(1_500 * TOKEN));
    assert_eq!(done.returned.loss, U256::ZERO);
    let gas = done.receipt.gas_used();
    assert!(gas < 1_100_000, "{gas}");
    let all = [one, two, three];
    assert_eq!(debts(&farm, all), tokens([3_000, 1_500, 1_500]));
    let flows = all.map(|strategy| flow(contract, strategy));
    let expected = [[1_000, 500], [500, 0], [500, 1_500]].map(tokens);
    assert_eq!(flows, expected);
    let logged = Abi::FlowChanged {
        strategy: three,
        fromMaxIn: uint(2_000 * TOKEN),
        fromMaxOut: U256::ZERO,
        toMaxIn: uint(500 * TOKEN),
        toMaxOut: uint(1_500 * TOKEN),
    };
    assert!(
        done.logs()
            .contains(&(contract.address, logged.encode_log_data()))
    );
    // Idle assets took no part in it.
    let idle = farm.scene.vault.contract.ask(&Vault::totalIdleCall {});
    assert_eq!(idle, uint(4_000 * TOKEN));
    let exceeded = |strategy, assets, max| Abi::FlowExceeded {
        strategy,
        assets: uint(assets),
        max: uint(max),
    };
    let more = 500 * TOKEN + 1;
    let out = reallocate(&[(one, more)], three);
    contract.refuses(BOB, &out, &exceeded(one, more, 500 * TOKEN));
    let into = reallocate(&[(one, 500 * TOKEN), (two, 0)], two);
    contract.refuses(BOB, &into, &Abi::InvalidTarget { strategy: two });
    let back = reallocate(&[(three, 1_000 * TOKEN)], one);
    contract.send(BOB, &back);
    let third = reallocate(&[(three, 500 * TOKEN)], one);
    contract.refuses(BOB, &third, &exceeded(one, 500 * TOKEN, 0));
    contract.send(BOB, &reallocate(&[(three, 500 * TOKEN)], two));
    // Where everything was, everything is, flows included.
    assert_eq!(debts(&farm, all), tokens([4_000, 2_000, 0]));
    let flows = all.map(|strategy| flow(contract, strategy));
    let before = [[0, 1_500], [0, 500], [2_000, 0]].map(tokens);
    assert_eq!(flows, before);
}

#[test]
fn nothing_flows_until_the_authority_lets_it() {
    let (farm, rebalancing, [one, two, _]) = trio();
    let contract = &rebalancing.contract;
    let call = reallocate(&[(one, 1)], two);
    let max = U256::ZERO;
    let (strategy, assets) = (one, uint(1));
    let refusal = Abi::FlowExceeded {
        strategy,
        assets,
        max,
    };
    contract.refuses(MALLORY, &call, &refusal);
    rebalancing.govern(&Abi::setSentinelCall { sentinel: BOB });
    let set = |max_in, max_out| Abi::setFlowCall {
        strategy: one,
        maxIn: uint(max_in),
        maxOut: uint(max_out),
    };
    let unauthorized = |caller| Abi::Unauthorized { caller };
    contract.refuses(MALLORY, &set(0, 0), &unauthorized(MALLORY));
    rebalancing.govern(&set(7, 9));
    contract.refuses(BOB, &set(8, 0), &unauthorized(BOB));
    contract.refuses(BOB, &set(0, 10), &unauthorized(BOB));
    contract.send(BOB, &set(6, 9));
    assert_eq!(flow(contract, one), [6, 9].map(uint));
    let value = uint(ALL) + uint(1);
    let above = Abi::setFlowCall {
        strategy: one,
        maxIn: value,
        maxOut: U256::ZERO,
    };
    let max = uint(ALL);
    contract.refuses(DEPLOYER, &above, &Abi::OutOfBounds { value, max });
    rebalancing.let_flow(two, ALL, ALL);
    contract.refuses(
        MALLORY,
        &reallocate(&[(one, 0)], two),
        &Abi::NothingToMove {},
    );
    rebalancing.govern(&Abi::stopCall { stopped: true });
    contract.refuses(MALLORY, &call, &Abi::IsStopped {});
    rebalancing.govern(&Abi::stopCall { stopped: false });
    contract.send(MALLORY, &call);
    assert_eq!(farm.debt(two), uint(2_000 * TOKEN + 1));
}

#[test]
fn what_the_registry_forbids_stays_forbidden() {
    let (farm, rebalancing, all @ [one, two, three]) = trio();
    let contract = &rebalancing.contract;
    for strategy in all {
        rebalancing.let_flow(strategy, ALL, ALL);
    }
    let call = reallocate(&[(one, 500 * TOKEN), (two, 500 * TOKEN)], three);
    let (exposure, cap) = (uint(1_000 * TOKEN), uint(999 * TOKEN));
    farm.govern(&IRegistry::setCapCall {
        strategy: three,
        cap,
    });
    let id = three.into_word();
    let exceeded = |id, cap| IRegistry::CapExceeded { id, exposure, cap };
    contract.refuses(BOB, &call, &exceeded(id, cap));
    farm.govern(&IRegistry::setCapCall {
        strategy: three,
        cap: uint(ALL),
    });
    let id = farm.registry.ask(&IRegistry::idsOfCall { strategy: three })[0];
    farm.govern(&IRegistry::setIdCapCall {
        id,
        absolute: uint(ALL),
        relativeBps: uint(999),
    });
    contract.refuses(BOB, &call, &exceeded(id, cap));
    farm.govern(&IRegistry::setIdCapCall {
        id,
        absolute: uint(ALL),
        relativeBps: uint(1_000),
    });
    farm.govern(&IRegistry::stopRiskCall { stopped: true });
    contract.refuses(BOB, &call, &IRegistry::RiskIsStopped {});
    farm.govern(&IRegistry::stopRiskCall { stopped: false });
    farm.govern(&IRegistry::retireCall { strategy: three });
    let (strategy, status) = (three, Status::Retired);
    let retired = IRegistry::WrongStatus { strategy, status };
    contract.refuses(BOB, &call, &retired);
    farm.govern(&IRegistry::reinstateCall { strategy: three });
    // What must stay idle is short: what comes back stays.
    let least = 5_000 * TOKEN;
    farm.scene
        .vault
        .configure(Setting::IdleMin, uint(least).into());
    let (idle, assets) = (uint(5_000 * TOKEN), exposure);
    contract.refuses(BOB, &call, &Vault::IdleTooLow { idle, assets });
    farm.scene
        .vault
        .configure(Setting::IdleMin, U256::ZERO.into());
    contract.send(BOB, &call);
    assert_eq!(debts(&farm, all), tokens([3_500, 1_500, 1_000]));
}

#[test]
fn nobody_moves_what_does_not_stand_as_it_should() {
    let (farm, rebalancing, sound, hostile) = with_hostile();
    let contract = &rebalancing.contract;
    let strategy = hostile.address();
    let there = reallocate(&[(sound, 10 * TOKEN)], strategy);
    let back = reallocate(&[(strategy, 10 * TOKEN)], sound);
    hostile.set(Mode::Illiquid);
    let [debt, target] = tokens([1_000, 990]);
    let incomplete = Abi::MoveIncomplete {
        strategy,
        debt,
        target,
    };
    contract.refuses(MALLORY, &back, &incomplete);
    hostile.set(Mode::Honest);
    hostile.lose(1);
    let loss = Abi::UnreportedLoss {
        strategy,
        worth: debt - uint(1),
        debt,
    };
    contract.refuses(MALLORY, &there, &loss);
    contract.refuses(MALLORY, &back, &loss);
    farm.harvest(BOB, strategy);
    hostile.set(Mode::Reverts);
    let target = strategy;
    contract.refuses(MALLORY, &there, &Abi::CallFailed { target });
    farm.registry.send(BOB, &IRegistry::probeCall { strategy });
    hostile.set(Mode::Honest);
    let status = Status::Quarantined;
    let quarantined = IRegistry::WrongStatus { strategy, status };
    contract.refuses(MALLORY, &there, &quarantined);
    contract.refuses(MALLORY, &back, &quarantined);
    farm.registry.send(BOB, &IRegistry::probeCall { strategy });
    let value = uint(1_000 * TOKEN);
    let max = value - uint(1);
    let more = reallocate(&[(strategy, 1_000 * TOKEN)], sound);
    contract.refuses(MALLORY, &more, &Abi::OutOfBounds { value, max });
    contract.send(MALLORY, &there);
    contract.send(MALLORY, &back);
    assert_eq!(debts(&farm, [sound, strategy]), [uint(4_000 * TOKEN), max]);
}

#[test]
fn a_strategy_cannot_come_back_in() {
    let (farm, rebalancing, sound, hostile) = with_hostile();
    let call = reallocate(&[(sound, TOKEN)], hostile.address());
    let target = rebalancing.contract.address;
    hostile.arm(target, alloy_sol_types::SolCall::abi_encode(&call));
    rebalancing.contract.send(ALICE, &call);
    assert_eq!(hostile.attempts(), (uint(1), false));
    let debts = debts(&farm, [sound, hostile.address()]);
    assert_eq!(debts, tokens([3_999, 1_001]));
}
