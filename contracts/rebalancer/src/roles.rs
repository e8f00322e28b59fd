//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

use crate::errors::unauthorized;
use crate::state::{AUTHORITY, OPERATOR, PENDING_AUTHORITY, Rebalancer, SENTINEL};

pub(crate) const AUTHORITY_ROLE: Literal = name(b"authority");
const OPERATOR_ROLE: Literal = name(b"operator");
const SENTINEL_ROLE: Literal = name(b"sentinel");

/// What an event calls a role or a budget: the hash of its name.
pub(crate) const fn name(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

impl Rebalancer {
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
            Err(unauthorized(caller))
        }
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
        self.appoint(OPERATOR, OPERATOR_ROLE, input.address()?);
        Ok(Vec::new())
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
        let to = input.address()?;
        self.put_address(PENDING_AUTHORITY, to);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        self.only(&[PENDING_AUTHORITY])?;
        self.put_address(PENDING_AUTHORITY, Address::ZERO);
        let to = self.cells.sender();
        self.appoint(AUTHORITY, AUTHORITY_ROLE, to);
        Ok(Vec::new())
    }

    /// Gives a role to somebody at once.
    pub(crate) fn appoint(&mut self, field: Field, role: Literal, to: Address) {
        let from = self.address_at(field);
        self.put_address(field, to);
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
        assert_eq!(OPERATOR_ROLE.word(), keccak256("operator"));
        assert_eq!(SENTINEL_ROLE.word(), keccak256("sentinel"));
    }
}
