//! What is done with the rebalancer.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry::Status;

use super::{Act, Draw, Role};
use crate::contract::uint;
use crate::scene::TOKEN;
use crate::soak::act::Place;
use crate::soak::cast::{ALLOCATOR, GOVERNOR, HEIR, KEEPER, SENTINEL};
use crate::soak::roles::Change;

const AUTHORITY: &[Role] = &[Role::MoverAuthority];
const NARROWING: &[Role] = &[Role::MoverAuthority, Role::MoverSentinel];

fn act<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Rebalancer, from, draw.world.rebalancer(), call)
}

/// A call that only holders of these roles may make, by one of them or by somebody else.
fn official<C: SolCall + std::fmt::Debug>(draw: &mut Draw<'_>, roles: &[Role], call: &C) -> Act {
    let from = draw.caller(roles);
    act(draw, from, call).only(&draw.holders(roles))
}

/// Anybody may.
pub(super) fn rebalance(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    act(draw, from, &Abi::rebalanceCall {})
}

pub(super) fn move_debt(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy_in(Status::Active);
    let whole = draw.now.gross() >> 1;
    let target = draw.amount(whole);
    let call = Abi::moveDebtCall { strategy, target };
    official(draw, &[Role::Operator, Role::MoverAuthority], &call)
}

/// Parts of all assets for some strategies, seldom too much together.
pub(super) fn set_targets(draw: &mut Draw<'_>) -> Act {
    let strategies = draw.strategies(4);
    let most = 110 / (strategies.len() as u64 + 1);
    let weights = strategies.iter().map(|_| weight(draw, most)).collect();
    let call = Abi::setTargetsCall {
        strategies,
        weights,
    };
    official(draw, AUTHORITY, &call)
}

/// So many hundredths at most, in WAD.
fn weight(draw: &mut Draw<'_>, most: u64) -> U256 {
    U256::from(draw.random.below(most + 1)) * uint(TOKEN / 100)
}

/// Whoever narrows may set nothing but zero.
pub(super) fn set_weight(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy();
    let weight = if draw.random.chance(50) {
        U256::ZERO
    } else {
        weight(draw, 30)
    };
    let roles = if weight.is_zero() {
        NARROWING
    } else {
        AUTHORITY
    };
    official(draw, roles, &Abi::setWeightCall { strategy, weight })
}

pub(super) fn set_band(draw: &mut Draw<'_>) -> Act {
    let bps = U256::from(draw.random.below(1_002));
    let whole = draw.now.gross() >> 8;
    let change_min = draw.amount(whole);
    let call = Abi::setBandCall {
        bps,
        changeMin: change_min,
    };
    official(draw, AUTHORITY, &call)
}

pub(super) fn set_wait(draw: &mut Draw<'_>) -> Act {
    let seconds = draw.random.pick(&[0, 0, 60, 3_600, 2_592_001]);
    let call = Abi::setWaitCall {
        waitSeconds: U256::from(seconds),
    };
    official(draw, AUTHORITY, &call)
}

/// Whoever narrows may not allow more at once, nor sooner again.
pub(super) fn set_tolerance(draw: &mut Draw<'_>) -> Act {
    let call = Abi::setToleranceCall {
        bps: U256::from(draw.random.below(1_002)),
        period: U256::from(draw.random.pick(&[86_399, 86_400, 604_800, 31_536_000])),
    };
    let rebalancer = draw.world.rebalancer();
    let before = draw.world.ask(rebalancer, &Abi::toleranceCall {});
    let narrows = before.is_ok_and(|old| call.bps <= old.bps && old.period <= call.period);
    official(draw, if narrows { NARROWING } else { AUTHORITY }, &call)
}

/// The same of the budget for reallocations.
pub(super) fn set_reallocation_tolerance(draw: &mut Draw<'_>) -> Act {
    let call = Abi::setReallocationToleranceCall {
        bps: U256::from(draw.random.below(1_002)),
        period: U256::from(draw.random.pick(&[86_399, 86_400, 604_800, 31_536_000])),
    };
    let rebalancer = draw.world.rebalancer();
    let before = draw
        .world
        .ask(rebalancer, &Abi::reallocationToleranceCall {});
    let narrows = before.is_ok_and(|old| call.bps <= old.bps && old.period <= call.period);
    official(draw, if narrows { NARROWING } else { AUTHORITY }, &call)
}

/// Whoever narrows may not let more flow, either way.
pub(super) fn set_flow(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy();
    let whole = draw.now.gross() >> 1;
    let (max_in, max_out) = (draw.amount(whole), draw.amount(whole));
    let call = Abi::setFlowCall {
        strategy,
        maxIn: max_in,
        maxOut: max_out,
    };
    let rebalancer = draw.world.rebalancer();
    let before = draw.world.ask(rebalancer, &Abi::flowCall { strategy });
    let narrows = before.is_ok_and(|old| max_in <= old.maxIn && max_out <= old.maxOut);
    official(draw, if narrows { NARROWING } else { AUTHORITY }, &call)
}

/// Whoever narrows may set nothing but zero.
pub(super) fn set_penalty(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy();
    let bps = U256::from(draw.random.pick(&[0, 1, 50, 200, 201]));
    let roles = if bps.is_zero() { NARROWING } else { AUTHORITY };
    official(draw, roles, &Abi::setPenaltyCall { strategy, bps })
}

/// Mostly nobody: no contract here gives targets.
pub(super) fn set_target_source(draw: &mut Draw<'_>) -> Act {
    let source = if draw.random.chance(85) {
        Address::ZERO
    } else {
        draw.strategy()
    };
    official(draw, AUTHORITY, &Abi::setTargetSourceCall { source })
}

/// Anybody may.
pub(super) fn reallocate(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let whole = draw.now.gross() >> 2;
    let sources = draw.strategies(2);
    let amounts = sources.iter().map(|_| draw.amount(whole)).collect();
    let call = Abi::reallocateCall {
        sources,
        amounts,
        destination: draw.strategy_in(Status::Active),
    };
    act(draw, from, &call)
}

/// Anybody may who lets the rebalancer give up their shares.
pub(super) fn force_deallocate(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let strategy = draw.strategy_in(Status::Active);
    let whole = draw.now.gross() >> 2;
    let call = Abi::forceDeallocateCall {
        strategy,
        assets: draw.amount(whole),
        maxShares: U256::MAX,
    };
    act(draw, from, &call)
}

pub(super) fn stop(draw: &mut Draw<'_>) -> Act {
    let stopped = draw.random.chance(30);
    let roles = if stopped { NARROWING } else { AUTHORITY };
    official(draw, roles, &Abi::stopCall { stopped })
}

pub(super) fn set_operator(draw: &mut Draw<'_>) -> Act {
    let operators = [ALLOCATOR, ALLOCATOR, KEEPER, Address::ZERO];
    let operator = draw.random.pick(&operators);
    official(draw, AUTHORITY, &Abi::setOperatorCall { operator })
        .giving(Change::Given(Role::Operator, operator))
}

pub(super) fn set_sentinel(draw: &mut Draw<'_>) -> Act {
    let sentinels = [SENTINEL, SENTINEL, KEEPER, Address::ZERO];
    let sentinel = draw.random.pick(&sentinels);
    official(draw, AUTHORITY, &Abi::setSentinelCall { sentinel })
        .giving(Change::Given(Role::MoverSentinel, sentinel))
}

pub(super) fn transfer_authority(draw: &mut Draw<'_>) -> Act {
    let to = draw.random.pick(&[GOVERNOR, HEIR, Address::ZERO]);
    official(draw, AUTHORITY, &Abi::transferAuthorityCall { to })
        .giving(Change::Given(Role::MoverPending, to))
}

pub(super) fn accept_authority(draw: &mut Draw<'_>) -> Act {
    let act = official(draw, &[Role::MoverPending], &Abi::acceptAuthorityCall {});
    let by = act.from;
    act.giving(Change::RebalancerTaken(by))
}
