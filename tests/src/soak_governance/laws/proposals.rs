//! The governor: who proposes, who votes, and what comes of it.

use alloy_primitives::{LogData, U256};
use alloy_sol_types::SolCall;
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{self, ProposalState as State};

use super::{Breach, Change, Law, decode, require};
use crate::soak_governance::model::{Model, Proposal, may_follow};
use crate::soak_governance::motion::{Call, Motion};
use crate::soak_governance::outcome::Counts;
use crate::soak_governance::picture::Picture;

/// Follows something that the governor logged.
pub(super) fn follow(
    model: &mut Model,
    change: &Change<'_>,
    log: &LogData,
    counts: &mut Counts,
) -> Result<(), Breach> {
    if let Some(event) = decode::<Abi::ProposalCreated>(log) {
        counts.proposals += 1;
        return created(model, change, event);
    }
    if let Some(event) = decode::<Abi::VoteCast>(log) {
        counts.votes += 1;
        let vote = (event.voter, event.support, event.weight);
        return voted(model, change, event.proposalId, vote);
    }
    if let Some(event) = decode::<Abi::VoteCastWithParams>(log) {
        counts.votes += 1;
        let vote = (event.voter, event.support, event.weight);
        return voted(model, change, event.proposalId, vote);
    }
    if let Some(event) = decode::<Abi::ProposalExtended>(log) {
        let proposal = model.proposals.get(&event.proposalId);
        let end = proposal.map(|proposal| proposal.end);
        return require(Law::Tally, end == Some(event.extendedDeadline), || {
            format!("voting on {} ends at {end:?}", event.proposalId)
        });
    }
    if let Some(event) = decode::<Abi::ProposalQueued>(log) {
        return queued(model, change, event);
    }
    if let Some(Abi::ProposalExecuted { proposalId: id }) = decode(log) {
        counts.enacted += 1;
        let proposal = known(model, id)?;
        let operation = proposal.operation.and_then(|id| model.operations.get(&id));
        let is_whole = operation.is_some_and(|it| change.executed == it.motion.calls);
        require(Law::Bytes, is_whole, || {
            format!("{id} is executed as {:?}", change.executed)
        })?;
        return mark(model, id, |proposal| proposal.is_executed = true);
    }
    if let Some(Abi::ProposalCanceled { proposalId: id }) = decode(log) {
        return canceled(model, change, id);
    }
    Ok(())
}

fn known(model: &Model, id: U256) -> Result<&Proposal, Breach> {
    let proposal = model.proposals.get(&id);
    proposal.ok_or_else(|| Law::Bytes.broken(format!("{id} was never proposed")))
}

fn mark(model: &mut Model, id: U256, mark: impl FnOnce(&mut Proposal)) -> Result<(), Breach> {
    known(model, id)?;
    if let Some(proposal) = model.proposals.get_mut(&id) {
        mark(proposal);
    }
    Ok(())
}

fn created(
    model: &mut Model,
    change: &Change<'_>,
    event: Abi::ProposalCreated,
) -> Result<(), Breach> {
    let (id, now, by) = (event.proposalId, change.before.time, event.proposer);
    let lists = event
        .targets
        .iter()
        .zip(&event.values)
        .zip(&event.calldatas);
    let calls = lists.map(|((target, value), data)| Call {
        target: *target,
        value: *value,
        data: data.clone(),
    });
    let motion = Motion {
        calls: calls.collect(),
    };
    let description = alloy_primitives::keccak256(&event.description);
    let is_named = motion.proposal_id(description) == id && by == change.act.from;
    require(Law::Bytes, is_named, || {
        format!("{event:?} by {:?}", change.act.from)
    })?;
    require(Law::Progress, !model.proposals.contains_key(&id), || {
        format!("{id} is proposed again")
    })?;
    let (votes, least) = (
        model.votes_of(change.world, by, now - 1),
        model.settings.threshold,
    );
    require(Law::Threshold, least <= votes, || {
        format!("{by:?} proposes with {votes} votes of {least}")
    })?;
    let start = now + model.settings.voting_delay;
    let end = start + model.settings.voting_period;
    let seen = [event.voteStart, event.voteEnd];
    require(Law::Effects, seen == [start, end].map(U256::from), || {
        format!("votes on {id} are of {seen:?}, not {start} and {end}")
    })?;
    let proposal = Proposal {
        motion,
        description,
        proposer: by,
        start,
        end,
        tally: [U256::ZERO; 3],
        voters: [].into(),
        is_quorate: false,
        operation: None,
        is_canceled: false,
        is_executed: false,
        seen: State::Pending,
    };
    model.proposals.insert(id, proposal);
    Ok(())
}

fn voted(
    model: &mut Model,
    change: &Change<'_>,
    id: U256,
    (voter, support, weight): (alloy_primitives::Address, u8, U256),
) -> Result<(), Breach> {
    let proposal = known(model, id)?.clone();
    let (before, supply) = (change.before, change.before.supply);
    let state = model.state(&proposal, before);
    require(Law::Tally, state == State::Active, || {
        format!("a vote on {id}, which is {state:?}")
    })?;
    require(Law::Tally, !proposal.voters.contains(&voter), || {
        format!("{voter:?} votes twice on {id}")
    })?;
    let votes = model.votes_of(change.world, voter, proposal.start);
    require(Law::Tally, votes == weight && support < 3, || {
        format!("{voter:?} votes {support} on {id} with {weight}, not {votes}")
    })?;
    let quorum = model.quorum(supply, proposal.start);
    let latest = before.time + model.settings.extension;
    mark(model, id, |proposal| {
        proposal.voters.insert(voter);
        proposal.tally[usize::from(support)] += weight;
        if !proposal.is_quorate && quorum <= proposal.tally[1] + proposal.tally[2] {
            proposal.is_quorate = true;
            proposal.end = proposal.end.max(latest);
        }
    })
}

fn queued(
    model: &mut Model,
    change: &Change<'_>,
    event: Abi::ProposalQueued,
) -> Result<(), Breach> {
    let (id, now) = (event.proposalId, change.before.time);
    let state = model.state(known(model, id)?, change.before);
    require(Law::Quorum, state == State::Succeeded, || {
        format!("{id} is queued, and is {state:?}")
    })?;
    let motion = &known(model, id)?.motion;
    let mut operations = model.operations.iter();
    let made =
        change.events::<ballast_abi::timelock::Timelock::CallScheduled>(change.world.timelock);
    let made: Vec<_> = made.map(|event| event.id).collect();
    let operation = operations.find(|(id, it)| made.contains(id) && it.motion == *motion);
    let operation = operation.map(|(id, it)| (*id, it.ready));
    let eta = now + model.settings.min_delay;
    let is_so =
        operation.is_some_and(|(_, ready)| ready == eta) && event.etaSeconds == U256::from(eta);
    require(Law::Bytes, is_so, || format!("{id} waits as {operation:?}"))?;
    mark(model, id, |proposal| {
        proposal.operation = operation.map(|(id, _)| id)
    })
}

fn canceled(model: &mut Model, change: &Change<'_>, id: U256) -> Result<(), Breach> {
    let proposal = known(model, id)?;
    let from = change.act.from;
    let guardian = model.settings.acting_guardian(change.before.time);
    let state = model.state(proposal, change.before);
    let is_own = from == proposal.proposer && (state == State::Pending || guardian.is_zero());
    let is_asked = change
        .act
        .input
        .starts_with(&IGovernor::cancelCall::SELECTOR);
    require(Law::Roles, is_asked && (from == guardian || is_own), || {
        format!("{from:?} takes {id} back, which is {state:?}")
    })?;
    mark(model, id, |proposal| proposal.is_canceled = true)
}

/// Proposals move forward, by what should be; views say the same, now and then.
pub(super) fn progress(model: &mut Model, now: &Picture) -> Result<(), Breach> {
    let states = model.proposals.iter();
    let states: Vec<_> = states
        .map(|(id, it)| (*id, it.seen, model.state(it, now)))
        .collect();
    for (id, was, is) in states {
        require(Law::Progress, may_follow(was, is), || {
            format!("{id} is {is:?} after {was:?}")
        })?;
        mark(model, id, |proposal| proposal.seen = is)?;
    }
    Ok(())
}
