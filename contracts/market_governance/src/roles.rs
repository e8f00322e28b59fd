//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Abi;
use ballast_market::errors::{about, named};
use ballast_market::{
    AUTHORITY, FEE_RECIPIENT, Market, PARAMS, PENDING_AUTHORITY, SENTINEL, check_address,
};
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

const ROLE_CHANGED: Literal = Literal::new(Abi::RoleChanged::SIGNATURE_HASH.0);

const AUTHORITY_ROLE: Literal = role(b"authority");
const PENDING_AUTHORITY_ROLE: Literal = role(b"pendingAuthority");
const SENTINEL_ROLE: Literal = role(b"sentinel");
const FEE_RECIPIENT_ROLE: Literal = role(b"feeRecipient");
const PARAMS_ROLE: Literal = role(b"params");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

/// What a change does to what may be risked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Nothing may be that could not be before.
    Narrow,
    /// Something may be.
    Widen,
}

impl Act {
    /// A change that narrows if `narrows`.
    pub(crate) const fn that(narrows: bool) -> Self {
        if narrows { Self::Narrow } else { Self::Widen }
    }
}

/// Makes sure that the authority calls, or the sentinel for what narrows. A role that nobody holds is
/// held by the zero address, which never calls.
///
/// # Errors
/// `Unauthorized`.
#[inline(never)]
pub(crate) fn only_to(market: &Market, act: Act) -> Result<(), Vec<u8>> {
    let caller = market.cells.sender();
    let is_sentinel = || market.address_at(SENTINEL) == caller;
    if market.address_at(AUTHORITY) == caller || (act == Act::Narrow && is_sentinel()) {
        Ok(())
    } else {
        Err(about(IMarket::Unauthorized::SELECTOR, caller))
    }
}

/// `setSentinel(address)`
pub(crate) fn set_sentinel(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    appoint(market, SENTINEL, SENTINEL_ROLE, input.address()?);
    Ok(Vec::new())
}

/// `setParams(address)`
pub(crate) fn set_params(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    appoint(market, PARAMS, PARAMS_ROLE, input.address()?);
    Ok(Vec::new())
}

/// `setFeeRecipient(address)`
pub(crate) fn set_fee_recipient(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = input.address()?;
    check_address(to)?;
    appoint(market, FEE_RECIPIENT, FEE_RECIPIENT_ROLE, to);
    Ok(Vec::new())
}

/// `transferAuthority(address)`
pub(crate) fn transfer_authority(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = input.address()?;
    appoint(market, PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE, to);
    Ok(Vec::new())
}

/// `acceptAuthority()`
pub(crate) fn accept_authority(market: &mut Market) -> Reply {
    let caller = market.cells.sender();
    if market.address_at(PENDING_AUTHORITY) != caller {
        return Err(about(IMarket::Unauthorized::SELECTOR, caller));
    }
    let nobody = Address::ZERO;
    appoint(market, PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE, nobody);
    appoint(market, AUTHORITY, AUTHORITY_ROLE, caller);
    Ok(Vec::new())
}

/// Gives a role to somebody at once.
fn appoint(market: &mut Market, field: Field, role: Literal, to: Address) {
    let from = market.address_at(field);
    market.set_address_at(field, to);
    let words = [ROLE_CHANGED.word(), role.word(), named(from), named(to)];
    market.cells.log(&words, 2);
}
