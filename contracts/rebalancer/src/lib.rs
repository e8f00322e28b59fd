//! The allocator of one registry, as a Stylus contract: debts go towards targets, anybody may ask
//! for it or move some themselves, and what moving them about loses is bounded over time.
//!
//! The interface is `ballast_abi::rebalancer`; which debts move, how far, and what may be lost is
//! decided in `ballast_core` (`plan`, `Band`, `Budget`, `Flow`). It holds no money.
//!
//! # Rebalance
//! A target is a part of all that the vault has on its books, idle and lent, cut to the strategy's
//! cap. Of strategies that are off by more than the band, those that owe too much pay back first,
//! as far as they can; then idle assets beyond the least that stays go to those that owe too
//! little, as far as the caps of what they count towards allow. A retired strategy has a target of
//! nothing. Left out is what is in quarantine or unknown, does not answer, or is worth less than it
//! owes, which must report first. A move that is refused is left out too, and said: none blocks the
//! others. Strategies without a target are left alone.
//!
//! Targets are a table that the authority sets, or the answer of a contract that it names
//! (`ITargets`), asked with bounded gas whenever they are needed. An answer that the table would not
//! take, or that names a strategy the registry does not know, is none: no rebalance is due, and
//! `rebalance` reverts with `InvalidTargets`. All else goes on. What a source has moved stays within
//! caps, wait and budget.
//!
//! # Reallocation
//! Anybody moves debts from several strategies to one, within their flows: what may still go out of
//! each, and what may still come into the one. What goes out of a strategy may come back, and the
//! other way round, so a flow bounds one direction, and not the traffic; the traffic is bounded by
//! what it loses. All of it is moved or nothing, and what must stay idle is not touched. Caps,
//! statuses and stops of the registry hold; each strategy must be worth what it owes. Nothing flows
//! until the authority says so. There is no fee: it would have to be held and paid out here, and
//! what strangers cost is bounded without.
//!
//! # Budgets
//! A move loses what the strategies that were moved are worth less afterwards, beyond what their
//! debts fell; more than is left of the budget reverts all of it. The debts are the registry's,
//! which measures what arrives, so a deposit or an exit in between changes nothing. Losses round up
//! and refills down, as parts of all assets before the move. In any time `t` at most
//! `part * (1 + t / period)` is lost; the budget binds the operator and the authority too. The
//! tolerance starts at 20 basis points a week.
//!
//! Reallocations have a budget of their own, of one basis point a week to start with: out of the
//! other, strangers would keep rebalances from being made. What both lose together is the sum. By
//! moving debt away from targets, strangers can have rebalances spend the other budget on moving it
//! back: of each direction no more than the flow and what their own budget lets come back.
//!
//! # Forced deallocation
//! Anybody has a strategy send an amount to the vault, where it is idle for whoever leaves, and
//! gives up shares that are worth the strategy's penalty, at most two hundredths of the amount. The
//! vault locks them for a day at least, so nobody comes in to take them. The penalty is taken at
//! the price before the move, rounded up; the caller bounds it, and allows this contract to spend
//! the shares. The amount arrives in full or the call reverts.
//!
//! No budget is spent, so a stranger uses up none: what the move loses must be within the penalty,
//! which stands in the books as locked shares, the first that a report of a loss burns. A penalty
//! that is below what going back into the venue costs lets a stranger have rebalances spend more
//! than was paid, up to their budget. Who holds nearly everything pays the penalty nearly to
//! themselves, and bears what it does nearly alone. No penalty means none is offered.
//!
//! # Roles
//! - Authority, to be a timelock: targets and their source, band, wait, tolerances, flows, penalties, roles. At worst it moves
//!   debt where it likes within the registry's caps, and loses two tenths of all assets a day.
//! - Operator: moves debt within the registry's caps and the budget. At worst it lends where it
//!   earns least, and loses what the budget allows.
//! - Sentinel: may only narrow: stop, lower tolerances and flows, set weights to zero, end forced
//!   deallocations. At worst all that has a target comes back at the budget's pace.
//! - Anyone: `rebalance`, once in each wait, `reallocate`, and `forceDeallocate` at their cost. At worst all that may flow lies where
//!   it earns least, and what the budget of reallocations allows is lost.
//!
//! The registry's own authority moves debt there without this budget.
//!
//! # Assumptions
//! - Registry and vault are this project's, or behave so: debts are what was lent and not paid.
//! - `realAssets` of a strategy cannot be moved within a transaction by trades, deposits or
//!   donations, and is what it would pay. One that lies hides what its moves lose.
//!
//! # Limits of liveness
//! A move gets twice the registry's `callGas` and half a million besides; whoever calls must have
//! that left before each, or the call reverts with `NotEnoughGas`: a failure is the strategy's own.
//! What is not used comes back. A strategy that burns it all at every move makes a rebalance dear
//! and does not stop it.
//!
//! Whoever locks a venue, or fills the memory that all programs of a transaction share, can have a
//! strategy left out of a rebalance. No debt passes its target by that.
//!
//! # Not offered on purpose
//! The allocator may order the registry's queue of exits; here nobody can, so that is left to the
//! registry's authority.
//!
//! # Not checked on purpose
//! - What losses of strategies that were not moved are due to the move.
//! - Whether the strategy of a target in the table is in the registry, as it may be added later.
//! - Whether a source answers when it is named.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod calls;
mod constructor;
mod errors;
mod events;
mod force;
mod moves;
mod reallocate;
mod roles;
mod router;
mod settings;
mod source;
mod state;
mod survey;
mod targets;
mod views;

pub use state::Rebalancer;
