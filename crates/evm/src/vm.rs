//! The frame machine: revm's, with frames that are programs.

use alloy_primitives::Address;
use ballast_stylus::format::CodeKind;
use revm::Database;
use revm::context::{ContextError, Evm, FrameStack};
use revm::handler::evm::{ContextDbError, FrameInitResult};
use revm::handler::instructions::InstructionProvider;
use revm::handler::{EthFrame, EvmTr, FrameData, FrameInitOrResult, FrameResult, ItemOrResult};
use revm::inspector::handler::frame_end;
use revm::inspector::{Inspector, InspectorEvmTr, inspect_instructions};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_action::FrameInit;
use revm::interpreter::{CallScheme, FrameInput, InstructionResult, InterpreterAction};

use crate::arbos::ArbPrecompiles;
use crate::context::{Ctx, Fatal, OpenFrame};
use crate::instructions::ArbInstructions;
use crate::program::{self, ProgramFrame, Step};

type Inner<DB, INSP> = Evm<Ctx<DB>, INSP, ArbInstructions<DB>, ArbPrecompiles, EthFrame>;

/// revm's EVM and, beside its frame stack, the programs that run in those frames.
pub(crate) struct ArbEvm<DB: Database, INSP> {
    pub(crate) inner: Inner<DB, INSP>,
    /// One entry per frame on the stack.
    slots: Vec<Slot>,
}

/// What runs in a frame.
enum Slot {
    /// EVM code.
    Code,
    /// A program that was not entered yet.
    Arriving,
    /// A program that was.
    Program(Box<ProgramFrame>),
}

impl<DB: Database, INSP> ArbEvm<DB, INSP> {
    pub(crate) fn new(
        ctx: Ctx<DB>,
        inspector: INSP,
        instructions: ArbInstructions<DB>,
        precompiles: ArbPrecompiles,
    ) -> Self {
        let inner = Evm::new_with_inspector(ctx, inspector, instructions, precompiles);
        Self {
            inner,
            slots: Vec::new(),
        }
    }

    /// True if the innermost frame is a program's.
    fn on_program(&self) -> bool {
        !matches!(self.slots.last(), None | Some(Slot::Code))
    }

    fn run_program(&mut self) -> Result<FrameInitOrResult<EthFrame>, ContextError<DB::Error>> {
        let (ctx, frame) = (&mut self.inner.ctx, self.inner.frame_stack.get());
        let Some(slot) = self.slots.last_mut() else {
            return Err(ContextError::Custom(
                "a program runs without a frame".into(),
            ));
        };
        let step = step(ctx, frame, slot).map_err(|fatal| ContextError::Custom(fatal.0))?;
        match step {
            Step::Child(frame_input) => Ok(ItemOrResult::Item(FrameInit {
                depth: frame.depth + 1,
                memory: frame.interpreter.memory.new_child_context(),
                frame_input,
            })),
            Step::Done(result) => self.end_frame(InterpreterAction::Return(result)),
        }
    }

    /// Lets revm settle the journal for what the innermost frame wants to do next.
    fn end_frame(
        &mut self,
        mut action: InterpreterAction,
    ) -> Result<FrameInitOrResult<EthFrame>, ContextError<DB::Error>> {
        let (ctx, frame) = (&mut self.inner.ctx, self.inner.frame_stack.get());
        refuse_reserved_code(ctx, frame, &mut action);
        let outcome = frame.process_next_action::<_, ContextError<DB::Error>>(ctx, action)?;
        if outcome.is_result() {
            frame.set_finished(true);
        }
        Ok(outcome)
    }
}

fn step<DB: Database>(
    ctx: &mut Ctx<DB>,
    frame: &mut EthFrame,
    slot: &mut Slot,
) -> Result<Step, Fatal> {
    if matches!(slot, Slot::Arriving) {
        match program::enter(ctx, frame)? {
            Ok(program) => *slot = Slot::Program(Box::new(program)),
            Err(result) => return Ok(Step::Done(result)),
        }
    }
    match slot {
        Slot::Program(program) => program.run(ctx, &mut frame.interpreter.gas),
        Slot::Code | Slot::Arriving => Err(Fatal("EVM code was run as a program".into())),
    }
}

/// EIP-3541 with Arbitrum's exemption: created code may start with `EF` only if the chain's ArbOS
/// version knows the prefix.
fn refuse_reserved_code<DB: Database>(
    ctx: &Ctx<DB>,
    frame: &EthFrame,
    action: &mut InterpreterAction,
) {
    if let (FrameData::Create(_), InterpreterAction::Return(result)) = (&frame.data, action)
        && result.result.is_ok()
        && result.output.first() == Some(&0xef)
        && ctx.chain.classify(&result.output).is_none()
    {
        result.result = InstructionResult::CreateContractStartingWithEF;
    }
}

/// The frame as ArbOS and programs see it.
fn open_frame(input: &FrameInput, acting: Address) -> OpenFrame {
    match input {
        FrameInput::Call(call) => OpenFrame {
            acting,
            caller: call.caller,
            enters: !matches!(call.scheme, CallScheme::DelegateCall | CallScheme::CallCode),
        },
        FrameInput::Create(create) => OpenFrame {
            acting,
            caller: create.caller(),
            enters: true,
        },
        FrameInput::Empty => OpenFrame {
            acting,
            caller: Address::ZERO,
            enters: true,
        },
    }
}

impl<DB: Database, INSP> EvmTr for ArbEvm<DB, INSP> {
    type Context = Ctx<DB>;
    type Instructions = ArbInstructions<DB>;
    type Precompiles = ArbPrecompiles;
    type Frame = EthFrame;

    fn all(
        &self,
    ) -> (
        &Self::Context,
        &Self::Instructions,
        &Self::Precompiles,
        &FrameStack<Self::Frame>,
    ) {
        self.inner.all()
    }

    fn all_mut(
        &mut self,
    ) -> (
        &mut Self::Context,
        &mut Self::Instructions,
        &mut Self::Precompiles,
        &mut FrameStack<Self::Frame>,
    ) {
        self.inner.all_mut()
    }

    fn frame_init(
        &mut self,
        frame_init: FrameInit,
    ) -> Result<FrameInitResult<'_, Self::Frame>, ContextDbError<Self::Context>> {
        if let ItemOrResult::Result(result) = self.inner.frame_init(frame_init)? {
            return Ok(ItemOrResult::Result(result));
        }
        let frame = self.inner.frame_stack.get();
        let acting = frame.interpreter.input.target_address;
        let chain = &mut self.inner.ctx.chain;
        chain.frames.push(open_frame(&frame.input, acting));
        let is_call = matches!(frame.data, FrameData::Call(_));
        let code = frame.interpreter.bytecode.original_byte_slice();
        let is_program = is_call && chain.classify(code).is_some_and(CodeKind::runs_as_wasm);
        self.slots.push(if is_program {
            Slot::Arriving
        } else {
            Slot::Code
        });
        Ok(ItemOrResult::Item(frame))
    }

    fn frame_run(
        &mut self,
    ) -> Result<FrameInitOrResult<Self::Frame>, ContextDbError<Self::Context>> {
        if self.on_program() {
            return self.run_program();
        }
        let (ctx, frame) = (&mut self.inner.ctx, self.inner.frame_stack.get());
        let instructions = &self.inner.instruction;
        let action = frame.interpreter.run_plain(
            instructions.instruction_table(),
            instructions.gas_table(),
            ctx,
        );
        self.end_frame(action)
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<Self::Context>> {
        if self.inner.frame_stack.get().is_finished() {
            self.inner.frame_stack.pop();
            self.slots.pop();
            self.inner.ctx.chain.frames.pop();
        }
        if self.inner.frame_stack.index().is_none() {
            return Ok(Some(result));
        }
        let (ctx, frame) = (&mut self.inner.ctx, self.inner.frame_stack.get());
        let Some(Slot::Program(program)) = self.slots.last_mut() else {
            frame.return_result::<_, ContextDbError<Self::Context>>(ctx, result)?;
            return Ok(None);
        };
        frame.interpreter.memory.free_child_context();
        std::mem::replace(&mut ctx.error, Ok(()))?;
        program
            .return_child(result)
            .map_err(|fatal| ContextError::Custom(fatal.0))?;
        Ok(None)
    }
}

impl<DB: Database, INSP> InspectorEvmTr for ArbEvm<DB, INSP>
where
    INSP: Inspector<Ctx<DB>, EthInterpreter>,
{
    type Inspector = INSP;

    fn all_inspector(
        &self,
    ) -> (
        &Self::Context,
        &Self::Instructions,
        &Self::Precompiles,
        &FrameStack<Self::Frame>,
        &Self::Inspector,
    ) {
        self.inner.all_inspector()
    }

    fn all_mut_inspector(
        &mut self,
    ) -> (
        &mut Self::Context,
        &mut Self::Instructions,
        &mut Self::Precompiles,
        &mut FrameStack<Self::Frame>,
        &mut Self::Inspector,
    ) {
        self.inner.all_mut_inspector()
    }

    fn inspect_frame_run(
        &mut self,
    ) -> Result<FrameInitOrResult<Self::Frame>, ContextDbError<Self::Context>> {
        let mut outcome = if self.on_program() {
            let logs_before = self.inner.ctx.journaled_state.logs.len();
            let outcome = self.run_program()?;
            let new_logs = self.inner.ctx.journaled_state.logs.get(logs_before..);
            for log in new_logs.unwrap_or_default().to_vec() {
                self.inner.inspector.log(&mut self.inner.ctx, log);
            }
            outcome
        } else {
            let (ctx, inspector, frame, instructions) = self.ctx_inspector_frame_instructions();
            let action = inspect_instructions(
                ctx,
                &mut frame.interpreter,
                inspector,
                instructions.instruction_table(),
                instructions.gas_table(),
            );
            self.end_frame(action)?
        };
        if let ItemOrResult::Result(result) = &mut outcome {
            let (ctx, inspector, frame) = self.ctx_inspector_frame();
            frame_end(ctx, inspector, &frame.input, result);
        }
        Ok(outcome)
    }
}
