//! The lending market's other half: liquidations, averages, and what accounts look at.
//!
//! A program of its own, because all does not fit one. It runs on the market's storage: the
//! market hands over by `DELEGATECALL` whatever it does not answer itself, so all of this is called
//! at the market's address, and `ballast_market`'s layout is the only one. Called directly it acts
//! on storage of its own, in which nobody
//! owes and nothing is listed.
//!
//! The interface is `ballast_abi::market_risk`; what decides is `ballast_core::lending`.
//!
//! # Liquidation
//! An account is liquidated at spot once it is unhealthy at spot and at the fast average. The slow
//! average may delay that from when `touch` first saw it unhealthy, for a governed time, and delays
//! nothing below the deep threshold. It is left in peace for a cool-off after its last check, so
//! nobody borrows at one price and is liquidated at the next in one transaction. How much is paid
//! and taken says `Terms::plan`; shares of the debt are Morpho Blue's. Who is the borrower, or may
//! act for them, is refused. What is owed once no collateral is left is written off in the same
//! call: the reserve's shares pay first, then all suppliers alike.
//!
//! # A feed that is silent
//! While the oracle names no price for a collateral, whoever has it can take no risk, and cannot be
//! liquidated until nothing was seen of the price for the delay of the terms, an hour at least.
//! From then on it counts at the slow average as it was remembered, and what is deep below by that
//! may be liquidated. The silent collateral itself is sold at the highest of what is remembered, so
//! no liquidator gains by the silence. Two silent collaterals wait for the first feed that speaks,
//! and a market that keeps no averages remembers nothing. Other accounts notice nothing.
//!
//! # Roles
//! Anyone may do all of this; nobody can stop it. Who governs the market is `ballast_market_governance`'s
//! subject: the third program, to which this one hands over what it does not know. Its address is
//! given to this program's constructor, once.
//!
//! # Rounding
//! What a liquidator pays rounds up, what they take down; a loss rounds up.
//!
//! # Assumptions
//! - The market's: tokens move what they are told, and the asset's amounts are measured.
//! - Keepers poke a collateral at least every quarter of the fast time constant in a crash: the fast
//!   average follows what is seen.
//!
//! # Not checked on purpose
//! - That a sister account of the borrower liquidates: the cool-off is what makes that worthless.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod accounts;
mod dispatch;
mod found;
mod keepers;
mod liquidate;
mod order;
mod program;

/// The methods; their storage is a [`Market`](ballast_market::Market).
#[derive(Clone, Copy, Debug)]
pub struct Risk;
