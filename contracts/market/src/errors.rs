//! Revert data. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket as Abi;
use ballast_shell::{Word, encode, word};

/// An error without arguments.
#[inline(never)]
pub fn plain(selector: [u8; 4]) -> Vec<u8> {
    encode(selector, &[])
}

/// An error with one address.
#[inline(never)]
pub fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[named(address)])
}

/// An error with two numbers.
#[inline(never)]
pub fn compared(selector: [u8; 4], left: U256, right: U256) -> Vec<u8> {
    encode(selector, &[word(left), word(right)])
}

/// An error with an address and two numbers.
#[inline(never)]
pub fn measured(selector: [u8; 4], address: Address, left: U256, right: U256) -> Vec<u8> {
    encode(selector, &[named(address), word(left), word(right)])
}

/// `NumberTooLarge()`
#[inline(never)]
pub fn too_large() -> Vec<u8> {
    plain(Abi::NumberTooLarge::SELECTOR)
}

/// `InsufficientBalance(account, asked, held)`
#[inline(never)]
pub fn insufficient(account: Address, asked: U256, held: U256) -> Vec<u8> {
    measured(Abi::InsufficientBalance::SELECTOR, account, asked, held)
}

/// `NotListed(collateral)`
#[inline(never)]
pub fn not_listed(collateral: Address) -> Vec<u8> {
    about(Abi::NotListed::SELECTOR, collateral)
}

/// An address as a word.
pub fn named(address: Address) -> Word {
    address.into_word().0
}
