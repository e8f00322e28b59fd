//! Asynchronous redemption of a vault's shares, as a Stylus contract: for those who would rather
//! wait than be refused, while the vault's assets are lent to strategies that cannot pay at once.
//!
//! The interface is `ballast_abi::redemptions`: the redeem side of ERC-7540, cancellations after
//! ERC-7887, claims as ERC-4626 spells them. How an epoch is shared is decided in
//! `ballast_core::Epoch`.
//!
//! # Epochs
//! A request joins the epoch that collects; the request's number is the epoch's, from 1 on. At most
//! one other is being settled, and it is the older one: first in, first out. `settle`, which anyone
//! may call, takes one step at a time:
//! 1. `collectSeconds` after its first request the collecting epoch is closed, if no other is being
//!    settled.
//! 2. From `noticeSeconds` later on, never in the same block, what the vault can pay of it is
//!    redeemed, as often as it takes: at a loss to the vault's books of at most `maxLossBps`, or, if
//!    the vault refuses that, as far as it goes without a loss.
//! 3. With nothing pending it has ended. It also ends if the vault quotes what is pending at
//!    nothing; its members can take these shares back.
//!
//! Every member of an epoch has the same part of every payment, so it does not matter who was
//! first, or who calls. Until they are redeemed shares are shares: a loss that the vault books
//! meanwhile is borne by those who leave and those who stay alike, and so is a profit.
//!
//! # Claims
//! What was paid for a controller and not claimed yet is one pot, whichever epochs it came from;
//! `claimableRedeemRequest` shows all of it under the newest epoch that paid into it, so that the
//! sum over all numbers is `maxRedeem`. A controller has a position in each of the two live epochs
//! at most, and no call loops over epochs or members.
//!
//! A cancellation is done at once: it takes what is pending out of the epoch, closed or not.
//!
//! # Rounding
//! Down for whoever claims, in shares and in assets; `withdraw` takes settled shares rounded up. The
//! last to leave an epoch takes what rounding left there. A payment that is neither all that is
//! pending nor a thousandth of the requests is not made.
//!
//! # Roles
//! None. The constructor fixes everything; nothing can be paused, and nobody can take what is a
//! controller's but the controller and the operators the controller named. Such an operator can
//! also hand in all shares that the controller lets this contract take, and send away all that is
//! claimed.
//!
//! Shares are taken by an allowance to this contract, so an allowance says nothing about who may
//! use it: only the owner and the owner's operators can, unlike in ERC-7540, which also lets those
//! in whom the owner allowed to spend shares.
//!
//! # ERC-165
//! Says yes to ERC-165 and to ERC-7540's operators and redeem side and ERC-7887's redeem side. Not
//! to ERC-7575's `0x2f0a18c5`, though `asset` and `share` are there: that one promises deposits,
//! which are the vault's, and previews, which ERC-7540 wants to revert. There are none, so they do.
//!
//! # Assumptions about the vault
//! - It is one of this project's: `maxRedeem` and `redeem` know a largest loss and strategies, and
//!   keep to it. Whoever calls `settle` may choose the strategies, and so the worst that the largest
//!   loss allows.
//! - Its asset never changes, and transfers of shares move what they say.
//!
//! What the vault burns and pays is measured, not believed. Shares and assets that were sent here
//! without a call are nobody's: no call pays them out, and none counts them.
//!
//! # Not checked on purpose
//! - Whether the caller of `settle` leaves enough gas for the whole payment: with less, a smaller
//!   part is paid, or none.
//! - Whether a controller can make claims. A request for another is a gift.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod claims;
mod constructor;
mod dispatch;
mod members;
mod operators;
mod refusals;
mod requests;
mod settle;
mod state;
mod vault;
mod views;

pub use state::Redemptions;
