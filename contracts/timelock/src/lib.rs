//! The timelock, as a Stylus contract: the authority of everything that governance decides, and the
//! treasury. What it does, it made known a delay before.
//!
//! Methods, events, errors, names of operations and the order of checks are those of OpenZeppelin
//! 5.7's `TimelockController`, so that its Governor and every tool for it work. The interface is
//! `ballast_abi::timelock`.
//!
//! # Operations
//! One call or several that are made one after another, all or none. An operation is called by the
//! hash of its calls, its predecessor and a salt. It waits as long as its proposer said, the
//! shortest delay at least; then it is ready for good, until it is executed or cancelled. One that
//! names a predecessor is executed after it. A call that fails reverts the whole, and the operation
//! stays ready.
//!
//! # Pinned code
//! Beyond OpenZeppelin's: an operation remembers what code its targets have when it is scheduled,
//! also that there is none, and is refused with `TimelockCodeChanged` once one of them has other
//! code: what was looked at while it waited is what is called. The hash is cut to 192 bits and
//! shares a word with the time, so it costs no storage; two programs with the same cut hash take
//! 2^96 attempts, more than two programs for the same address. A proxy's code stays the same when
//! its implementation does not; whoever reviews an operation must look through it. Nor is the code
//! pinned of what calls merely name.
//!
//! # Roles
//! - Proposer: schedules. At worst anything at all, once it has waited and nobody cancelled it.
//! - Canceller: cancels. At worst nothing ever happens.
//! - Executor: executes what is ready, or lets it lie. If the zero address is one, everybody is.
//! - Admin of all roles: the timelock itself, and whoever the constructor was told, which is meant
//!   to give that up once all is set up. At worst it appoints itself and cancels or executes; what
//!   it schedules still waits.
//!
//! # Differences from OpenZeppelin's
//! - A time has 64 bits: a delay beyond them overflows, as one beyond 256 bits does there.
//! - A failing call's reason is carried up to its first kilobyte.
//!
//! # Calls from within
//! Any, as there: what is called may call back, with ether, with tokens, or as governance that calls
//! itself. An operation is done only after its calls; one that is executed within itself reverts as
//! a whole.
//!
//! # Not checked on purpose
//! - Targets, values and calldata. Whoever proposes may do everything.
//! - Whether the targets of a batch are any.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod calls;
mod constructor;
mod dispatch;
mod entry_point;
mod execute;
mod operation;
mod pins;
mod receipts;
mod refusals;
mod roles;
mod schedule;
mod state;
mod views;

pub use state::Timelock;
