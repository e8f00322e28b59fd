//! Errors, as revert data.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::strategy::IStrategy;
use ballast_abi::uniswap_v3::IUniswapV3Trader;
use ballast_shell::{encode, word};

/// Less was received than had to be.
pub(crate) fn shortfall(received: U256, expected: U256) -> Vec<u8> {
    let words = [word(received), word(expected)];
    encode(IStrategy::VenueShortfall::SELECTOR, &words)
}

/// The pool or a token does not answer.
pub(crate) fn failed(venue: Address) -> Vec<u8> {
    about(IUniswapV3Trader::VenueFailed::SELECTOR, venue)
}

/// An error with one address.
pub(crate) fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[address.into_word().0])
}
