//! Calls of a chain, as all worlds make them.

use alloy_primitives::{Address, Bytes};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use ballast_devnet::{CallOptions, Error, Node};

use super::act::{Act, Sent};
use super::reason::name_of;

/// Gas of every call: enough for an exit that asks all strategies, unless several burn the most
/// that they may get, and no more than the chain gives a call that is not sent.
const GAS: u64 = 48_000_000;

/// Sends a call in a transaction of its own.
///
/// # Errors
/// Why the chain refuses it.
pub(crate) fn send(node: &Node, act: &Act) -> Result<Sent, Error> {
    let receipt = node.transact(request(act.from, act.to, act.input.clone()))?;
    if !receipt.success() {
        // A call that failed has changed nothing, so it fails again.
        let refusal = match simulate(node, act.from, act.to, act.input.clone()) {
            Err(error) => name_of(&error),
            Ok(_) => "fails in a transaction only".to_owned(),
        };
        return Ok(Sent {
            refusal: Some(refusal),
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
