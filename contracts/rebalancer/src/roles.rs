//! Who may do what.

use alloc::vec::Vec;

use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{AUTHORITY, OPERATOR, PENDING_AUTHORITY, Rebalancer, SENTINEL};

pub(crate) const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const OPERATOR_ROLE: Role = Role::new(OPERATOR, b"operator");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const HANDOVER: Handover = Handover::unlogged(AUTHORITY_ROLE, PENDING_AUTHORITY);

impl Rebalancer {
    /// Makes sure that whoever calls holds one of the roles. One that nobody holds is held by the
    /// zero address, which never calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only(&self, roles: &[Field]) -> Result<(), Vec<u8>> {
        let may = roles.iter().any(|role| roles::is_held(&self.cells, *role));
        roles::only(&self.cells, may)
    }

    /// Makes sure that the authority calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_authority(&self) -> Result<(), Vec<u8>> {
        self.only(&[AUTHORITY])
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

    /// `setOperator(address)`
    pub(crate) fn set_operator(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        OPERATOR_ROLE.give(&mut self.cells, input.address()?);
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
}
