//! Sending transactions, and looking at those that wait.

use std::collections::BTreeMap;

use alloy_consensus::Transaction as _;
use alloy_primitives::{Bytes, U64};
use alloy_rpc_types_eth::TransactionRequest;
use jsonrpsee::core::RegisterMethodError;
use serde::Serialize;

use super::registry::Registry;
use crate::error::Error;
use crate::node::{Node, Result};
use crate::pool::BySender;
use crate::transaction::Submitted;
use crate::views::{ReceiptView, TransactionView, waiting};

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long("eth_sendRawTransaction", |node, (raw,): (Bytes,)| {
            node.send_raw(raw)
        })?
        .add_long("eth_sendRawTransactionSync", send_and_wait)?
        .add_long(
            "eth_sendTransaction",
            |node, (request,): (TransactionRequest,)| node.send(request),
        )?
        .alias("eth_sendTransaction", &["eth_sendUnsignedTransaction"])?
        .add_long("txpool_status", status)?
        .add_long("txpool_content", content)?
        .add_long("txpool_inspect", inspect)?;
    Ok(())
}

fn send_and_wait(node: &Node, (raw, _): (Bytes, Option<U64>)) -> Result<ReceiptView> {
    let hash = node.send_raw(raw)?;
    let waits = || Error::NotFound(format!("transaction {hash} waits for a block"));
    node.receipt(&hash)?.ok_or_else(waits)
}

/// How many transactions wait.
#[derive(Serialize)]
struct Status {
    pending: U64,
    queued: U64,
}

fn status(node: &Node, (): ()) -> Result<Status> {
    let (pending, queued) = node.pool_content();
    let count = |part: BySender| U64::from(part.values().map(BTreeMap::len).sum::<usize>());
    Ok(Status {
        pending: count(pending),
        queued: count(queued),
    })
}

/// Transactions by sender (spelt with checksum) and nonce, those that can be mined apart from
/// those behind a gap.
#[derive(Serialize)]
struct Content<T> {
    pending: BTreeMap<String, BTreeMap<String, T>>,
    queued: BTreeMap<String, BTreeMap<String, T>>,
}

fn shown<T>(node: &Node, show: impl Fn(&Submitted) -> T) -> Content<T> {
    let part = |part: BySender| {
        let senders = part.into_iter().map(|(sender, queue)| {
            let queue = queue
                .iter()
                .map(|(nonce, tx)| (nonce.to_string(), show(tx)));
            (sender.to_checksum(None), queue.collect())
        });
        senders.collect()
    };
    let (pending, queued) = node.pool_content();
    Content {
        pending: part(pending),
        queued: part(queued),
    }
}

fn content(node: &Node, (): ()) -> Result<Content<TransactionView>> {
    Ok(shown(node, waiting))
}

fn inspect(node: &Node, (): ()) -> Result<Content<String>> {
    Ok(shown(node, |submitted| {
        let tx = submitted.transaction.inner();
        let to = tx
            .to()
            .map_or("contract creation".to_owned(), |to| to.to_string());
        let (value, gas, price) = (tx.value(), tx.gas_limit(), tx.max_fee_per_gas());
        format!("{to}: {value} wei + {gas} gas × {price} wei")
    }))
}
