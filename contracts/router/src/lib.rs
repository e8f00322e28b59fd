//! Entries into and exits from ERC-4626 vaults with bounds, as a Stylus contract.
//!
//! A vault of the standard takes any price: its `deposit` has no least amount of shares. Wallets go
//! through here instead, with a bound on every call. The router also spends permits, wraps and
//! unwraps ether, and moves shares from one vault to another. The interface is
//! `ballast_abi::router`.
//!
//! # What holds for any vault
//! Nobody registers vaults here: the address is the caller's word, and may be anybody's contract.
//! - **Allowances to the router move only what is the caller's.** Every `transferFrom` of the
//!   router's has `msg.sender` as its source, every `withdraw` and `redeem` `msg.sender` as its
//!   owner, every permit `msg.sender` as its owner. No argument of a call becomes a source or an
//!   owner, and no calldata is passed through.
//! - **There is nothing else to take.** Between calls the router has no tokens, no shares, no ether
//!   and has allowed nobody anything. Within a call a vault is allowed exactly what came from the
//!   caller in that call, by the difference of balances, and nothing afterwards.
//! - **No call gets in during another**, views included, but for ether from the wrapped ether; see
//!   `entry_point`.
//!
//! So a hostile vault can harm whoever names it, and nobody else. What was sent here by mistake is
//! nobody's: no call pays it out, and none counts it as its own.
//!
//! # Bounds
//! What is bounded is measured, not believed: shares and assets are differences of balances of the
//! receiver or the caller. A receiver that gives away what it gets while it gets it does not pass.
//! Of a token with a fee on transfers a deposit enters what arrived.
//!
//! # Roles
//! None. The constructor fixes the wrapped ether; nothing can be changed later.
//!
//! # Assumptions
//! - The wrapped ether is worth its name, and forwards gas: 2,300, as the oldest of them does, is
//!   not enough to enter a Stylus program. That of Arbitrum does forward it.
//! - A token that fails reverts or answers `false`. Approvals are set from zero only, for tokens
//!   that demand it.
//! - For exits the caller has allowed the router to spend the shares; whether the vault counts
//!   that down is the vault's affair.
//!
//! # Not checked on purpose
//! - Whether the vault is any good, or ours.
//! - Whether a receiver can handle shares or tokens.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod constructor;
mod dispatch;
mod entries;
mod entry_point;
mod ether;
mod exits;
mod passage;
mod permit;
mod refusals;
mod state;
mod vault;

pub use state::Router;
