//! Liquidates accounts of Ballast's markets without capital, as a Stylus contract.
//!
//! The interface is `ballast_abi::liquidator`. A market sends what is seized before it asks to be
//! paid, and calls back in between. In that callback the collateral is sold, share by share and
//! pool by pool, and the market is allowed to take what is due and nothing else. All of it is one
//! transaction: if what is seized does not pay for itself, nothing happened.
//!
//! # Roles
//! None. Anyone liquidates anything anywhere and names who gets the profit. It holds nothing
//! between calls, and takes back what a market was allowed and did not take: there is nothing to
//! take, and nobody can wait for it. A market, a
//! vault, a pool or a token that is hostile cheats whoever chose to deal with it, of what that same
//! transaction brought.
//!
//! # Who may call back
//! While it works, two calls are let in and all others refused: the market under way, once, and the
//! pool under way, for no more than it was to take (`ballast_uniswap_v3::due`). The data of a
//! callback is what this contract itself sent along.
//!
//! # What a sale may lose
//! Pools are sold into at any price. What that costs is bounded by `minProfit`, which the caller
//! should ask `previewLiquidate` and the pools about: whoever sends nothing but zero there lets
//! others trade around it.
//!
//! # Assumptions
//! - The asset and what lies between it and the collateral deliver what a transfer says.
//!
//! # Not checked on purpose
//! - Whether a pool is Uniswap's, or a market one of ours: see above.
//! - What is sent here outside of a call: whoever comes first may take it.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod dispatch;
pub mod entry_point;
mod liquidate;
mod sell;
mod state;

pub use state::Liquidator;
