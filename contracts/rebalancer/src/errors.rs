//! Revert data, and words. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_core::Assets;
use ballast_shell::{Word, encode};

/// `Unauthorized(caller)`
#[inline(never)]
pub(crate) fn unauthorized(caller: Address) -> Vec<u8> {
    encode(Abi::Unauthorized::SELECTOR, &[caller.into_word().0])
}

/// `CallFailed(target)`
#[inline(never)]
pub(crate) fn failed(target: Address) -> Vec<u8> {
    encode(Abi::CallFailed::SELECTOR, &[target.into_word().0])
}

/// `InvalidTarget(strategy)`
#[inline(never)]
pub(crate) fn invalid_target(strategy: Address) -> Vec<u8> {
    encode(Abi::InvalidTarget::SELECTOR, &[strategy.into_word().0])
}

/// `OutOfBounds(value, max)`
#[inline(never)]
pub(crate) fn out_of_bounds(value: U256, max: U256) -> Vec<u8> {
    let words = [ballast_shell::word(value), ballast_shell::word(max)];
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
