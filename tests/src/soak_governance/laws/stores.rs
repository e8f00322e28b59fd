//! The treasury and the parameter store.

use alloy_primitives::{Address, LogData, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::Transfer;
use ballast_abi::params::IParams::{self, Parameter, ParameterChanged, Safety};
use ballast_abi::treasury::Treasury::{Paid, payCall};

use super::{Breach, Change, Law, decode, require};
use crate::soak_governance::model::Model;
use crate::soak_governance::outcome::Counts;
use crate::soak_governance::world::World;

/// A payment is one that was executed, within the limit.
pub(super) fn payment(
    model: &mut Model,
    change: &Change<'_>,
    log: &LogData,
    counts: &mut Counts,
) -> Result<(), Breach> {
    let Some(Paid { token, to, amount }) = decode::<Paid>(log) else {
        return Ok(());
    };
    counts.payments += 1;
    let call = payCall { token, to, amount }.abi_encode();
    let is_decided = change.is_executed(change.world.treasury, |data| data == call);
    require(Law::Effects, is_decided, || {
        format!("{amount} of {token:?} paid to {to:?}")
    })?;
    let now = change.before.time;
    let bucket = model.settings.limits.entry(token).or_default();
    let left = bucket.left(now);
    require(Law::Outflow, bucket.spend(amount, now), || {
        format!("{amount} of {token:?} paid, {left} may be")
    })
}

/// The treasury has what it had, and what it was given, but for what it paid.
pub(super) fn balances(change: &Change<'_>) -> Result<(), Breach> {
    let (world, treasury) = (change.world, change.world.treasury);
    let paid = |asset: Address| -> U256 {
        let events = change.events::<Paid>(treasury);
        let events = events.filter(|event| event.token == asset);
        events.map(|event| event.amount).sum()
    };
    let given = change.events::<Transfer>(world.token);
    let given: U256 = given
        .filter(|it| it.to == treasury)
        .map(|it| it.value)
        .sum();
    let [was, is] = [change.before, change.after].map(|picture| picture.balance(treasury));
    let (left, token) = (is + paid(world.token), world.token);
    require(Law::Outflow, left == was + given, || {
        format!("{was} of {token:?} before, {given} given, {is} after")
    })?;
    let (was, is) = (change.before.ether, change.after.ether);
    require(Law::Outflow, was == is + paid(Address::ZERO), || {
        format!("{was} of ether before, {is} after")
    })
}

/// Where a parameter was, goes, and when, and when it was last set.
fn course(parameter: &Parameter) -> [U256; 5] {
    let Parameter {
        from,
        to,
        start,
        end,
        changed,
        ..
    } = parameter;
    [*from, *to, *start, *end, *changed]
}

/// Parameters are within their bounds, and where they were but for what was logged, by who may.
///
/// # Errors
/// [`Law::Bounds`] or [`Law::Views`].
pub(in crate::soak_governance) fn parameters(
    model: &mut Model,
    world: &World,
    change: Option<&Change<'_>>,
    now: u64,
    counts: &mut Counts,
) -> Result<(), Breach> {
    for (place, key) in world.keys.iter().enumerate() {
        let seen = world.ask(world.params, &IParams::parameterCall { key: *key })?;
        let all = [seen.value, seen.from, seen.to];
        let is_bound = all
            .iter()
            .all(|value| seen.min <= *value && *value <= seen.max);
        require(Law::Bounds, is_bound, || format!("{seen:?}"))?;
        let events = change.map(|change| {
            let events = change.events::<ParameterChanged>(world.params);
            events.filter(|event| event.key == *key).collect()
        });
        let events: Vec<ParameterChanged> = events.unwrap_or_default();
        let after = course(&seen);
        let Some(before) = model.parameters.get(place).copied() else {
            model.parameters.push(after);
            continue;
        };
        if events.is_empty() {
            require(Law::Bounds, before == after, || {
                format!("{key} went {before:?}, goes {after:?}")
            })?;
        }
        for event in events {
            counts.changes += 1;
            let change = change.ok_or_else(|| Law::Views.broken("an event of nothing"))?;
            moved(model, change, &seen, before, &event, now)?;
        }
        model.parameters[place] = after;
    }
    Ok(())
}

/// A parameter was moved by an operation, by a step and not too soon, or by the sentinel.
fn moved(
    model: &Model,
    change: &Change<'_>,
    seen: &Parameter,
    before: [U256; 5],
    event: &ParameterChanged,
    now: u64,
) -> Result<(), Breach> {
    let ParameterChanged {
        by,
        from,
        target,
        value,
        ..
    } = *event;
    let (world, [.., changed]) = (change.world, before);
    let is_safer = |than: U256| match seen.safety {
        Safety::Lower => value <= than,
        Safety::Higher => than <= value,
        _ => false,
    };
    let is_secured = |data: &[u8]| data.starts_with(&IParams::secureCall::SELECTOR);
    let secures = by == model.settings.sentinel && by == change.act.from
        || by == world.timelock && change.is_executed(world.params, is_secured);
    let is_set = |data: &[u8]| {
        let selectors = [
            IParams::setCall::SELECTOR,
            IParams::setSlowCall::SELECTOR,
            IParams::setSlowestCall::SELECTOR,
        ];
        selectors.iter().any(|selector| data.starts_with(selector))
    };
    let sets = by == world.timelock
        && change.is_executed(world.params, is_set)
        && from.abs_diff(value) <= seen.step
        && changed + seen.interval <= U256::from(now);
    let may = secures && is_safer(from) && is_safer(target) || sets;
    require(Law::Bounds, may, || {
        format!("{event:?} of {seen:?}, last set at {changed}")
    })
}
