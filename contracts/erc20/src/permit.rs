//! Permits (ERC-2612) over an EIP-712 domain that can be asked for (ERC-5267).
//!
//! The domain separator is not stored: made anew from the name and the host's chain id and address
//! it costs the one storage word that a stored one would cost, and stays right if the chain splits
//! and its id changes.
//!
//! A signature with the other `s` is accepted as well. It permits the same, and only once: the
//! nonce is used up.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, address, keccak256};
use alloy_sol_types::SolError;
use ballast_abi::erc20::IERC20Permit;
use ballast_shell::{Calldata, Cells, Literal, Reply, Word, encode, reply, signature, uint, word};
use stylus_sdk::call::static_call;
use stylus_sdk::prelude::*;

use crate::{ledger, metadata, slots};

/// The precompile that recovers a signer.
const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");

/// The EIP-712 type of the domain.
const DOMAIN_TYPE: Literal = Literal::hash(
    b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
);

/// The EIP-712 type of a permit.
pub const PERMIT_TYPE: Literal = Literal::hash(
    b"Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
);

/// The domain's version.
const VERSION: u8 = b'1';

/// The hash of the domain's version.
const VERSION_HASH: Literal = Literal::hash(&[VERSION]);

/// ERC-5267: bits for name, version, chain id and contract; salt and extensions are not used.
const USED_FIELDS: u8 = 0b0_1111;

/// `nonces(address)`
pub fn nonces(cells: &Cells, mut input: Calldata<'_>) -> Reply {
    reply(&[cells.word(slots::NONCES.entry(input.address()?))])
}

/// `DOMAIN_SEPARATOR()`
pub fn domain_separator(cells: &Cells) -> Word {
    let words = [
        DOMAIN_TYPE.word(),
        keccak256(metadata::name(cells).as_bytes()).0,
        VERSION_HASH.word(),
        chain_id(cells),
        cells.vm().contract_address().into_word().0,
    ];
    keccak256(words.as_flattened()).0
}

/// `eip712Domain()`
pub fn eip712_domain(cells: &Cells) -> Reply {
    let [name_length, name] = metadata::name(cells).to_abi();
    reply(&[
        left(USED_FIELDS),
        uint(7 * 32),
        uint(9 * 32),
        chain_id(cells),
        cells.vm().contract_address().into_word().0,
        uint(0),
        uint(11 * 32),
        name_length,
        name,
        uint(1),
        left(VERSION),
        uint(0),
    ])
}

/// `permit(address,address,uint256,uint256,uint8,bytes32,bytes32)`
pub(crate) fn permit(cells: &mut Cells, mut input: Calldata<'_>) -> Reply {
    let (owner, spender) = (input.address()?, input.address()?);
    let (value, deadline) = (input.uint()?, input.uint()?);
    let (v, r, s) = (input.byte()?, input.word()?, input.word()?);

    if deadline < U256::from(cells.vm().block_timestamp()) {
        let words = [word(deadline)];
        return Err(encode(
            IERC20Permit::ERC2612ExpiredSignature::SELECTOR,
            &words,
        ));
    }
    let nonce_slot = slots::NONCES.entry(owner);
    let nonce = cells.uint(nonce_slot);
    let message = [
        PERMIT_TYPE.word(),
        owner.into_word().0,
        spender.into_word().0,
        word(value),
        word(nonce),
        word(deadline),
    ];
    let message = keccak256(message.as_flattened()).0;
    let digest = signature::typed_digest(domain_separator(cells), message);
    let signer = recover(cells, [digest, uint(u64::from(v)), *r, *s]);
    if signer.is_zero() || signer != owner {
        let words = [signer.into_word().0, owner.into_word().0];
        return Err(encode(IERC20Permit::ERC2612InvalidSigner::SELECTOR, &words));
    }
    // One permit at a time: 2^256 of them are out of reach.
    cells.set_uint(nonce_slot, nonce.wrapping_add(U256::ONE));
    ledger::approve(cells, owner, spender, value)?;
    Ok(Vec::new())
}

/// Who signed; the zero address if nobody did.
fn recover(cells: &Cells, words: [Word; 4]) -> Address {
    match static_call(cells.vm(), Call::new(), ECRECOVER, words.as_flattened()) {
        Ok(answer) => answer
            .last_chunk()
            .map_or(Address::ZERO, |signer| Address::new(*signer)),
        Err(_) => Address::ZERO,
    }
}

fn chain_id(cells: &Cells) -> Word {
    uint(cells.vm().chain_id())
}

/// A byte from the left, as fixed bytes are padded.
fn left(byte: u8) -> Word {
    let mut word = uint(0);
    word[0] = byte;
    word
}

#[cfg(test)]
mod tests {
    use alloy_primitives::b256;

    use super::*;

    /// The constants that Solidity implementations have written out.
    #[test]
    fn type_hashes_are_the_published_ones() {
        assert_eq!(
            DOMAIN_TYPE.word(),
            b256!("8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f")
        );
        assert_eq!(
            PERMIT_TYPE.word(),
            b256!("6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9")
        );
        assert_eq!(
            VERSION_HASH.word(),
            b256!("c89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc6")
        );
    }
}
