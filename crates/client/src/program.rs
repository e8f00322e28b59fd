//! What a chain knows about a program.

use alloy_primitives::{Address, keccak256};
use serde::Serialize;

use crate::client::Client;
use crate::error::ClientError;
use crate::precompiles::ArbWasm::{programInitGasCall, programMemoryFootprintCall};
use crate::precompiles::ArbWasmCache::codehashIsCachedCall;
use crate::precompiles::{ARB_WASM, ARB_WASM_CACHE};

/// What a chain knows about an active program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Program {
    /// Bytes of the deployed code, prefix included.
    pub code_bytes: usize,
    /// Pages of memory, 64 KiB each, that it starts with. Two are free in a transaction.
    pub footprint_pages: u16,
    /// Gas of entering it when it is cached.
    pub entry_gas_cached: u64,
    /// Gas of entering it when it is not.
    pub entry_gas_uncached: u64,
    /// Whether it is cached.
    pub cached: bool,
}

impl Program {
    /// Asks about the program at `address`.
    ///
    /// # Errors
    /// [`ClientError::Reverted`] if there is no active program, [`ClientError::Node`] if the node
    /// does not answer.
    pub async fn read(client: &Client, address: Address) -> Result<Self, ClientError> {
        let code = client.code(address).await?;
        let entry = client
            .call(ARB_WASM, &programInitGasCall { program: address })
            .await?;
        let footprint = programMemoryFootprintCall { program: address };
        let cached = codehashIsCachedCall {
            codehash: keccak256(&code),
        };
        Ok(Self {
            code_bytes: code.len(),
            footprint_pages: client.call(ARB_WASM, &footprint).await?,
            entry_gas_cached: entry.gasWhenCached,
            entry_gas_uncached: entry.gas,
            cached: client.call(ARB_WASM_CACHE, &cached).await?,
        })
    }
}
