//! Signatures of accounts with a key and of contracts.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, address, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::signature::{IERC1271, ISignature};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::output::{Word, encode, encode_bytes, number, uint, word};
use crate::remote;

/// The precompile that recovers a signer.
const ECRECOVER: Address = address!("0000000000000000000000000000000000000001");

/// What the precompile needs, 3,000, and some.
const ECRECOVER_GAS: u64 = 10_000;

/// The most gas that a contract gets to say whether it signed: enough for forty owners of a
/// multi-signature wallet, or one key on the curve P-256 without a precompile.
const ERC1271_GAS: u64 = 500_000;

/// The largest `s` of a signature that has no twin: half the order of the curve (EIP-2).
const S_MAX: U256 = U256::from_limbs([
    0xdfe9_2f46_681b_20a0,
    0x5d57_6e73_57a4_501d,
    0xffff_ffff_ffff_ffff,
    0x7fff_ffff_ffff_ffff,
]);

/// `keccak256(0x1901 ‖ domain separator ‖ struct hash)`, EIP-712.
#[inline(never)]
pub fn typed_digest(domain: Word, message: Word) -> Word {
    let mut preimage = [0; 66];
    for (to, from) in preimage
        .iter_mut()
        .zip([0x19, 0x01].iter().chain(&domain).chain(&message))
    {
        *to = *from;
    }
    keccak256(preimage).0
}

/// Who signed `digest`.
///
/// # Errors
/// `ECDSAInvalidSignatureS` for the twin with the larger `s`, which anybody can make of a signature,
/// `ECDSAInvalidSignature` if nobody did. Both as OpenZeppelin's ECDSA.
#[inline(never)]
pub fn recover(host: &VM, digest: Word, v: u8, r: &Word, s: &Word) -> Result<Address, Vec<u8>> {
    if S_MAX < number(s) {
        return Err(encode(ISignature::ECDSAInvalidSignatureS::SELECTOR, &[*s]));
    }
    let words = [digest, uint(u64::from(v)), *r, *s];
    let answer = remote::view(host, ECRECOVER, words.as_flattened(), ECRECOVER_GAS);
    let signer = answer
        .as_deref()
        .and_then(|answer| answer.last_chunk())
        .map_or(Address::ZERO, |signer| Address::new(*signer));
    if signer.is_zero() {
        return Err(encode(ISignature::ECDSAInvalidSignature::SELECTOR, &[]));
    }
    Ok(signer)
}

/// Whether `signature` is one of `signer` for `digest`: 65 bytes `r ‖ s ‖ v` of an account without
/// code, whatever a contract takes for one of its own (ERC-1271), which it gets 500,000 gas to say.
#[inline(never)]
pub fn is_valid(host: &VM, signer: Address, digest: Word, signature: &[u8]) -> bool {
    if host.code_size(signer) == 0 {
        let (words, rest) = signature.as_chunks();
        return match (words, rest) {
            ([r, s], [v]) => recover(host, digest, *v, r, s) == Ok(signer),
            _ => false,
        };
    }
    let words = [&[digest, uint(64)], encode_bytes(signature).as_slice()].concat();
    let call = encode(IERC1271::isValidSignatureCall::SELECTOR, &words);
    let answer = remote::view(host, signer, &call, ERC1271_GAS);
    let word: Option<Word> = answer.and_then(|answer| answer.first_chunk().copied());
    word.is_some_and(|word| {
        let (selector, rest) = word.split_at(4);
        selector == IERC1271::isValidSignatureCall::SELECTOR && rest.iter().all(|byte| *byte == 0)
    })
}

/// Refuses a number that is not the next one of an account.
///
/// # Errors
/// `InvalidAccountNonce`.
pub fn check_nonce(account: Address, nonce: U256, current: U256) -> Result<(), Vec<u8>> {
    if nonce == current {
        return Ok(());
    }
    let words = [account.into_word().0, word(current)];
    Err(encode(ISignature::InvalidAccountNonce::SELECTOR, &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_domain_and_message_behind_the_prefix() {
        let mut preimage = [7; 66];
        preimage[..2].copy_from_slice(&[0x19, 0x01]);
        preimage[34..].fill(9);
        assert_eq!(typed_digest([7; 32], [9; 32]), keccak256(preimage).0);
    }

    /// The order of secp256k1 by the standard (SEC 2).
    #[test]
    fn twins_lie_above_half_the_order() {
        let order = alloy_primitives::uint!(
            0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256
        );
        assert_eq!(S_MAX, order / U256::from(2));
    }
}
