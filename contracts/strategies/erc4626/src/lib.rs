//! A strategy that lends to another ERC-4626 vault, as a Stylus contract.
//!
//! One position of one vault: the shares of a *venue*, any ERC-4626 vault over the same asset. The
//! interface is `ballast_abi::strategy`, with `ballast_abi::rewards` beside it. The strategy holds
//! shares, and rewards until they are sold: what it is sent to allocate goes on to the venue in the
//! same call, and the venue pays the vault directly.
//!
//! # Roles
//! The registry alone, fixed by the constructor, may allocate, deallocate, leave and give
//! away shares; anybody may ask for a harvest, which changes nothing, and have assets that lie here
//! put to work (`reinvest`). The authority of the registry names the seller, and nothing else can be
//! changed later; the seller may take any token but the asset and the venue's shares, and at worst
//! keeps rewards. Whether to call, and what a failure means, is the registry's to decide: a venue that
//! reverts makes the strategy revert, with the venue's own reason where it gives one.
//!
//! # What it is worth
//! `realAssets` is the venue's `previewRedeem` of all shares: what leaving would bring now. It
//! counts the venue's exit fees, as `convertToAssets` must not, and does not fall when the venue is
//! short of liquidity, as `maxWithdraw` does. How much can be had now is `maxWithdrawable`.
//!
//! An allocation is checked by `convertToAssets` instead: did the venue give shares at its own
//! price, but for rounding? An entry fee, a share price blown up until shares round off, and a
//! venue that takes less than it was offered are refused. An exit fee is not: from then on it is
//! missing from `realAssets`, a loss that the next report books.
//!
//! # Assumptions about the venue
//! - It is an ERC-4626 vault whose shares are an ERC-20 token that can be transferred.
//! - **Its price cannot be moved within a transaction**, by donation or trade, for more than it
//!   costs whoever moves it. The strategy cannot tell; the registry's bound on the gain of a report
//!   and the vault's unlocking of profit over time limit what a moved price is worth.
//! - `previewRedeem` and `convertToAssets` answer while the venue is illiquid or paused.
//! - `withdraw` and `redeem` pay what `maxWithdraw` and `maxRedeem` allow. If not, the strategy
//!   reverts, and the registry takes that for the failure it is. What arrives is measured by the
//!   registry at the vault; the numbers returned here are the venue's word.
//! - It may call back into anything. While a call into the strategy is open, any other call into it
//!   reverts.
//!
//! # Assumptions about the asset
//! Those of the vault. Approvals are exact and used up within the call: tokens that want an
//! allowance reset before it changes are never asked for more.
//!
//! # Rounding
//! Always as the venue rounds: worth rounds down, `withdraw` burns shares rounded up. The part
//! given in kind rounds down, for those who stay.
//!
//! # Not checked on purpose
//! - Whether the venue is any good: that is what adding it to the registry decides.
//! - What is sent here without an allocation: shares count from then on, assets once anybody has them
//!   put to work, and other tokens are the seller's.
//! - Rewards that only the holder of shares may claim: those that anybody may claim for it are sold.
//! - Whether the receiver of shares can handle them.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod amounts;
mod constructor;
mod moves;
mod router;
mod state;
mod venue;
mod views;

pub use state::Strategy;
