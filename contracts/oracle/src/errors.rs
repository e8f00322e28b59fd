//! Revert data, and words. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_shell::{Word, encode, uint, word};

/// An error with one address.
#[inline(never)]
pub(crate) fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[address.into_word().0])
}

/// `UnknownSource(asset, index)`
#[inline(never)]
pub(crate) fn unknown_source(asset: Address, index: U256) -> Vec<u8> {
    let words = [asset.into_word().0, word(index)];
    encode(Abi::UnknownSource::SELECTOR, &words)
}

/// `PriceMissing(asset, agreeing, required)`
#[inline(never)]
pub(crate) fn price_missing(asset: Address, agreeing: u64, required: u64) -> Vec<u8> {
    let words = [asset.into_word().0, uint(agreeing), uint(required)];
    encode(Abi::PriceMissing::SELECTOR, &words)
}

/// `value` if it lies between two bounds.
///
/// # Errors
/// `OutOfBounds(value, min, max)`.
#[inline(never)]
pub(crate) fn bounded(value: U256, min: u64, max: u64) -> Result<u64, Vec<u8>> {
    match u64::try_from(value) {
        Ok(number) if min <= number && number <= max => Ok(number),
        _ => {
            let words = [word(value), uint(min), uint(max)];
            Err(encode(Abi::OutOfBounds::SELECTOR, &words))
        }
    }
}

/// A value of 128 bits that lies between two bounds.
///
/// # Errors
/// `OutOfBounds(value, min, max)`.
#[inline(never)]
pub(crate) fn bounded_wide(value: U256, min: u128, max: u128) -> Result<u128, Vec<u8>> {
    match u128::try_from(value) {
        Ok(number) if min <= number && number <= max => Ok(number),
        _ => {
            let words = [value, wide(min), wide(max)].map(word);
            Err(encode(Abi::OutOfBounds::SELECTOR, &words))
        }
    }
}

/// A number of 128 bits.
pub(crate) const fn wide(value: u128) -> U256 {
    U256::from_limbs([value as u64, (value >> 64) as u64, 0, 0])
}

/// An address as a word.
pub(crate) fn named(address: Address) -> Word {
    address.into_word().0
}
