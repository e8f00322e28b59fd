//! Calls and creations out of a program. The child frame runs on the EVM's own frame stack; the
//! program is set aside until it returns.

use alloy_primitives::{Address, Bytes, U256};
use ballast_stylus::pricing::host::{
    CallTarget, account_gas, call_base_gas, call_forwarded_gas, create_base_gas,
    create_forwarded_gas,
};
use revm::Database;
use revm::context::{ContextTr, CreateScheme, JournalTr};
use revm::handler::FrameResult;
use revm::interpreter::{
    CallInput, CallInputs, CallScheme, CallValue, CreateInputs, FrameInput, InstructionResult,
};

use super::chain::value_of;
use super::io::{CallKind, CallRequest, CreateRequest, Exit, Io};
use super::{Fault, Frame};
use crate::context::{Ctx, Fatal, peek};

/// Status of a call that succeeded.
const SUCCESS: u32 = 0;

/// Status of any call that did not.
const FAILURE: u32 = 2;

/// What to do when the child frame returns.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pending {
    Call {
        base_gas: u64,
        gas: u64,
        ret_len: u32,
    },
    Create {
        start_gas: u64,
        held_gas: u64,
        address_out: u32,
        revert_len_out: u32,
    },
}

/// Either the child frame to run, or the status of a call that failed before it had one.
pub(super) enum Started {
    Child(FrameInput, Pending),
    Status(u32),
}

pub(super) fn call<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    request: CallRequest,
) -> Result<Started, Fault> {
    io.pay_read(request.len)?;
    io.pay_read(request.len)?;
    let gas_left = io.gas_left();
    let address = io.read_address(request.address)?;
    let data = io.read(request.data, request.len)?;
    let value = value_of(
        io,
        (request.kind == CallKind::Call).then_some(request.value),
    )?;
    io.trace_callee(address);

    if frame.is_static && !value.is_zero() {
        return finish_call(io, 0, Bytes::new(), FAILURE, request.ret_len);
    }
    // The address stays cold unless the first 100 gas are there.
    if gas_left < account_gas(false) {
        return finish_call(io, gas_left, Bytes::new(), FAILURE, request.ret_len);
    }
    let account = ctx
        .journal_mut()
        .load_account(address)
        .map_err(Fatal::database)?;
    let target = CallTarget {
        cold: account.is_cold,
        sends_value: !value.is_zero(),
        empty: account.data.is_empty(),
    };
    let Some(gas) = call_forwarded_gas(gas_left, target, request.gas) else {
        return finish_call(io, gas_left, Bytes::new(), FAILURE, request.ret_len);
    };
    let inputs = call_inputs(ctx, frame, request.kind, address, value, data.into(), gas)?;
    let pending = Pending::Call {
        base_gas: call_base_gas(target),
        gas,
        ret_len: request.ret_len,
    };
    Ok(Started::Child(FrameInput::Call(Box::new(inputs)), pending))
}

fn call_inputs<DB: Database>(
    ctx: &mut Ctx<DB>,
    frame: &Frame,
    kind: CallKind,
    address: Address,
    value: U256,
    data: Bytes,
    gas_limit: u64,
) -> Result<CallInputs, Fatal> {
    let account = peek(ctx, address)?;
    // EIP-7702: the delegate's code runs; looking it up is free here and leaves it cold.
    let code = match account.code.eip7702_address() {
        Some(delegate) => peek(ctx, delegate)?,
        None => account,
    };
    let (scheme, caller, target_address, value) = match kind {
        CallKind::Call => (
            CallScheme::Call,
            frame.acting,
            address,
            CallValue::Transfer(value),
        ),
        CallKind::Static => (
            CallScheme::StaticCall,
            frame.acting,
            address,
            CallValue::Transfer(U256::ZERO),
        ),
        CallKind::Delegate => {
            let value = CallValue::Apparent(frame.value);
            (CallScheme::DelegateCall, frame.caller, frame.acting, value)
        }
    };
    Ok(CallInputs {
        input: CallInput::Bytes(data),
        return_memory_offset: 0..0,
        gas_limit,
        reservoir: 0,
        bytecode_address: address,
        known_bytecode: (code.code_hash, code.code),
        target_address,
        caller,
        value,
        scheme,
        is_static: frame.is_static || kind == CallKind::Static,
        charged_new_account_state_gas: false,
    })
}

pub(super) fn create(
    io: &mut Io<'_>,
    frame: &Frame,
    request: CreateRequest,
) -> Result<Started, Fault> {
    io.pay_read(request.len)?;
    io.pay_read(request.len)?;
    let code = io.read(request.code, request.len)?;
    let endowment = io.read_u256(request.endowment)?;
    let scheme = match request.salt {
        Some(salt) => CreateScheme::Create2 {
            salt: io.read_u256(salt)?,
        },
        None => CreateScheme::Create,
    };
    let start_gas = io.gas_left();
    if frame.is_static {
        return Err(Exit::Failure("creation in a static call").into());
    }
    let base_gas = create_base_gas(u64::from(request.len), request.salt.is_some());
    let gas = create_forwarded_gas(start_gas, base_gas)
        .ok_or(Exit::Failure("not enough gas for the creation's base cost"))?;
    // `create_forwarded_gas` checked that the base gas is covered.
    let held_gas = start_gas - base_gas - gas;
    let inputs = CreateInputs::new(frame.acting, scheme, endowment, code.into(), gas, 0);
    let pending = Pending::Create {
        start_gas,
        held_gas,
        address_out: request.address_out,
        revert_len_out: request.revert_len_out,
    };
    Ok(Started::Child(
        FrameInput::Create(Box::new(inputs)),
        pending,
    ))
}

/// Settles with the program what a child frame did; the call's status, nothing for creations.
pub(super) fn finish(
    io: &mut Io<'_>,
    pending: Pending,
    result: FrameResult,
) -> Result<Option<u32>, Exit> {
    let instruction_result = result.instruction_result();
    let unspent = if instruction_result.is_ok_or_revert() {
        result.gas().remaining()
    } else {
        0
    };
    match (pending, result) {
        (
            Pending::Call {
                base_gas,
                gas,
                ret_len,
            },
            result,
        ) => {
            let output = match instruction_result.is_ok_or_revert() {
                true => result.into_interpreter_result().output,
                false => Bytes::new(),
            };
            let status = if instruction_result.is_ok() {
                SUCCESS
            } else {
                FAILURE
            };
            let cost = base_gas.saturating_add(gas.saturating_sub(unspent));
            settle_call(io, cost, output, ret_len)?;
            Ok(Some(status))
        }
        (
            Pending::Create {
                start_gas,
                held_gas,
                address_out,
                revert_len_out,
            },
            result,
        ) => {
            let address = match &result {
                FrameResult::Create(outcome) if instruction_result.is_ok() => outcome.address,
                _ => None,
            };
            io.buy_gas(start_gas.saturating_sub(unspent.saturating_add(held_gas)))?;
            let return_data = match instruction_result {
                InstructionResult::Revert => result.into_interpreter_result().output,
                _ => Bytes::new(),
            };
            let len = return_data.len();
            io.invocation_mut().return_data = return_data;
            io.write_len(revert_len_out, len)?;
            io.write(address_out, address.unwrap_or_default().as_slice())?;
            Ok(None)
        }
    }
}

fn settle_call(io: &mut Io<'_>, cost: u64, output: Bytes, ret_len: u32) -> Result<(), Exit> {
    io.buy_gas(cost)?;
    let len = output.len();
    io.invocation_mut().return_data = output;
    io.write_len(ret_len, len)
}

fn finish_call(
    io: &mut Io<'_>,
    cost: u64,
    output: Bytes,
    status: u32,
    ret_len: u32,
) -> Result<Started, Fault> {
    settle_call(io, cost, output, ret_len)?;
    Ok(Started::Status(status))
}
