//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::treasury::Treasury as Abi;
use ballast_shell::{Calldata, Field, Literal, Reply, Word, encode};
use stylus_sdk::keccak_const::Keccak256;

use crate::state::{AUTHORITY, GUARDIAN, PENDING_AUTHORITY, Treasury};

const ROLE_CHANGED: Literal = Literal::new(Abi::RoleChanged::SIGNATURE_HASH.0);
const AUTHORITY_ROLE: Literal = role(b"authority");
const PENDING_AUTHORITY_ROLE: Literal = role(b"pendingAuthority");
const GUARDIAN_ROLE: Literal = role(b"guardian");

/// What an event calls a role: the hash of its name.
const fn role(name: &[u8]) -> Literal {
    Literal::new(Keccak256::new().update(name).finalize())
}

impl Treasury {
    /// Whether the caller holds a role. One that nobody holds is held by the zero address, which
    /// never calls.
    pub(crate) fn is(&self, role: Field) -> bool {
        self.holder(role) == self.cells.sender()
    }

    /// Refuses the caller unless they may.
    ///
    /// # Errors
    /// `Unauthorized`.
    pub(crate) fn only(&self, may: bool) -> Result<(), Vec<u8>> {
        if may {
            return Ok(());
        }
        let words = [self.cells.sender().into_word().0];
        Err(encode(Abi::Unauthorized::SELECTOR, &words))
    }

    /// `setGuardian(address)`
    pub(crate) fn set_guardian(&mut self, mut input: Calldata<'_>) -> Reply {
        let guardian = input.address()?;
        self.only(self.is(AUTHORITY))?;
        self.appoint_guardian(guardian);
        Ok(Vec::new())
    }

    /// `transferAuthority(address)`
    pub(crate) fn transfer_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        let to = input.address()?;
        self.only(self.is(AUTHORITY))?;
        self.appoint(PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE.word(), to);
        Ok(Vec::new())
    }

    /// `acceptAuthority()`
    pub(crate) fn accept_authority(&mut self) -> Reply {
        self.only(self.is(PENDING_AUTHORITY))?;
        let (to, nobody) = (self.cells.sender(), Address::ZERO);
        self.appoint(PENDING_AUTHORITY, PENDING_AUTHORITY_ROLE.word(), nobody);
        self.appoint_authority(to);
        Ok(Vec::new())
    }

    /// Makes somebody the authority at once.
    pub(crate) fn appoint_authority(&mut self, to: Address) {
        self.appoint(AUTHORITY, AUTHORITY_ROLE.word(), to);
    }

    /// Makes somebody the guardian.
    pub(crate) fn appoint_guardian(&mut self, to: Address) {
        self.appoint(GUARDIAN, GUARDIAN_ROLE.word(), to);
    }

    #[inline(never)]
    fn appoint(&mut self, field: Field, role: Word, to: Address) {
        let from = self.cells.word(field.slot());
        let to = to.into_word().0;
        self.cells.set_word(field.slot(), to);
        self.cells.log(&[ROLE_CHANGED.word(), role, from, to], 4);
    }
}
