//! The entry point: one transaction in, one [`Execution`] out.

use std::sync::Arc;

use alloy_primitives::U256;
use revm::context::result::{EVMError, ExecutionResult, HaltReason, InvalidTransaction};
use revm::context::{BlockEnv, CfgEnv, ContextTr, JournalTr, TxEnv};
use revm::context_interface::either::Either;
use revm::handler::Handler;
use revm::inspector::{Inspector, InspectorHandler, NoOpInspector};
use revm::interpreter::interpreter::EthInterpreter;
use revm::primitives::hardfork::SpecId;
use revm::state::EvmState;
use revm::{Context, Database, Journal};
use revm_inspectors::tracing::TracingInspector;

use crate::arbos::{self, ArbPrecompiles};
use crate::context::{ArbContext, Ctx, Fatal};
use crate::handler::ArbHandler;
use crate::instructions::instructions;
use crate::poster::poster_gas;
use crate::program::ProgramCache;
use crate::recent::RecentPrograms;
use crate::types::{
    BlockContext, ChainConfig, ExecuteError, Execution, Genesis, Options, Trace, Transaction,
};
use crate::vm::ArbEvm;

/// Executes transactions for one chain. Cheap to clone; clones share the compiled programs.
#[derive(Clone, Debug)]
pub struct Executor {
    config: Arc<ChainConfig>,
    programs: Arc<ProgramCache>,
}

impl Executor {
    /// An executor with an empty program cache.
    ///
    /// # Errors
    /// [`NoExecutor::UnknownArbos`] for versions other than 51 to 60.
    pub fn new(config: ChainConfig) -> Result<Self, NoExecutor> {
        if !(crate::ARBOS_DEFAULT..=crate::ARBOS_NEWEST).contains(&config.arbos_version) {
            return Err(NoExecutor::UnknownArbos(config.arbos_version));
        }
        let programs = ProgramCache::new().map_err(|fatal| NoExecutor::Engine(fatal.0))?;
        Ok(Self {
            config: Arc::new(config),
            programs: Arc::new(programs),
        })
    }

    /// The chain's constants.
    #[must_use]
    pub fn config(&self) -> &ChainConfig {
        &self.config
    }

    /// ArbOS state and precompile accounts of a fresh chain.
    #[must_use]
    pub fn genesis(&self) -> Genesis {
        arbos::genesis(&self.config)
    }

    /// What ArbOS does at the start of a block (scheduled upgrades): state changes to commit first.
    ///
    /// # Errors
    /// Only when the state cannot be read.
    pub fn begin_block<DB: Database>(
        &self,
        mut db: DB,
        block: &BlockContext,
    ) -> Result<EvmState, ExecuteError> {
        let version = arbos::version(&mut db)?;
        let mut ctx = self.context(db, version, block, RecentPrograms::default());
        arbos::begin_block(&mut ctx)?;
        Ok(ctx.journaled_state.finalize())
    }

    /// The ArbOS version in force in this state.
    ///
    /// # Errors
    /// Only when the state cannot be read.
    pub fn arbos_version<DB: Database>(&self, mut db: DB) -> Result<u64, ExecuteError> {
        Ok(arbos::version(&mut db)?)
    }

    /// Executes `tx` on `db` without committing anything.
    ///
    /// `recent` is the block's own list: a fresh one per block, and per `eth_call`.
    ///
    /// # Errors
    /// When the transaction cannot be included; a failing execution is an [`Execution`].
    pub fn execute<DB: Database>(
        &self,
        mut db: DB,
        block: &BlockContext,
        recent: &mut RecentPrograms,
        tx: &Transaction,
        options: &Options,
    ) -> Result<Execution, ExecuteError> {
        crate::rules::check(&mut db, &self.config, block, tx, options)?;
        let version = arbos::version(&mut db)?;
        let l1_price = arbos::l1_price(&mut db)?;
        let mut ctx = self.context(db, version, block, recent.clone());
        let free = !options.charge_fees && tx.max_fee == 0;
        let price = if free { 0 } else { u128::from(block.base_fee) };
        ctx.block.basefee = if free { 0 } else { block.base_fee };
        ctx.cfg.disable_fee_charge = !options.charge_fees;
        ctx.cfg.disable_base_fee = !options.charge_fees;
        ctx.tx = tx_env(tx, price);
        ctx.chain.gas_price_with_tip = crate::rules::price_with_tip(tx, block.base_fee);
        ctx.chain.poster_gas = if free {
            0
        } else {
            poster_gas(block, tx, l1_price)
        };
        ctx.chain.cap_gas = options.cap_gas;
        ctx.chain.trace_host_calls = matches!(options.trace, Trace::HostCalls);

        let spec = ctx.cfg.spec;
        let parts = (ctx, instructions(spec), ArbPrecompiles::new(spec));
        let (done, inspector) = match options.trace {
            Trace::Evm(config) => {
                let inspector = TracingInspector::new(config);
                let (done, inspector) = inspect(parts, inspector);
                (done, Some(inspector))
            }
            Trace::None | Trace::HostCalls => (run(parts), None),
        };
        let (result, ctx) = done;
        let result = result?;
        Ok(finish(result, ctx, recent, price, inspector))
    }

    fn context<DB: Database>(
        &self,
        db: DB,
        arbos_version: u64,
        block: &BlockContext,
        recent: RecentPrograms,
    ) -> Ctx<DB> {
        let mut cfg = CfgEnv::new_with_spec(SpecId::OSAKA);
        cfg.chain_id = self.config.chain_id;
        cfg.tx_chain_id_check = false;
        cfg.limit_contract_code_size = Some(self.config.code_size_max);
        cfg.tx_gas_limit_cap = Some(u64::MAX);
        // Nonce, balance and sender are checked before, in the order and words of real nodes.
        cfg.disable_nonce_check = true;
        cfg.disable_eip3607 = true;
        // Created code is checked when the frame ends, by Arbitrum's rule.
        cfg.disable_eip3541 = true;
        cfg.disable_eip7623 = true;
        cfg.disable_block_gas_limit = true;
        cfg.disable_priority_fee_check = true;
        Context {
            block: block_env(block),
            tx: TxEnv::default(),
            cfg: cfg.clone(),
            journaled_state: journal(db, &cfg),
            chain: ArbContext {
                config: Arc::clone(&self.config),
                programs: Arc::clone(&self.programs),
                block: block.clone(),
                arbos_version,
                gas_price_with_tip: 0,
                pages: Default::default(),
                recent,
                frames: Vec::new(),
                usage: Vec::new(),
                trace_host_calls: false,
                host_calls: Vec::new(),
                failure: None,
                poster_gas: 0,
                held_gas: 0,
                cap_gas: false,
            },
            local: Default::default(),
            error: Ok(()),
        }
    }
}

/// Why there is no executor for a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoExecutor {
    /// The chain asks for an ArbOS version that is not implemented.
    #[error("ArbOS {0} is not supported, versions 51 to 60 are")]
    UnknownArbos(u64),
    /// The WebAssembly engine does not start.
    #[error("the WebAssembly engine does not start: {0}")]
    Engine(String),
}

fn journal<DB: Database>(db: DB, cfg: &CfgEnv<SpecId>) -> Journal<DB> {
    let mut journal = Journal::new(db);
    journal.set_spec_id(cfg.spec);
    journal
}

fn block_env(block: &BlockContext) -> BlockEnv {
    BlockEnv {
        number: U256::from(block.l1_number),
        beneficiary: block.beneficiary,
        timestamp: U256::from(block.timestamp),
        gas_limit: block.gas_limit,
        basefee: block.base_fee,
        difficulty: U256::ONE,
        prevrandao: Some(alloy_primitives::B256::with_last_byte(1)),
        ..BlockEnv::default()
    }
}

fn tx_env(tx: &Transaction, price: u128) -> TxEnv {
    TxEnv {
        tx_type: tx.tx_type,
        caller: tx.caller,
        gas_limit: tx.gas_limit,
        gas_price: price,
        gas_priority_fee: tx.max_priority_fee.map(|_| 0),
        kind: tx.kind,
        value: tx.value,
        data: tx.input.clone(),
        nonce: tx.nonce,
        chain_id: None,
        access_list: tx.access_list.clone(),
        blob_hashes: Vec::new(),
        max_fee_per_blob_gas: 0,
        authorization_list: tx
            .authorizations
            .iter()
            .cloned()
            .map(Either::Left)
            .collect(),
    }
}

type Parts<DB> = (
    Ctx<DB>,
    crate::instructions::ArbInstructions<DB>,
    ArbPrecompiles,
);
type Done<DB> = (Result<ExecutionResult<HaltReason>, ExecuteError>, Ctx<DB>);

fn run<DB: Database>((ctx, instructions, precompiles): Parts<DB>) -> Done<DB> {
    let mut evm = ArbEvm::new(ctx, NoOpInspector, instructions, precompiles);
    let result = ArbHandler::new().run(&mut evm).map_err(execute_error);
    (result, evm.inner.ctx)
}

fn inspect<DB: Database, INSP: Inspector<Ctx<DB>, EthInterpreter>>(
    (ctx, instructions, precompiles): Parts<DB>,
    inspector: INSP,
) -> (Done<DB>, INSP) {
    let mut evm = ArbEvm::new(ctx, inspector, instructions, precompiles);
    let result = ArbHandler::new()
        .inspect_run(&mut evm)
        .map_err(execute_error);
    ((result, evm.inner.ctx), evm.inner.inspector)
}

fn finish<DB: Database>(
    result: ExecutionResult<HaltReason>,
    mut ctx: Ctx<DB>,
    recent: &mut RecentPrograms,
    price: u128,
    inspector: Option<TracingInspector>,
) -> Execution {
    *recent = std::mem::take(&mut ctx.chain.recent);
    let gas = result.gas();
    Execution {
        gas_used: gas.tx_gas_used(),
        gas_refunded: gas.final_refunded(),
        gas_used_for_l1: ctx.chain.poster_gas,
        effective_gas_price: price,
        programs: std::mem::take(&mut ctx.chain.usage),
        host_calls: std::mem::take(&mut ctx.chain.host_calls),
        failure: if result.is_success() {
            None
        } else {
            ctx.chain.failure.take()
        },
        state: ctx.journal_mut().finalize(),
        inspector,
        result,
    }
}

impl From<Fatal> for ExecuteError {
    fn from(fatal: Fatal) -> Self {
        Self::Internal(fatal.0)
    }
}

fn execute_error<E: std::error::Error>(error: EVMError<E>) -> ExecuteError {
    match error {
        EVMError::Transaction(InvalidTransaction::CallGasCostMoreThanGasLimit {
            initial_gas,
            gas_limit,
        }) => ExecuteError::IntrinsicGas {
            limit: gas_limit,
            required: initial_gas,
        },
        EVMError::Transaction(invalid) => ExecuteError::Unsupported(invalid.to_string()),
        EVMError::Header(invalid) => ExecuteError::Internal(invalid.to_string()),
        EVMError::Database(error) => ExecuteError::Internal(format!("state: {error}")),
        EVMError::Custom(text) => ExecuteError::Internal(text),
        other => ExecuteError::Internal(other.to_string()),
    }
}
