//! Who may do what.

use alloc::vec::Vec;

use ballast_market::{
    AUTHORITY, FEE_RECIPIENT, Market, PARAMS, PENDING_AUTHORITY, SENTINEL, check_address,
};
use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Reply};

const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const PENDING_AUTHORITY_ROLE: Role = Role::new(PENDING_AUTHORITY, b"pendingAuthority");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const FEE_RECIPIENT_ROLE: Role = Role::new(FEE_RECIPIENT, b"feeRecipient");
const PARAMS_ROLE: Role = Role::new(PARAMS, b"params");
const HANDOVER: Handover = Handover::new(AUTHORITY_ROLE, PENDING_AUTHORITY_ROLE);

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
    let holds = |role| roles::is_held(&market.cells, role);
    let may = holds(AUTHORITY) || (act == Act::Narrow && holds(SENTINEL));
    roles::only(&market.cells, may)
}

/// `setSentinel(address)`
pub(crate) fn set_sentinel(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    SENTINEL_ROLE.give(&mut market.cells, input.address()?);
    Ok(Vec::new())
}

/// `setParams(address)`
pub(crate) fn set_params(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    PARAMS_ROLE.give(&mut market.cells, input.address()?);
    Ok(Vec::new())
}

/// `setFeeRecipient(address)`
pub(crate) fn set_fee_recipient(market: &mut Market, mut input: Calldata<'_>) -> Reply {
    only_to(market, Act::Widen)?;
    let to = input.address()?;
    check_address(to)?;
    FEE_RECIPIENT_ROLE.give(&mut market.cells, to);
    Ok(Vec::new())
}

/// `transferAuthority(address)`
pub(crate) fn transfer_authority(market: &mut Market, input: Calldata<'_>) -> Reply {
    HANDOVER.offer(&mut market.cells, input)
}

/// `acceptAuthority()`
pub(crate) fn accept_authority(market: &mut Market) -> Reply {
    HANDOVER.accept(&mut market.cells)
}
