//! The token: whose votes, and who moves what.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::treasury::Treasury;
use ballast_abi::votes::{IERC5805, Votes};

use super::{Breach, Change, Law, require};
use crate::soak_governance::cast::SIGNERS;
use crate::soak_governance::picture::Picture;

/// All tokens are the supply, and everybody's votes the tokens of who delegates to them.
pub(super) fn votes(now: &Picture) -> Result<(), Breach> {
    let sum: U256 = now.holders.iter().map(|holder| holder.balance).sum();
    require(Law::Votes, sum == now.supply, || {
        format!("{sum} held, {} there", now.supply)
    })?;
    for delegate in &now.holders {
        let given = now.holders.iter();
        let given = given.filter(|holder| holder.delegate == delegate.address);
        let sum: U256 = given.map(|holder| holder.balance).sum();
        require(Law::Votes, sum == delegate.votes, || {
            let (address, votes) = (delegate.address, delegate.votes);
            format!("{address:?} has {votes} votes, {sum} delegated")
        })?;
    }
    Ok(())
}

/// Nobody's tokens become less, and nobody's delegate another, but by who may.
pub(super) fn consent(change: &Change<'_>) -> Result<(), Breach> {
    let (before, after) = (change.before, change.after);
    for (was, is) in before.holders.iter().zip(&after.holders) {
        let owner = was.address;
        require(
            Law::Consent,
            was.balance <= is.balance || may_spend(change, owner),
            || format!("{owner:?} has {} after {}", is.balance, was.balance),
        )?;
        require(
            Law::Consent,
            was.delegate == is.delegate || may_delegate(change, owner, is.delegate),
            || {
                format!(
                    "{owner:?} delegates to {:?} after {:?}",
                    is.delegate, was.delegate
                )
            },
        )?;
    }
    Ok(())
}

fn may_spend(change: &Change<'_>, owner: Address) -> bool {
    let (act, world) = (change.act, change.world);
    if act.to == world.token {
        return match IERC20::transferFromCall::abi_decode(&act.input) {
            Ok(call) => call.from == owner,
            Err(_) => act.from == owner && IERC20::transferCall::abi_decode(&act.input).is_ok(),
        };
    }
    let is_paid = |data: &[u8]| data.starts_with(&Treasury::payCall::SELECTOR);
    let is_sent = |data: &[u8]| data.starts_with(&IERC20::transferCall::SELECTOR);
    owner == world.treasury && change.is_executed(owner, is_paid)
        || owner == world.timelock && change.is_executed(world.token, is_sent)
}

fn may_delegate(change: &Change<'_>, owner: Address, to: Address) -> bool {
    let act = change.act;
    if act.to != change.world.token {
        return false;
    }
    if let Ok(call) = IERC5805::delegateCall::abi_decode(&act.input) {
        return act.from == owner && call.delegatee == to;
    }
    if let Ok(call) = Votes::delegateBySigCall::abi_decode(&act.input) {
        return call.account == owner && call.delegatee == to;
    }
    let by_key = IERC5805::delegateBySigCall::abi_decode(&act.input);
    by_key.is_ok_and(|call| call.delegatee == to && SIGNERS.contains(&owner))
}
