//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{AUTHORITY, PENDING_AUTHORITY, Params, SENTINEL};

const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const PENDING_AUTHORITY_ROLE: Role = Role::new(PENDING_AUTHORITY, b"pendingAuthority");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const HANDOVER: Handover = Handover::new(AUTHORITY_ROLE, PENDING_AUTHORITY_ROLE);

impl Params {
    /// Whether the caller holds a role. One that nobody holds is held by the zero address, which
    /// never calls.
    pub(crate) fn is(&self, role: Field) -> bool {
        roles::is_held(&self.cells, role)
    }

    /// Refuses the caller unless they may.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only(&self, may: bool) -> Result<(), Vec<u8>> {
        roles::only(&self.cells, may)
    }

    /// Makes sure that the authority calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_authority(&self) -> Result<(), Vec<u8>> {
        self.only(self.is(AUTHORITY))
    }

    /// `setSentinel(address)`
    pub(crate) fn set_sentinel(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        SENTINEL_ROLE.give(&mut self.cells, input.address()?);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, input: Calldata<'_>) -> Reply {
        HANDOVER.offer(&mut self.cells, input)
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        HANDOVER.accept(&mut self.cells)
    }

    /// Makes somebody the authority at once.
    pub(crate) fn appoint_authority(&mut self, to: Address) {
        AUTHORITY_ROLE.give(&mut self.cells, to);
    }
}
