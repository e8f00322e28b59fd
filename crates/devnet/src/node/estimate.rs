//! How much gas a transaction needs.

use alloy_consensus::{SignableTransaction, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Bytes, Signature, TxKind, U256, keccak256};
use alloy_rpc_types_eth::TransactionRequest;
use ballast_evm::{Execution, Options, RecentPrograms, Transaction};
use revm::context::result::{ExecutionResult, HaltReason};

use super::call::{CALL_GAS_MAX, halt_text};
use super::query::View;
use super::{CallOptions, Node, Result};
use crate::error::Error;
use crate::transaction::{call_to_engine, check_request};

/// Gas of a plain transfer.
const TRANSFER_GAS: u64 = 21_000;

/// What a value transfer adds to the callee's gas, which an estimate must hold ready.
const CALL_STIPEND: u64 = 2_300;

/// The search ends when the bounds are this close, relative to the upper one: 1.5 %, as in
/// go-ethereum and Nitro.
const TOLERANCE: (u64, u64) = (15, 1_000);

impl Node {
    /// The gas limit with which a transaction succeeds, at most 1.5 % above the least that does.
    ///
    /// # Errors
    /// Why the transaction fails with any limit, or that it needs more than 50,000,000.
    pub fn estimate_gas(&self, request: &TransactionRequest, options: &CallOptions) -> Result<u64> {
        let search = Search::new(self, request, options)?;
        search.run()
    }

    /// The part of the estimate that pays for L1 data.
    pub(crate) fn estimate_l1_gas(
        &self,
        request: &TransactionRequest,
        options: &CallOptions,
    ) -> Result<u64> {
        let search = Search::new(self, request, options)?;
        Ok(search.attempt(search.limit)?.gas_used_for_l1)
    }
}

struct Search<'a> {
    node: &'a Node,
    view: View,
    tx: Transaction,
    limit: u64,
}

impl<'a> Search<'a> {
    fn new(node: &'a Node, request: &TransactionRequest, options: &CallOptions) -> Result<Self> {
        check_request(request, node.config().chain_id)?;
        let view = node.view_with(options)?;
        let mut tx = call_to_engine(request, CALL_GAS_MAX);
        if tx.gas_limit < TRANSFER_GAS {
            tx.gas_limit = CALL_GAS_MAX;
        }
        let limit = affordable(&view, &tx)?;
        if tx.max_fee == 0 {
            // A call without a price pays nothing for L1 data; the transaction will.
            tx.max_fee = u128::from(view.context.base_fee);
        }
        tx.encoded = stand_in(&tx, node.config().chain_id);
        Ok(Self {
            node,
            view,
            tx,
            limit,
        })
    }

    fn run(&self) -> Result<u64> {
        if self.is_plain_transfer() && self.succeeds(TRANSFER_GAS)? {
            return Ok(TRANSFER_GAS);
        }
        let first = self.attempt(self.limit)?;
        if !first.result.is_success() {
            return Err(self.failure(first));
        }
        let (mut low, mut high) = (first.gas_used.saturating_sub(1), self.limit);
        // 63/64 are passed on at most, so this is usually enough and near the answer.
        let hint = (first.gas_used + first.gas_refunded + CALL_STIPEND) * 64 / 63;
        if hint < high {
            if self.succeeds(hint)? {
                high = hint;
            } else {
                low = hint;
            }
        }
        while low + 1 < high {
            let (part, whole) = TOLERANCE;
            if high - low <= high / whole * part {
                break;
            }
            // Most transactions need little more than they use: stay near the lower bound.
            let middle = (low + (high - low) / 2).min(low.saturating_mul(2));
            if self.succeeds(middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }

    fn is_plain_transfer(&self) -> bool {
        let TxKind::Call(to) = self.tx.kind else {
            return false;
        };
        self.tx.input.is_empty()
            && self.tx.access_list.is_empty()
            && self.tx.authorizations.is_empty()
            && self
                .view
                .world
                .account(&to)
                .is_none_or(|to| to.info.is_empty_code_hash())
    }

    fn succeeds(&self, gas_limit: u64) -> Result<bool> {
        match self.attempt(gas_limit) {
            Ok(execution) => Ok(execution.result.is_success()),
            Err(Error::Refused(ballast_evm::ExecuteError::IntrinsicGas { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn attempt(&self, gas_limit: u64) -> Result<Execution> {
        let tx = Transaction {
            gas_limit,
            ..self.tx.clone()
        };
        // The cap of a transaction applies: no limit is promised that the chain then holds back.
        let options = Options {
            cap_gas: true,
            ..Options::CALL
        };
        let mut recent = RecentPrograms::default();
        let database = self.view.world.database();
        let executor = self.node.executor();
        Ok(executor.execute(database, &self.view.context, &mut recent, &tx, &options)?)
    }

    fn failure(&self, execution: Execution) -> Error {
        match &execution.result {
            ExecutionResult::Halt {
                reason: HaltReason::OutOfGas(_),
                ..
            } => {
                let reason = execution
                    .failure
                    .map(|text| format!(": {text}"))
                    .unwrap_or_default();
                Error::Halted(format!(
                    "gas required exceeds allowance ({}){reason}",
                    self.limit
                ))
            }
            ExecutionResult::Halt { reason, .. } if execution.failure.is_none() => {
                Error::Halted(halt_text(reason))
            }
            _ => match self.node.outcome(execution) {
                Err(error) => error,
                Ok(_) => Error::Internal("a failed call reported success".into()),
            },
        }
    }
}

/// The limit the request and the sender's balance allow.
fn affordable(view: &View, tx: &Transaction) -> Result<u64> {
    if tx.max_fee == 0 {
        return Ok(tx.gas_limit);
    }
    let balance = view.world.balance(&tx.caller);
    let Some(left) = balance.checked_sub(tx.value) else {
        return Err(Error::Halted("insufficient funds for transfer".into()));
    };
    let allowance = left / U256::from(tx.max_fee);
    Ok(u64::try_from(allowance)
        .unwrap_or(u64::MAX)
        .min(tx.gas_limit))
}

/// An encoding at least as long and as hard to compress as the signed transaction will be, so that
/// its L1 data fee is not underestimated.
///
/// Nitro raises the stand-in's size by 16 bytes and 1 %; here as much noise is appended.
fn stand_in(tx: &Transaction, chain_id: u64) -> Bytes {
    let noise = |salt: u8| U256::from_be_bytes(keccak256([salt]).0) >> 1;
    let transaction = TxEip1559 {
        chain_id,
        nonce: u64::MAX >> 8,
        gas_limit: CALL_GAS_MAX,
        max_fee_per_gas: u128::from(u64::MAX),
        max_priority_fee_per_gas: u128::from(u32::MAX),
        to: tx.kind,
        value: tx.value,
        access_list: tx.access_list.clone(),
        input: tx.input.clone(),
    };
    let signed = transaction.into_signed(Signature::new(noise(0), noise(1), true));
    let mut encoded = TxEnvelope::from(signed).encoded_2718();
    let extra = 16 + encoded.len() / 100;
    let blocks = (0..extra.div_ceil(32)).flat_map(|block| keccak256(block.to_be_bytes()).0);
    encoded.extend(blocks.take(extra));
    encoded.into()
}
