//! Traces.

use alloy_primitives::B256;
use alloy_rpc_types_eth::{BlockId, BlockNumberOrTag, TransactionRequest};
use alloy_rpc_types_trace::geth::{GethDebugTracingCallOptions, GethDebugTracingOptions};
use jsonrpsee::core::RegisterMethodError;
use serde_json::value::RawValue;

use super::registry::Registry;
use crate::node::{CallOptions, Node, Result};

type Options = Option<GethDebugTracingOptions>;

pub(super) fn register(registry: &mut Registry) -> Result<(), RegisterMethodError> {
    registry
        .add_long(
            "debug_traceTransaction",
            |node, (hash, options): (B256, Options)| {
                node.trace_transaction(&hash, options.unwrap_or_default())
            },
        )?
        .add_long("debug_traceCall", trace_call)?
        .add_long(
            "debug_traceBlockByNumber",
            |node, (at, options): (BlockNumberOrTag, Options)| {
                node.trace_block(at.into(), options.unwrap_or_default())
            },
        )?
        .add_long(
            "debug_traceBlockByHash",
            |node, (hash, options): (B256, Options)| {
                node.trace_block(hash.into(), options.unwrap_or_default())
            },
        )?
        .add_long("ballast_hostCalls", |node, (hash,): (B256,)| {
            node.host_calls(&hash)
        })?;
    Ok(())
}

type TraceCall = (
    TransactionRequest,
    Option<BlockId>,
    Option<GethDebugTracingCallOptions>,
);

fn trace_call(node: &Node, (request, at, options): TraceCall) -> Result<Box<RawValue>> {
    let options = options.unwrap_or_default();
    let call = CallOptions {
        at: at.unwrap_or_default(),
        state: options.state_overrides,
        block: options.block_overrides,
    };
    node.trace_call(&request, &call, options.tracing_options)
}
