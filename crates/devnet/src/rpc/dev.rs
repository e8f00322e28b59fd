//! What only a development chain offers, under the names of Anvil, Hardhat and Ganache.

use std::time::Duration;

use alloy_primitives::{Address, B256, Bytes, U64, U256};
use alloy_rpc_types_eth::BlockId;
use jsonrpsee::core::RegisterMethodError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::eth::CLIENT_VERSION;
use super::registry::Registry;
use crate::error::Error;
use crate::node::{Node, Result, StateDump};

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    mining(registry)?;
    time(registry)?;
    accounts(registry)?;
    impersonation(registry)?;
    pool(registry)?;
    chain(registry)
}

fn mining(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long(
            "anvil_mine",
            |node, (count, interval): (Option<U64>, Option<U64>)| {
                let count = count.map_or(1, |count| count.to());
                node.mine(count, interval.map(|interval| interval.to()))
            },
        )?
        .alias("anvil_mine", &["hardhat_mine"])?
        .add_long("evm_mine", evm_mine)?
        .add_long("evm_setAutomine", |node, (on,): (bool,)| {
            node.set_automine(on);
            Ok(true)
        })?
        .alias("evm_setAutomine", &["anvil_setAutomine"])?
        .add_long("anvil_getAutomine", |node, ()| Ok(node.automine()))?
        .alias("anvil_getAutomine", &["hardhat_getAutomine"])?
        .add_long("evm_setIntervalMining", |node, (seconds,): (U64,)| {
            node.set_interval_mining(Duration::from_secs(seconds.to()));
            Ok(true)
        })?
        .alias("evm_setIntervalMining", &["anvil_setIntervalMining"])?;
    Ok(())
}

/// `evm_mine` takes nothing, a timestamp, or both a timestamp and a number of blocks.
#[derive(Deserialize)]
#[serde(untagged)]
enum MineOptions {
    Timestamp(U64),
    Options {
        timestamp: Option<U64>,
        blocks: Option<U64>,
    },
}

fn evm_mine(node: &Node, (options,): (Option<MineOptions>,)) -> Result<U64> {
    let (timestamp, blocks) = match options {
        None => (None, None),
        Some(MineOptions::Timestamp(timestamp)) => (Some(timestamp), None),
        Some(MineOptions::Options { timestamp, blocks }) => (timestamp, blocks),
    };
    if let Some(timestamp) = timestamp {
        node.set_next_timestamp(timestamp.to())?;
    }
    node.mine(blocks.map_or(1, |blocks| blocks.to()), None)?;
    Ok(U64::ZERO)
}

fn time(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("evm_increaseTime", |node, (seconds,): (Seconds,)| {
            Ok(node.increase_time(seconds.0))
        })?
        .alias("evm_increaseTime", &["anvil_increaseTime"])?
        .add_long("evm_setNextBlockTimestamp", |node, (timestamp,): (U64,)| {
            node.set_next_timestamp(timestamp.to())
        })?
        .alias(
            "evm_setNextBlockTimestamp",
            &["anvil_setNextBlockTimestamp"],
        )?
        .add_long("evm_setTime", |node, (timestamp,): (U64,)| {
            node.set_time(seconds_of(timestamp.to()))
        })?
        .alias("evm_setTime", &["anvil_setTime"])?
        .add_long(
            "anvil_setBlockTimestampInterval",
            |node, (seconds,): (U64,)| {
                node.set_timestamp_interval(Some(seconds.to()));
                Ok(())
            },
        )?
        .alias(
            "anvil_setBlockTimestampInterval",
            &["evm_setBlockTimestampInterval"],
        )?
        .add_long("anvil_removeBlockTimestampInterval", |node, ()| {
            node.set_timestamp_interval(None);
            Ok(true)
        })?
        .alias(
            "anvil_removeBlockTimestampInterval",
            &["evm_removeBlockTimestampInterval"],
        )?
        .add_long("ballast_setL1BlockNumber", |node, (number,): (U64,)| {
            node.set_l1_number(number.to())
        })?;
    Ok(())
}

/// Seconds to move time by: a quantity, or a number that may be negative.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct Seconds(i64);

impl TryFrom<Value> for Seconds {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        if let Some(seconds) = value.as_i64() {
            return Ok(Self(seconds));
        }
        let seconds: U64 = serde_json::from_value(value).map_err(|error| error.to_string())?;
        Ok(Self(i64::try_from(seconds.to::<u64>()).unwrap_or(i64::MAX)))
    }
}

/// Ganache counts in milliseconds; a number that large is no date in seconds.
fn seconds_of(timestamp: u64) -> u64 {
    if timestamp < 100_000_000_000 {
        timestamp
    } else {
        timestamp / 1_000
    }
}

fn accounts(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long(
            "anvil_setBalance",
            |node, (address, balance): (Address, U256)| {
                node.set_balance(address, balance);
                Ok(true)
            },
        )?
        .alias(
            "anvil_setBalance",
            &["hardhat_setBalance", "evm_setAccountBalance"],
        )?
        .add_long(
            "anvil_addBalance",
            |node, (address, wei): (Address, U256)| {
                let balance = node.balance(&address, BlockId::latest())?;
                node.set_balance(address, balance.saturating_add(wei));
                Ok(true)
            },
        )?
        .add_long(
            "anvil_setNonce",
            |node, (address, nonce): (Address, U64)| {
                node.set_nonce(address, nonce.to());
                Ok(true)
            },
        )?
        .alias(
            "anvil_setNonce",
            &["hardhat_setNonce", "evm_setAccountNonce"],
        )?
        .add_long(
            "anvil_setCode",
            |node, (address, code): (Address, Bytes)| {
                node.set_code(address, code);
                Ok(true)
            },
        )?
        .alias("anvil_setCode", &["hardhat_setCode", "evm_setAccountCode"])?
        .add_long(
            "anvil_setStorageAt",
            |node, (address, slot, word): (Address, U256, B256)| {
                node.set_storage(address, slot, word.into());
                Ok(true)
            },
        )?
        .alias(
            "anvil_setStorageAt",
            &["hardhat_setStorageAt", "evm_setAccountStorageAt"],
        )?;
    Ok(())
}

fn impersonation(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long(
            "anvil_impersonateAccount",
            |node, (address,): (Address,)| {
                node.impersonate(address);
                Ok(true)
            },
        )?
        .alias("anvil_impersonateAccount", &["hardhat_impersonateAccount"])?
        .add_long(
            "anvil_stopImpersonatingAccount",
            |node, (address,): (Address,)| {
                node.stop_impersonating(&address);
                Ok(true)
            },
        )?
        .alias(
            "anvil_stopImpersonatingAccount",
            &["hardhat_stopImpersonatingAccount"],
        )?
        .add_long("anvil_autoImpersonateAccount", |node, (on,): (bool,)| {
            node.impersonate_all(on);
            Ok(true)
        })?
        .alias(
            "anvil_autoImpersonateAccount",
            &["hardhat_autoImpersonateAccount"],
        )?;
    Ok(())
}

fn pool(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("anvil_dropTransaction", |node, (hash,): (B256,)| {
            Ok(node.drop_transaction(&hash).then_some(hash))
        })?
        .add_long("hardhat_dropTransaction", |node, (hash,): (B256,)| {
            Ok(node.drop_transaction(&hash))
        })?
        .add_long("anvil_dropAllTransactions", |node, ()| {
            node.drop_all_transactions();
            Ok(())
        })?
        .add_long("anvil_setCoinbase", |node, (address,): (Address,)| {
            node.set_beneficiary(address);
            Ok(true)
        })?
        .alias("anvil_setCoinbase", &["hardhat_setCoinbase"])?
        .add_long(
            "anvil_setNextBlockBaseFeePerGas",
            |node, (base_fee,): (U64,)| {
                node.set_base_fee(base_fee.to());
                Ok(true)
            },
        )?
        .alias(
            "anvil_setNextBlockBaseFeePerGas",
            &["hardhat_setNextBlockBaseFeePerGas"],
        )?;
    Ok(())
}

fn chain(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("evm_snapshot", |node, ()| Ok(U64::from(node.snapshot())))?
        .alias("evm_snapshot", &["anvil_snapshot"])?
        .add_long("evm_revert", |node, (id,): (U64,)| Ok(node.revert(id.to())))?
        .alias("evm_revert", &["anvil_revert"])?
        .add_long("anvil_dumpState", |node, (_,): (Option<bool>,)| dump(node))?
        .alias("anvil_dumpState", &["hardhat_dumpState"])?
        .add_long("anvil_loadState", load)?
        .alias("anvil_loadState", &["hardhat_loadState"])?
        .add_long("anvil_reset", reset)?
        .alias("anvil_reset", &["hardhat_reset"])?
        .add_long("anvil_nodeInfo", node_info)?
        .add_long("anvil_metadata", metadata)?
        .alias("anvil_metadata", &["hardhat_metadata"])?;
    Ok(())
}

fn dump(node: &Node) -> Result<Bytes> {
    let dump = node.dump_state(BlockId::latest())?;
    let json = serde_json::to_vec(&dump).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(json.into())
}

fn load(node: &Node, (dump,): (Bytes,)) -> Result<bool> {
    let dump: StateDump = serde_json::from_slice(&dump)
        .map_err(|error| Error::InvalidParams(format!("not a state dump: {error}")))?;
    node.load_state(dump);
    Ok(true)
}

fn reset(node: &Node, (options,): (Option<Value>,)) -> Result<bool> {
    let forks = options.is_some_and(|options| options.get("forking").is_some_and(|v| !v.is_null()));
    if forks {
        return Err(Error::Unsupported("this chain does not fork others".into()));
    }
    node.reset()?;
    Ok(true)
}

/// What the next block will look like.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeInfo {
    current_block_number: U64,
    current_block_timestamp: u64,
    current_block_hash: B256,
    l1_block_number: U64,
    arbos_version: u64,
    transaction_order: &'static str,
    environment: Environment,
}

/// Constants of execution.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Environment {
    base_fee: U64,
    chain_id: u64,
    gas_limit: U64,
    gas_price: U64,
}

fn node_info(node: &Node, (): ()) -> Result<NodeInfo> {
    let block = node.latest();
    let base_fee = U64::from(node.base_fee());
    Ok(NodeInfo {
        current_block_number: U64::from(block.number()),
        current_block_timestamp: block.header.timestamp,
        current_block_hash: block.hash,
        l1_block_number: U64::from(block.l1_number()),
        arbos_version: block.arbos_version(),
        transaction_order: "fifo",
        environment: Environment {
            base_fee,
            chain_id: node.config().chain_id,
            gas_limit: U64::from(block.header.gas_limit),
            gas_price: base_fee,
        },
    })
}

/// Which chain this is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    client_version: &'static str,
    chain_id: u64,
    latest_block_number: u64,
    latest_block_hash: B256,
}

fn metadata(node: &Node, (): ()) -> Result<Metadata> {
    let block = node.latest();
    Ok(Metadata {
        client_version: CLIENT_VERSION,
        chain_id: node.config().chain_id,
        latest_block_number: block.number(),
        latest_block_hash: block.hash,
    })
}
