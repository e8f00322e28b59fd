//! Reading the chain: `eth_`, `net_`, `web3_`, `rpc_`.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U64, U256, keccak256};
use alloy_rpc_types_eth::state::StateOverride;
use alloy_rpc_types_eth::{
    AccessListResult, BlockId, BlockNumberOrTag, FeeHistory, TransactionRequest,
};
use jsonrpsee::core::RegisterMethodError;

use super::registry::Registry;
use crate::block::SEQUENCER;
use crate::error::Error;
use crate::node::{BlockOverrides, CallOptions, Node, Result};
use crate::views::{BlockView, HeaderView, ReceiptView, TransactionView, header};

/// Blocks of fee history given at once, as in go-ethereum.
const FEE_HISTORY_MAX: u64 = 1_024;

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    facts(registry)?;
    accounts(registry)?;
    blocks(registry)?;
    transactions(registry)?;
    calls(registry)
}

fn facts(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add("eth_chainId", |node, ()| {
            Ok(U64::from(node.config().chain_id))
        })?
        .add("eth_blockNumber", |node, ()| {
            Ok(U64::from(node.block_number()))
        })?
        .add_long("eth_gasPrice", |node, ()| Ok(U64::from(node.base_fee())))?
        .add("eth_maxPriorityFeePerGas", |_, ()| Ok(U64::ZERO))?
        .add_long("eth_feeHistory", fee_history)?
        .add("eth_syncing", |_, ()| Ok(false))?
        .add("eth_mining", |_, ()| Ok(false))?
        .add("eth_hashrate", |_, ()| Ok(U64::ZERO))?
        .add("eth_coinbase", |_, ()| Ok(SEQUENCER))?
        .add("eth_protocolVersion", |_, ()| Ok(U64::from(65)))?
        .add("net_version", |node, ()| {
            Ok(node.config().chain_id.to_string())
        })?
        .add("net_listening", |_, ()| Ok(true))?
        .add("net_peerCount", |_, ()| Ok(U64::ZERO))?
        .add("web3_clientVersion", |_, ()| Ok(CLIENT_VERSION))?
        .add("web3_sha3", |_, (data,): (Bytes,)| Ok(keccak256(data)))?
        .add("rpc_modules", |_, ()| Ok(BTreeMap::from(MODULES)))?
        .add(
            "eth_getProof",
            |_, (_, _, _): (Address, Option<Vec<U256>>, Option<BlockId>)| {
                let message = "eth_getProof is not supported: this chain keeps no state trie";
                Err::<(), _>(Error::Unsupported(message.into()))
            },
        )?;
    Ok(())
}

/// What the node calls itself.
pub(super) const CLIENT_VERSION: &str = concat!("ballast/v", env!("CARGO_PKG_VERSION"));

const MODULES: [(&str, &str); 9] = [
    ("anvil", "1.0"),
    ("ballast", "1.0"),
    ("debug", "1.0"),
    ("eth", "1.0"),
    ("evm", "1.0"),
    ("hardhat", "1.0"),
    ("net", "1.0"),
    ("txpool", "1.0"),
    ("web3", "1.0"),
];

fn fee_history(
    node: &Node,
    (count, newest, percentiles): (U64, BlockNumberOrTag, Option<Vec<f64>>),
) -> Result<FeeHistory> {
    let percentiles = percentiles.unwrap_or_default();
    let rising = percentiles.is_sorted() && percentiles.iter().all(|p| (0.0..=100.0).contains(p));
    if !rising {
        return Err(Error::NotFound("invalid reward percentile".into()));
    }
    let newest = node.mined_block(newest.into());
    let newest = newest.ok_or_else(|| Error::NotFound("request beyond head block".into()))?;
    let count = count
        .to::<u64>()
        .min(FEE_HISTORY_MAX)
        .min(newest.number() + 1);
    let oldest = newest.number() + 1 - count;
    let mut history = FeeHistory {
        oldest_block: oldest,
        ..Default::default()
    };
    for number in oldest..oldest + count {
        let Some(block) = node.mined_block(BlockId::number(number)) else {
            break;
        };
        history.base_fee_per_gas.push(block.base_fee().into());
        let (used, limit) = (block.header.gas_used, block.header.gas_limit);
        history.gas_used_ratio.push(used as f64 / limit as f64);
        history.base_fee_per_blob_gas.push(0);
        history.blob_gas_used_ratio.push(0.0);
    }
    history.base_fee_per_gas.push(node.base_fee().into());
    history.base_fee_per_blob_gas.push(0);
    if !percentiles.is_empty() {
        // Tips are never charged.
        history.reward = Some(vec![vec![0; percentiles.len()]; count as usize]);
    }
    Ok(history)
}

fn accounts(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long(
            "eth_getBalance",
            |node, (address, at): (Address, Option<BlockId>)| {
                node.balance(&address, at.unwrap_or_default())
            },
        )?
        .add_long(
            "eth_getCode",
            |node, (address, at): (Address, Option<BlockId>)| {
                node.code(&address, at.unwrap_or_default())
            },
        )?
        .add_long(
            "eth_getTransactionCount",
            |node, (address, at): (Address, Option<BlockId>)| {
                Ok(U64::from(node.nonce(&address, at.unwrap_or_default())?))
            },
        )?
        .add_long(
            "eth_getStorageAt",
            |node, (address, slot, at): (Address, U256, Option<BlockId>)| {
                Ok(B256::from(node.storage(
                    &address,
                    &slot,
                    at.unwrap_or_default(),
                )?))
            },
        )?;
    Ok(())
}

type Numbered = (BlockNumberOrTag, Option<bool>);
type Hashed = (B256, Option<bool>);

fn blocks(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_getBlockByNumber", |node, (number, full): Numbered| {
            node.block(number.into(), full.unwrap_or_default())
        })?
        .add(
            "eth_getBlockByHash",
            |node, (hash, full): Hashed| -> Result<Option<BlockView>> {
                node.block(hash.into(), full.unwrap_or_default())
            },
        )?
        .add(
            "eth_getHeaderByNumber",
            |node, (number,): (BlockNumberOrTag,)| Ok(header_of(node, number.into())),
        )?
        .add("eth_getHeaderByHash", |node, (hash,): (B256,)| {
            Ok(header_of(node, hash.into()))
        })?
        .add_long(
            "eth_getBlockTransactionCountByNumber",
            |node, (at,): (BlockNumberOrTag,)| transaction_count(node, at.into()),
        )?
        .add(
            "eth_getBlockTransactionCountByHash",
            |node, (hash,): (B256,)| transaction_count(node, hash.into()),
        )?
        .add(
            "eth_getUncleCountByBlockNumber",
            |node, (at,): (BlockNumberOrTag,)| Ok(node.mined_block(at.into()).map(|_| U64::ZERO)),
        )?
        .add("eth_getUncleCountByBlockHash", |node, (hash,): (B256,)| {
            Ok(node.mined_block(hash.into()).map(|_| U64::ZERO))
        })?
        .add(
            "eth_getUncleByBlockNumberAndIndex",
            |_, _: (BlockNumberOrTag, U64)| Ok(()),
        )?
        .add(
            "eth_getUncleByBlockHashAndIndex",
            |_, _: (B256, U64)| Ok(()),
        )?;
    Ok(())
}

fn header_of(node: &Node, at: BlockId) -> Option<HeaderView> {
    node.mined_block(at).map(|block| header(&block))
}

fn transaction_count(node: &Node, at: BlockId) -> Result<Option<U64>> {
    Ok(node
        .block(at, false)?
        .map(|view| U64::from(view.block.transactions.len())))
}

fn transactions(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_getTransactionByHash", |node, (hash,): (B256,)| {
            Ok(node.transaction(&hash))
        })?
        .add_long("eth_getRawTransactionByHash", |node, (hash,): (B256,)| {
            Ok(node.raw(&hash))
        })?
        .alias("eth_getRawTransactionByHash", &["debug_getRawTransaction"])?
        .add_long(
            "eth_getTransactionByBlockNumberAndIndex",
            |node, (at, index): (BlockNumberOrTag, U64)| by_index(node, at.into(), index),
        )?
        .add(
            "eth_getTransactionByBlockHashAndIndex",
            |node, (hash, index): (B256, U64)| by_index(node, hash.into(), index),
        )?
        .add_long("eth_getTransactionReceipt", |node, (hash,): (B256,)| {
            node.receipt(&hash)
        })?
        .add_long(
            "eth_getBlockReceipts",
            |node, (at,): (BlockId,)| -> Result<Option<Vec<ReceiptView>>> {
                node.block_receipts(at)
            },
        )?;
    Ok(())
}

fn by_index(node: &Node, at: BlockId, index: U64) -> Result<Option<TransactionView>> {
    let block = node.block(at, true)?;
    let transactions = block
        .map(|view| view.block.into_transactions_vec())
        .unwrap_or_default();
    Ok(transactions.into_iter().nth(index.to()))
}

type Call = (
    TransactionRequest,
    Option<BlockId>,
    Option<StateOverride>,
    Option<Box<BlockOverrides>>,
);

fn options(
    at: Option<BlockId>,
    state: Option<StateOverride>,
    block: Option<Box<BlockOverrides>>,
) -> CallOptions {
    CallOptions {
        at: at.unwrap_or_default(),
        state,
        block: block.map(|block| *block),
    }
}

fn calls(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_call", |node, (request, at, state, block): Call| {
            node.call_with(&request, &options(at, state, block))
        })?
        .add_long(
            "eth_estimateGas",
            |node, (request, at, state, block): Call| {
                // What an estimate is for is the next block.
                let options = options(at.or(Some(BlockId::pending())), state, block);
                Ok(U64::from(node.estimate_gas(&request, &options)?))
            },
        )?
        .add_long(
            "eth_createAccessList",
            |node, (request, at, state, block): Call| -> Result<AccessListResult> {
                node.access_list(&request, &options(at, state, block))
            },
        )?;
    Ok(())
}
