//! An entry point that lets calls in while another is open.

/// Declares what the chain calls in a contract that any call may reach while another call of it is
/// open, and implements `TopLevelStorage` for it.
///
/// The SDK's own entry point refuses every call while another is open: one that changes a contract's
/// own settings on its own behalf, or brings it ether or tokens. This one lets all of them in, as
/// Solidity's does. So nothing may be kept across a call but what is in storage, and what was read
/// before must be read again. The SDK's feature that drops the lock would drop it for all contracts
/// that are built together.
///
/// On a chain alone: natively the host is whatever a test makes of it.
#[macro_export]
macro_rules! open_entry_point {
    ($contract:ty) => {
        // SAFETY: only the entry point below makes one, one for each call.
        #[expect(unsafe_code, reason = "the SDK's macro would add its own entry point")]
        unsafe impl stylus_sdk::stylus_core::storage::TopLevelStorage for $contract {}

        #[cfg(target_arch = "wasm32")]
        #[expect(unsafe_code, reason = "the host finds the function by its plain name")]
        #[unsafe(no_mangle)]
        extern "C" fn user_entrypoint(length: usize) -> usize {
            use stylus_sdk::host::{VM, WasmVM};
            use stylus_sdk::prelude::*;

            let host = VM { host: WasmVM {} };
            // Costs next to nothing, and keeps the import that activation wants every program to
            // have.
            host.pay_for_memory_grow(0);
            let input = host.read_args(length);
            let (data, status) = match stylus_sdk::abi::router_entrypoint::<$contract, $contract>(
                input,
                host.clone(),
            ) {
                Ok(data) => {
                    host.flush_cache(false);
                    (data, 0)
                }
                // Nothing of it is kept. To flush would take 2,300 gas to be left, which is more
                // than a callee leaves that burns all it gets, and nobody would learn what failed.
                Err(data) => (data, 1),
            };
            host.write_result(&data);
            status
        }
    };
}
