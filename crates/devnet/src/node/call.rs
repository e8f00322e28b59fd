//! Calls that change nothing.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types_eth::state::StateOverride;
use alloy_rpc_types_eth::{
    AccessList, AccessListItem, AccessListResult, BlockId, TransactionRequest,
};
use ballast_evm::{Execution, Options, RecentPrograms, Trace, Transaction};
use revm::context::result::{ExecutionResult, HaltReason};
use revm::state::EvmState;

pub use alloy_rpc_types_eth::BlockOverrides;

use super::query::View;
use super::{Node, Result};
use crate::error::Error;
use crate::interface::{self, NODE_INTERFACE};
use crate::overrides::{apply_block, apply_state};
use crate::transaction::{call_to_engine, check_request};

/// Gas a call may use at most, and uses unless it says otherwise: Nitro's default.
pub(crate) const CALL_GAS_MAX: u64 = 50_000_000;

/// Where and on what a call runs.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// The block whose state and context it sees.
    pub at: BlockId,
    /// Accounts pretended to be otherwise.
    pub state: Option<StateOverride>,
    /// Block fields pretended to be otherwise.
    pub block: Option<BlockOverrides>,
}

impl Node {
    /// Runs a call on the newest state and returns what it returned.
    ///
    /// # Errors
    /// [`Error::Reverted`] with the revert data, [`Error::Halted`] for other failures, and what
    /// makes a call impossible, such as more value than the caller owns.
    pub fn call(&self, request: &TransactionRequest) -> Result<Bytes> {
        self.call_with(request, &CallOptions::default())
    }

    /// Runs a call on any state and context.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn call_with(&self, request: &TransactionRequest, options: &CallOptions) -> Result<Bytes> {
        if request.to.and_then(|to| to.to().copied()) == Some(NODE_INTERFACE) {
            check_request(request, self.config().chain_id)?;
            return interface::call(self, request, options);
        }
        self.outcome(self.run(request, options, Trace::None)?)
    }

    /// Executes a call and records it.
    pub(crate) fn run(
        &self,
        request: &TransactionRequest,
        options: &CallOptions,
        trace: Trace,
    ) -> Result<Execution> {
        check_request(request, self.config().chain_id)?;
        let view = self.view_with(options)?;
        let tx = call_to_engine(request, CALL_GAS_MAX);
        self.execute_call(&view, &tx, trace)
    }

    /// State and context of a call, overrides applied.
    pub(super) fn view_with(&self, options: &CallOptions) -> Result<View> {
        let mut view = self.view(options.at)?;
        if let Some(state) = &options.state {
            apply_state(&mut view.world, state)?;
        }
        if let Some(block) = &options.block {
            apply_block(&mut view.context, block)?;
        }
        Ok(view)
    }

    pub(super) fn execute_call(
        &self,
        view: &View,
        tx: &Transaction,
        trace: Trace,
    ) -> Result<Execution> {
        let mut recent = RecentPrograms::default();
        let options = Options {
            trace,
            ..Options::CALL
        };
        let database = view.world.database();
        Ok(self
            .executor()
            .execute(database, &view.context, &mut recent, tx, &options)?)
    }

    /// What a call returned, or why it failed.
    pub(super) fn outcome(&self, execution: Execution) -> Result<Bytes> {
        match execution.result {
            ExecutionResult::Success { output, .. } => Ok(output.into_data()),
            ExecutionResult::Revert { output, .. } => {
                Err(self.reverted(output, execution.failure.as_deref()))
            }
            ExecutionResult::Halt { reason, .. } => Err(Error::Halted(
                execution.failure.unwrap_or_else(|| halt_text(&reason)),
            )),
        }
    }

    fn reverted(&self, output: Bytes, failure: Option<&str>) -> Error {
        let reason = self
            .abis()
            .revert_reason(&output)
            .or(failure.map(ToOwned::to_owned));
        let message = match reason {
            Some(reason) => format!("execution reverted: {reason}"),
            None => "execution reverted".to_owned(),
        };
        Error::Reverted { message, output }
    }

    /// The accounts and slots a call reads, and the gas it uses when they are announced.
    ///
    /// # Errors
    /// When the call cannot run; a failing call still has a list.
    pub fn access_list(
        &self,
        request: &TransactionRequest,
        options: &CallOptions,
    ) -> Result<AccessListResult> {
        let view = self.view_with(options)?;
        let first = self.run(request, options, Trace::None)?;
        let mut request = request.clone();
        let sender = request.from.unwrap_or_default();
        let called = request.to.and_then(|to| to.to().copied());
        let to = called.unwrap_or_else(|| sender.create(view.world.nonce(&sender)));
        // Precompiles and what ArbOS keeps for itself are there from genesis.
        let system = self.executor().genesis().accounts;
        let warm = [sender, to, view.context.beneficiary];
        let mut items = touched(&first.state);
        items.retain(|item| !system.contains_key(&item.address) && !is_precompile(&item.address));
        items.retain(|item| !item.storage_keys.is_empty() || !warm.contains(&item.address));
        let access_list = AccessList(items);
        request.access_list = Some(access_list.clone());
        let second = self.run(&request, options, Trace::None)?;
        let gas_used = U256::from(second.gas_used);
        let error = self.outcome(second).err().map(|error| error.to_string());
        Ok(AccessListResult {
            access_list,
            gas_used,
            error,
        })
    }
}

/// Every account and slot that was loaded.
fn touched(state: &EvmState) -> Vec<AccessListItem> {
    let mut items: Vec<_> = state
        .iter()
        .map(|(address, account)| {
            let mut storage_keys: Vec<_> =
                account.storage.keys().map(|key| B256::from(*key)).collect();
            storage_keys.sort_unstable();
            AccessListItem {
                address: *address,
                storage_keys,
            }
        })
        .collect();
    items.sort_unstable_by_key(|item| item.address);
    items
}

/// Ethereum's precompiles, which need no account.
fn is_precompile(address: &Address) -> bool {
    address[..18] == [0; 18]
}

/// The words go-ethereum has for a halt.
pub(crate) fn halt_text(reason: &HaltReason) -> String {
    match reason {
        HaltReason::OutOfGas(_) => "out of gas".into(),
        HaltReason::InvalidFEOpcode => "invalid opcode: INVALID".into(),
        HaltReason::OpcodeNotFound | HaltReason::NotActivated => "invalid opcode".into(),
        HaltReason::StackOverflow => "stack limit reached 1024 (1023)".into(),
        HaltReason::OutOfOffset => "return data out of bounds".into(),
        HaltReason::CreateCollision => "contract address collision".into(),
        HaltReason::CreateContractSizeLimit => "max code size exceeded".into(),
        HaltReason::CreateContractStartingWithEF => "invalid code: must not begin with 0xef".into(),
        HaltReason::CreateInitCodeSizeLimit => "max initcode size exceeded".into(),
        HaltReason::StateChangeDuringStaticCall | HaltReason::CallNotAllowedInsideStatic => {
            "write protection".into()
        }
        HaltReason::OutOfFunds => "insufficient balance for transfer".into(),
        HaltReason::CallTooDeep => "max call depth exceeded".into(),
        other => other.to_string(),
    }
}
