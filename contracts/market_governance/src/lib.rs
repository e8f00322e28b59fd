//! What governs a lending market: collaterals, caps, LTVs, terms, fees, the rate model, roles, and
//! what the parameter store pushes.
//!
//! The third program of a market, on the market's storage as the second is: `ballast_market_risk`
//! hands over by `DELEGATECALL` whatever it does not answer itself, so all of this is called at the
//! market's address. Called directly it acts on storage of its own, in which nobody has a role.
//!
//! The interface is `ballast_abi::market_risk`; what numbers may stand beside each other is decided
//! in `ballast_core::lending`, again with every change that could contradict: a borrow LTV lies
//! below the liquidation LTV now and at the end of its way, and the greatest bonus times the
//! liquidation LTV stays below one. `validate` answers a governor before a proposal waits.
//!
//! # Roles
//! - Authority, to be a timelock: lists collaterals, sets LTVs, caps, terms, fees, the rate model,
//!   the averages, the other roles. At worst it lists a worthless collateral and lends everything
//!   against it, or lowers a liquidation LTV without a ramp.
//! - Sentinel: takes no more of a collateral, lowers a cap or a borrow LTV, stops new supply and new
//!   borrowing. At worst nothing new is lent.
//! - Parameter store: the numbers that the authority bound to its keys, within the rules of their
//!   setters and the key's own bounds. A liquidation LTV moves along the parameter's line, everything
//!   else is at once what it leads to.
//!
//! Nobody stops withdrawals of what is not lent, repayments, more collateral of what is taken, or
//! liquidations.
//!
//! # Rounding
//! Caps and dust are kept with twelve digits, rounded down. A liquidation LTV on its way rounds up,
//! for the borrower.
//!
//! # Assumptions
//! - The oracle names a price for what is listed; it is asked when it is.
//!
//! # Not checked on purpose
//! - That a collateral is not worth what this market supplies: the authority lists no wrapper of
//!   the market's own shares.
//! - That the oracle has a gate that is switched on; without an answer no new risk is taken.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod collaterals;
mod dispatch;
mod errors;
mod events;
mod parameters;
mod roles;
mod settings;
mod validate;
mod views;

/// The methods; their storage is a [`Market`](ballast_market::Market).
#[derive(Clone, Copy, Debug)]
pub struct Governance;
