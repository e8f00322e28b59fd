//! ERC-4626 vault over an ERC-20 token.
#![deny(clippy::arithmetic_side_effects)]

extern crate alloc;

mod constructor;
mod entries;
mod exits;
mod router;
mod state;
mod views;

pub use state::Vault;
