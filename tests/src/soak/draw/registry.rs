//! What the registry is told.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::registry::IRegistry::{self as Abi, Status};

use super::{Act, Draw, Role};
use crate::soak::act::Place;
use crate::soak::cast::{ALLOCATOR, GOVERNOR, HEIR, KEEPER, SENTINEL};
use crate::soak::roles::Change;

fn act<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Registry, from, draw.world.registry(), call)
}

/// A call that only holders of these roles may make, by one of them or by somebody else.
fn official<C: SolCall + std::fmt::Debug>(draw: &mut Draw<'_>, roles: &[Role], call: &C) -> Act {
    let from = draw.caller(roles);
    act(draw, from, call).only(&draw.holders(roles))
}

const AUTHORITY: &[Role] = &[Role::Authority];
const LENDERS: &[Role] = &[Role::Allocator, Role::Authority];
const NARROWING: &[Role] = &[Role::Authority, Role::Sentinel];

pub(super) fn move_debt(draw: &mut Draw<'_>) -> Act {
    let strategy = if draw.random.chance(85) {
        draw.strategy_in(Status::Active)
    } else {
        draw.strategy()
    };
    let debt = draw.debt_of(strategy);
    let whole = match draw.random.below(10) {
        0 => debt,
        1..=3 => draw.now.idle + debt,
        _ => (draw.now.gross() >> 2) + debt,
    };
    let target = draw.amount(whole);
    official(draw, LENDERS, &Abi::moveDebtCall { strategy, target })
}

pub(super) fn harvest(draw: &mut Draw<'_>) -> Act {
    let anybody = draw.person();
    let from = draw.random.pick(&[KEEPER, anybody]);
    let strategy = draw.strategy();
    act(draw, from, &Abi::harvestCall { strategy })
}

pub(super) fn probe(draw: &mut Draw<'_>) -> Act {
    let (from, strategy) = (draw.person(), draw.strategy());
    act(draw, from, &Abi::probeCall { strategy })
}

/// Probes one that is in quarantine.
pub(super) fn probe_the_worst(draw: &mut Draw<'_>) -> Act {
    let (from, strategy) = (KEEPER, draw.strategy_in(Status::Quarantined));
    act(draw, from, &Abi::probeCall { strategy })
}

pub(super) fn set_queue(draw: &mut Draw<'_>) -> Act {
    let most = draw.random.pick(&[5, 5, 5, 11]);
    let mut strategies = draw.strategies(most);
    if most == 11 {
        let more = draw.strategies(most);
        strategies.extend(more);
    }
    official(draw, LENDERS, &Abi::setQueueCall { strategies })
}

pub(super) fn emergency_exit(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy();
    official(draw, NARROWING, &Abi::emergencyExitCall { strategy })
}

pub(super) fn retire(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy();
    official(draw, NARROWING, &Abi::retireCall { strategy })
}

pub(super) fn reinstate(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy_in(Status::Retired);
    official(draw, AUTHORITY, &Abi::reinstateCall { strategy })
}

pub(super) fn revoke(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy_in(Status::Quarantined);
    official(draw, AUTHORITY, &Abi::revokeCall { strategy })
}

pub(super) fn add(draw: &mut Draw<'_>) -> Act {
    let strategy = draw.strategy_in(Status::Unknown);
    official(draw, AUTHORITY, &Abi::addCall { strategy })
}

/// A cap that mostly stops nothing.
fn cap(draw: &mut Draw<'_>) -> U256 {
    if draw.random.chance(75) {
        U256::from(u128::MAX)
    } else {
        let whole = draw.now.gross();
        draw.amount(whole)
    }
}

pub(super) fn set_cap(draw: &mut Draw<'_>) -> Act {
    // One that was added has no cap at first.
    let number = draw.number();
    let all = &draw.now.strategies;
    let bare = |seen: &Abi::Strategy| seen.status == Status::Active && seen.cap.is_zero();
    let number = all.iter().position(bare).unwrap_or(number);
    let strategy = draw.world.strategies()[number];
    let cap = cap(draw);
    let narrows = cap <= draw.now.strategies[number].cap;
    let roles = if narrows { NARROWING } else { AUTHORITY };
    official(draw, roles, &Abi::setCapCall { strategy, cap })
}

pub(super) fn set_id_cap(draw: &mut Draw<'_>) -> Act {
    let number = draw.number();
    let id = draw.random.pick(draw.world.ids(number));
    let absolute = cap(draw);
    let any = draw.random.below(10_002);
    let relative_bps = U256::from(draw.random.pick(&[10_000, 10_000, 10_000, any]));
    let seen = Abi::exposureCall { id };
    let narrows = match draw.world.ask(draw.world.registry(), &seen) {
        Ok(seen) => absolute <= seen.absoluteCap && relative_bps <= seen.relativeCapBps,
        Err(_) => false,
    };
    let roles = if narrows { NARROWING } else { AUTHORITY };
    let call = Abi::setIdCapCall {
        id,
        absolute,
        relativeBps: relative_bps,
    };
    official(draw, roles, &call)
}

pub(super) fn set_bounds(draw: &mut Draw<'_>) -> Act {
    let any = draw.random.below(10_002);
    let loss = draw.random.pick(&[100, 500, 10_000, any]);
    let any = draw.random.below(10_002);
    let gain = draw.random.pick(&[500, 10_000, any]);
    let call = Abi::setBoundsCall {
        strategy: draw.strategy(),
        lossBps: U256::from(loss),
        gainBps: U256::from(gain),
    };
    official(draw, AUTHORITY, &call)
}

/// Lets one that is in quarantine lose everything.
pub(super) fn forgive(draw: &mut Draw<'_>) -> Act {
    let whole = U256::from(10_000);
    let call = Abi::setBoundsCall {
        strategy: draw.strategy_in(Status::Quarantined),
        lossBps: whole,
        gainBps: whole,
    };
    official(draw, AUTHORITY, &call)
}

pub(super) fn set_limits(draw: &mut Draw<'_>) -> Act {
    let any = 500_000 + draw.random.below(3_500_001);
    let gas = [2_000_000, any, any, 10_000_000, 10_000_001, 199_999];
    let quarantine = draw.random.below(4 * 86_400);
    let seconds = draw.random.pick(&[0, quarantine, quarantine, 2_592_001]);
    let call = Abi::setLimitsCall {
        callGas: U256::from(draw.random.pick(&gas)),
        quarantineSeconds: U256::from(seconds),
    };
    official(draw, AUTHORITY, &call)
}

pub(super) fn shorten_quarantine(draw: &mut Draw<'_>) -> Act {
    let call = Abi::setLimitsCall {
        callGas: U256::from(2_000_000),
        quarantineSeconds: U256::from(draw.random.below(3_600)),
    };
    official(draw, AUTHORITY, &call)
}

pub(super) fn stop_risk(draw: &mut Draw<'_>) -> Act {
    let stopped = draw.random.chance(12);
    let roles = if stopped { NARROWING } else { AUTHORITY };
    official(draw, roles, &Abi::stopRiskCall { stopped })
}

pub(super) fn set_allocator(draw: &mut Draw<'_>) -> Act {
    let nobody = Address::ZERO;
    let rebalancer = draw.world.rebalancer();
    let allocators = [
        rebalancer, rebalancer, rebalancer, ALLOCATOR, KEEPER, nobody,
    ];
    let allocator = draw.random.pick(&allocators);
    official(draw, AUTHORITY, &Abi::setAllocatorCall { allocator })
        .giving(Change::Given(Role::Allocator, allocator))
}

pub(super) fn set_sentinel(draw: &mut Draw<'_>) -> Act {
    let nobody = Address::ZERO;
    let sentinel = draw.random.pick(&[SENTINEL, SENTINEL, KEEPER, nobody]);
    official(draw, AUTHORITY, &Abi::setSentinelCall { sentinel })
        .giving(Change::Given(Role::Sentinel, sentinel))
}

pub(super) fn transfer_authority(draw: &mut Draw<'_>) -> Act {
    let to = draw.random.pick(&[GOVERNOR, HEIR, Address::ZERO]);
    official(draw, AUTHORITY, &Abi::transferAuthorityCall { to })
        .giving(Change::Given(Role::Pending, to))
}

pub(super) fn accept_authority(draw: &mut Draw<'_>) -> Act {
    let act = official(draw, &[Role::Pending], &Abi::acceptAuthorityCall {});
    let by = act.from;
    act.giving(Change::RegistryTaken(by))
}
