//! The token whose holders vote, as a Stylus contract.
//!
//! An ERC-20 token with permits (ERC-2612) whose holders let their tokens vote with a delegate,
//! themselves or another, and whose past can be asked for (ERC-5805) by the clock of the blocks'
//! timestamps (ERC-6372). Methods, events, errors and their order are those of OpenZeppelin 5.7's
//! `ERC20Votes` with `ERC20Permit`. The interface is `ballast_abi::votes`; what a value was at a
//! time is decided in `ballast_core` (`History`).
//!
//! # Votes
//! A holder's tokens vote only once they are delegated. What counts is a past second, so tokens
//! that are borrowed and given back in one transaction never vote. The sum of all delegates' votes
//! is the sum of delegated tokens, at most the supply.
//!
//! # Supply
//! All of it is minted to one holder by the constructor. There is neither a minter nor a burner:
//! whoever can mint can outvote everybody, and OpenZeppelin's wizard makes none either unless asked
//! to. At most 2^208 - 1 units, as theirs.
//!
//! # Storage
//! A delegate's latest snapshot is a word of its own, earlier ones lie in a mapping, and their
//! number shares the word of whom the account delegates to. The vote of a delegate whose votes did
//! not change since the proposal was made reads one word where OpenZeppelin's array takes two.
//!
//! # Signatures
//! By `v`, `r`, `s` as OpenZeppelin's; the twin of a signature with the larger `s` is refused. By
//! bytes also those of contracts (ERC-1271), which are asked by a static call with 500,000 gas.
//! What a contract signs to delegate names the account too, which the signature of ERC-5805 does
//! not: two wallets of one owner take the same signature otherwise.
//!
//! # Roles
//! None. Nothing here can be paused, raised, replaced or taken.
//!
//! # Rounding
//! None: nothing is divided.
//!
//! # Not checked on purpose
//! - Whether a delegate is an account of anybody.
//! - Calldata behind the last argument.
//!
//! # Calls from within
//! Contracts that are asked for a signature are asked before anything is written, and cannot change
//! anything.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod constructor;
mod delegation;
mod dispatch;
mod permits;
mod state;
mod transfers;
mod views;

pub use state::Votes;
