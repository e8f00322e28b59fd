//! Revert data. Not inlined: most of it is needed in many places, and none of it where gas counts.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::registry::IRegistry as Abi;
use ballast_core::Assets;
use ballast_shell::{Word, encode};

use crate::record::Status;

/// `WrongStatus(strategy, status)`
#[inline(never)]
pub(crate) fn wrong_status(strategy: Address, status: Status) -> Vec<u8> {
    let words = [strategy.into_word().0, small(status.bits())];
    encode(Abi::WrongStatus::SELECTOR, &words)
}

/// `InvalidStrategy(strategy)`
#[inline(never)]
pub(crate) fn invalid_strategy(strategy: Address) -> Vec<u8> {
    encode(Abi::InvalidStrategy::SELECTOR, &[strategy.into_word().0])
}

/// `StrategyFailed(strategy)`
#[inline(never)]
pub(crate) fn failed(strategy: Address) -> Vec<u8> {
    encode(Abi::StrategyFailed::SELECTOR, &[strategy.into_word().0])
}

/// `OutOfBounds(value, max)`
#[inline(never)]
pub(crate) fn out_of_bounds(value: U256, max: u64) -> Vec<u8> {
    encode(
        Abi::OutOfBounds::SELECTOR,
        &[ballast_shell::word(value), small(max)],
    )
}

/// `CapExceeded(id, exposure, cap)`
#[inline(never)]
pub(crate) fn cap_exceeded(id: Word, exposure: Assets, cap: Assets) -> Vec<u8> {
    encode(Abi::CapExceeded::SELECTOR, &[id, word(exposure), word(cap)])
}

/// A small number as a word. Not to be inlined, as [`ballast_shell::word`].
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
