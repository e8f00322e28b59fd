//! The past does not change.

use alloy_primitives::{Address, U256};
use ballast_abi::governor::IGovernor;
use ballast_abi::votes::IERC5805;

use super::{Breach, Law, require};
use crate::soak_governance::model::Model;
use crate::soak_governance::picture::Picture;
use crate::soak_governance::world::World;

/// Asks for somebody's votes at a time that is past, for the supply and for the quorum.
///
/// # Errors
/// [`Law::Past`] or [`Law::Views`].
pub(in crate::soak_governance) fn check(
    model: &Model,
    world: &World,
    now: &Picture,
    account: Address,
    time: u64,
) -> Result<(), Breach> {
    let timepoint = U256::from(time);
    let same = |what: &str, seen: U256, expected: U256| {
        require(Law::Past, seen == expected, || {
            format!("{what} of {account:?} at {time}: {seen}, not {expected}")
        })
    };
    let votes = model.votes_of(world, account, time);
    let call = IERC5805::getPastVotesCall { account, timepoint };
    same("votes", world.ask(world.token, &call)?, votes)?;
    let call = IGovernor::getVotesCall { account, timepoint };
    same("votes", world.ask(world.governor, &call)?, votes)?;
    let call = IERC5805::getPastTotalSupplyCall { timepoint };
    same("supply", world.ask(world.token, &call)?, now.supply)?;
    let quorum = model.quorum(now.supply, time);
    let call = IGovernor::quorumCall { timepoint };
    same("quorum", world.ask(world.governor, &call)?, quorum)
}
