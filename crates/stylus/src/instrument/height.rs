//! The running height of the value stack, as the depth checker counts it.
//!
//! The count is its own: subtractions stop at zero, code after a branch goes on from the height
//! before it, and leaving a scope goes back to the height at its start. Prices depend on it, so it
//! may not be replaced by the true height.

use wasmparser::BlockType;
use wasmparser::FuncType;
use wasmparser::Operator;

use crate::validate::Module;

/// Height that a basic block's header reaches above the height at the block's start.
const HEADER_PEAK: u32 = 2;

/// Height that the code in front of `memory.fill` reaches above the height with all operands.
const BULK_PEAK: u32 = 3;

/// The height, where it stood at the start of each open scope, and where it was highest.
pub(super) struct Height {
    now: u32,
    worst: u32,
    scopes: Vec<u32>,
}

impl Default for Height {
    fn default() -> Self {
        Self {
            now: 0,
            worst: 0,
            scopes: vec![0],
        }
    }
}

impl Height {
    pub(super) const fn worst(&self) -> u32 {
        self.worst
    }

    fn push(&mut self, values: u32) {
        self.now = self.now.saturating_add(values);
        self.worst = self.worst.max(self.now);
    }

    fn pop(&mut self, values: u32) {
        self.now = self.now.saturating_sub(values);
    }

    fn peak(&mut self, above: u32) {
        self.worst = self.worst.max(self.now.saturating_add(above));
    }

    /// Takes in a header, which leaves the height as it was.
    pub(super) fn header(&mut self) {
        self.peak(HEADER_PEAK);
    }

    /// Takes in the code in front of `memory.fill` and `memory.copy`. It sets the length aside and
    /// puts it back, so a height of zero (in dead code) leaves it as one.
    pub(super) fn bulk(&mut self) {
        self.now = self.now.max(1);
        self.peak(BULK_PEAK);
    }

    fn open(&mut self, ty: BlockType) {
        if ty != BlockType::Empty {
            self.push(1);
        }
        self.scopes.push(self.now);
    }

    fn call(&mut self, ty: Option<&FuncType>) {
        // Results first: the peak between the two steps counts.
        self.push(ty.map_or(0, |ty| ty.results().len() as u32));
        self.pop(ty.map_or(0, |ty| ty.params().len() as u32));
    }

    /// Takes in an operator of the program.
    pub(super) fn visit(&mut self, operator: &Operator<'_>, module: &Module<'_>) {
        match operator {
            Operator::Block { blockty } | Operator::Loop { blockty } => self.open(*blockty),
            Operator::If { blockty } => {
                self.pop(1);
                self.open(*blockty);
            }
            Operator::Else => self.now = self.scopes.last().copied().unwrap_or(0),
            Operator::End => self.now = self.scopes.pop().unwrap_or(0),
            Operator::Call { function_index } => self.call(module.function_type(*function_index)),
            Operator::CallIndirect { type_index, .. } => {
                self.call(module.type_at(*type_index));
                self.pop(1);
            }
            _ => match effect(operator) {
                Effect::Push => self.push(1),
                Effect::Keep => {}
                Effect::Pop(values) => self.pop(values),
            },
        }
    }
}

/// What an operator does to the height.
enum Effect {
    Push,
    Keep,
    Pop(u32),
}

fn effect(operator: &Operator<'_>) -> Effect {
    use Operator::{
        BrIf, BrTable, Drop, F32Const, F32Store, F64Const, F64Store, GlobalGet, GlobalSet,
        I32Const, I32Store, I32Store8, I32Store16, I64Const, I64Store, I64Store8, I64Store16,
        I64Store32, LocalGet, LocalSet, MemoryCopy, MemoryFill, MemorySize, Select,
    };
    match operator {
        LocalGet { .. } | GlobalGet { .. } | MemorySize { .. } => Effect::Push,
        I32Const { .. } | I64Const { .. } | F32Const { .. } | F64Const { .. } => Effect::Push,
        BrIf { .. } | BrTable { .. } | Drop => Effect::Pop(1),
        LocalSet { .. } | GlobalSet { .. } => Effect::Pop(1),
        Select => Effect::Pop(2),
        I32Store { .. } | I32Store8 { .. } | I32Store16 { .. } => Effect::Pop(2),
        I64Store { .. } | I64Store8 { .. } | I64Store16 { .. } | I64Store32 { .. } => {
            Effect::Pop(2)
        }
        F32Store { .. } | F64Store { .. } => Effect::Pop(2),
        MemoryFill { .. } | MemoryCopy { .. } => Effect::Pop(3),
        _ if takes_two(operator) => Effect::Pop(1),
        // One operand for one result, or none for none.
        _ => Effect::Keep,
    }
}

fn takes_two(operator: &Operator<'_>) -> bool {
    use Operator::{
        I32Add, I32And, I32DivS, I32DivU, I32Eq, I32GeS, I32GeU, I32GtS, I32GtU, I32LeS, I32LeU,
        I32LtS, I32LtU, I32Mul, I32Ne, I32Or, I32RemS, I32RemU, I32Rotl, I32Rotr, I32Shl, I32ShrS,
        I32ShrU, I32Sub, I32Xor, I64Add, I64And, I64DivS, I64DivU, I64Eq, I64GeS, I64GeU, I64GtS,
        I64GtU, I64LeS, I64LeU, I64LtS, I64LtU, I64Mul, I64Ne, I64Or, I64RemS, I64RemU, I64Rotl,
        I64Rotr, I64Shl, I64ShrS, I64ShrU, I64Sub, I64Xor,
    };
    matches!(
        operator,
        I32Eq
            | I32Ne
            | I32LtS
            | I32LtU
            | I32GtS
            | I32GtU
            | I32LeS
            | I32LeU
            | I32GeS
            | I32GeU
            | I64Eq
            | I64Ne
            | I64LtS
            | I64LtU
            | I64GtS
            | I64GtU
            | I64LeS
            | I64LeU
            | I64GeS
            | I64GeU
            | I32Add
            | I32Sub
            | I32Mul
            | I32DivS
            | I32DivU
            | I32RemS
            | I32RemU
            | I32And
            | I32Or
            | I32Xor
            | I32Shl
            | I32ShrS
            | I32ShrU
            | I32Rotl
            | I32Rotr
            | I64Add
            | I64Sub
            | I64Mul
            | I64DivS
            | I64DivU
            | I64RemS
            | I64RemU
            | I64And
            | I64Or
            | I64Xor
            | I64Shl
            | I64ShrS
            | I64ShrU
            | I64Rotl
            | I64Rotr
    )
}
