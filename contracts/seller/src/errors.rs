//! Revert data, and words. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::seller::Seller as Abi;
use ballast_core::Assets;
use ballast_shell::{Word, encode};

/// An error with one address.
#[inline(never)]
pub(crate) fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[address.into_word().0])
}

/// An error with two numbers.
#[inline(never)]
pub(crate) fn numbers(selector: [u8; 4], one: U256, other: U256) -> Vec<u8> {
    encode(selector, &[one, other].map(ballast_shell::word))
}

/// `OutOfBounds(value, min, max)`
#[inline(never)]
pub(crate) fn out_of_bounds(value: U256, min: U256, max: U256) -> Vec<u8> {
    let words = [value, min, max].map(ballast_shell::word);
    encode(Abi::OutOfBounds::SELECTOR, &words)
}

/// A small number as a word.
#[inline(never)]
fn small_word(number: u64) -> Word {
    ballast_shell::uint(number)
}

/// A small number as a word.
pub(crate) fn small(number: impl Into<u64>) -> Word {
    small_word(number.into())
}

/// An amount as a word.
#[inline(never)]
pub(crate) fn word(amount: Assets) -> Word {
    ballast_shell::word(amount.to_u256())
}
