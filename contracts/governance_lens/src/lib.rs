//! Who governs a list of contracts, as a Stylus contract: a view that a front end, a deployment or a
//! voter asks before they trust that a hand-over is complete.
//!
//! It holds nothing, and nobody governs it. The interface is `ballast_abi::governance_lens`.
//!
//! # What is asked
//! Each contract for `authority()` and `pendingAuthority()`, and one that has no authority for
//! `owner()` and `pendingOwner()`. A question gets 100,000 gas and a kilobyte of an answer is read,
//! so no contract keeps the others from being asked. An answer that is no address is none.
//!
//! # Assumptions
//! - Contracts say the truth about who governs them, and have no other way to be governed. The list
//!   is the asker's: what is not on it is not looked at.
//!
//! # Roles
//! None.
//!
//! # Not checked on purpose
//! - What the code of a contract is. A contract that calls itself governed by the timelock may be
//!   anything; a list comes from a deployment whose code was compared.
//! - Whether a contract is on the list twice.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod dispatch;
mod questions;

pub use questions::GovernanceLens;
