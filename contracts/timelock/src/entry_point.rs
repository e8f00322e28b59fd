//! What the chain calls.

use stylus_sdk::stylus_core::storage::TopLevelStorage;
#[cfg(target_arch = "wasm32")]
use stylus_sdk::{
    abi::router_entrypoint,
    host::{VM, WasmVM},
    prelude::*,
};

use crate::state::Timelock;

// SAFETY: only the entry point below makes a `Timelock`, one for each call.
#[expect(unsafe_code, reason = "the SDK's macro would add its own entry point")]
unsafe impl TopLevelStorage for Timelock {}

/// Runs a call, whose calldata has `length` bytes; zero for success.
///
/// The SDK's own entry point refuses every call while another is open, and with it an operation
/// that changes the timelock's own settings, unwraps ether, or is sent a token. This one lets all of
/// them in, as OpenZeppelin's does: nothing is kept across a call but what is in storage, and what
/// was read before is read again. The SDK's feature that drops the lock would drop it for all
/// contracts that are built together.
///
/// On a chain alone: natively the host is whatever a test makes of it.
#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "the host finds the function by its plain name")]
#[unsafe(no_mangle)]
extern "C" fn user_entrypoint(length: usize) -> usize {
    let host = VM { host: WasmVM {} };
    // Costs next to nothing, and keeps the import that activation wants every program to have.
    host.pay_for_memory_grow(0);
    let input = host.read_args(length);
    let (data, status) = match router_entrypoint::<Timelock, Timelock>(input, host.clone()) {
        Ok(data) => (data, 0),
        Err(data) => (data, 1),
    };
    host.flush_cache(false);
    host.write_result(&data);
    status
}
