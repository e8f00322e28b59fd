//! What views answer is what should be.

use alloy_primitives::{Address, U256};
use ballast_abi::access_control::IAccessControl::hasRoleCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::governor::{Governor, IGovernor};
use ballast_abi::params::IParams;
use ballast_abi::timelock::Timelock;
use ballast_abi::treasury::Treasury;
use ballast_abi::votes::IERC5805;

use super::{Breach, Law, require};
use crate::soak::Random;
use crate::soak_governance::model::{Model, Phase, role};
use crate::soak_governance::picture::Picture;
use crate::soak_governance::world::World;

/// Proposals and operations that are looked at, of all that there ever were.
const SAMPLE: usize = 6;

/// Compares views to what should be.
///
/// # Errors
/// [`Law::Effects`], [`Law::Roles`], [`Law::Delay`], [`Law::Tally`], [`Law::Progress`] or
/// [`Law::Views`].
pub(in crate::soak_governance) fn check(
    model: &Model,
    world: &World,
    now: &Picture,
    random: &mut Random,
) -> Result<(), Breach> {
    settings(model, world)?;
    money(model, world, now.time)?;
    for name in ["ADMIN", "PROPOSER", "CANCELLER", "EXECUTOR"] {
        for account in &world.accounts {
            let (role, account) = (role(name), *account);
            let seen = world.ask(world.timelock, &hasRoleCall { role, account })?;
            require(Law::Roles, seen == model.has(name, account), || {
                format!("{account:?} has {name}: {seen}")
            })?;
        }
    }
    let holder = random.below(now.holders.len() as u64) as usize;
    holders(world, now, holder)?;
    let ids: Vec<_> = model.proposals.keys().copied().collect();
    for id in latest_or_any(&ids, random) {
        proposal(model, world, now, id)?;
    }
    let ids: Vec<_> = model.operations.keys().copied().collect();
    for id in latest_or_any(&ids, random) {
        let operation = &model.operations[&id];
        let expected = match operation.phase {
            Phase::Cancelled => 0,
            Phase::Done => 1,
            Phase::Pending => operation.ready,
        };
        let seen = world.ask(world.timelock, &Timelock::getTimestampCall { id })?;
        require(Law::Delay, seen == U256::from(expected), || {
            format!("{id} is ready at {seen}, not {expected}")
        })?;
    }
    Ok(())
}

/// Some of them: all, if there are few.
fn latest_or_any<T: Copy>(ids: &[T], random: &mut Random) -> Vec<T> {
    if ids.len() <= SAMPLE {
        return ids.to_vec();
    }
    (0..SAMPLE).map(|_| random.pick(ids)).collect()
}

fn settings(model: &Model, world: &World) -> Result<(), Breach> {
    let (expected, governor) = (&model.settings, world.governor);
    let (numerator, floor) = expected.quorum_now();
    let numbers = [
        (
            "voting delay",
            world.ask(governor, &IGovernor::votingDelayCall {})?,
            U256::from(expected.voting_delay),
        ),
        (
            "voting period",
            world.ask(governor, &IGovernor::votingPeriodCall {})?,
            U256::from(expected.voting_period),
        ),
        (
            "threshold",
            world.ask(governor, &IGovernor::proposalThresholdCall {})?,
            expected.threshold,
        ),
        (
            "extension",
            U256::from(world.ask(governor, &Governor::lateQuorumVoteExtensionCall {})?),
            U256::from(expected.extension),
        ),
        (
            "quorum's numerator",
            world.ask(governor, &Governor::quorumNumerator_0Call {})?,
            U256::from(numerator),
        ),
        (
            "quorum's floor",
            world.ask(governor, &Governor::quorumFloor_0Call {})?,
            floor,
        ),
        (
            "guardian's sunset",
            U256::from(world.ask(governor, &Governor::proposalGuardianSunsetCall {})?),
            U256::from(expected.guardian_sunset),
        ),
        (
            "shortest delay",
            world.ask(world.timelock, &Timelock::getMinDelayCall {})?,
            U256::from(expected.min_delay),
        ),
    ];
    for (what, seen, expected) in numbers {
        require(Law::Effects, seen == expected, || {
            format!("{what} is {seen}, not {expected}")
        })?;
    }
    let (treasury, params) = (world.treasury, world.params);
    let holders = [
        (
            world.ask(governor, &Governor::proposalGuardianCall {})?,
            expected.proposal_guardian,
        ),
        (
            world.ask(governor, &Governor::timelockCall {})?,
            expected.timelock,
        ),
        (
            world.ask(treasury, &Treasury::guardianCall {})?,
            expected.treasury_guardian,
        ),
        (
            world.ask(treasury, &Treasury::authorityCall {})?,
            world.timelock,
        ),
        (
            world.ask(params, &IParams::sentinelCall {})?,
            expected.sentinel,
        ),
        (
            world.ask(params, &IParams::authorityCall {})?,
            world.timelock,
        ),
    ];
    for (seen, expected) in holders {
        require(Law::Roles, seen == expected, || {
            format!("{seen:?} holds a role of {expected:?}")
        })?;
    }
    Ok(())
}

fn money(model: &Model, world: &World, now: u64) -> Result<(), Breach> {
    for (token, bucket) in &model.settings.limits {
        let (token, treasury) = (*token, world.treasury);
        let limit = world.ask(treasury, &Treasury::limitCall { token })?;
        let left = world.ask(treasury, &Treasury::leftCall { token })?;
        let most = bucket.left(now);
        require(Law::Outflow, left <= most && left <= limit, || {
            format!("{left} of {token:?} may leave, {most} should")
        })?;
    }
    Ok(())
}

fn holders(world: &World, now: &Picture, place: usize) -> Result<(), Breach> {
    let holder = &now.holders[place];
    let (account, token) = (holder.address, world.token);
    let balance = world.ask(token, &IERC20::balanceOfCall { account })?;
    let votes = world.ask(token, &IERC5805::getVotesCall { account })?;
    let delegate: Address = world.ask(token, &IERC5805::delegatesCall { account })?;
    let seen = (balance, votes, delegate);
    let expected = (holder.balance, holder.votes, holder.delegate);
    require(Law::Views, seen == expected, || {
        format!("{account:?} has {seen:?}, not {expected:?}")
    })
}

fn proposal(model: &Model, world: &World, now: &Picture, id: U256) -> Result<(), Breach> {
    let (expected, governor) = (&model.proposals[&id], world.governor);
    let proposal_id = id;
    let votes = world.ask(
        governor,
        &Governor::proposalVotesCall {
            proposalId: proposal_id,
        },
    )?;
    let tally = [votes.againstVotes, votes.forVotes, votes.abstainVotes];
    require(Law::Tally, tally == expected.tally, || {
        format!("{tally:?} on {id}, not {:?}", expected.tally)
    })?;
    let deadline = world.ask(
        governor,
        &IGovernor::proposalDeadlineCall {
            proposalId: proposal_id,
        },
    )?;
    require(Law::Tally, deadline == U256::from(expected.end), || {
        format!("voting on {id} ends at {deadline}, not {}", expected.end)
    })?;
    let state = world.ask(
        governor,
        &IGovernor::stateCall {
            proposalId: proposal_id,
        },
    )?;
    let should = model.state(expected, now);
    require(Law::Progress, state == should, || {
        format!("{id} is {state:?}, not {should:?}")
    })?;
    for voter in &world.accounts {
        let voted = world.ask(
            governor,
            &IGovernor::hasVotedCall {
                proposalId: proposal_id,
                account: *voter,
            },
        )?;
        require(Law::Tally, voted == expected.voters.contains(voter), || {
            format!("{voter:?} voted on {id}: {voted}")
        })?;
    }
    Ok(())
}
