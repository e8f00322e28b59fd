//! Tokens and ether that arrive, and what the governor says it is.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::governor::Governor as Abi;
use ballast_abi::governor::IGovernor::{IGovernorCalls, getProposalIdCall};
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::ITokenReceiver;
use ballast_shell::{Calldata, Reply, encode, malformed, reply, selector_word, uint};

use crate::state::Governor;

/// The selectors of an interface, one xor the other (ERC-165).
const fn combined(selectors: &[[u8; 4]]) -> [u8; 4] {
    let mut id = 0;
    let mut rest = selectors;
    while let Some((selector, tail)) = rest.split_first() {
        id ^= u32::from_be_bytes(*selector);
        rest = tail;
    }
    id.to_be_bytes()
}

const ERC165: [u8; 4] = IERC165::supportsInterfaceCall::SELECTOR;
const VALIDATOR: [u8; 4] = IValidator::validateCall::SELECTOR;
const GOVERNOR: [u8; 4] = combined(IGovernorCalls::SELECTORS);
/// As it was before 5.3 of OpenZeppelin's.
const EARLIER_GOVERNOR: [u8; 4] = combined(&[GOVERNOR, getProposalIdCall::SELECTOR]);
const ERC1155_RECEIVER: [u8; 4] = combined(&[
    ITokenReceiver::onERC1155ReceivedCall::SELECTOR,
    ITokenReceiver::onERC1155BatchReceivedCall::SELECTOR,
]);

impl Governor {
    /// `supportsInterface(bytes4)`
    pub(crate) fn supports_interface(&self, mut input: Calldata<'_>) -> Reply {
        let (id, rest) = input.word()?.split_first_chunk().ok_or_else(malformed)?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(malformed());
        }
        let known = [
            ERC165,
            GOVERNOR,
            EARLIER_GOVERNOR,
            ERC1155_RECEIVER,
            VALIDATOR,
        ];
        reply(&[uint(known.contains(id).into())])
    }

    /// Refuses what is meant for the timelock.
    ///
    /// # Errors
    /// `GovernorDisabledDeposit`, unless the governor is its own timelock.
    pub(crate) fn refuse_deposit(&self) -> Result<(), Vec<u8>> {
        if self.office().timelock == self.this() {
            return Ok(());
        }
        Err(encode(Abi::GovernorDisabledDeposit::SELECTOR, &[]))
    }

    /// `onERC721Received(address,address,uint256,bytes)` and
    /// `onERC1155Received(address,address,uint256,uint256,bytes)`, with so many numbers.
    pub(crate) fn on_received(&self, selector: u32, mut input: Calldata<'_>, numbers: u8) -> Reply {
        input.address()?;
        input.address()?;
        for _ in 0..numbers {
            input.uint()?;
        }
        input.string()?;
        self.accept(selector)
    }

    /// `onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)`
    pub(crate) fn on_batch_received(&self, selector: u32, mut input: Calldata<'_>) -> Reply {
        input.address()?;
        input.address()?;
        input.uints()?;
        input.uints()?;
        input.string()?;
        self.accept(selector)
    }

    /// Who accepts answers the selector it was called by.
    fn accept(&self, selector: u32) -> Reply {
        self.refuse_deposit()?;
        reply(&[selector_word(selector.to_be_bytes())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of the standard.
    #[test]
    fn interfaces_have_their_published_numbers() {
        assert_eq!(ERC1155_RECEIVER, [0x4e, 0x23, 0x12, 0xe0]);
        assert_ne!(GOVERNOR, EARLIER_GOVERNOR);
    }
}
