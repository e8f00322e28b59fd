//! Blocks, transactions and receipts as JSON-RPC shows them.

use std::sync::Arc;

use alloy_consensus::{Header, Transaction as _};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{B256, U64, U256};
use alloy_rlp::Encodable;
use alloy_rpc_types_eth::{
    Block as RpcBlock, BlockTransactions, Header as RpcHeader, Log, Transaction, TransactionReceipt,
};
use serde::Serialize;

use crate::block::{Block, Mined, tx_type};
use crate::transaction::Submitted;

/// A transaction, mined or waiting.
pub type TransactionView = Transaction;

/// A block with the fields Arbitrum adds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// The block as on Ethereum.
    #[serde(flatten)]
    pub block: RpcBlock<Transaction, HeaderView>,
}

/// A header with the fields Arbitrum adds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeaderView {
    /// The header as on Ethereum.
    #[serde(flatten)]
    pub header: RpcHeader,
    /// L1 height as `NUMBER` answered it.
    pub l1_block_number: U64,
    /// Messages sent to L1 since genesis.
    pub send_count: U64,
    /// Root of the messages sent to L1: always zero, as nothing here executes them.
    pub send_root: B256,
}

/// A receipt with the fields Arbitrum adds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// The receipt as on Ethereum.
    #[serde(flatten)]
    pub receipt: TransactionReceipt,
    /// Part of the gas used that paid for L1 data.
    pub gas_used_for_l1: U64,
    /// L1 height as `NUMBER` answered it.
    pub l1_block_number: U64,
}

impl ReceiptView {
    /// Gas charged, L1 part included.
    pub fn gas_used(&self) -> u64 {
        self.receipt.gas_used
    }

    /// Whether the transaction succeeded.
    pub fn success(&self) -> bool {
        self.receipt.inner.status()
    }

    /// Logs in order.
    pub fn logs(&self) -> &[Log] {
        self.receipt.inner.logs()
    }
}

/// A header as `newHeads` sends it.
pub(crate) fn header(block: &Block) -> HeaderView {
    HeaderView {
        header: RpcHeader {
            hash: block.hash,
            inner: block.header.clone(),
            total_difficulty: Some(U256::from(block.number()) + U256::ONE),
            size: Some(U256::from(size(&block.header, &block.transactions))),
        },
        l1_block_number: U64::from(block.l1_number()),
        send_count: U64::from(block.send_count()),
        send_root: B256::ZERO,
    }
}

/// A mined block.
pub(crate) fn block(block: &Arc<Block>, full: bool) -> BlockView {
    let transactions = if full {
        let all = 0..block.transactions.len();
        BlockTransactions::Full(all.map(|index| transaction(block, index)).collect())
    } else {
        BlockTransactions::Hashes(block.transactions.iter().map(Mined::hash).collect())
    };
    BlockView {
        block: RpcBlock::new(header(block), transactions),
    }
}

/// The block that would be made now. Its hash means nothing yet.
pub(crate) fn pending_block(pending: &Block, full: bool) -> BlockView {
    block(&Arc::new(pending.clone()), full)
}

/// A mined transaction, by its position in the block.
pub(crate) fn transaction(block: &Block, index: usize) -> TransactionView {
    let mined = &block.transactions[index];
    Transaction {
        inner: mined.transaction.clone(),
        block_hash: Some(block.hash),
        block_number: Some(block.number()),
        transaction_index: Some(index as u64),
        effective_gas_price: Some(mined.receipt.effective_gas_price),
        block_timestamp: Some(block.header.timestamp),
    }
}

/// A transaction in the pool.
pub(crate) fn waiting(submitted: &Submitted) -> TransactionView {
    Transaction {
        inner: submitted.transaction.clone(),
        block_hash: None,
        block_number: None,
        transaction_index: None,
        effective_gas_price: None,
        block_timestamp: None,
    }
}

/// The receipt of a mined transaction, by its position in the block.
pub(crate) fn receipt(block: &Block, index: usize) -> Option<ReceiptView> {
    let mined = block.transactions.get(index)?;
    let (tx, outcome) = (mined.transaction.inner(), &mined.receipt);
    let hash = mined.hash();
    let inner = outcome.envelope(tx_type(tx), |position, _| log(block, index, position, hash));
    Some(ReceiptView {
        receipt: TransactionReceipt {
            inner,
            transaction_hash: hash,
            transaction_index: Some(index as u64),
            block_hash: Some(block.hash),
            block_number: Some(block.number()),
            gas_used: outcome.gas_used,
            effective_gas_price: outcome.effective_gas_price,
            blob_gas_used: None,
            blob_gas_price: None,
            from: mined.transaction.signer(),
            to: tx.to(),
            contract_address: outcome.contract_address,
        },
        gas_used_for_l1: U64::from(outcome.gas_used_for_l1),
        l1_block_number: U64::from(block.l1_number()),
    })
}

/// Every log of a block in order.
pub(crate) fn block_logs(block: &Block) -> impl Iterator<Item = Log> {
    block
        .transactions
        .iter()
        .enumerate()
        .flat_map(move |(index, mined)| {
            let hash = mined.hash();
            (0..mined.receipt.logs.len()).map(move |position| log(block, index, position, hash))
        })
}

fn log(block: &Block, index: usize, position: usize, hash: B256) -> Log {
    let receipt = &block.transactions[index].receipt;
    Log {
        inner: receipt.logs[position].clone(),
        block_hash: Some(block.hash),
        block_number: Some(block.number()),
        block_timestamp: Some(block.header.timestamp),
        transaction_hash: Some(hash),
        transaction_index: Some(index as u64),
        log_index: Some(receipt.first_log_index + position as u64),
        removed: false,
    }
}

/// Bytes of the block in RLP: the header, the list of transactions, the empty list of uncles.
fn size(header: &Header, transactions: &[Mined]) -> usize {
    let lengths = transactions
        .iter()
        .map(|mined| mined.transaction.inner().network_len());
    let list = |payload: usize| {
        alloy_rlp::Header {
            list: true,
            payload_length: payload,
        }
        .length()
    };
    let transactions: usize = lengths.sum();
    let body = header.length() + list(transactions) + transactions + 1;
    list(body) + body
}
