//! `eth_subscribe` over WebSocket.

use std::sync::Arc;

use alloy_rpc_types_eth::Filter;
use alloy_rpc_types_eth::pubsub::{Params as SubscriptionParams, SubscriptionKind};
use jsonrpsee::core::{RegisterMethodError, SubscriptionError};
use jsonrpsee::types::Params;
use jsonrpsee::{PendingSubscriptionSink, RpcModule};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::broadcast::error::RecvError;

use super::params::parse;
use super::registry::object;
use crate::error::Error;
use crate::node::{Event, Node, Result};
use crate::views::{block_logs, header};

pub(super) fn register(module: &mut RpcModule<Node>) -> Result<(), RegisterMethodError> {
    module.register_subscription(
        "eth_subscribe",
        "eth_subscription",
        "eth_unsubscribe",
        |params, pending, node, _| subscribe(params, pending, node),
    )?;
    Ok(())
}

/// What a subscription sends.
enum Topic {
    Heads,
    Logs(Box<Filter>),
    Transactions { full: bool },
    Syncing,
}

impl Topic {
    fn parse(params: &Params<'_>) -> Result<Self> {
        let (kind, params): (SubscriptionKind, Option<SubscriptionParams>) = parse(params)?;
        match (kind, params.unwrap_or_default()) {
            (SubscriptionKind::NewHeads, SubscriptionParams::None) => Ok(Self::Heads),
            (SubscriptionKind::Logs, SubscriptionParams::None) => Ok(Self::Logs(Box::default())),
            (SubscriptionKind::Logs, SubscriptionParams::Logs(filter)) => Ok(Self::Logs(filter)),
            (SubscriptionKind::NewPendingTransactions, SubscriptionParams::None) => {
                Ok(Self::Transactions { full: false })
            }
            (SubscriptionKind::NewPendingTransactions, SubscriptionParams::Bool(full)) => {
                Ok(Self::Transactions { full })
            }
            (SubscriptionKind::Syncing, SubscriptionParams::None) => Ok(Self::Syncing),
            _ => Err(Error::InvalidParams("no such subscription".into())),
        }
    }
}

async fn subscribe(
    params: Params<'static>,
    pending: PendingSubscriptionSink,
    node: Arc<Node>,
) -> std::result::Result<(), SubscriptionError> {
    let topic = match Topic::parse(&params) {
        Ok(topic) => topic,
        Err(error) => {
            pending.reject(object(&error)).await;
            return Ok(());
        }
    };
    // Listening starts before the client knows, so that nothing falls between.
    let mut events = node.subscribe();
    let sink = pending.accept().await?;
    loop {
        let event = tokio::select! {
            () = sink.closed() => return Ok(()),
            event = events.recv() => event,
        };
        match event {
            Ok(event) => {
                for message in messages(&node, &topic, &event)? {
                    sink.send(message).await?;
                }
            }
            // A client too slow to follow misses news rather than memory filling up.
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return Ok(()),
        }
    }
}

/// What a subscriber is sent about an event.
fn messages(node: &Node, topic: &Topic, event: &Event) -> serde_json::Result<Vec<Box<RawValue>>> {
    match (topic, event) {
        (Topic::Heads, Event::Block { block, .. }) => one(&header(block)),
        (Topic::Logs(filter), Event::Block { block, .. }) => {
            let logs = block_logs(block).filter(|log| filter.matches(&log.inner));
            logs.map(|log| to_raw_value(&log)).collect()
        }
        (Topic::Transactions { full: false }, Event::Transaction(hash)) => one(hash),
        (Topic::Transactions { full: true }, Event::Transaction(hash)) => node
            .transaction(hash)
            .map_or_else(|| Ok(Vec::new()), |transaction| one(&transaction)),
        // The chain is never syncing, so there is nothing to say about it.
        _ => Ok(Vec::new()),
    }
}

fn one(value: &impl Serialize) -> serde_json::Result<Vec<Box<RawValue>>> {
    Ok(vec![to_raw_value(value)?])
}
