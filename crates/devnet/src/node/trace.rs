//! What happened inside a transaction or a call, in the formats of `debug_trace…`.

use alloy_primitives::B256;
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_rpc_types_trace::geth::{
    CallConfig, GethDebugBuiltInTracerType, GethDebugTracerType, GethDebugTracingOptions,
    GethDefaultTracingOptions, NoopFrame, PreStateConfig,
};
use ballast_evm::{Execution, Options, RecentPrograms, Trace};
use revm::context::result::ResultAndState;
use revm_inspectors::tracing::{TracingInspector, TracingInspectorConfig};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{CallOptions, Node, Result};
use crate::assembly::options;
use crate::error::Error;
use crate::host_calls::{HostStep, nest};
use crate::state::World;
use crate::transaction::{Submitted, call_to_engine, check_request};

/// The trace of one transaction of a block.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockTrace {
    /// Hash of the transaction.
    pub tx_hash: B256,
    /// The trace.
    pub result: Box<RawValue>,
}

/// Steps the struct logger records before it gives up: a step costs some hundred bytes, and a
/// transaction may run ten million.
const STEPS_MAX: u64 = 500_000;

impl Node {
    /// Runs a mined transaction again and shows it the way the tracer does.
    ///
    /// # Errors
    /// When there is no such transaction or tracer, or the trace grows too long.
    pub fn trace_transaction(
        &self,
        hash: &B256,
        options: GethDebugTracingOptions,
    ) -> Result<Box<RawValue>> {
        let tracer = Tracer::new(options)?;
        let (number, index) = {
            let chain = self.read();
            let found = chain
                .transaction(hash)
                .map(|(block, index)| (block.number(), index));
            found.ok_or_else(|| Error::NotFound("transaction not found".into()))?
        };
        let mut wanted = None;
        self.replay(number, index, &tracer, |run| {
            wanted = Some(tracer.render(run));
            Ok(())
        })?;
        wanted.ok_or_else(|| Error::Internal("replay ended early".into()))?
    }

    /// Runs every transaction of a block again.
    ///
    /// # Errors
    /// As [`Self::trace_transaction`].
    pub fn trace_block(
        &self,
        at: BlockId,
        options: GethDebugTracingOptions,
    ) -> Result<Vec<BlockTrace>> {
        let tracer = Tracer::new(options)?;
        let block = self.mined_block(at);
        let block = block.ok_or_else(|| Error::NotFound("block not found".into()))?;
        let mut traces = Vec::new();
        for (index, mined) in block.transactions.iter().enumerate() {
            self.replay(block.number(), index, &tracer, |run| {
                let result = tracer.render(run)?;
                traces.push(BlockTrace {
                    tx_hash: mined.hash(),
                    result,
                });
                Ok(())
            })?;
        }
        Ok(traces)
    }

    /// Runs a call and shows it the way the tracer does.
    ///
    /// # Errors
    /// When the call cannot run, there is no such tracer, or the trace grows too long.
    pub fn trace_call(
        &self,
        request: &TransactionRequest,
        call: &CallOptions,
        options: GethDebugTracingOptions,
    ) -> Result<Box<RawValue>> {
        let tracer = Tracer::new(options)?;
        check_request(request, self.config().chain_id)?;
        let view = self.view_with(call)?;
        let tx = call_to_engine(request, super::call::CALL_GAS_MAX);
        let execution = self.execute_call(&view, &tx, tracer.trace())?;
        tracer.render(Run {
            execution,
            before: &view.world,
            gas_limit: tx.gas_limit,
        })
    }

    /// The host calls of programs in a mined transaction, nested as the calls were.
    ///
    /// # Errors
    /// When there is no such transaction.
    pub fn host_calls(&self, hash: &B256) -> Result<Vec<HostStep>> {
        let (number, index) = {
            let chain = self.read();
            let found = chain
                .transaction(hash)
                .map(|(block, index)| (block.number(), index));
            found.ok_or_else(|| Error::NotFound("transaction not found".into()))?
        };
        let mut steps = Vec::new();
        self.replay(number, index, &Tracer::HostCalls, |run| {
            steps = nest(&run.execution.host_calls);
            Ok(())
        })?;
        Ok(steps)
    }

    /// Runs the transactions of a block up to `index` again and hands out the last of them, with
    /// the state before it.
    fn replay(
        &self,
        number: u64,
        index: usize,
        tracer: &Tracer,
        last: impl FnOnce(Run<'_>) -> Result<()>,
    ) -> Result<()> {
        let (block, mut world, context) = {
            let chain = self.read();
            let block = chain.block(number).cloned();
            let block = block.ok_or_else(|| Error::NotFound("block not found".into()))?;
            let world = chain.world_at(number.saturating_sub(1));
            let context = chain.context_of(&block);
            (block, world, context)
        };
        world.commit(self.executor().begin_block(world.database(), &context)?);
        let mut recent = RecentPrograms::default();
        for (position, mined) in block.transactions.iter().enumerate().take(index + 1) {
            // Whether contracts may send was settled when the transaction was taken.
            let submitted = Submitted::new(mined.transaction.clone(), true);
            let trace = if position == index {
                tracer.trace()
            } else {
                Trace::None
            };
            let options = Options {
                trace,
                ..options(&submitted)
            };
            let tx = submitted.to_engine();
            let execution =
                self.executor()
                    .execute(world.database(), &context, &mut recent, &tx, &options)?;
            if position == index {
                return last(Run {
                    execution,
                    before: &world,
                    gas_limit: tx.gas_limit,
                });
            }
            world.commit(execution.state);
        }
        Err(Error::NotFound("transaction not found".into()))
    }
}

/// An execution to be shown, and what it began with.
struct Run<'a> {
    execution: Execution,
    before: &'a World,
    gas_limit: u64,
}

/// The tracers this node offers.
enum Tracer {
    StructLogs(GethDefaultTracingOptions),
    Calls(CallConfig),
    Prestate(PreStateConfig),
    HostCalls,
    Nothing,
}

impl Tracer {
    fn new(options: GethDebugTracingOptions) -> Result<Self> {
        use GethDebugBuiltInTracerType as BuiltIn;
        let config = options.tracer_config;
        let malformed = |error: serde_json::Error| Error::InvalidParams(error.to_string());
        match options.tracer {
            None => Ok(Self::StructLogs(options.config)),
            Some(GethDebugTracerType::BuiltInTracer(BuiltIn::CallTracer)) => {
                Ok(Self::Calls(config.into_call_config().map_err(malformed)?))
            }
            Some(GethDebugTracerType::BuiltInTracer(BuiltIn::PreStateTracer)) => Ok(
                Self::Prestate(config.into_pre_state_config().map_err(malformed)?),
            ),
            Some(GethDebugTracerType::BuiltInTracer(BuiltIn::NoopTracer)) => Ok(Self::Nothing),
            // cargo-stylus sends a script unless told otherwise; its `hostio` method marks it.
            Some(GethDebugTracerType::JsTracer(name))
                if name == "stylusTracer" || name.contains("\"hostio\"") =>
            {
                Ok(Self::HostCalls)
            }
            Some(other) => {
                let name = raw(&other)?;
                Err(Error::Unsupported(format!(
                    "tracer {name} is not supported; there are callTracer, prestateTracer, \
                     stylusTracer, noopTracer and the default one"
                )))
            }
        }
    }

    fn trace(&self) -> Trace {
        match self {
            Self::StructLogs(config) => {
                let limit = config
                    .limit
                    .filter(|limit| *limit != 0)
                    .unwrap_or(STEPS_MAX);
                let limited = config.with_limit(limit.min(STEPS_MAX));
                Trace::Evm(TracingInspectorConfig::from_geth_config(&limited))
            }
            Self::Calls(config) => {
                Trace::Evm(TracingInspectorConfig::from_geth_call_config(config))
            }
            Self::Prestate(config) => {
                Trace::Evm(TracingInspectorConfig::from_geth_prestate_config(config))
            }
            Self::HostCalls => Trace::HostCalls,
            Self::Nothing => Trace::None,
        }
    }

    fn render(&self, run: Run<'_>) -> Result<Box<RawValue>> {
        let Run {
            execution,
            before,
            gas_limit,
        } = run;
        match self {
            Self::StructLogs(config) => {
                let output = execution.result.output().cloned().unwrap_or_default();
                let builder = inspector(execution.inspector)?.into_geth_builder();
                let frame = builder.geth_traces(execution.gas_used, output, *config);
                if config.limit.is_none() && STEPS_MAX <= frame.struct_logs.len() as u64 {
                    let message = format!("more than {STEPS_MAX} steps: ask for fewer by `limit`");
                    return Err(Error::Halted(message));
                }
                raw(&frame)
            }
            Self::Calls(config) => {
                let mut inspector = inspector(execution.inspector)?;
                inspector.set_transaction_gas_limit(gas_limit);
                let builder = inspector.into_geth_builder();
                raw(&builder.geth_call_traces(*config, execution.gas_used))
            }
            Self::Prestate(config) => {
                let builder = inspector(execution.inspector)?.into_geth_builder();
                let outcome = ResultAndState::new(execution.result, execution.state);
                // Reading this state cannot fail.
                let Ok(frame) = builder.geth_prestate_traces(&outcome, config, before);
                raw(&frame)
            }
            Self::HostCalls => raw(&nest(&execution.host_calls)),
            Self::Nothing => raw(&NoopFrame::default()),
        }
    }
}

fn inspector(inspector: Option<TracingInspector>) -> Result<TracingInspector> {
    inspector.ok_or_else(|| Error::Internal("the engine recorded nothing".into()))
}

fn raw<T: Serialize>(value: &T) -> Result<Box<RawValue>> {
    to_raw_value(value).map_err(|error| Error::Internal(error.to_string()))
}
