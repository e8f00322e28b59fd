//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::{Calldata, Field, Literal, Reply};
use stylus_sdk::keccak_const::Keccak256;

use crate::errors::unauthorized;
use crate::state::{Curator, OWNER, PENDING_OWNER, PROPOSER};

const OWNER_ROLE: Literal = role(b"owner");
const PENDING_OWNER_ROLE: Literal = role(b"pendingOwner");
const PROPOSER_ROLE: Literal = role(b"proposer");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

impl Curator {
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

    /// Makes sure that the owner calls.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only_owner(&self) -> Result<(), Vec<u8>> {
        self.only(self.is(OWNER))
    }

    /// `setProposer(address)`
    pub(crate) fn set_proposer(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        let to = input.address()?;
        self.appoint_proposer(to);
        Ok(Vec::new())
    }

    /// `setSentinel(address,bool)`
    pub(crate) fn set_sentinel(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        let (account, is_sentinel) = (input.address()?, input.flag()?);
        let before = self.sentinel(account);
        self.write_sentinel(account, is_sentinel);
        self.log_sentinel_changed(account, before, is_sentinel);
        Ok(Vec::new())
    }

    /// `transferOwnership(address)`
    pub(crate) fn transfer_ownership(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        self.appoint(PENDING_OWNER, PENDING_OWNER_ROLE, input.address()?);
        Ok(Vec::new())
    }

    /// `acceptOwnership()`
    pub(crate) fn accept_ownership(&mut self) -> Reply {
        self.only(self.is(PENDING_OWNER))?;
        let to = self.cells.sender();
        self.appoint(PENDING_OWNER, PENDING_OWNER_ROLE, Address::ZERO);
        self.appoint_owner(to);
        Ok(Vec::new())
    }

    /// Makes somebody the owner at once.
    pub(crate) fn appoint_owner(&mut self, to: Address) {
        self.appoint(OWNER, OWNER_ROLE, to);
    }

    /// Makes somebody the proposer.
    pub(crate) fn appoint_proposer(&mut self, to: Address) {
        self.appoint(PROPOSER, PROPOSER_ROLE, to);
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
        assert_eq!(OWNER_ROLE.word(), keccak256("owner"));
        assert_eq!(PENDING_OWNER_ROLE.word(), keccak256("pendingOwner"));
        assert_eq!(PROPOSER_ROLE.word(), keccak256("proposer"));
    }
}
