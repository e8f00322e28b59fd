//! Runs Stylus programs as frames of the EVM.
//!
//! A program that needs the chain is set aside in the middle of a host call and resumed with the
//! answer. So a child frame never sits on top of its parent on the native stack, whatever the mix of
//! programs and EVM code, and 1,024 nested frames cost heap only.

mod cache;
mod calls;
mod chain;
mod entry;
mod host;
mod io;
mod storage;

pub(crate) use cache::ProgramCache;
pub(crate) use entry::{Undecodable, wasm_of};

use alloy_primitives::{Address, U256};
use ballast_stylus::pricing::return_data_gas;
use revm::Database;
use revm::handler::{EthFrame, FrameResult};
use revm::interpreter::{FrameInput, Gas, InstructionResult, InterpreterResult};
use wasmi::TypedResumableCallHostTrap as HostTrap;
use wasmi::{AsContextMut, Store, TrapCode, TypedFunc, TypedResumableCall, Val};

use self::calls::{Pending, Started};
use self::io::{Exit, Handles, Invocation, Io, Request};
use crate::context::{Ctx, Fatal};
use crate::types::{HostCall, ProgramUsage};

/// How the program's own run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Success,
    Revert,
    /// A trap or a failed host function: reverts without data, keeps the gas.
    Failure(&'static str),
    OutOfInk,
    OutOfStack,
}

/// A host call that did not go through: the program's doing, or the engine's.
#[derive(Debug)]
enum Fault {
    Exit(Exit),
    Fatal(Fatal),
}

impl From<Exit> for Fault {
    fn from(exit: Exit) -> Self {
        Self::Exit(exit)
    }
}

impl From<Fatal> for Fault {
    fn from(fatal: Fatal) -> Self {
        Self::Fatal(fatal)
    }
}

/// What a program's host calls need to know of its frame.
#[derive(Clone, Debug)]
struct Frame {
    acting: Address,
    caller: Address,
    value: U256,
    is_static: bool,
    /// Change of the refund counter made by this frame's own storage writes.
    refund: i64,
}

/// How the program goes on.
enum Next {
    Enter(TypedFunc<i32, i32>),
    Resume(HostTrap<i32>, Option<u32>),
    /// The program cannot pay for what its child used.
    Exit(Exit),
}

/// What a program frame asks of the EVM.
pub(crate) enum Step {
    /// Run this child frame and bring back its result.
    Child(FrameInput),
    /// The frame is over.
    Done(InterpreterResult),
}

/// A program that was entered and has not ended.
pub(crate) struct ProgramFrame {
    store: Store<Invocation>,
    handles: Handles,
    frame: Frame,
    calldata_len: i32,
    next: Option<Next>,
    waiting: Option<(HostTrap<i32>, Pending)>,
    /// Gas when the frame was entered, before anything was charged.
    gas_at_entry: u64,
    entry_gas: u64,
    start_ink: u64,
    /// Pages open before this program.
    pages_before: u16,
    depth: usize,
}

impl ProgramFrame {
    /// Runs the program until it ends or needs a child frame.
    pub(crate) fn run<DB: Database>(
        &mut self,
        ctx: &mut Ctx<DB>,
        gas: &mut Gas,
    ) -> Result<Step, Fatal> {
        loop {
            let progress = match self.next.take() {
                Some(Next::Enter(entry)) => {
                    entry.call_resumable(&mut self.store, self.calldata_len)
                }
                Some(Next::Resume(trap, None)) => trap.resume(&mut self.store, &[]),
                Some(Next::Resume(trap, Some(value))) => {
                    trap.resume(&mut self.store, &[Val::I32(value.cast_signed())])
                }
                Some(Next::Exit(exit)) => return Ok(self.exit(ctx, gas, exit)),
                None => return Err(Fatal("a program was run while it waits for a child".into())),
            };
            let trap = match progress {
                Ok(TypedResumableCall::Finished(status)) => {
                    let outcome = if status == 0 {
                        Outcome::Success
                    } else {
                        Outcome::Revert
                    };
                    return Ok(self.finish(ctx, gas, outcome));
                }
                Ok(TypedResumableCall::HostTrap(trap)) => trap,
                Ok(TypedResumableCall::OutOfFuel(_)) => {
                    return Err(Fatal("the engine meters fuel, which is off".into()));
                }
                Err(error) => {
                    let outcome = self.trap_outcome(&error);
                    return Ok(self.finish(ctx, gas, outcome));
                }
            };
            match trap.host_error().downcast_ref::<Exit>().cloned() {
                Some(Exit::Suspend) => {}
                Some(exit) => return Ok(self.exit(ctx, gas, exit)),
                None => return Ok(self.exit(ctx, gas, Exit::Failure("unknown host error"))),
            }
            match self.serve(ctx, trap) {
                Ok(None) => {}
                Ok(Some(input)) => return Ok(Step::Child(input)),
                Err(Fault::Exit(exit)) => return Ok(self.exit(ctx, gas, exit)),
                Err(Fault::Fatal(fatal)) => return Err(fatal),
            }
        }
    }

    /// Hands a child's result to the program, which then is ready to [`run`](Self::run) again.
    pub(crate) fn return_child(&mut self, result: FrameResult) -> Result<(), Fatal> {
        let Some((trap, pending)) = self.waiting.take() else {
            return Err(Fatal(
                "a program got a child's result that it does not wait for".into(),
            ));
        };
        if result.instruction_result().is_ok() {
            self.frame.refund += result.gas().refunded();
        }
        let mut io = self.io()?;
        let finished = calls::finish(&mut io, pending, result);
        if let Ok(Some(status)) = finished {
            io.trace_outs(&status.to_be_bytes());
        }
        io.trace_end();
        self.next = Some(match finished {
            Ok(value) => Next::Resume(trap, value),
            Err(exit) => Next::Exit(exit),
        });
        Ok(())
    }

    fn io(&mut self) -> Result<Io<'_>, Fatal> {
        Io::new(self.store.as_context_mut())
            .ok_or_else(|| Fatal("a program runs without its memory".into()))
    }

    /// Answers the pending request, or starts the child frame it needs.
    fn serve<DB: Database>(
        &mut self,
        ctx: &mut Ctx<DB>,
        trap: HostTrap<i32>,
    ) -> Result<Option<FrameInput>, Fault> {
        let Some(request) = self.store.data_mut().request.take() else {
            return Err(Fatal("a program was set aside without a request".into()).into());
        };
        let mut io = Io::new(self.store.as_context_mut())
            .ok_or_else(|| Fatal("a program runs without its memory".into()))?;
        let answer = answer(&mut io, ctx, &mut self.frame, request);
        match answer {
            Ok(Answer::Child(input, pending)) => {
                // What the child does comes after what was done so far.
                if let Some(tracer) = self.store.data_mut().trace.as_mut() {
                    ctx.chain.host_calls.append(&mut tracer.done);
                }
                self.waiting = Some((trap, pending));
                Ok(Some(input))
            }
            Ok(Answer::Value(value)) => {
                if let Some(value) = value {
                    io.trace_outs(&value.to_be_bytes());
                }
                io.trace_end();
                self.next = Some(Next::Resume(trap, value));
                Ok(None)
            }
            Err(fault) => {
                io.trace_end();
                Err(fault)
            }
        }
    }

    fn stack_left(&self) -> bool {
        !matches!(self.handles.stack_left.get(&self.store), Val::I32(0))
    }

    fn out_of_ink(&self) -> bool {
        !matches!(self.handles.ink_status.get(&self.store), Val::I32(0))
    }

    /// Depth is recognised first, then ink, then whatever else happened.
    fn trap_outcome(&self, error: &wasmi::Error) -> Outcome {
        if !self.stack_left() || error.as_trap_code() == Some(TrapCode::StackOverflow) {
            return Outcome::OutOfStack;
        }
        if self.out_of_ink() {
            return Outcome::OutOfInk;
        }
        Outcome::Failure(trap_text(error))
    }

    fn exit<DB: Database>(&mut self, ctx: &mut Ctx<DB>, gas: &mut Gas, exit: Exit) -> Step {
        let outcome = match exit {
            _ if !self.stack_left() => Outcome::OutOfStack,
            _ if self.out_of_ink() => Outcome::OutOfInk,
            Exit::Early(0) => Outcome::Success,
            Exit::Early(_) => Outcome::Revert,
            Exit::OutOfInk => Outcome::OutOfInk,
            Exit::Failure(reason) => Outcome::Failure(reason),
            Exit::Suspend => Outcome::Failure("a host call never answered"),
        };
        self.finish(ctx, gas, outcome)
    }

    /// Closes the frame: pages, gas, output, records.
    fn finish<DB: Database>(&mut self, ctx: &mut Ctx<DB>, gas: &mut Gas, outcome: Outcome) -> Step {
        let ink_left = match (outcome, self.handles.ink_left.get(&self.store)) {
            (Outcome::OutOfInk | Outcome::OutOfStack, _) => 0,
            (_, Val::I64(ink)) => ink.cast_unsigned(),
            (_, _) => 0,
        };
        let mut gas_left = self.store.data().ink_price.ink_to_gas(ink_left);
        let (mut result, reason) = match outcome {
            Outcome::Success => (InstructionResult::Return, None),
            Outcome::Revert => (InstructionResult::Revert, None),
            Outcome::Failure(reason) => (InstructionResult::Revert, Some(reason)),
            Outcome::OutOfInk => (InstructionResult::OutOfGas, Some("out of ink")),
            Outcome::OutOfStack => (InstructionResult::StackOverflow, Some("out of stack")),
        };
        let has_output = matches!(outcome, Outcome::Success | Outcome::Revert);
        let output = if has_output {
            std::mem::take(&mut self.store.data_mut().output)
        } else {
            Vec::new()
        };
        if !output.is_empty() {
            match self
                .gas_at_entry
                .checked_sub(return_data_gas(output.len() as u64))
            {
                Some(most) => gas_left = gas_left.min(most),
                None => (result, gas_left) = (InstructionResult::OutOfGas, 0),
            }
        }
        if let Some(reason) = reason {
            ctx.chain.failure = Some(format!("program {}: {reason}", self.frame.acting));
        }
        ctx.chain.pages.close_to(self.pages_before);
        self.record(ctx, ink_left);
        gas.set_remaining(gas_left);
        gas.record_refund(self.frame.refund);
        let output = if result.is_ok_or_revert() {
            output.into()
        } else {
            Default::default()
        };
        Step::Done(InterpreterResult::new(result, output, *gas))
    }

    fn record<DB: Database>(&mut self, ctx: &mut Ctx<DB>, ink_left: u64) {
        ctx.chain.usage.push(ProgramUsage {
            depth: self.depth,
            address: self.frame.acting,
            entry_gas: self.entry_gas,
            ink: self.start_ink.saturating_sub(ink_left),
        });
        let Some(tracer) = self.store.data_mut().trace.take() else {
            return;
        };
        ctx.chain.host_calls.extend(tracer.done);
        ctx.chain.host_calls.push(HostCall {
            depth: self.depth,
            program: self.frame.acting,
            name: "user_returned",
            args: Default::default(),
            outs: Default::default(),
            start_ink: ink_left,
            end_ink: ink_left,
            callee: None,
        });
    }
}

enum Answer {
    Value(Option<u32>),
    Child(FrameInput, Pending),
}

impl From<Started> for Answer {
    fn from(started: Started) -> Self {
        match started {
            Started::Child(input, pending) => Self::Child(input, pending),
            Started::Status(status) => Self::Value(Some(status)),
        }
    }
}

fn answer<DB: Database>(
    io: &mut Io<'_>,
    ctx: &mut Ctx<DB>,
    frame: &mut Frame,
    request: Request,
) -> Result<Answer, Fault> {
    let none = |()| Answer::Value(None);
    let some = |value| Answer::Value(Some(value));
    match request {
        Request::StorageLoad { key, dest } => {
            chain::storage_load(io, ctx, frame, (key, dest)).map(none)
        }
        Request::StorageFlush { clear } => chain::storage_flush(io, ctx, frame, clear).map(none),
        Request::TransientLoad { key, dest } => {
            chain::transient_load(io, ctx, frame, (key, dest)).map(none)
        }
        Request::TransientStore { key, value } => {
            chain::transient_store(io, ctx, frame, (key, value)).map(none)
        }
        Request::EmitLog { data, len, topics } => {
            chain::emit_log(io, ctx, frame, (data, len, topics)).map(none)
        }
        Request::Balance { address, dest } => chain::balance(io, ctx, (address, dest)).map(none),
        Request::CodeHash { address, dest } => chain::code_hash(io, ctx, (address, dest)).map(none),
        Request::Code {
            address,
            offset,
            size,
            dest,
        } => chain::code(io, ctx, (address, offset, size, dest)).map(some),
        Request::CodeSize { address } => chain::code_size(io, ctx, address).map(some),
        Request::GrowMemory { pages } => chain::grow_memory(io, ctx, pages).map(none),
        Request::Call(request) => calls::call(io, ctx, frame, request).map(Answer::from),
        Request::Create(request) => calls::create(io, frame, request).map(Answer::from),
    }
}

fn trap_text(error: &wasmi::Error) -> &'static str {
    error
        .as_trap_code()
        .map_or("trap", |code| code.trap_message())
}

/// The program frame of an EVM frame whose code is a program, or the frame's end if it cannot enter.
pub(crate) fn enter<DB: Database>(
    ctx: &mut Ctx<DB>,
    evm_frame: &mut EthFrame,
) -> Result<Result<ProgramFrame, InterpreterResult>, Fatal> {
    entry::enter(ctx, evm_frame)
}

#[cfg(test)]
pub(crate) use entry::test_invocation;
