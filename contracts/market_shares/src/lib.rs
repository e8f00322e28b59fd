//! A lending market's supply as an ERC-4626 vault, as a Stylus contract.
//!
//! A share here is a share of the market's supply, one for one: all shares are one position of the
//! market, held by this contract, and what a share is worth is what the market says. So there are no
//! books of its own to inflate, and shares have the asset's decimals and six more, as the market's
//! virtual shares do. The interface is ERC-20, ERC-2612, ERC-4626 and `ballast_abi::market_shares`.
//!
//! # Limits
//! `max*` are what passes: deposits up to the room under the market's cap, nothing while new supply is
//! stopped; withdrawals up to what a holder's shares are worth or what is not lent, whichever is less.
//! A market that does not answer takes and gives nothing.
//!
//! # Roles
//! None. Who governs the market may stop new supply; nobody stops withdrawals of what is not lent.
//!
//! # Rounding
//! The market's: deposit and redeem round down, mint and withdraw up, always against the caller.
//!
//! # Assumptions
//! - The market is Ballast's: it is named by whoever deploys this, and does what it says.
//!
//! # Not checked on purpose
//! - What others supply to the market for this contract: it belongs to nobody, and changes nothing.
//! - That these shares are collateral of the market that they are shares of, which its authority must
//!   not list.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod dispatch;
mod limits;
mod moves;
mod state;

pub use state::MarketShares;
