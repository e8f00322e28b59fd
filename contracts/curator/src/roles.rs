//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Field, Reply};

use crate::state::{Curator, OWNER, PENDING_OWNER, PROPOSER};

const OWNER_ROLE: Role = Role::new(OWNER, b"owner");
const PENDING_OWNER_ROLE: Role = Role::new(PENDING_OWNER, b"pendingOwner");
const PROPOSER_ROLE: Role = Role::new(PROPOSER, b"proposer");
const HANDOVER: Handover = Handover::new(OWNER_ROLE, PENDING_OWNER_ROLE);

impl Curator {
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
    pub(crate) fn transfer_ownership(&mut self, input: Calldata<'_>) -> Reply {
        HANDOVER.offer(&mut self.cells, input)
    }

    /// `acceptOwnership()`
    pub(crate) fn accept_ownership(&mut self) -> Reply {
        HANDOVER.accept(&mut self.cells)
    }

    /// Makes somebody the owner at once.
    pub(crate) fn appoint_owner(&mut self, to: Address) {
        OWNER_ROLE.give(&mut self.cells, to);
    }

    /// Makes somebody the proposer.
    pub(crate) fn appoint_proposer(&mut self, to: Address) {
        PROPOSER_ROLE.give(&mut self.cells, to);
    }
}
