//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{ALLOCATOR, AUTHORITY, PENDING_AUTHORITY, Registry, SENTINEL, VAULT};

const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const PENDING_AUTHORITY_ROLE: Role = Role::new(PENDING_AUTHORITY, b"pendingAuthority");
const ALLOCATOR_ROLE: Role = Role::new(ALLOCATOR, b"allocator");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const HANDOVER: Handover = Handover::new(AUTHORITY_ROLE, PENDING_AUTHORITY_ROLE);

impl Registry {
    /// Makes sure that the vault calls, and returns it.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_vault(&self) -> Result<Address, Vec<u8>> {
        self.only(&[VAULT])?;
        Ok(self.cells.sender())
    }

    /// Makes sure that the authority calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_authority(&self) -> Result<(), Vec<u8>> {
        self.only(&[AUTHORITY])
    }

    /// Makes sure that whoever calls holds one of the roles. One that nobody holds is held by the
    /// zero address, which never calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only(&self, roles: &[Field]) -> Result<(), Vec<u8>> {
        let may = roles.iter().any(|role| roles::is_held(&self.cells, *role));
        roles::only(&self.cells, may)
    }

    /// Makes sure that the authority calls, or the sentinel if the change `narrows` what is
    /// allowed.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_to(&self, narrows: bool) -> Result<(), Vec<u8>> {
        if narrows {
            self.only(&[AUTHORITY, SENTINEL])
        } else {
            self.only_authority()
        }
    }

    /// `setAllocator(address)`
    pub(crate) fn set_allocator(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        ALLOCATOR_ROLE.give(&mut self.cells, input.address()?);
        Ok(Vec::new())
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
