//! What should be, by what was logged.

use std::collections::{BTreeMap, BTreeSet};

use alloy_primitives::{Address, B256, U256, keccak256};
use ballast_abi::governor::IGovernor::ProposalState as State;

use super::cast::{ADMIN, COUNCIL, GUARDIAN, KEEPER};
use super::motion::Motion;
use super::picture::Picture;
use super::settings::Settings;
use super::world::World;
use crate::soak::Act;

/// Where an operation stands, but for time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits, or is ready.
    Pending,
    /// It was executed.
    Done,
    /// It was taken away.
    Cancelled,
}

/// An operation of the timelock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its calls.
    pub motion: Motion,
    /// What must be executed before.
    pub predecessor: B256,
    /// The salt, as far as it was logged.
    pub salt: B256,
    /// From when on it may be executed, in seconds since 1970.
    pub ready: u64,
    /// Where it stands.
    pub phase: Phase,
}

/// A proposal of the governor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its calls.
    pub motion: Motion,
    /// The hash of its description.
    pub description: B256,
    /// Who proposed.
    pub proposer: Address,
    /// The second whose votes count.
    pub start: u64,
    /// The last second of voting.
    pub end: u64,
    /// Against, for, abstaining.
    pub tally: [U256; 3],
    /// Who voted.
    pub voters: BTreeSet<Address>,
    /// Whether the quorum was reached, after which voting is put off no more.
    pub is_quorate: bool,
    /// What the timelock calls it, once it waits there.
    pub operation: Option<B256>,
    /// Whether it was taken back.
    pub is_canceled: bool,
    /// Whether it was executed.
    pub is_executed: bool,
    /// Where it was last seen.
    pub seen: State,
}

/// What should be.
#[derive(Clone, Debug)]
pub struct Model {
    /// What governs.
    pub settings: Settings,
    /// Role and account, of the timelock.
    pub roles: BTreeSet<(B256, Address)>,
    /// By their ids.
    pub operations: BTreeMap<B256, Operation>,
    /// By their ids.
    pub proposals: BTreeMap<U256, Proposal>,
    /// Seconds that are past, and what everybody's votes were at their ends.
    pub past: Vec<(u64, Vec<U256>)>,
    /// Where a parameter was, went, and when, by its place among the keys.
    pub parameters: Vec<[U256; 5]>,
    /// Acts by signature that passed: once is enough.
    pub used: Vec<Act>,
}

/// A role of the timelock.
pub(super) fn role(name: &str) -> B256 {
    match name {
        "ADMIN" => B256::ZERO,
        name => keccak256(format!("{name}_ROLE")),
    }
}

impl Model {
    pub(super) fn first(world: &World) -> Self {
        let governor = world.governor;
        let roles = [
            ("ADMIN", world.timelock),
            ("ADMIN", ADMIN),
            ("PROPOSER", COUNCIL),
            ("PROPOSER", governor),
            ("CANCELLER", COUNCIL),
            ("CANCELLER", governor),
            ("CANCELLER", GUARDIAN),
            ("EXECUTOR", KEEPER),
            ("EXECUTOR", governor),
        ];
        Self {
            settings: Settings::first(world.timelock, world.token, world.now()),
            roles: roles.map(|(name, account)| (role(name), account)).into(),
            operations: BTreeMap::new(),
            proposals: BTreeMap::new(),
            past: Vec::new(),
            parameters: Vec::new(),
            used: Vec::new(),
        }
    }

    /// Whether an account has a role.
    pub(super) fn has(&self, name: &str, account: Address) -> bool {
        self.roles.contains(&(role(name), account))
    }

    /// Who has a role.
    pub(super) fn holders(&self, name: &str) -> Vec<Address> {
        let role = role(name);
        let roles = self.roles.iter().filter(|(of, _)| *of == role);
        roles.map(|(_, account)| *account).collect()
    }

    /// Everybody's votes at the end of a second that is past.
    pub(super) fn votes_at(&self, time: u64) -> Option<&[U256]> {
        let index = self.past.partition_point(|(second, _)| *second <= time);
        let (_, votes) = self.past.get(index.checked_sub(1)?)?;
        Some(votes)
    }

    /// Somebody's.
    pub(super) fn votes_of(&self, world: &World, account: Address, time: u64) -> U256 {
        let place = world.accounts.iter().position(|known| *known == account);
        let votes = place.and_then(|place| self.votes_at(time)?.get(place));
        votes.copied().unwrap_or_default()
    }

    /// The votes that proposals need whose votes are of a time.
    pub(super) fn quorum(&self, supply: U256, time: u64) -> U256 {
        let (numerator, floor) = self.settings.quorum_at(time);
        floor.max(supply * U256::from(numerator) / U256::from(100))
    }

    /// Where a proposal should stand.
    pub(super) fn state(&self, proposal: &Proposal, now: &Picture) -> State {
        let [against, pro, abstain] = proposal.tally;
        if proposal.is_executed {
            State::Executed
        } else if proposal.is_canceled {
            State::Canceled
        } else if now.time <= proposal.start {
            State::Pending
        } else if now.time <= proposal.end {
            State::Active
        } else if pro <= against || pro + abstain < self.quorum(now.supply, proposal.start) {
            State::Defeated
        } else {
            let operation = proposal.operation.and_then(|id| self.operations.get(&id));
            match operation.map(|operation| operation.phase) {
                None => State::Succeeded,
                Some(Phase::Pending) => State::Queued,
                Some(Phase::Done) => State::Executed,
                Some(Phase::Cancelled) => State::Canceled,
            }
        }
    }

    /// Proposals that stand so.
    pub(super) fn standing(&self, now: &Picture, state: State) -> Vec<U256> {
        let proposals = self.proposals.iter();
        let standing = proposals.filter(|(_, it)| self.state(it, now) == state);
        standing.map(|(id, _)| *id).collect()
    }

    /// Operations that wait, ready or not.
    pub(super) fn pending(&self) -> Vec<B256> {
        let operations = self.operations.iter();
        let pending = operations.filter(|(_, it)| it.phase == Phase::Pending);
        pending.map(|(id, _)| *id).collect()
    }
}

/// What follows what, in the life of a proposal. What was defeated may still be taken back.
pub(super) fn may_follow(before: State, after: State) -> bool {
    let later: &[State] = match before {
        State::Pending => &[
            State::Active,
            State::Canceled,
            State::Defeated,
            State::Succeeded,
        ],
        State::Active => &[State::Canceled, State::Defeated, State::Succeeded],
        State::Succeeded => &[State::Canceled, State::Queued],
        State::Queued => &[State::Canceled, State::Executed],
        State::Defeated => &[State::Canceled],
        _ => &[],
    };
    before == after || later.contains(&after)
}
