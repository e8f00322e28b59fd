//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

use crate::errors::{about, named};
use crate::state::{AUTHORITY, Oracle, PENDING_AUTHORITY, SENTINEL};

pub(crate) const AUTHORITY_ROLE: Literal = role(b"authority");
const SENTINEL_ROLE: Literal = role(b"sentinel");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

/// What a change does to what is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Nothing is believed that was not before.
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

impl Oracle {
    /// Makes sure that the authority calls, or the sentinel for what narrows. A role that nobody holds
    /// is held by the zero address, which never calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    #[inline(never)]
    pub(crate) fn only_to(&self, act: Act) -> Result<(), Vec<u8>> {
        let caller = self.cells.sender();
        let is_sentinel = || self.address_at(SENTINEL) == caller;
        if self.address_at(AUTHORITY) == caller || (act == Act::Narrow && is_sentinel()) {
            Ok(())
        } else {
            Err(about(Abi::Unauthorized::SELECTOR, caller))
        }
    }

    /// `setSentinel(address)`
    pub(crate) fn set_sentinel(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Widen)?;
        self.appoint(SENTINEL, SENTINEL_ROLE, input.address()?);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Widen)?;
        let to = input.address()?;
        self.cells.set_word(PENDING_AUTHORITY.slot(), named(to));
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        let caller = self.cells.sender();
        if self.address_at(PENDING_AUTHORITY) != caller {
            return Err(about(Abi::Unauthorized::SELECTOR, caller));
        }
        self.cells.set_word(PENDING_AUTHORITY.slot(), [0; 32]);
        self.appoint(AUTHORITY, AUTHORITY_ROLE, caller);
        Ok(Vec::new())
    }

    /// Gives a role to somebody at once.
    pub(crate) fn appoint(&mut self, field: Field, role: Literal, to: Address) {
        let from = self.address_at(field);
        self.cells.set_word(field.slot(), named(to));
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
