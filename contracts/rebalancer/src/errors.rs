//! Revert data, and words. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_core::Assets;
use ballast_shell::Word;

/// A selector and its arguments.
#[inline(never)]
pub(crate) fn encode(selector: [u8; 4], words: &[Word]) -> Vec<u8> {
    ballast_shell::encode(selector, words)
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

/// An amount that fits.
///
/// # Errors
/// `OutOfBounds`.
#[inline(never)]
pub(crate) fn amount(value: U256) -> Result<Assets, Vec<u8>> {
    Assets::from_u256(value).ok_or_else(|| out_of_bounds(value, Assets::MAX.to_u256()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_fit() {
        let max = Assets::MAX.to_u256();
        assert_eq!(amount(max), Ok(Assets::MAX));
        let above = max.saturating_add(U256::ONE);
        assert_eq!(amount(above), Err(out_of_bounds(above, max)));
    }
}
