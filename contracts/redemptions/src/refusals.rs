//! Errors, as revert data, and the checks that every method shares.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_shell::encode;

use crate::state::Redemptions;

/// An error with one address.
pub(crate) fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[address.into_word().0])
}

impl Redemptions {
    /// Refuses everybody but the account and its operators.
    pub(crate) fn check_caller(&self, account: Address) -> Result<(), Vec<u8>> {
        let caller = self.cells.sender();
        if caller == account || self.may_act(account, caller) {
            return Ok(());
        }
        let words = [caller, account].map(|address| address.into_word().0);
        Err(encode(Abi::Unauthorized::SELECTOR, &words))
    }

    /// Refuses to send anything to nobody, or here, where it would stay.
    pub(crate) fn check_receiver(&self, receiver: Address) -> Result<(), Vec<u8>> {
        if receiver.is_zero() || receiver == self.this() {
            return Err(about(Abi::InvalidReceiver::SELECTOR, receiver));
        }
        Ok(())
    }
}
