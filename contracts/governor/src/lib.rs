//! The governor, as a Stylus contract: whoever holds enough votes proposes, holders vote, and what
//! they decide waits in the timelock until anybody executes it.
//!
//! Methods, events, errors and the order of checks are those of OpenZeppelin 5.7's `Governor` with
//! `GovernorSettings`, `GovernorCountingSimple`, `GovernorVotes`, `GovernorVotesQuorumFraction`,
//! `GovernorPreventLateQuorum`, `GovernorProposalGuardian` and `GovernorTimelockControl`, so that
//! every front end for it works. The interface is `ballast_abi::governor`. It holds no money, and
//! refuses ether and tokens.
//!
//! # Proposals
//! A list of calls with ether and a description, called by their hash. Votes of the second that is
//! the voting delay away count, until the voting period is over: whoever borrows tokens and gives
//! them back in one transaction has no votes. A proposal succeeds if more votes are for it than
//! against it, and those for it and those that abstain reach the quorum. If they reach it so late
//! that less than the extension is left, voting goes on for the extension. What succeeded is queued
//! by anybody, waits in the timelock, and is executed by anybody.
//!
//! A description that ends with `#proposer=0x` and an address can be proposed by that address alone,
//! so that nobody proposes the same first to cancel it.
//!
//! # The quorum
//! The larger of a fraction of the supply and a number of votes, the floor, which OpenZeppelin's has
//! not: a token that is worth nothing any more is bought by whoever wants what it governs, and a
//! fraction of what is delegated then is no hurdle. Both are remembered by the second, so a change
//! does not reach proposals whose votes count from before it. A floor above the supply is refused.
//!
//! # Pinned code
//! Beyond OpenZeppelin's: what code the targets have when a proposal is made, also that there is
//! none, is what they must have when it is queued, or `GovernorCodeChanged`; from there the timelock
//! pins it. So what was looked at before the vote is what is called. As there, a proxy's code stays
//! the same when its implementation does not.
//!
//! # The guardian's sunset
//! Beyond OpenZeppelin's: a guardian that stays for good, or whose key is stolen, would rule by
//! what it lets pass. So its time ends 365 days after the governor was made, from when on it is as
//! if there were none, unless a proposal sets another end, at most 365 days ahead. Who replaces a
//! guardian has what was left of its time.
//!
//! # Targets that validate
//! Beyond OpenZeppelin's: of each call whose target says by ERC-165 that it has `IValidator`, the
//! target is asked whether it would accept it, and the proposal is refused with
//! `GovernorRefusedCall` and the target's reason if not: voters are not asked about what cannot
//! happen. The target gets 500,000 gas, and cannot change anything; whoever proposes cannot make it
//! say yes by giving less. The governor is asked itself about its settings, so one that could never
//! be is refused here, where OpenZeppelin's lets it be voted upon and fail. A target that refuses
//! everything cannot be governed any more, so only a contract that means it should say it has the
//! interface. Everything is decided again when the call is made.
//!
//! # Roles
//! - Voters, by the token: at worst anything at all, once it has waited in the timelock and the
//!   guardian let it pass; limits on what the timelock may do are those of its targets.
//! - Guardian: cancels what was not executed, until its sunset, and nothing else. At worst nothing
//!   happens before the sunset but what it lets pass, its own replacement and renewal included.
//! - Proposer: cancels its own proposal while no votes are counted; at any time if there is no
//!   guardian, or its sunset has passed.
//! - Timelock, on behalf of a proposal: all settings. A call of the governor that no proposal makes
//!   is refused, even from the timelock, so that whoever else schedules there does not govern here.
//! - Anybody: queues, executes.
//!
//! # Assumptions
//! - The token's past does not change and its clock is that of timestamps, which is asked when the
//!   governor is made; then the clock is the block's.
//! - The timelock is `ballast_timelock` or OpenZeppelin's, and the governor is among its proposers
//!   and cancellers.
//!
//! # Rounding
//! The fraction of the supply rounds down, as OpenZeppelin's.
//!
//! # Differences from OpenZeppelin's
//! - Votes have 208 bits, as a token's that says the truth; more overflow.
//! - The name has at most 31 bytes.
//! - A failing call's reason is carried up to its first kilobyte.
//! - The timelock's name of a proposal is computed, not asked for, and its state asked once.
//!
//! # Storage
//! Votes for a proposal share a word with the deadline that late votes put off, votes against it
//! with when it is ready, the fraction with the floor, the guardian with its sunset, the token with
//! the delays, the timelock with the voting period and the queue of expected calls; the hash of the
//! targets' code lies where the timelock's name of the proposal will. A vote reads three words less
//! than OpenZeppelin's.
//!
//! # Calls from within
//! Any, as there: a proposal that changes settings calls the governor through the timelock. What is
//! executed is marked as such before its calls.
//!
//! # Not checked on purpose
//! - Targets, values and calldata, but for targets that validate.
//! - Whether the timelock is one, and lets the governor schedule.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod ballots;
mod calls;
mod constructor;
mod description;
mod dispatch;
mod entry_point;
mod execution;
mod guardian;
mod packed;
mod proposal;
mod propose;
mod receipts;
mod refusals;
mod settings;
mod state;
mod tally;
mod timelock;
mod token;
mod validate;
mod validators;
mod views;
mod vote;

pub use state::Governor;
