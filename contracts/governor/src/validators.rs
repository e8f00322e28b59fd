//! Targets that say before the vote what they would refuse.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_shell::remote;
use ballast_shell::{encode, encode_bytes, selector_word, uint};
use stylus_sdk::prelude::*;

use crate::calls::Calls;
use crate::refusals::refused_call;
use crate::state::Governor;

/// What ERC-165 gives a contract to answer.
const ERC165_GAS: u64 = 30_000;

/// What a target gets to look at a call: enough for a hundred cold words, and little beside what
/// the votes on a proposal cost.
const VALIDATION_GAS: u64 = 500_000;

/// No interface has this number, by ERC-165.
const NO_INTERFACE: [u8; 4] = [0xff; 4];

impl Governor {
    /// Asks each target that says it has `IValidator` about its calls; others are not asked.
    ///
    /// # Errors
    /// `GovernorRefusedCall` with what a target says, empty if it did not answer within 500,000
    /// gas.
    pub(crate) fn ask_validators(&self, calls: &Calls<'_>) -> Result<(), Vec<u8>> {
        for (index, (target, data)) in calls.targets.iter().zip(&calls.calldatas).enumerate() {
            if self.is_validator(*target) {
                self.ask_validator(*target, data)
                    .map_err(|reason| refused_call(index, *target, &reason))?;
            }
        }
        Ok(())
    }

    /// Whether an account says, by ERC-165, that it has the interface, and does not say so of every
    /// interface.
    fn is_validator(&self, account: Address) -> bool {
        self.vm().code_size(account) != 0
            && self.supports(account, IValidator::validateCall::SELECTOR)
            && !self.supports(account, NO_INTERFACE)
    }

    #[inline(never)]
    fn supports(&self, account: Address, id: [u8; 4]) -> bool {
        let call = encode(
            IERC165::supportsInterfaceCall::SELECTOR,
            &[selector_word(id)],
        );
        remote::view_uint(self.vm(), account, &call, ERC165_GAS) == Some(U256::ONE)
    }

    fn ask_validator(&self, target: Address, data: &[u8]) -> Result<(), Vec<u8>> {
        let words = [&[uint(32)], encode_bytes(data).as_slice()].concat();
        let call = encode(IValidator::validateCall::SELECTOR, &words);
        let answer = remote::ask(self.vm(), target, &call, VALIDATION_GAS)?;
        let accepted = selector_word(IValidator::validateCall::SELECTOR);
        if answer.first_chunk() == Some(&accepted) {
            return Ok(());
        }
        Err(Vec::new())
    }
}
