//! What a deployment needs to know of a chain.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types_eth::state::{AccountOverride, StateOverride};
use alloy_sol_types::SolInterface;

use crate::client::Client;
use crate::error::ClientError;
use crate::precompiles::ArbOwnerPublic::isChainOwnerCall;
use crate::precompiles::ArbSys::arbOSVersionCall;
use crate::precompiles::ArbWasm::{
    ArbWasmErrors, activateProgramCall, codehashVersionCall, stylusVersionCall,
};
use crate::precompiles::ArbWasmCache::{allCacheManagersCall, isCacheManagerCall};
use crate::precompiles::{ARB_OWNER_PUBLIC, ARB_SYS, ARB_WASM, ARB_WASM_CACHE};

/// What `arbOSVersion` adds to the version.
const ARBOS_VERSION_OFFSET: u64 = 55;

/// What the question for the data fee pretends to pay: 1 ether.
const PROBE_VALUE: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// The ArbOS version of the chain.
pub(super) async fn arbos_version(client: &Client) -> Result<u64, ClientError> {
    let version = client.call(ARB_SYS, &arbOSVersionCall {}).await?;
    Ok(version
        .saturating_to::<u64>()
        .saturating_sub(ARBOS_VERSION_OFFSET))
}

/// The Stylus version that programs are activated for now.
pub(super) async fn stylus_version(client: &Client) -> Result<u16, ClientError> {
    client.call(ARB_WASM, &stylusVersionCall {}).await
}

/// Whether programs with this code can be called: activated, for this Stylus, and not expired.
pub(super) async fn is_active(client: &Client, code_hash: B256) -> Result<bool, ClientError> {
    match client
        .call(
            ARB_WASM,
            &codehashVersionCall {
                codehash: code_hash,
            },
        )
        .await
    {
        Ok(_) => Ok(true),
        Err(error) => match error
            .revert_data()
            .and_then(|data| ArbWasmErrors::abi_decode(data).ok())
        {
            Some(
                ArbWasmErrors::ProgramNotActivated(_)
                | ArbWasmErrors::ProgramNeedsUpgrade(_)
                | ArbWasmErrors::ProgramExpired(_),
            ) => Ok(false),
            _ => Err(error),
        },
    }
}

/// Wei to send along with an activation of `code`: the data fee as of now, raised by a fifth, as it
/// grows with every activation. What is too much comes back.
///
/// Asked by activating the code in a call that nobody pays for, at the address it is meant for.
pub(super) async fn activation_value(
    client: &Client,
    program: Address,
    code: &Bytes,
) -> Result<U256, ClientError> {
    let rich = AccountOverride::default().with_balance(U256::MAX >> 1);
    let there = AccountOverride::default().with_code(code.clone());
    let accounts = StateOverride::from_iter([(client.sender(), rich), (program, there)]);
    let call = activateProgramCall { program };
    let answer = client
        .call_overridden(ARB_WASM, PROBE_VALUE, &call, accounts)
        .await?;
    Ok(answer.dataFee.saturating_mul(U256::from(6)) / U256::from(5))
}

/// Whether the sender may cache programs without paying.
pub(super) async fn may_cache(client: &Client) -> Result<bool, ClientError> {
    let account = client.sender();
    Ok(client
        .call(ARB_OWNER_PUBLIC, &isChainOwnerCall { account })
        .await?
        || client
            .call(ARB_WASM_CACHE, &isCacheManagerCall { manager: account })
            .await?)
}

/// Who sells places in the cache: the manager that came last.
pub(super) async fn cache_manager(client: &Client) -> Result<Option<Address>, ClientError> {
    Ok(client
        .call(ARB_WASM_CACHE, &allCacheManagersCall {})
        .await?
        .pop())
}
