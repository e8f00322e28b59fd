//! What the chain calls.

use stylus_sdk::stylus_core::storage::TopLevelStorage;

use crate::state::Seller;

// SAFETY: only the entry point below makes a `Seller`, one for each call.
#[expect(unsafe_code, reason = "the SDK's macro would add its own entry point")]
unsafe impl TopLevelStorage for Seller {}

/// Runs a call, whose calldata has `length` bytes; zero for success. On a chain alone: natively the
/// host is whatever a test makes of it.
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the host finds the function by its plain name")]
#[unsafe(no_mangle)]
extern "C" fn user_entrypoint(length: usize) -> usize {
    ballast_uniswap_v3::entry::run::<Seller>(length)
}
