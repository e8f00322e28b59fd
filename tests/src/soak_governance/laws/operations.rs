//! The timelock: what waits, how long, and who made it.

use alloy_primitives::{Address, B256, LogData, U256};
use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl::{RoleGranted, RoleRevoked};
use ballast_abi::governor::IGovernor;
use ballast_abi::timelock::Timelock::{CallExecuted, CallSalt, CallScheduled, Cancelled};

use super::{Breach, Change, Law, decode, require};
use crate::soak_governance::model::{Model, Operation, Phase};
use crate::soak_governance::motion::{Call, Motion};
use crate::soak_governance::outcome::Counts;

/// Follows something that the timelock logged.
pub(super) fn follow(
    model: &mut Model,
    change: &Change<'_>,
    log: &LogData,
    counts: &mut Counts,
) -> Result<(), Breach> {
    if let Some(event) = decode::<CallScheduled>(log) {
        return scheduled(model, change, event);
    }
    if let Some(event) = decode::<CallSalt>(log) {
        if let Some(operation) = model.operations.get_mut(&event.id) {
            operation.salt = event.salt;
        }
        return Ok(());
    }
    if let Some(event) = decode::<CallExecuted>(log) {
        return executed(model, change, event, counts);
    }
    if let Some(Cancelled { id }) = decode::<Cancelled>(log) {
        let by = caller::<IGovernor::cancelCall>(change);
        require(Law::Roles, change.had("CANCELLER", by), || {
            format!("{by:?} takes {id} away")
        })?;
        let operation = model.operations.get_mut(&id);
        let operation = operation.filter(|operation| operation.phase == Phase::Pending);
        let operation =
            operation.ok_or_else(|| Law::Delay.broken(format!("{id} does not wait")))?;
        operation.phase = Phase::Cancelled;
        return Ok(());
    }
    roles(model, change, log)
}

/// Who asked the timelock: the governor if it was asked to.
fn caller<C: SolCall>(change: &Change<'_>) -> Address {
    let is_governed = change.act.to == change.world.governor;
    if is_governed && change.act.input.starts_with(&C::SELECTOR) {
        return change.world.governor;
    }
    change.act.from
}

fn scheduled(model: &mut Model, change: &Change<'_>, event: CallScheduled) -> Result<(), Breach> {
    let (id, now) = (event.id, change.before.time);
    let by = caller::<IGovernor::queueCall>(change);
    require(Law::Roles, change.had("PROPOSER", by), || {
        format!("{by:?} schedules {id}")
    })?;
    let least = model.settings.min_delay;
    require(Law::Delay, U256::from(least) <= event.delay, || {
        format!("{id} waits {} seconds of {least}", event.delay)
    })?;
    let call = Call {
        target: event.target,
        value: event.value,
        data: event.data,
    };
    if event.index.is_zero() {
        let known = model.operations.get(&id);
        let is_free = known.is_none_or(|known| known.phase == Phase::Cancelled);
        require(Law::Delay, is_free, || format!("{id} waits already"))?;
        let operation = Operation {
            motion: Motion { calls: vec![call] },
            predecessor: event.predecessor,
            salt: B256::ZERO,
            ready: now.saturating_add(event.delay.saturating_to()),
            phase: Phase::Pending,
        };
        model.operations.insert(id, operation);
        return Ok(());
    }
    let operation = model.operations.get_mut(&id);
    let operation = operation.ok_or_else(|| Law::Bytes.broken(format!("{id} begins late")))?;
    operation.motion.calls.push(call);
    Ok(())
}

fn executed(
    model: &mut Model,
    change: &Change<'_>,
    event: CallExecuted,
    counts: &mut Counts,
) -> Result<(), Breach> {
    let (id, now) = (event.id, change.before.time);
    let by = caller::<IGovernor::executeCall>(change);
    require(Law::Roles, change.had("EXECUTOR", by), || {
        format!("{by:?} executes {id}")
    })?;
    let unknown = || Law::Bytes.broken(format!("{id} was never scheduled"));
    let operation = model.operations.get(&id).ok_or_else(unknown)?.clone();
    let is_ready = operation.phase == Phase::Pending && operation.ready <= now;
    require(Law::Delay, is_ready, || {
        let Operation { phase, ready, .. } = operation;
        format!("{id} is executed at {now}, {phase:?}, ready at {ready}")
    })?;
    let first = operation.predecessor;
    let is_next =
        first.is_zero() || model.operations.get(&first).map(|it| it.phase) == Some(Phase::Done);
    require(Law::Delay, is_next, || {
        format!("{id} is executed before {first}")
    })?;
    let call = Call {
        target: event.target,
        value: event.value,
        data: event.data,
    };
    let place: usize = event.index.saturating_to();
    require(
        Law::Bytes,
        operation.motion.calls.get(place) == Some(&call),
        || format!("{id} calls {call:?}, not what waits: {operation:?}"),
    )?;
    model.settings.apply(change.world, &call, now);
    if place + 1 == operation.motion.calls.len() {
        counts.operations += 1;
        if let Some(operation) = model.operations.get_mut(&id) {
            operation.phase = Phase::Done;
        }
    }
    Ok(())
}

/// Checks that operations are called what their bytes say, and were executed from end to end.
pub(super) fn whole(model: &Model, change: &Change<'_>) -> Result<(), Breach> {
    let timelock = change.world.timelock;
    for event in change.events::<CallScheduled>(timelock) {
        let Some(operation) = model.operations.get(&event.id) else {
            continue;
        };
        let (motion, before, salt) = (&operation.motion, operation.predecessor, operation.salt);
        let is_named = motion.batch_id(before, salt) == event.id
            || motion.single_id(before, salt) == Some(event.id);
        require(Law::Bytes, is_named, || {
            format!("{operation:?} is called {}", event.id)
        })?;
    }
    for event in change.events::<CallExecuted>(timelock) {
        let phase = model.operations.get(&event.id).map(|it| it.phase);
        require(Law::Bytes, phase == Some(Phase::Done), || {
            format!("{} is executed in part", event.id)
        })?;
    }
    Ok(())
}

fn roles(model: &mut Model, change: &Change<'_>, log: &LogData) -> Result<(), Breach> {
    let (role, account, sender, is_granted) = if let Some(event) = decode::<RoleGranted>(log) {
        (event.role, event.account, event.sender, true)
    } else if let Some(event) = decode::<RoleRevoked>(log) {
        (event.role, event.account, event.sender, false)
    } else {
        return Ok(());
    };
    let timelock = change.world.timelock;
    let is_caller = sender == change.act.from
        || sender == timelock && change.executed.iter().any(|call| call.target == timelock);
    let may = change.had("ADMIN", sender) || !is_granted && sender == account;
    require(Law::Roles, is_caller && may, || {
        format!("{sender:?} gives or takes {role} of {account:?}")
    })?;
    if is_granted {
        model.roles.insert((role, account));
    } else {
        model.roles.remove(&(role, account));
    }
    Ok(())
}
