//! Who is liquidated, and what it does to them.

use alloy_primitives::{U256, U512};
use ballast_core::lending::{Quote, Standing};

use super::{Breach, Change, Law, require};
use crate::soak_market::model::Valued;
use crate::soak_market::picture::Holder;

/// Units that a health may lose to roundings: of every collateral's value and of the debt.
const ROUNDING: u64 = 24;

/// Checks a liquidation, if it was one.
///
/// # Errors
/// [`Law::Seizure`], [`Law::Health`] or [`Law::BadDebt`].
pub(super) fn check(change: &Change<'_>) -> Result<(), Breach> {
    let Some(call) = change.deeds.liquidation() else {
        let event = change.liquidations().next();
        return require(Law::Seizure, event.is_none(), || format!("{event:?}"));
    };
    let account = call.borrower;
    let (was, is) = (change.before.holder(account), change.after.holder(account));
    let Some((was, is)) = was.zip(is) else {
        return Err(Law::Seizure.broken(format!("{account:?} has nothing")));
    };
    seizure(change, was)?;
    bad_debt(change, was, is)?;
    health(change, was, is)
}

fn seizure(change: &Change<'_>, was: &Holder) -> Result<(), Breach> {
    let (before, account) = (change.before, was.address);
    let standing = before.standing(was);
    require(
        Law::Seizure,
        standing == Some(Standing::Liquidatable),
        || format!("{account:?} was {standing:?}"),
    )?;
    let is_cool = was.checked + before.rules.cool_off() <= before.time;
    require(Law::Seizure, is_cool, || {
        format!(
            "{account:?} was checked at {}, now {}",
            was.checked, before.time
        )
    })
}

fn bad_debt(change: &Change<'_>, was: &Holder, is: &Holder) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let account = was.address;
    let is_bare = is.mask == 0;
    require(Law::BadDebt, !is_bare || is.debt.is_zero(), || {
        format!("{account:?} owes {} shares with nothing left", is.debt)
    })?;
    for event in change.liquidations() {
        let (lost, reserve) = (event.badDebt, event.fromReserve);
        require(Law::BadDebt, lost.is_zero() || is_bare, || {
            format!("{lost} written off {is:?}")
        })?;
        let owed = before.owed(was.debt).to_u256();
        // Both are rounded up.
        let most = owed + U256::ONE;
        require(Law::BadDebt, event.repaidAssets + lost <= most, || {
            format!("{event:?} of {owed}")
        })?;
        let is_first = reserve == lost || reserve < lost && after.reserve.is_zero();
        require(Law::BadDebt, is_first, || {
            format!("{event:?}, {} left of the reserve", after.reserve)
        })?;
    }
    Ok(())
}

/// `capacity / debt` at spot does not fall, unless all collateral does not cover debt and bonus.
fn health(change: &Change<'_>, was: &Holder, is: &Holder) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let (before_value, after_value) = (before.value(was), after.value(is));
    let numbers = |valued: &Valued| {
        let account = valued.account()?;
        let capacity = account.capacity_at(Quote::Spot)?.to_u256();
        let value = account.value_at(Quote::Spot)?.to_u256();
        Some((capacity, value, valued.debt.to_u256()))
    };
    let numbers = before_value
        .as_ref()
        .and_then(numbers)
        .zip(after_value.as_ref().and_then(numbers));
    let Some(((capacity, value, debt), (capacity_after, _, debt_after))) = numbers else {
        return Err(Law::Health.broken(format!("{before_value:?}, {after_value:?}")));
    };
    if debt_after.is_zero() {
        return Ok(());
    }
    let health = before_value.and_then(|valued| valued.account()?.health_at(Quote::Spot));
    let factor = before.rules.incentive().zip(health);
    let factor = factor.map(|(incentive, health)| incentive.factor_down(health));
    let covered = factor.map(|factor| {
        let product: U512 = debt.widening_mul(factor.to_u256());
        U256::from(product / U512::from(1_000_000_000_000_000_000_u64)) + U256::ONE
    });
    if covered.is_none_or(|covered| value < covered) {
        return Ok(());
    }
    let was: U512 = capacity.widening_mul(debt_after);
    let is: U512 = (capacity_after + U256::from(ROUNDING)).widening_mul(debt);
    require(Law::Health, was <= is, || {
        format!("{capacity} for {debt} before, {capacity_after} for {debt_after} after")
    })
}
