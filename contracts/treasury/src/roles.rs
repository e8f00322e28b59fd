//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{AUTHORITY, GUARDIAN, PENDING_AUTHORITY, Treasury};

const AUTHORITY_ROLE: Role = Role::indexed(AUTHORITY, b"authority");
const PENDING_AUTHORITY_ROLE: Role = Role::indexed(PENDING_AUTHORITY, b"pendingAuthority");
const GUARDIAN_ROLE: Role = Role::indexed(GUARDIAN, b"guardian");
const HANDOVER: Handover = Handover::new(AUTHORITY_ROLE, PENDING_AUTHORITY_ROLE);

impl Treasury {
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

    /// `setGuardian(address)`
    pub(crate) fn set_guardian(&mut self, mut input: Calldata<'_>) -> Reply {
        let guardian = input.address()?;
        self.only(self.is(AUTHORITY))?;
        self.appoint_guardian(guardian);
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

    /// Makes somebody the guardian.
    pub(crate) fn appoint_guardian(&mut self, to: Address) {
        GUARDIAN_ROLE.give(&mut self.cells, to);
    }
}
