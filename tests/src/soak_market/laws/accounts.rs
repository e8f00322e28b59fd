//! Whose position changed, by whom, and how it was left.

use alloy_primitives::{Address, U256};
use ballast_core::Assets;

use super::{Breach, Change, Law, require};
use crate::soak_market::picture::{Holder, Picture};

/// Checks every account.
///
/// # Errors
/// [`Law::Consent`], [`Law::Debt`] or [`Law::Solvent`].
pub(super) fn check(change: &Change<'_>) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    for (was, is) in before.holders.iter().zip(&after.holders) {
        consent(change, was, is)?;
        debt(change, was, is)?;
        solvent(change, was, is)?;
    }
    Ok(())
}

impl Change<'_> {
    /// Whether who acted may act for an account, before or by what was done.
    fn may_act_for(&self, account: Address) -> bool {
        let from = self.act.from;
        let pair = (account, from);
        let mut given = self.deeds.authorizations();
        from == account
            || self.rights.contains(&pair)
            || given.any(|(authorizer, authorized, _)| (authorizer, authorized) == pair)
    }
}

fn consent(change: &Change<'_>, was: &Holder, is: &Holder) -> Result<(), Breach> {
    let (account, deeds) = (was.address, change.deeds);
    let entitled = change.may_act_for(account);
    let holds = match was.supply.cmp(&is.supply) {
        std::cmp::Ordering::Equal => true,
        std::cmp::Ordering::Less => deeds.supplies(account) || deeds.collects(),
        std::cmp::Ordering::Greater => entitled && deeds.withdraws(account),
    };
    require(Law::Consent, holds, || {
        format!("supply of {account:?}: {} after {}", is.supply, was.supply)
    })?;
    for (index, token) in change.world.collaterals().iter().enumerate() {
        let released = entitled && deeds.releases(account, *token);
        let holds =
            was.held[index] <= is.held[index] || released || deeds.seizes(account, Some(*token));
        require(Law::Consent, holds, || {
            let (was, is) = (was.held[index], is.held[index]);
            format!("{token:?} of {account:?}: {is} after {was}")
        })?;
    }
    let holds = is.debt <= was.debt || entitled && deeds.borrows(account);
    require(Law::Consent, holds, || {
        format!("debt of {account:?}: {} after {}", is.debt, was.debt)
    })
}

fn debt(change: &Change<'_>, was: &Holder, is: &Holder) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let (account, deeds) = (was.address, change.deeds);
    let paid = deeds.repays(account) || deeds.seizes(account, None);
    require(Law::Debt, was.debt <= is.debt || paid, || {
        format!("{account:?} owes {} shares after {}", is.debt, was.debt)
    })?;
    if paid {
        return Ok(());
    }
    // What others pay and borrow is rounded against them, at times by a unit of all.
    let owed = |picture: &Picture, holder: &Holder| -> Assets { picture.owed(holder.debt) };
    let (before, after) = (owed(before, was).to_u256(), owed(after, is).to_u256());
    let rounded = if deeds.roundings().is_zero() {
        U256::ZERO
    } else {
        deeds.roundings() + U256::ONE
    };
    require(Law::Debt, before <= after + rounded, || {
        format!("{account:?} owes {after} after {before}")
    })
}

/// Who owes more, or has less collateral behind a debt, without having been liquidated, is solvent
/// at every price; and risk is taken only while it may be.
fn solvent(change: &Change<'_>, was: &Holder, is: &Holder) -> Result<(), Breach> {
    let Change { before, after, .. } = change;
    let account = was.address;
    let lost = was.held.iter().zip(&is.held).any(|(was, is)| is < was);
    let took_risk = was.debt < is.debt || lost;
    if !took_risk || is.debt.is_zero() || change.deeds.seizes(account, None) {
        return Ok(());
    }
    require(
        Law::Solvent,
        after.quotes.gate || !before.rules.gated,
        || format!("{account:?} takes risk behind a closed gate"),
    )?;
    require(Law::Solvent, is.checked == after.time, || {
        format!("{account:?} was not checked: {is:?}")
    })?;
    // The first who looks at a price sees averages that are rounded only when they are kept.
    let seen = Picture {
        averages: before.averages,
        ..Picture::clone(after)
    };
    let values = [after.valued(is), seen.valued(is)];
    let is_solvent = values.iter().flatten().any(|valued| valued.may_act());
    require(Law::Solvent, is_solvent, || {
        format!("{account:?} is left as {values:?}")
    })
}
