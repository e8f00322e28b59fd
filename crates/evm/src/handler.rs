//! Transaction rules: intrinsic and poster gas, the gas cap, refunds, who gets the fees.

use std::marker::PhantomData;

use alloy_primitives::U256;
use revm::Database;
use revm::context::journaled_state::account::JournaledAccountTr;
use revm::context::result::{EVMError, HaltReason, InvalidTransaction};
use revm::context::{Block, Cfg, ContextTr, JournalTr, Transaction};
use revm::handler::{EthFrame, EvmTr, FrameResult, Handler, MainnetHandler};
use revm::inspector::{Inspector, InspectorHandler};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::{GasTracker, InitialAndFloorGas};

use crate::arbos;
use crate::context::Ctx;
use crate::vm::ArbEvm;

/// Gas a transaction may use during execution, from ArbOS 50.
const EXECUTION_GAS_MAX: u64 = 32_000_000;

/// A fifth of the gas used may be refunded (EIP-3529).
const REFUND_QUOTIENT: u64 = 5;

/// The handler of one execution.
pub(crate) struct ArbHandler<DB, INSP> {
    types: PhantomData<(DB, INSP)>,
}

impl<DB, INSP> ArbHandler<DB, INSP> {
    pub(crate) const fn new() -> Self {
        Self { types: PhantomData }
    }
}

type Error<DB> = EVMError<<DB as Database>::Error>;

/// The handler of mainnet, for what stays as it is there.
type Mainnet<DB, INSP> = MainnetHandler<ArbEvm<DB, INSP>, Error<DB>, EthFrame>;

fn mainnet<DB: Database, INSP>() -> Mainnet<DB, INSP> {
    MainnetHandler::default()
}

impl<DB: Database, INSP> Handler for ArbHandler<DB, INSP> {
    type Evm = ArbEvm<DB, INSP>;
    type Error = Error<DB>;
    type HaltReason = HaltReason;

    /// Intrinsic gas as on mainnet; the gas limit must cover the poster gas too.
    fn validate_initial_tx_gas(
        &self,
        evm: &mut Self::Evm,
    ) -> Result<InitialAndFloorGas, Self::Error> {
        let initial = mainnet::<DB, INSP>().validate_initial_tx_gas(evm)?;
        let ctx = evm.ctx();
        let (gas_limit, poster_gas) = (ctx.tx.gas_limit, ctx.chain.poster_gas);
        let needed = initial.initial_total_gas().saturating_add(poster_gas);
        if gas_limit < needed {
            return Err(InvalidTransaction::CallGasCostMoreThanGasLimit {
                initial_gas: needed,
                gas_limit,
            }
            .into());
        }
        Ok(initial)
    }

    /// Takes the poster gas, then holds back what is above the cap.
    fn tx_gas(&self, evm: &mut Self::Evm, initial: &InitialAndFloorGas) -> GasTracker {
        let mut gas = mainnet::<DB, INSP>().tx_gas(evm, initial);
        let chain = &mut evm.ctx().chain;
        let after_poster = gas.remaining().saturating_sub(chain.poster_gas);
        let cap = EXECUTION_GAS_MAX.saturating_sub(initial.initial_total_gas());
        chain.held_gas = if chain.cap_gas {
            after_poster.saturating_sub(cap)
        } else {
            0
        };
        gas.set_remaining(after_poster.saturating_sub(chain.held_gas));
        gas
    }

    /// Settles the first frame, then gives back what was held.
    fn last_frame_result(
        &mut self,
        evm: &mut Self::Evm,
        frame_result: &mut FrameResult,
        gas: &mut GasTracker,
    ) -> Result<(), Self::Error> {
        mainnet::<DB, INSP>().last_frame_result(evm, frame_result, gas)?;
        frame_result.gas_mut().erase_cost(evm.ctx().chain.held_gas);
        Ok(())
    }

    /// At most a fifth of the gas used without the poster gas.
    fn refund(
        &self,
        evm: &mut Self::Evm,
        exec_result: &mut FrameResult,
        eip7702_refund: i64,
    ) -> Result<(), Self::Error> {
        let poster_gas = evm.ctx().chain.poster_gas;
        let gas = exec_result.gas_mut();
        gas.record_refund(eip7702_refund);
        let most = gas.total_gas_spent().saturating_sub(poster_gas) / REFUND_QUOTIENT;
        // A counter below zero refunds nothing.
        let refund = u64::try_from(gas.refunded()).unwrap_or(0).min(most);
        gas.set_refund(i64::try_from(refund).unwrap_or(i64::MAX));
        Ok(())
    }

    /// The network's fee account gets what the sender paid; nothing is burnt.
    fn reward_beneficiary(
        &self,
        evm: &mut Self::Evm,
        exec_result: &mut FrameResult,
    ) -> Result<(), Self::Error> {
        let ctx: &mut Ctx<DB> = evm.ctx();
        if ctx.cfg.is_fee_charge_disabled() {
            return Ok(());
        }
        let price = ctx.tx.effective_gas_price(u128::from(ctx.block.basefee()));
        let fee = U256::from(price).saturating_mul(U256::from(exec_result.gas().used()));
        let account = arbos::fee_account(ctx).map_err(|fatal| EVMError::Custom(fatal.0))?;
        ctx.journal_mut()
            .load_account_mut(account)?
            .incr_balance(fee);
        Ok(())
    }
}

impl<DB: Database, INSP> InspectorHandler for ArbHandler<DB, INSP>
where
    INSP: Inspector<Ctx<DB>, EthInterpreter>,
{
    type IT = EthInterpreter;
}
