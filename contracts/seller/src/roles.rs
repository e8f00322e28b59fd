//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::seller::Seller as Abi;
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

use crate::errors::about;
use crate::state::{AUTHORITY, PENDING_AUTHORITY, SENTINEL, STOPPED, Seller};

pub(crate) const AUTHORITY_ROLE: Literal = role(b"authority");
const SENTINEL_ROLE: Literal = role(b"sentinel");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

impl Seller {
    /// Makes sure that whoever calls holds one of the roles. One that nobody holds is held by the
    /// zero address, which never calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    #[inline(never)]
    pub(crate) fn only(&self, roles: &[Field]) -> Result<(), Vec<u8>> {
        let caller = self.cells.sender();
        if roles.iter().any(|role| self.address_at(*role) == caller) {
            Ok(())
        } else {
            Err(about(Abi::Unauthorized::SELECTOR, caller))
        }
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
        self.appoint(SENTINEL, SENTINEL_ROLE, input.address()?);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY])?;
        let to = input.address()?;
        self.cells
            .set_word(PENDING_AUTHORITY.slot(), to.into_word().0);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        self.only(&[PENDING_AUTHORITY])?;
        self.cells.set_word(PENDING_AUTHORITY.slot(), [0; 32]);
        let to = self.cells.sender();
        self.appoint(AUTHORITY, AUTHORITY_ROLE, to);
        Ok(Vec::new())
    }

    /// Gives a role to somebody at once.
    pub(crate) fn appoint(&mut self, field: Field, role: Literal, to: Address) {
        let from = self.address_at(field);
        self.cells.set_word(field.slot(), to.into_word().0);
        self.log_role_changed(role, from, to);
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;

    use super::*;

    #[test]
    fn roles_are_the_hashes_of_their_names() {
        assert_eq!(AUTHORITY_ROLE.word(), keccak256("authority"));
        assert_eq!(SENTINEL_ROLE.word(), keccak256("sentinel"));
    }
}
