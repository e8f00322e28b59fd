//! What no call may break.

mod operations;
mod past;
mod proposals;
mod stores;
mod tokens;
mod views;

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256, LogData};
use alloy_sol_types::SolEvent;

pub(super) use past::check as past;
pub(super) use stores::parameters;
pub(super) use views::check as views;

use super::model::{Model, role};
use super::motion::Call;
use super::outcome::Counts;
use super::picture::Picture;
use super::world::World;
use crate::soak::{Act, Sent, require};

/// What holds whatever anybody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// Everybody's votes are the tokens of those who delegate to them, and all tokens the supply.
    Votes,
    /// Votes of a second that is past, and the supply then, never change.
    Past,
    /// Nobody's tokens or votes move but by who may move them.
    Consent,
    /// Nothing waits less than the shortest delay, nothing is executed before it is ready, twice,
    /// after it was taken away, or before what must come first.
    Delay,
    /// What is executed is what was scheduled, byte by byte, all of it and in order.
    Bytes,
    /// What is governed changes by what was executed, and by nothing else.
    Effects,
    /// Proposals move forward.
    Progress,
    /// A vote counts once, with the votes of the second that the proposal names.
    Tally,
    /// What succeeds has the quorum of that second, and more votes for it than against it.
    Quorum,
    /// Who proposes has enough votes.
    Threshold,
    /// No more leaves the treasury than its limits let out.
    Outflow,
    /// A parameter is within its bounds, and moves by an operation, or by the sentinel to where it
    /// is safer.
    Bounds,
    /// Who has no right to do something cannot do it, and roles change as they should.
    Roles,
    /// Views answer, and answer what is so.
    Views,
    /// The chain takes every transaction.
    Engine,
}

/// A law was broken.
pub type Breach = crate::soak::Breach<Law>;

impl Law {
    /// The law is broken.
    pub fn broken(self, detail: impl Into<String>) -> Breach {
        Breach {
            law: self,
            detail: detail.into(),
        }
    }
}

/// What passed, and how things were before and after it.
pub(super) struct Change<'a> {
    pub(super) world: &'a World,
    pub(super) before: &'a Picture,
    pub(super) after: &'a Picture,
    pub(super) act: &'a Act,
    pub(super) sent: &'a Sent,
    /// Calls that the timelock made.
    pub(super) executed: Vec<Call>,
    /// Role and account, before what was executed gave or took any.
    pub(super) roles: BTreeSet<(B256, Address)>,
}

impl Change<'_> {
    fn had(&self, name: &str, account: Address) -> bool {
        self.roles.contains(&(role(name), account))
    }

    fn is_executed(&self, target: Address, holds: impl Fn(&[u8]) -> bool) -> bool {
        let mut calls = self.executed.iter();
        calls.any(|call| call.target == target && holds(&call.data))
    }

    /// Events of a kind that a contract logged.
    fn events<E: SolEvent>(&self, of: Address) -> impl Iterator<Item = E> {
        let logs = self.sent.logs.iter().filter(move |(from, _)| *from == of);
        logs.filter_map(|(_, log)| E::decode_log_data(log).ok())
    }
}

/// Checks what must hold at any moment.
///
/// # Errors
/// The first law that is broken.
pub(super) fn state(model: &Model, now: &Picture) -> Result<(), Breach> {
    tokens::votes(now)?;
    require(Law::Effects, now.number == model.settings.number, || {
        format!(
            "{} is remembered, not {}",
            now.number, model.settings.number
        )
    })
}

/// Follows what was logged, one after the other, and checks it.
///
/// # Errors
/// The first law that is broken.
pub(super) fn change(
    model: &mut Model,
    change: &Change<'_>,
    counts: &mut Counts,
) -> Result<(), Breach> {
    require(Law::Roles, !change.act.is_forbidden, || {
        format!("{:?} may not do this", change.act.from)
    })?;
    let world = change.world;
    if change.act.to == world.treasury {
        // The guardian's own; who else may not is refused above.
        let now = change.before.time;
        model.settings.apply_to_treasury(&change.act.input, now);
    }
    for (from, log) in &change.sent.logs {
        if *from == world.timelock {
            operations::follow(model, change, log, counts)?;
        } else if *from == world.governor {
            proposals::follow(model, change, log, counts)?;
        } else if *from == world.treasury {
            stores::payment(model, change, log, counts)?;
        }
    }
    operations::whole(model, change)?;
    tokens::consent(change)?;
    stores::balances(change)?;
    state(model, change.after)?;
    proposals::progress(model, change.after)
}

/// Checks what time alone has changed.
///
/// # Errors
/// [`Law::Consent`], and what proposals do.
pub(super) fn time(model: &mut Model, before: &Picture, after: &Picture) -> Result<(), Breach> {
    let same = Picture {
        time: after.time,
        ..before.clone()
    };
    require(Law::Consent, same == *after, || {
        format!("time changes {before:?} to {after:?}")
    })?;
    state(model, after)?;
    proposals::progress(model, after)
}

/// Whether a log is of an event.
fn decode<E: SolEvent>(log: &LogData) -> Option<E> {
    E::decode_log_data(log).ok()
}
