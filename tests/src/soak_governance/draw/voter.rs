//! Who proposes and votes.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::governor::Governor::noncesCall;
use ballast_abi::governor::IGovernor::{self, ProposalState as State};

use super::{Draw, holder, payload};
use crate::soak::{Act, Place};
use crate::soak_governance::cast::{PEOPLE, SIGNERS};
use crate::soak_governance::model::Proposal;
use crate::soak_governance::signing;

fn governor<C: SolCall + std::fmt::Debug>(draw: &Draw<'_>, from: Address, call: &C) -> Act {
    Act::new(Place::Governor, from, draw.world.governor(), call)
}

pub(super) fn propose(draw: &mut Draw<'_>) -> Act {
    let from = draw.person();
    let motion = payload::motion(draw, true);
    let named = match draw.random.below(10) {
        0 => format!("#proposer={from:?}"),
        1 => format!("#proposer={:?}", draw.person()),
        _ => String::new(),
    };
    let is_named = named.is_empty() || named.ends_with(&format!("{from:?}"));
    let number = draw.random.below(1_000_000);
    let act = governor(
        draw,
        from,
        &motion.propose(format!("Number {number} {named}")),
    );
    if is_named { act } else { act.forbidden() }
}

/// A proposal that stands so, if there is one and no mistake is made, else any.
fn proposal(draw: &mut Draw<'_>, state: State) -> Option<(U256, Proposal)> {
    let mut ids = draw.model.standing(draw.now, state);
    let percent = if ids.is_empty() { 15 } else { 3 };
    if draw.random.chance(percent) {
        ids = draw.model.proposals.keys().copied().collect();
    }
    if ids.is_empty() {
        return None;
    }
    let id = draw.random.pick(&ids);
    Some((id, draw.model.proposals[&id].clone()))
}

pub(super) fn vote(draw: &mut Draw<'_>) -> Act {
    let Some((id, proposal)) = proposal(draw, State::Active) else {
        return propose(draw);
    };
    let fresh = PEOPLE.iter().filter(|it| !proposal.voters.contains(*it));
    let fresh: Vec<_> = fresh.copied().collect();
    let from = match &fresh[..] {
        [] if !draw.random.chance(10) => return holder::delegate(draw),
        [] => draw.person(),
        fresh => draw.random.pick(fresh),
    };
    let support = draw.random.weighted(&[(70, 1), (15, 0), (14, 2), (1, 3)]);
    let (proposal_id, reason) = (id, "because".to_owned());
    match draw.random.below(4) {
        0 => governor(
            draw,
            from,
            &IGovernor::castVoteWithReasonCall {
                proposalId: proposal_id,
                support,
                reason,
            },
        ),
        1 => governor(
            draw,
            from,
            &IGovernor::castVoteWithReasonAndParamsCall {
                proposalId: proposal_id,
                support,
                reason,
                params: Bytes::from_static(&[1, 2, 3]),
            },
        ),
        _ => governor(
            draw,
            from,
            &IGovernor::castVoteCall {
                proposalId: proposal_id,
                support,
            },
        ),
    }
}

pub(super) fn vote_by_signature(draw: &mut Draw<'_>) -> Act {
    let Some((id, _)) = proposal(draw, State::Active) else {
        return propose(draw);
    };
    let (voter, from) = (draw.random.pick(&SIGNERS), draw.stranger());
    let nonce = draw
        .world
        .ask(draw.world.governor(), &noncesCall { owner: voter });
    let mut nonce = nonce.unwrap_or_default();
    let mut signer = voter;
    let is_good = match draw.random.below(8) {
        0 => {
            signer = SIGNERS[usize::from(voter == SIGNERS[0])];
            false
        }
        1 => {
            nonce += U256::ONE;
            false
        }
        _ => true,
    };
    let support = draw.random.weighted(&[(7, 1), (2, 0), (1, 2)]);
    let (world, ballot, proposal_id) = (draw.world, (id, support), id);
    let act = if draw.random.chance(50) {
        let signature = signing::ballot(world, signer, voter, ballot, nonce);
        governor(
            draw,
            from,
            &IGovernor::castVoteBySigCall {
                proposalId: proposal_id,
                support,
                voter,
                signature: signing::bytes(signature),
            },
        )
    } else {
        let (reason, params) = ("signed".to_owned(), Bytes::from_static(&[7]));
        let more = (reason.as_str(), &params);
        let signature = signing::extended_ballot(world, signer, voter, ballot, nonce, more);
        let signature = signing::bytes(signature);
        governor(
            draw,
            from,
            &IGovernor::castVoteWithReasonAndParamsBySigCall {
                proposalId: proposal_id,
                support,
                voter,
                reason,
                params,
                signature,
            },
        )
    };
    if is_good { act } else { act.forbidden() }
}

pub(super) fn queue(draw: &mut Draw<'_>) -> Act {
    let from = draw.stranger();
    match proposal(draw, State::Succeeded) {
        Some((_, it)) => governor(draw, from, &it.motion.queue(it.description)),
        None => propose(draw),
    }
}

pub(super) fn enact(draw: &mut Draw<'_>) -> Act {
    let from = draw.stranger();
    match proposal(draw, State::Queued) {
        Some((_, it)) => {
            let mut motion = it.motion;
            // Other bytes than those that were voted on are another proposal.
            if draw.random.chance(5) {
                motion.calls[0].value += U256::ONE;
                return governor(draw, from, &motion.enact(it.description)).forbidden();
            }
            governor(draw, from, &motion.enact(it.description))
        }
        None => vote(draw),
    }
}

pub(super) fn cancel(draw: &mut Draw<'_>) -> Act {
    let state = draw
        .random
        .pick(&[State::Pending, State::Active, State::Queued]);
    let Some((_, it)) = proposal(draw, state) else {
        return propose(draw);
    };
    let settings = &draw.model.settings;
    let guardian = settings.acting_guardian(draw.now.time);
    let named = settings.proposal_guardian;
    let from = draw.one_of(&[it.proposer, named]);
    let may = from == guardian
        || from == it.proposer
            && (guardian.is_zero() || draw.model.state(&it, draw.now) == State::Pending);
    let act = governor(draw, from, &it.motion.withdraw(it.description));
    if may { act } else { act.forbidden() }
}
