//! The accounts of a market as a WASM program: nothing but the entry point of `ballast_market_accounts`.
//!
//! A package of its own, because Cargo drops link-time optimisation for a crate that is a library
//! and a program at once. Its name has underscores, because `cargo stylus` looks for a file of the
//! package's name. That tool builds what lies in the current folder, and takes every contract of the
//! workspace unless told which; so run it here, with `--contract ballast_market_accounts_program`.
#![allow(
    missing_docs,
    reason = "the function that the SDK's macro adds has none"
)]

extern crate alloc;

use ballast_market::Market;
use ballast_market_accounts::Accounts;
use stylus_sdk::ArbResult;
use stylus_sdk::abi::router_entrypoint;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

/// A call of the accounts of a market.
#[entrypoint]
fn main(input: alloc::vec::Vec<u8>, host: VM) -> ArbResult {
    router_entrypoint::<Accounts, Market>(input, host)
}
