//! State and block overrides of `eth_call`.

use std::sync::Arc;

use alloy_primitives::{Address, B256, U256};
use alloy_rpc_types_eth::BlockOverrides;
use alloy_rpc_types_eth::state::{AccountOverride, StateOverride};
use ballast_evm::BlockContext;

use crate::error::Error;
use crate::node::Result;
use crate::state::{AccountChange, World, bytecode};

/// Writes overrides into a state.
///
/// # Errors
/// When an account has both `state` and `stateDiff`, or a precompile is to be moved.
pub(crate) fn apply_state(world: &mut World, overrides: &StateOverride) -> Result<()> {
    for (address, account) in overrides {
        world.apply(&change(world, *address, account)?);
    }
    Ok(())
}

fn change(world: &World, address: Address, account: &AccountOverride) -> Result<AccountChange> {
    if account.move_precompile_to.is_some() {
        return Err(Error::Unsupported(
            "movePrecompileToAddress is not supported".into(),
        ));
    }
    let slots = match (&account.state, &account.state_diff) {
        (Some(_), Some(_)) => {
            let message = format!("account {address} has both 'state' and 'stateDiff'");
            return Err(Error::InvalidParams(message));
        }
        (Some(slots), None) | (None, Some(slots)) => slots.iter().map(slot).collect(),
        (None, None) => Vec::new(),
    };
    let mut info = world.info(&address);
    info.balance = account.balance.unwrap_or(info.balance);
    info.nonce = account.nonce.unwrap_or(info.nonce);
    if let Some(code) = &account.code {
        let (code, hash) = bytecode(code.clone());
        info.set_code_and_hash(code, hash);
    }
    Ok(AccountChange {
        address,
        info: Some(info),
        clear_storage: account.state.is_some(),
        slots,
    })
}

fn slot((key, value): (&B256, &B256)) -> (U256, U256) {
    ((*key).into(), (*value).into())
}

/// Writes overrides into a block context. Randomness and difficulty are constants on Arbitrum and
/// stay what they are.
///
/// # Errors
/// When a number does not fit 64 bits.
pub(crate) fn apply_block(context: &mut BlockContext, overrides: &BlockOverrides) -> Result<()> {
    if let Some(number) = overrides.number {
        context.number = fit(number, "block number")?;
    }
    if let Some(base_fee) = overrides.base_fee {
        context.base_fee = fit(base_fee, "base fee")?;
    }
    context.timestamp = overrides.time.unwrap_or(context.timestamp);
    context.gas_limit = overrides.gas_limit.unwrap_or(context.gas_limit);
    context.beneficiary = overrides.coinbase.unwrap_or(context.beneficiary);
    if let Some(hashes) = &overrides.block_hash {
        Arc::make_mut(&mut context.hashes).extend(hashes);
    }
    Ok(())
}

fn fit(value: U256, name: &str) -> Result<u64> {
    u64::try_from(value).map_err(|_| Error::InvalidParams(format!("{name} exceeds 64 bits")))
}
