//! Who may do what.

use alloc::vec::Vec;

use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{AUTHORITY, PENDING_AUTHORITY, SENTINEL, STOPPED, Seller};

pub(crate) const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const HANDOVER: Handover = Handover::unlogged(AUTHORITY_ROLE, PENDING_AUTHORITY);

impl Seller {
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
            self.only(&[AUTHORITY])
        }
    }

    /// `stop(bool)`
    pub(crate) fn stop(&mut self, mut input: Calldata<'_>) -> Reply {
        let is_stopped = input.flag()?;
        self.only_to(is_stopped)?;
        let before = self.is_stopped();
        self.cells
            .set_word(STOPPED.slot(), ballast_shell::uint(u64::from(is_stopped)));
        self.log_stopped(before, is_stopped);
        Ok(Vec::new())
    }

    /// `setSentinel(address)`
    pub(crate) fn set_sentinel(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY])?;
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
