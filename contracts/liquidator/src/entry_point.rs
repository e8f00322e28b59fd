//! What the chain calls.

use alloy_sol_types::SolCall;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_uniswap_v3::entry;
use stylus_sdk::stylus_core::storage::TopLevelStorage;

use crate::state::Liquidator;

// SAFETY: only the entry point below makes a `Liquidator`, one for each call.
#[expect(unsafe_code, reason = "the SDK's macro would add its own entry point")]
unsafe impl TopLevelStorage for Liquidator {}

/// Runs a call, whose calldata has `length` bytes; zero for success. On a chain alone: natively the
/// host is whatever a test makes of it.
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the host finds the function by its plain name")]
#[unsafe(no_mangle)]
extern "C" fn user_entrypoint(length: usize) -> usize {
    entry::run_letting_in::<Liquidator>(length, is_expected)
}

/// Whether a call is one of those that are let in while another is open: from the market, and from a
/// pool.
pub fn is_expected(input: &[u8]) -> bool {
    input.starts_with(&Abi::onMarketLiquidateCall::SELECTOR) || entry::is_callback(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_liquidation_never_begins_within_another() {
        assert!(is_expected(&Abi::onMarketLiquidateCall::SELECTOR));
        assert!(!is_expected(&Abi::liquidateCall::SELECTOR));
        assert!(!is_expected(&[]));
    }
}
