//! Who may do what.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::access_control::IAccessControl as Abi;
use ballast_shell::{Calldata, Literal, Reply, Word, encode, reply, uint};

use crate::refusals::unauthorized_account;
use crate::state::Timelock;

/// Whoever schedules.
pub(crate) const PROPOSER: Literal = Literal::hash(b"PROPOSER_ROLE");
/// Whoever executes.
pub(crate) const EXECUTOR: Literal = Literal::hash(b"EXECUTOR_ROLE");
/// Whoever cancels.
pub(crate) const CANCELLER: Literal = Literal::hash(b"CANCELLER_ROLE");
/// Whoever appoints to all roles.
pub(crate) const ADMIN: Literal = Literal::number(0);

const GRANTED: Literal = Literal::new(Abi::RoleGranted::SIGNATURE_HASH.0);
const REVOKED: Literal = Literal::new(Abi::RoleRevoked::SIGNATURE_HASH.0);

impl Timelock {
    /// Refuses a caller without a role.
    ///
    /// # Errors
    /// `AccessControlUnauthorizedAccount`.
    #[inline(never)]
    pub(crate) fn check_role(&self, role: Literal) -> Result<(), Vec<u8>> {
        let (role, sender) = (role.word(), self.cells.sender());
        if self.has_role(role, sender) {
            return Ok(());
        }
        Err(unauthorized_account(sender, role))
    }

    /// The same of a role that everybody has if the zero address has it.
    ///
    /// # Errors
    /// As [`check_role`](Self::check_role).
    pub(crate) fn check_open_role(&self, role: Literal) -> Result<(), Vec<u8>> {
        if self.has_role(role.word(), Address::ZERO) {
            return Ok(());
        }
        self.check_role(role)
    }

    /// Gives an account a role, or takes it; does nothing if that is so already.
    #[inline(never)]
    pub(crate) fn appoint(&mut self, role: Word, account: Address, has_it: bool) {
        if self.has_role(role, account) == has_it {
            return;
        }
        self.write_role(role, account, has_it);
        let topic = if has_it { GRANTED } else { REVOKED };
        let sender = self.cells.sender().into_word().0;
        let words = [topic.word(), role, account.into_word().0, sender];
        self.cells.log(&words, 4);
    }

    /// `hasRole(bytes32,address)`
    pub(crate) fn role_of(&self, mut input: Calldata<'_>) -> Reply {
        let (role, account) = (*input.word()?, input.address()?);
        reply(&[uint(u64::from(self.has_role(role, account)))])
    }

    /// `getRoleAdmin(bytes32)`
    pub(crate) fn role_admin(&self, mut input: Calldata<'_>) -> Reply {
        input.word()?;
        reply(&[ADMIN.word()])
    }

    /// `grantRole(bytes32,address)` and `revokeRole(bytes32,address)`
    pub(crate) fn change_role(&mut self, mut input: Calldata<'_>, has_it: bool) -> Reply {
        let (role, account) = (*input.word()?, input.address()?);
        self.check_role(ADMIN)?;
        self.appoint(role, account, has_it);
        Ok(Vec::new())
    }

    /// `renounceRole(bytes32,address)`
    pub(crate) fn renounce_role(&mut self, mut input: Calldata<'_>) -> Reply {
        let (role, account) = (*input.word()?, input.address()?);
        if account != self.cells.sender() {
            return Err(encode(Abi::AccessControlBadConfirmation::SELECTOR, &[]));
        }
        self.appoint(role, account, false);
        Ok(Vec::new())
    }
}
