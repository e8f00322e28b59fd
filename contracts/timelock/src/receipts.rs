//! Tokens that arrive, and what the timelock says it is.

use alloc::vec::Vec;

use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::ITokenReceiver as Abi;
use ballast_shell::{Calldata, Reply, malformed, reply, uint};

use crate::state::Timelock;

/// The selectors of an interface, one xor the other (ERC-165).
const fn combined<const N: usize>(selectors: [[u8; 4]; N]) -> [u8; 4] {
    let mut id = 0;
    let mut rest = selectors.as_slice();
    while let Some((selector, tail)) = rest.split_first() {
        id ^= u32::from_be_bytes(*selector);
        rest = tail;
    }
    id.to_be_bytes()
}

const ERC165: [u8; 4] = IERC165::supportsInterfaceCall::SELECTOR;
const ACCESS_CONTROL: [u8; 4] = combined([
    IAccessControl::hasRoleCall::SELECTOR,
    IAccessControl::getRoleAdminCall::SELECTOR,
    IAccessControl::grantRoleCall::SELECTOR,
    IAccessControl::revokeRoleCall::SELECTOR,
    IAccessControl::renounceRoleCall::SELECTOR,
]);
const ERC1155_RECEIVER: [u8; 4] = combined([
    Abi::onERC1155ReceivedCall::SELECTOR,
    Abi::onERC1155BatchReceivedCall::SELECTOR,
]);

impl Timelock {
    /// `supportsInterface(bytes4)`
    pub(crate) fn supports_interface(&self, mut input: Calldata<'_>) -> Reply {
        let (id, rest) = input.word()?.split_first_chunk().ok_or_else(malformed)?;
        if rest.iter().any(|byte| *byte != 0) {
            return Err(malformed());
        }
        let is_known = [ERC165, ACCESS_CONTROL, ERC1155_RECEIVER].contains(id);
        reply(&[uint(u64::from(is_known))])
    }

    /// `onERC721Received(address,address,uint256,bytes)` and
    /// `onERC1155Received(address,address,uint256,uint256,bytes)`, with so many numbers.
    pub(crate) fn on_received(selector: u32, mut input: Calldata<'_>, numbers: u8) -> Reply {
        input.address()?;
        input.address()?;
        for _ in 0..numbers {
            input.uint()?;
        }
        input.string()?;
        accept(selector)
    }

    /// `onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)`
    pub(crate) fn on_batch_received(selector: u32, mut input: Calldata<'_>) -> Reply {
        input.address()?;
        input.address()?;
        input.uints()?;
        input.uints()?;
        input.string()?;
        accept(selector)
    }
}

/// Who accepts answers the selector it was called by.
fn accept(selector: u32) -> Reply {
    let mut answer = Vec::from(selector.to_be_bytes());
    answer.resize(32, 0);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the standards, and OpenZeppelin's.
    #[test]
    fn interfaces_have_their_published_numbers() {
        assert_eq!(ERC165, [0x01, 0xff, 0xc9, 0xa7]);
        assert_eq!(ACCESS_CONTROL, [0x79, 0x65, 0xdb, 0x0b]);
        assert_eq!(ERC1155_RECEIVER, [0x4e, 0x23, 0x12, 0xe0]);
    }
}
