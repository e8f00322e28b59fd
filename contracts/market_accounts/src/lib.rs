//! What suppliers and borrowers of a lending market do with their accounts: supply and withdraw,
//! collateral, authorizations, batches, and what anybody may know of an account.
//!
//! A program of its own, because all does not fit one. It runs on the market's storage: the market
//! hands over by `DELEGATECALL`, so all of this is called at the market's address. What it does
//! stands in `ballast_market`, whose crate documentation tells roles, rounding and assumptions;
//! borrowing and paying are here, too, for batches. Called directly it acts on storage of its own,
//! in which nothing is lent and nothing is listed.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

use alloc::vec::Vec;

use ballast_market::Market;
use ballast_shell::Calldata;
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

/// The methods; their storage is a [`Market`].
#[derive(Clone, Copy, Debug)]
pub struct Accounts;

impl Router<Market> for Accounts {
    type Storage = Market;

    fn route(market: &mut Market, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = market.cells.refuse_value() {
            return Some(Err(reason));
        }
        market.answer_for_accounts(selector, Calldata::new(input))
    }

    fn receive(_: &mut Market) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Market, _: &[u8]) -> Option<ArbResult> {
        None
    }

    /// There is nothing to set up.
    fn constructor(market: &mut Market, _: &[u8]) -> Option<ArbResult> {
        Some(market.cells.refuse_value().map(|()| Vec::new()))
    }
}
