//! Errors, as revert data.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::router::Router as Abi;
use ballast_shell::{encode, word};

/// `got` is not what the caller accepts.
pub(crate) fn slippage(got: U256, bound: U256) -> Vec<u8> {
    encode(Abi::SlippageExceeded::SELECTOR, &[word(got), word(bound)])
}

/// Checks that `got` is at least `min`.
pub(crate) fn at_least(got: U256, min: U256) -> Result<(), Vec<u8>> {
    if got < min {
        return Err(slippage(got, min));
    }
    Ok(())
}

/// Checks that `got` is at most `max`.
pub(crate) fn at_most(got: U256, max: U256) -> Result<(), Vec<u8>> {
    if max < got {
        return Err(slippage(got, max));
    }
    Ok(())
}

/// The vault's asset is another than it has to be.
pub(crate) fn asset_mismatch(asset: Address, expected: Address) -> Vec<u8> {
    let words = [asset, expected].map(|address| address.into_word().0);
    encode(Abi::AssetMismatch::SELECTOR, &words)
}

/// Nothing can be sent there.
pub(crate) fn invalid_receiver(receiver: Address) -> Vec<u8> {
    about(Abi::InvalidReceiver::SELECTOR, receiver)
}

/// An error with one address.
pub(crate) fn about(selector: [u8; 4], address: Address) -> Vec<u8> {
    encode(selector, &[address.into_word().0])
}

/// The reason that a call gave, or an error about `address` if it gave none.
pub(crate) fn reason_or(reason: Vec<u8>, selector: [u8; 4], address: Address) -> Vec<u8> {
    if reason.is_empty() {
        about(selector, address)
    } else {
        reason
    }
}
