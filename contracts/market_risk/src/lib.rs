//! What keeps a lending market fresh, and what accounts look at: averages, marks, fees; health,
//! standing, previews.
//!
//! A program of its own, because all does not fit one. It runs on the market's storage: the
//! market hands over by `DELEGATECALL` whatever neither it nor the accounts' program answers, so all
//! of this is called at the market's address, and `ballast_market`'s layout is the only one. Called
//! directly it acts on storage of its own, in which nobody owes and nothing is listed.
//!
//! The interface is `ballast_abi::market_risk`; what decides is `ballast_core::lending`. How
//! liquidations and silent feeds work, which is what the previews tell, says `ballast_market`.
//!
//! # Roles
//! Anyone may do all of this; nobody can stop it. Who governs the market is `ballast_market_governance`'s
//! subject: the program to which this one hands over what it does not know. Its address is given to
//! this program's constructor, once.
//!
//! # Not checked on purpose
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod accounts;
mod dispatch;
mod keepers;
mod program;

/// The methods; their storage is a [`Market`](ballast_market::Market).
#[derive(Clone, Copy, Debug)]
pub struct Risk;
