//! The inserted code.

use wasm_encoder::BlockType;
use wasm_encoder::Encode;
use wasm_encoder::Instruction;
use wasmparser::FunctionBody;

use super::plan::FunctionPlan;
use super::plan::Insertion;
use crate::ink::operators::BULK_BYTE;
use crate::validate::Module;

/// Indices of the added globals.
pub(super) struct Globals {
    pub(super) ink_left: u32,
    pub(super) ink_status: u32,
    pub(super) scratch: u32,
    pub(super) stack_left: u32,
}

impl Globals {
    /// The added globals of a module that has `own` of its own.
    pub(super) const fn after(own: usize) -> Self {
        // The limit on globals is far below 32 bits.
        let own = own as u32;
        Self {
            ink_left: own,
            ink_status: own + 1,
            scratch: own + 2,
            stack_left: own + 3,
        }
    }
}

/// The instrumented body of a function: its locals, and its operators with the plan's insertions.
pub(super) fn function(
    module: &Module<'_>,
    body: &FunctionBody<'_>,
    plan: &FunctionPlan,
    globals: &Globals,
) -> Vec<u8> {
    let range = body.range();
    // The offsets of a plan were read from this very body, in ascending order.
    let source = |from: usize, to: usize| module.wasm.get(from..to).unwrap_or_default();
    let mut emitter = Emitter {
        globals,
        grow_import: module.grow_import,
        frame_size: plan.frame_size().cast_signed(),
        out: source(range.start as usize, plan.start).to_vec(),
    };
    emitter.prologue();
    let mut from = plan.start;
    for (offset, insertion) in &plan.insertions {
        emitter.out.extend_from_slice(source(from, *offset));
        emitter.insert(*insertion);
        from = *offset;
    }
    emitter
        .out
        .extend_from_slice(source(from, range.end as usize));
    emitter.out
}

struct Emitter<'g> {
    globals: &'g Globals,
    grow_import: Option<u32>,
    frame_size: i32,
    out: Vec<u8>,
}

impl Emitter<'_> {
    fn emit(&mut self, instructions: &[Instruction<'_>]) {
        for instruction in instructions {
            instruction.encode(&mut self.out);
        }
    }

    fn insert(&mut self, insertion: Insertion) {
        match insertion {
            Insertion::Header { ink } => self.header(ink),
            Insertion::Bulk => self.bulk(),
            Insertion::Restore => self.restore(),
            Insertion::Return => {
                self.restore();
                self.emit(&[Instruction::Return]);
            }
            Insertion::Grow => self.grow(),
        }
    }

    /// Takes the frame from the depth budget, or sets the budget to zero and traps.
    fn prologue(&mut self) {
        let stack_left = self.globals.stack_left;
        let frame_size = self.frame_size;
        self.emit(&[
            Instruction::GlobalGet(stack_left),
            Instruction::I32Const(frame_size),
            Instruction::I32LeU,
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(0),
            Instruction::GlobalSet(stack_left),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::GlobalGet(stack_left),
            Instruction::I32Const(frame_size),
            Instruction::I32Sub,
            Instruction::GlobalSet(stack_left),
        ]);
    }

    /// Gives the frame back.
    fn restore(&mut self) {
        let stack_left = self.globals.stack_left;
        let frame_size = self.frame_size;
        self.emit(&[
            Instruction::GlobalGet(stack_left),
            Instruction::I32Const(frame_size),
            Instruction::I32Add,
            Instruction::GlobalSet(stack_left),
        ]);
    }

    /// Takes a block's ink, or sets the status and traps.
    fn header(&mut self, ink: u64) {
        let Globals {
            ink_left,
            ink_status,
            ..
        } = *self.globals;
        let ink = ink.cast_signed();
        self.emit(&[
            Instruction::GlobalGet(ink_left),
            Instruction::I64Const(ink),
            Instruction::I64LtU,
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(1),
            Instruction::GlobalSet(ink_status),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::GlobalGet(ink_left),
            Instruction::I64Const(ink),
            Instruction::I64Sub,
            Instruction::GlobalSet(ink_left),
        ]);
    }

    /// Takes ink for the length on top of the stack. An underflow shows in ink that grew.
    fn bulk(&mut self) {
        let Globals {
            ink_left,
            ink_status,
            scratch,
            ..
        } = *self.globals;
        self.emit(&[
            Instruction::GlobalSet(scratch),
            Instruction::GlobalGet(ink_left),
            Instruction::GlobalGet(ink_left),
            Instruction::GlobalGet(scratch),
            Instruction::I64ExtendI32U,
            Instruction::I64Const(BULK_BYTE),
            Instruction::I64Mul,
            Instruction::I64Sub,
            Instruction::GlobalSet(ink_left),
            Instruction::GlobalGet(ink_left),
            Instruction::I64LtU,
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(1),
            Instruction::GlobalSet(ink_status),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::GlobalGet(scratch),
        ]);
    }

    /// Has the host charge for the pages on top of the stack.
    fn grow(&mut self) {
        let scratch = self.globals.scratch;
        // Memory that may grow comes with the import; the rules on memory reject it otherwise.
        let Some(pay) = self.grow_import else {
            return;
        };
        self.emit(&[
            Instruction::GlobalSet(scratch),
            Instruction::GlobalGet(scratch),
            Instruction::Call(pay),
            Instruction::GlobalGet(scratch),
        ]);
    }
}
