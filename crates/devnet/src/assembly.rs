//! Turns transactions into a block: execute, commit, write receipts, seal.

use std::sync::Arc;

use alloy_consensus::Transaction as _;
use alloy_primitives::{B256, Bytes};
use ballast_evm::{
    BlockContext, ExecuteError, Execution, Executor, Options, ProgramUsage, RecentPrograms,
};
use revm::context::result::ExecutionResult;

use crate::block::{Block, Mined, Receipt};
use crate::error::Error;
use crate::state::{AccountChange, World};
use crate::transaction::Submitted;

/// What is known about a transaction besides its receipt, for those who watch blocks being made.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Program frames in the order they ended.
    pub programs: Vec<ProgramUsage>,
    /// What a failed transaction returned.
    pub revert_data: Bytes,
    /// Why a failed transaction failed, where no revert data says it.
    pub failure: Option<String>,
}

/// A block and the state it leads to, not yet part of the chain.
#[derive(Debug)]
pub(crate) struct Assembled {
    pub(crate) block: Block,
    pub(crate) world: World,
    pub(crate) changes: Vec<AccountChange>,
    pub(crate) details: Vec<Detail>,
    /// Transactions the engine refused: they are not in the block.
    pub(crate) refused: Vec<(B256, ExecuteError)>,
}

/// Executes `transactions` in order on top of `parent`, whose state is `world`.
///
/// # Errors
/// Only when the engine itself fails; transactions it refuses are listed.
pub(crate) fn assemble(
    executor: &Executor,
    parent: &Block,
    mut world: World,
    context: &BlockContext,
    transactions: &[Arc<Submitted>],
) -> Result<Assembled, Error> {
    let mut changes = world.commit(executor.begin_block(world.database(), context)?);
    let arbos_version = executor.arbos_version(world.database())?;
    let mut recent = RecentPrograms::default();
    let mut mined = Vec::with_capacity(transactions.len());
    let mut details = Vec::with_capacity(transactions.len());
    let mut refused = Vec::new();
    let (mut gas_used, mut log_index) = (0u64, 0u64);
    for submitted in transactions {
        let tx = submitted.to_engine();
        let options = options(submitted);
        match executor.execute(world.database(), context, &mut recent, &tx, &options) {
            Ok(mut execution) => {
                changes.extend(world.commit(std::mem::take(&mut execution.state)));
                gas_used = gas_used.saturating_add(execution.gas_used);
                let (receipt, detail) = finish(submitted, execution, gas_used, log_index);
                log_index += receipt.logs.len() as u64;
                mined.push(Mined {
                    transaction: submitted.transaction.clone(),
                    receipt,
                });
                details.push(detail);
            }
            Err(error) => refused.push((submitted.hash(), error)),
        }
    }
    let block = Block::seal(Some(parent), context, arbos_version, mined);
    Ok(Assembled {
        block,
        world,
        changes,
        details,
        refused,
    })
}

/// The rules a submitted transaction is held to.
pub(crate) fn options(submitted: &Submitted) -> Options {
    Options {
        refuse_contract_senders: !submitted.impersonated,
        ..Options::TRANSACTION
    }
}

fn finish(
    submitted: &Submitted,
    execution: Execution,
    cumulative_gas_used: u64,
    first_log_index: u64,
) -> (Receipt, Detail) {
    let tx = submitted.transaction.inner();
    let success = execution.result.is_success();
    let revert_data = execution
        .result
        .output()
        .filter(|_| !success)
        .cloned()
        .unwrap_or_default();
    let logs = match execution.result {
        ExecutionResult::Success { logs, .. } => logs,
        ExecutionResult::Revert { .. } | ExecutionResult::Halt { .. } => Vec::new(),
    };
    let receipt = Receipt {
        success,
        gas_used: execution.gas_used,
        gas_used_for_l1: execution.gas_used_for_l1,
        cumulative_gas_used,
        effective_gas_price: execution.effective_gas_price,
        contract_address: tx
            .is_create()
            .then(|| submitted.sender().create(tx.nonce())),
        logs,
        first_log_index,
    };
    let detail = Detail {
        programs: execution.programs,
        revert_data,
        failure: execution.failure,
    };
    (receipt, detail)
}
