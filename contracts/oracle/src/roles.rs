//! Who may do what.

use alloc::vec::Vec;

use ballast_shell::roles::{self, Handover, Role};
use ballast_shell::{Calldata, Reply};

use crate::state::{AUTHORITY, Oracle, PENDING_AUTHORITY, SENTINEL};

pub(crate) const AUTHORITY_ROLE: Role = Role::new(AUTHORITY, b"authority");
const SENTINEL_ROLE: Role = Role::new(SENTINEL, b"sentinel");
const HANDOVER: Handover = Handover::unlogged(AUTHORITY_ROLE, PENDING_AUTHORITY);

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
        let holds = |role| roles::is_held(&self.cells, role);
        let may = holds(AUTHORITY) || (act == Act::Narrow && holds(SENTINEL));
        roles::only(&self.cells, may)
    }

    /// `setSentinel(address)`
    pub(crate) fn set_sentinel(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_to(Act::Widen)?;
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
