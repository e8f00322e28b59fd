//! The program that this one hands over to.
//!
//! It is named once, in this program's own storage, for all markets that run on it. On a market's
//! storage this program finds its own address where the market keeps it, and asks itself.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::market_risk::MarketRisk as Abi;
use ballast_market::{Market, RISK_PROGRAM, check_address};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Field, Reply, address_in, encode};
use stylus_sdk::prelude::*;

/// What governs markets: a field that no market uses.
const GOVERNANCE_PROGRAM: Field = Field::new(32);

/// `constructor(address governanceProgram)`
pub(crate) fn construct(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    let to = input.address()?;
    check_address(to)?;
    if !market.address_at(GOVERNANCE_PROGRAM).is_zero() {
        return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
    }
    market.set_address_at(GOVERNANCE_PROGRAM, to);
    Ok(Vec::new())
}

/// `governanceProgram()`
#[inline(never)]
pub(crate) fn governance_program(market: &Market) -> Address {
    let itself = market.address_at(RISK_PROGRAM);
    if itself.is_zero() {
        return market.address_at(GOVERNANCE_PROGRAM);
    }
    let call = Abi::governanceProgramCall::SELECTOR;
    remote::view(market.vm(), itself, &call, ALL_GAS)
        .and_then(|answer| answer.first_chunk().map(address_in))
        .unwrap_or_default()
}
