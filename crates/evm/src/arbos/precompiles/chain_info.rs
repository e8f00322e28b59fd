//! `ArbInfo` and `ArbGasInfo`: accounts and prices.

use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use revm::Database;
use revm::context::{Block, ContextTr};

use super::abi::{ArbGasInfo, ArbInfo};
use super::call::{Access, Answer, Call, Failed};
use crate::arbos::state::Field;
use crate::context::peek;

const BALANCE_GAS: u64 = 700;
const CODE_GAS: u64 = 2_100;
const CODE_WORD_GAS: u64 = 3;

/// L1 gas of a byte that is not zero: what a unit of L1 data is counted in.
const UNITS_PER_BYTE: u64 = 16;

/// Bytes a transaction takes on L1 beside its calldata, as the price getter assumes.
const TX_BYTES: u64 = 140;

/// L2 gas of a new storage slot.
const STORAGE_GAS: u64 = 20_000;

pub(super) fn arb_info<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        ArbInfo::getBalanceCall::SELECTOR => {
            let account = call
                .arguments::<ArbInfo::getBalanceCall>(Access::View)?
                .account;
            call.burn(BALANCE_GAS)?;
            let balance = peek(call.ctx, account)?.balance;
            Ok(ArbInfo::getBalanceCall::abi_encode_returns(&balance))
        }
        ArbInfo::getCodeCall::SELECTOR => {
            let account = call
                .arguments::<ArbInfo::getCodeCall>(Access::View)?
                .account;
            call.burn(CODE_GAS)?;
            let code = peek(call.ctx, account)?.code.original_bytes();
            call.burn(CODE_WORD_GAS.saturating_mul((code.len() as u64).div_ceil(32)))?;
            Ok(ArbInfo::getCodeCall::abi_encode_returns(&code))
        }
        _ => Err(Failed::Burned),
    }
}

pub(super) fn arb_gas_info<DB: Database>(call: &mut Call<'_, DB>) -> Answer {
    match call.selector()? {
        ArbGasInfo::getPricesInWeiCall::SELECTOR => {
            call.arguments::<ArbGasInfo::getPricesInWeiCall>(Access::View)?;
            let l1_price = call.read(Field::L1PricePerUnit)?;
            let l2_price = U256::from(call.ctx.block().basefee());
            let floor = call.read(Field::MinimumBaseFee)?.min(l2_price);
            let per_byte = l1_price.saturating_mul(U256::from(UNITS_PER_BYTE));
            let answer = ArbGasInfo::getPricesInWeiReturn {
                perL2Tx: per_byte.saturating_mul(U256::from(TX_BYTES)),
                perL1CalldataByte: per_byte,
                perStorage: l2_price.saturating_mul(U256::from(STORAGE_GAS)),
                perArbGasBase: floor,
                perArbGasCongestion: l2_price.saturating_sub(floor),
                perArbGasTotal: l2_price,
            };
            Ok(ArbGasInfo::getPricesInWeiCall::abi_encode_returns(&answer))
        }
        ArbGasInfo::getMinimumGasPriceCall::SELECTOR => {
            call.arguments::<ArbGasInfo::getMinimumGasPriceCall>(Access::View)?;
            Ok(call.read(Field::MinimumBaseFee)?.to_be_bytes_vec())
        }
        ArbGasInfo::getL1BaseFeeEstimateCall::SELECTOR => {
            call.arguments::<ArbGasInfo::getL1BaseFeeEstimateCall>(Access::View)?;
            Ok(call.read(Field::L1PricePerUnit)?.to_be_bytes_vec())
        }
        ArbGasInfo::getL1GasPriceEstimateCall::SELECTOR => {
            call.arguments::<ArbGasInfo::getL1GasPriceEstimateCall>(Access::View)?;
            Ok(call.read(Field::L1PricePerUnit)?.to_be_bytes_vec())
        }
        ArbGasInfo::getCurrentTxL1GasFeesCall::SELECTOR => {
            call.arguments::<ArbGasInfo::getCurrentTxL1GasFeesCall>(Access::View)?;
            let price = U256::from(call.ctx.block().basefee());
            let fees = price.saturating_mul(U256::from(call.ctx.chain.poster_gas));
            Ok(fees.to_be_bytes_vec())
        }
        _ => Err(Failed::Burned),
    }
}
