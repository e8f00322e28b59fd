//! What the chain calls, where pools call back.

use alloy_sol_types::SolCall;
use ballast_abi::uniswap_v3::IUniswapV3Trader as Abi;
#[cfg(target_arch = "wasm32")]
use stylus_sdk::{
    abi::{Router, router_entrypoint},
    host::{VM, WasmVM},
    prelude::*,
    stylus_core::ValueDenier,
};

/// Runs a call of the contract `S`, whose calldata has `length` bytes; zero for success.
///
/// The SDK's own entry point refuses every call while another is open, and with it the pool that
/// asks to be paid. This one refuses every call but the two callbacks, views included; who may make
/// those, when and for how much is for [`due::settle`](crate::due::settle) to say. The SDK's
/// feature that drops the lock would drop it for all contracts that are built together.
///
/// On a chain alone: natively the host is whatever a test makes of it.
#[cfg(target_arch = "wasm32")]
pub fn run<S>(length: usize) -> usize
where
    S: Router<S, Storage = S> + StorageType + TopLevelStorage + ValueDenier,
{
    run_letting_in::<S>(length, is_callback)
}

/// As [`run`], for a contract that others besides pools call back: lets in what `is_expected` says.
#[cfg(target_arch = "wasm32")]
pub fn run_letting_in<S>(length: usize, is_expected: fn(&[u8]) -> bool) -> usize
where
    S: Router<S, Storage = S> + StorageType + TopLevelStorage + ValueDenier,
{
    let host = VM { host: WasmVM {} };
    // Costs next to nothing, and keeps the import that activation wants every program to have.
    host.pay_for_memory_grow(0);
    let input = host.read_args(length);
    if host.msg_reentrant() && !is_expected(&input) {
        return 1;
    }
    let (data, status) = match router_entrypoint::<S, S>(input, host.clone()) {
        Ok(data) => {
            host.flush_cache(false);
            (data, 0)
        }
        // Nothing of it is kept, and what flushing takes may not be left.
        Err(data) => (data, 1),
    };
    host.write_result(&data);
    status
}

/// Whether a call is one of those that a pool makes while it trades.
pub fn is_callback(input: &[u8]) -> bool {
    [
        Abi::uniswapV3MintCallbackCall::SELECTOR,
        Abi::uniswapV3SwapCallbackCall::SELECTOR,
    ]
    .iter()
    .any(|selector| input.starts_with(selector))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_told_by_their_selectors() {
        assert!(is_callback(&Abi::uniswapV3SwapCallbackCall::SELECTOR));
        assert!(is_callback(
            &[&Abi::uniswapV3MintCallbackCall::SELECTOR[..], &[0; 96]].concat()
        ));
        assert!(!is_callback(&[]));
        assert!(!is_callback(&Abi::uniswapV3MintCallbackCall::SELECTOR[..3]));
        assert!(!is_callback(&[0; 100]));
    }
}
