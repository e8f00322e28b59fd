//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

use crate::errors::unauthorized;
use crate::state::{AUTHORITY, PENDING_AUTHORITY, Params, SENTINEL};

const AUTHORITY_ROLE: Literal = role(b"authority");
const PENDING_AUTHORITY_ROLE: Literal = role(b"pendingAuthority");
const SENTINEL_ROLE: Literal = role(b"sentinel");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

impl Params {
    /// Whether the caller holds a role. One that nobody holds is held by the zero address, which
    /// never calls.
    #[inline(never)]
    pub(crate) fn is(&self, role: Field) -> bool {
        self.address_at(role) == self.cells.sender()
    }

    /// Refuses the caller unless they may.
    ///
    /// # Errors
    /// `Unauthorized`.
    #[inline(never)]
    pub(crate) fn only(&self, may: bool) -> Result<(), Vec<u8>> {
        if may {
            Ok(())
        } else {
            Err(unauthorized(self.cells.sender()))
        }
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
        self.appoint(SENTINEL, SENTINEL_ROLE, input.address()?);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        self.appoint(PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE, input.address()?);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        self.only(self.is(PENDING_AUTHORITY))?;
        let to = self.cells.sender();
        self.appoint(PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE, Address::ZERO);
        self.appoint_authority(to);
        Ok(Vec::new())
    }

    /// Makes somebody the authority at once.
    pub(crate) fn appoint_authority(&mut self, to: Address) {
        self.appoint(AUTHORITY, AUTHORITY_ROLE, to);
    }

    fn appoint(&mut self, field: Field, role: Literal, to: Address) {
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
        let pending = keccak256("pendingAuthority");
        assert_eq!(PENDING_AUTHORITY_ROLE.word(), pending);
        assert_eq!(SENTINEL_ROLE.word(), keccak256("sentinel"));
    }
}
