//! ERC-20 on storage cells: one implementation for vault shares and for the test token.
//!
//! The crate keeps names, balances, allowances and permit nonces. The supply and the decimals stay
//! with the contract, which may have better places for them.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

pub mod ledger;
pub mod metadata;
pub mod permit;
mod router;
pub mod slots;

pub use router::Admission;
pub use router::route;
pub use router::route_permit;
