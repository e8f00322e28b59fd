//! What a transaction must satisfy before it is executed, in the order real nodes check it.

use alloy_primitives::U256;
use revm::Database;

use crate::context::Fatal;
use crate::types::{BlockContext, ChainConfig, ExecuteError, Options, Transaction};

/// Checks type, nonce, sender, prices, balance and init code size.
pub(crate) fn check<DB: Database>(
    db: &mut DB,
    config: &ChainConfig,
    block: &BlockContext,
    tx: &Transaction,
    options: &Options,
) -> Result<(), ExecuteError> {
    if !matches!(tx.tx_type, 0 | 1 | 2 | 4) {
        return Err(ExecuteError::Unsupported(format!("type {}", tx.tx_type)));
    }
    let account = db
        .basic(tx.caller)
        .map_err(Fatal::database)?
        .unwrap_or_default();
    if options.check_nonce {
        check_nonce(account.nonce, tx.nonce)?;
    }
    if options.refuse_contract_senders && !account.is_empty_code_hash() {
        let code = match account.code {
            Some(code) => code,
            None => db
                .code_by_hash(account.code_hash)
                .map_err(Fatal::database)?,
        };
        if !code.is_eip7702() {
            return Err(ExecuteError::SenderHasCode(tx.caller));
        }
    }
    if options.charge_fees || tx.max_fee != 0 {
        check_prices(tx, block)?;
    }
    let fee = if options.charge_fees {
        U256::from(tx.gas_limit).saturating_mul(U256::from(tx.max_fee))
    } else {
        U256::ZERO
    };
    let cost = fee.saturating_add(tx.value);
    if account.balance < cost {
        return Err(ExecuteError::InsufficientFunds {
            balance: account.balance,
            cost,
        });
    }
    let limit = config.code_size_max.saturating_mul(2);
    if tx.kind.is_create() && limit < tx.input.len() {
        return Err(ExecuteError::InitCodeSize {
            size: tx.input.len(),
            limit,
        });
    }
    Ok(())
}

const fn check_nonce(expected: u64, actual: u64) -> Result<(), ExecuteError> {
    if actual < expected {
        return Err(ExecuteError::NonceTooLow { expected, actual });
    }
    if expected < actual {
        return Err(ExecuteError::NonceTooHigh { expected, actual });
    }
    Ok(())
}

fn check_prices(tx: &Transaction, block: &BlockContext) -> Result<(), ExecuteError> {
    if let Some(max_priority_fee) = tx.max_priority_fee
        && tx.max_fee < max_priority_fee
    {
        return Err(ExecuteError::TipAboveFeeCap {
            max_priority_fee,
            max_fee: tx.max_fee,
        });
    }
    if tx.max_fee < u128::from(block.base_fee) {
        let (max_fee, base_fee) = (tx.max_fee, block.base_fee);
        return Err(ExecuteError::FeeCapTooLow { max_fee, base_fee });
    }
    Ok(())
}

/// min(fee cap, base fee + tip) in wei per gas: what programs are told, although the tip is dropped.
pub(crate) fn price_with_tip(tx: &Transaction, base_fee: u64) -> u128 {
    let tip = tx.max_priority_fee.unwrap_or(tx.max_fee);
    tx.max_fee.min(u128::from(base_fee).saturating_add(tip))
}
