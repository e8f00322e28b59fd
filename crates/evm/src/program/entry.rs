//! Entering a program: is it active, what does it cost, an instance to run.

use std::sync::Arc;

use alloy_primitives::{Address, B256, Bytes, U256};
use ballast_stylus::format::{CodeKind, FormatError, Root, decode_classic};
use ballast_stylus::pricing::call_gas;
use ballast_stylus::{
    ENTRYPOINT_EXPORT, INK_LEFT_GLOBAL, INK_STATUS_GLOBAL, MEMORY_EXPORT, Rules, STACK_LEFT_GLOBAL,
    activate, arbos as versions,
};
use revm::Database;
use revm::context::{Block, Cfg, Transaction};
use revm::handler::EthFrame;
use revm::interpreter::interpreter_types::{InputsTr, RuntimeFlag};
use revm::interpreter::{InstructionResult, InterpreterResult};
use wasmi::{Global, Instance, Module, Store, Val};

use super::io::{Environment, Handles, Invocation, Tracer};
use super::storage::StorageCache;
use super::{Frame, Next, ProgramFrame};
use crate::arbos;
use crate::context::{Ctx, Fatal, peek};
use crate::types::HostCall;

/// Charges for entry and makes an instance. `Err` is the frame's end: the program is not active,
/// or the gas does not pay for the entry; both lose all of it.
pub(super) fn enter<DB: Database>(
    ctx: &mut Ctx<DB>,
    evm_frame: &mut EthFrame,
) -> Result<Result<ProgramFrame, InterpreterResult>, Fatal> {
    let code_hash = evm_frame.interpreter.bytecode.get_or_calculate_hash();
    let params = arbos::stylus_params(ctx)?;
    let record = arbos::program(ctx, code_hash)?;
    let now = ctx.chain.block.timestamp;
    if let Err(inactive) = record.check_active(now, &params) {
        ctx.chain.failure = Some(inactive.to_string());
        return Ok(Err(lost(evm_frame)));
    }

    let pages_gas = ctx.chain.pages.gas(record.footprint, &params);
    let lists_recent = versions::FRAGMENTS <= ctx.chain.arbos_version;
    let recent = lists_recent && ctx.chain.recent.touch(code_hash, params.block_cache_size);
    let entry_gas = call_gas(&record, &params, pages_gas, record.cached || recent);
    let gas_at_entry = evm_frame.interpreter.gas.remaining();
    if !evm_frame.interpreter.gas.record_regular_cost(entry_gas) {
        ctx.chain.failure = Some("out of gas at program entry".into());
        return Ok(Err(lost(evm_frame)));
    }
    let pages_before = ctx.chain.pages.open(record.footprint);

    let module = compiled(
        ctx,
        code_hash,
        evm_frame.interpreter.bytecode.original_byte_slice(),
    )?;
    let frame = Frame {
        acting: evm_frame.interpreter.input.target_address(),
        caller: evm_frame.interpreter.input.caller_address(),
        value: evm_frame.interpreter.input.call_value(),
        is_static: evm_frame.interpreter.runtime_flag.is_static(),
        refund: 0,
    };
    let calldata = evm_frame.interpreter.input.input().bytes_local(&ctx.local);
    let start_ink = params
        .ink_price
        .gas_to_ink(evm_frame.interpreter.gas.remaining());
    let depth = evm_frame.depth;
    let calldata_len =
        i32::try_from(calldata.len()).map_err(|_| Fatal("calldata of more than 2 GiB".into()))?;
    let invocation = Invocation {
        environment: environment(ctx, &frame, calldata),
        ink_price: params.ink_price,
        handles: None,
        output: Vec::new(),
        return_data: Bytes::new(),
        storage: StorageCache::default(),
        last_code: None,
        request: None,
        trace: ctx.chain.trace_host_calls.then(|| Tracer::new(depth)),
    };
    if ctx.chain.trace_host_calls {
        let marker = entry_marker(&frame, &invocation.environment.calldata, depth, start_ink);
        ctx.chain.host_calls.push(marker);
    }

    let mut store = Store::new(ctx.chain.programs.linker().engine(), invocation);
    let instance = ctx
        .chain
        .programs
        .linker()
        .instantiate_and_start(&mut store, &module)
        .map_err(|error| Fatal(format!("an activated program does not start: {error}")))?;
    let handles = handles(&store, &instance)?;
    store.data_mut().handles = Some(handles);
    set(
        &mut store,
        handles.ink_left,
        Val::I64(start_ink.cast_signed()),
    )?;
    set(
        &mut store,
        handles.stack_left,
        Val::I32(params.max_stack_depth.cast_signed()),
    )?;
    let entry = instance
        .get_typed_func::<i32, i32>(&store, ENTRYPOINT_EXPORT)
        .map_err(|error| Fatal(format!("an activated program has no entry point: {error}")))?;
    Ok(Ok(ProgramFrame {
        store,
        handles,
        frame,
        calldata_len,
        next: Some(Next::Enter(entry)),
        waiting: None,
        gas_at_entry,
        entry_gas,
        start_ink,
        pages_before,
        depth,
    }))
}

fn entry_marker(frame: &Frame, calldata: &Bytes, depth: usize, ink: u64) -> HostCall {
    HostCall {
        depth,
        program: frame.acting,
        name: "user_entrypoint",
        args: calldata.clone(),
        outs: Bytes::new(),
        start_ink: ink,
        end_ink: ink,
        callee: None,
    }
}

fn lost(evm_frame: &EthFrame) -> InterpreterResult {
    let mut gas = evm_frame.interpreter.gas;
    gas.spend_all();
    InterpreterResult::new(InstructionResult::OutOfGas, Bytes::new(), gas)
}

fn set(store: &mut Store<Invocation>, global: Global, value: Val) -> Result<(), Fatal> {
    global
        .set(store, value)
        .map_err(|error| Fatal(format!("a meter's global: {error}")))
}

fn handles(store: &Store<Invocation>, instance: &Instance) -> Result<Handles, Fatal> {
    let global = |name: &str| {
        instance
            .get_global(store, name)
            .ok_or_else(|| Fatal(format!("no global {name}")))
    };
    Ok(Handles {
        memory: instance
            .get_memory(store, MEMORY_EXPORT)
            .ok_or_else(|| Fatal("an activated program has no memory".into()))?,
        ink_left: global(INK_LEFT_GLOBAL)?,
        ink_status: global(INK_STATUS_GLOBAL)?,
        stack_left: global(STACK_LEFT_GLOBAL)?,
    })
}

fn environment<DB: Database>(ctx: &Ctx<DB>, frame: &Frame, calldata: Bytes) -> Environment {
    Environment {
        calldata,
        sender: frame.caller,
        acting: frame.acting,
        value: frame.value,
        reentrant: ctx.chain.reentrant(),
        origin: ctx.tx.caller(),
        gas_price: U256::from(ctx.chain.gas_price_with_tip),
        chain_id: ctx.cfg.chain_id(),
        block_number: ctx.chain.block.l1_number,
        timestamp: ctx.chain.block.timestamp,
        base_fee: U256::from(ctx.block.basefee()),
        coinbase: ctx.chain.block.beneficiary,
        gas_limit: ctx.chain.block.gas_limit,
    }
}

/// Why code could not be turned into wasm.
#[derive(Debug)]
pub(crate) enum Undecodable {
    /// Not a program.
    NotWasm,
    /// A program whose bytes are wrong.
    Malformed(FormatError),
}

/// The wasm in a program's code. Fragments are read without charge.
pub(crate) fn wasm_of<DB: Database>(
    ctx: &mut Ctx<DB>,
    code: &[u8],
    max_wasm_size: u32,
    max_fragments: u8,
) -> Result<Result<Vec<u8>, Undecodable>, Fatal> {
    match ctx.chain.classify(code) {
        Some(CodeKind::Classic) => {
            Ok(decode_classic(code, max_wasm_size).map_err(Undecodable::Malformed))
        }
        Some(CodeKind::Root) => {
            let root = match Root::decode(code, max_wasm_size, max_fragments) {
                Ok(root) => root,
                Err(error) => return Ok(Err(Undecodable::Malformed(error))),
            };
            let mut codes = Vec::new();
            for address in &root.fragments {
                codes.push(peek(ctx, Address::from(*address))?.code.original_bytes());
            }
            Ok(root.assemble(&codes).map_err(Undecodable::Malformed))
        }
        Some(CodeKind::Fragment) | None => Ok(Err(Undecodable::NotWasm)),
    }
}

/// The compiled program of an activated code, from the cache or compiled now.
pub(crate) fn compiled<DB: Database>(
    ctx: &mut Ctx<DB>,
    code_hash: B256,
    code: &[u8],
) -> Result<Arc<Module>, Fatal> {
    if let Some(module) = ctx.chain.programs.get(code_hash) {
        return Ok(module);
    }
    let wasm = wasm_of(ctx, code, u32::MAX, u8::MAX)?
        .map_err(|error| Fatal(format!("an activated program does not decode: {error:?}")))?;
    let rules = Rules {
        arbos_version: ctx.chain.arbos_version,
        debug_chain: false,
        page_limit: u16::MAX,
        max_wasm_size: u32::MAX,
    };
    let activation = activate(&wasm, &rules)
        .map_err(|error| Fatal(format!("an activated program is not valid: {error}")))?;
    ctx.chain.programs.insert(code_hash, &activation.module)
}

#[cfg(test)]
pub(crate) fn test_invocation() -> Invocation {
    Invocation {
        environment: Environment {
            calldata: Bytes::new(),
            sender: Address::ZERO,
            acting: Address::ZERO,
            value: U256::ZERO,
            reentrant: false,
            origin: Address::ZERO,
            gas_price: U256::ZERO,
            chain_id: 0,
            block_number: 0,
            timestamp: 0,
            base_fee: U256::ZERO,
            coinbase: Address::ZERO,
            gas_limit: 0,
        },
        ink_price: ballast_stylus::ink::InkPrice::DEFAULT,
        handles: None,
        output: Vec::new(),
        return_data: Bytes::new(),
        storage: StorageCache::default(),
        last_code: None,
        request: None,
        trace: None,
    }
}
