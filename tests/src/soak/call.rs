//! Calls of a chain, as all worlds make them.

use alloy_primitives::{Address, Bytes};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use ballast_devnet::{CallOptions, Error, Event, Node};

use super::act::{Act, Sent};
use super::reason::name_in;

/// Gas of every call: enough for an exit that asks all strategies, unless several burn the most
/// that they may get, and no more than the chain gives a call that is not sent.
const GAS: u64 = 48_000_000;

/// Sends a call in a transaction of its own.
///
/// # Errors
/// Why the chain refuses it.
pub(crate) fn send(node: &Node, act: &Act) -> Result<Sent, Error> {
    let mut news = node.subscribe();
    let receipt = node.transact(request(act.from, act.to, act.input.clone()))?;
    if !receipt.success() {
        let told = std::iter::from_fn(|| news.try_recv().ok());
        let refusal = told.filter_map(refusal).last();
        return Ok(Sent {
            refusal: Some(refusal.unwrap_or_else(|| "no reason".to_owned())),
            logs: Vec::new(),
        });
    }
    let logs = receipt.logs().iter();
    let logs = logs.map(|log| (log.address(), log.data().clone()));
    Ok(Sent {
        refusal: None,
        logs: logs.collect(),
    })
}

/// Why the last transaction of a block failed.
fn refusal(event: Event) -> Option<String> {
    let Event::Block { details, .. } = event else {
        return None;
    };
    let detail = details.last()?;
    let failure = detail
        .failure
        .clone()
        .filter(|_| detail.revert_data.is_empty());
    Some(failure.unwrap_or_else(|| name_in(&detail.revert_data)))
}

/// What a call would return if it were sent now.
///
/// # Errors
/// Why it would fail.
pub(crate) fn simulate(
    node: &Node,
    from: Address,
    to: Address,
    input: Bytes,
) -> Result<Bytes, Error> {
    let options = CallOptions {
        at: BlockId::pending(),
        ..CallOptions::default()
    };
    node.call_with(&request(from, to, input), &options)
}

fn request(from: Address, to: Address, input: Bytes) -> TransactionRequest {
    TransactionRequest::default()
        .from(from)
        .to(to)
        .input(input.into())
        .gas_limit(GAS)
}
