//! An ERC-20 token that anyone may mint, for demonstrations and tests. It is worth nothing.
//!
//! Balances, allowances and their rules are those of the vault's shares, `ballast_erc20`. There are
//! no permits.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod contract;

pub use contract::Token;
