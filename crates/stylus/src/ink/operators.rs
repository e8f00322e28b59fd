//! Ink per operator, the same for Stylus versions 1 and 2.

use wasmparser::Operator;

/// Ink of the code that meters a basic block.
pub(crate) const BLOCK_HEADER: u64 = 2_450;

/// Ink per byte that `memory.fill` and `memory.copy` touch.
pub(crate) const BULK_BYTE: i64 = 100;

/// Ink of an operator without a price that programs may still contain: none can pay it.
pub(crate) const UNAFFORDABLE: u64 = u64::MAX;

/// Ink of one operator, `None` if it has no price. `indirect_params` is the number of parameters
/// of the type with a given index, for indirect calls.
pub(crate) fn operator_ink(op: &Operator<'_>, indirect_params: impl Fn(u32) -> u64) -> Option<u64> {
    use Operator::{
        Block, Br, BrIf, BrTable, Call, CallIndirect, Drop, Else, End, GlobalGet, GlobalSet, If,
        LocalGet, LocalSet, LocalTee, Loop, MemoryCopy, MemoryFill, MemoryGrow, MemorySize, Nop,
        Return, Select, Unreachable,
    };
    Some(match op {
        Unreachable | Return | Nop | Block { .. } | Loop { .. } | Else | End => 1,
        Operator::I32Const { .. } | Operator::I64Const { .. } => 1,
        Drop => 9,
        Br { .. } | BrIf { .. } | If { .. } => 765,
        BrTable { targets } => 2_400 + 325 * u64::from(targets.len()),
        Select => 1_250,
        Call { .. } => 3_800,
        CallIndirect { type_index, .. } => 13_610 + 650 * indirect_params(*type_index),
        LocalGet { .. } | LocalTee { .. } => 75,
        LocalSet { .. } => 210,
        GlobalGet { .. } => 225,
        GlobalSet { .. } => 575,
        MemorySize { .. } => 3_000,
        MemoryGrow { .. } => 8_050,
        MemoryCopy { .. } | MemoryFill { .. } => 950,
        _ => return memory_ink(op).or_else(|| arithmetic_ink(op)),
    })
}

fn memory_ink(op: &Operator<'_>) -> Option<u64> {
    use Operator::{
        I32Load, I32Load8S, I32Load8U, I32Load16S, I32Load16U, I32Store, I32Store8, I32Store16,
        I64Load, I64Load8S, I64Load8U, I64Load16S, I64Load16U, I64Load32S, I64Load32U, I64Store,
        I64Store8, I64Store16, I64Store32,
    };
    Some(match op {
        I32Load { .. } | I32Load8S { .. } | I32Load8U { .. } => 670,
        I32Load16S { .. } | I32Load16U { .. } => 670,
        I64Load { .. } | I64Load8S { .. } | I64Load8U { .. } | I64Load16S { .. } => 680,
        I64Load16U { .. } | I64Load32S { .. } | I64Load32U { .. } => 680,
        I32Store { .. } | I32Store8 { .. } | I32Store16 { .. } => 825,
        I64Store { .. } | I64Store8 { .. } | I64Store16 { .. } | I64Store32 { .. } => 950,
        _ => return None,
    })
}

fn arithmetic_ink(op: &Operator<'_>) -> Option<u64> {
    use Operator::{
        I32Add, I32And, I32Clz, I32Ctz, I32DivS, I32DivU, I32Eq, I32Eqz, I32Extend8S, I32Extend16S,
        I32GeS, I32GeU, I32GtS, I32GtU, I32LeS, I32LeU, I32LtS, I32LtU, I32Mul, I32Ne, I32Or,
        I32Popcnt, I32RemS, I32RemU, I32Rotl, I32Rotr, I32Shl, I32ShrS, I32ShrU, I32Sub,
        I32WrapI64, I32Xor, I64Add, I64And, I64Clz, I64Ctz, I64DivS, I64DivU, I64Eq, I64Eqz,
        I64Extend8S, I64Extend16S, I64Extend32S, I64ExtendI32S, I64ExtendI32U, I64GeS, I64GeU,
        I64GtS, I64GtU, I64LeS, I64LeU, I64LtS, I64LtU, I64Mul, I64Ne, I64Or, I64Popcnt, I64RemS,
        I64RemU, I64Rotl, I64Rotr, I64Shl, I64ShrS, I64ShrU, I64Sub, I64Xor,
    };
    Some(match op {
        I32Eqz | I32Eq | I32Ne | I32LtS | I32LtU | I32GtS | I32GtU => 170,
        I32LeS | I32LeU | I32GeS | I32GeU => 170,
        I64Eqz | I64Eq | I64Ne | I64LtS | I64LtU | I64GtS | I64GtU => 225,
        I64LeS | I64LeU | I64GeS | I64GeU => 225,
        I32Clz | I32Ctz | I64Clz | I64Ctz => 210,
        I32Add | I32Sub => 70,
        I64Add | I64Sub => 100,
        I32Mul | I64Mul => 160,
        I32DivS | I32DivU | I32RemS | I32RemU => 1_120,
        I64DivS | I64DivU | I64RemS | I64RemU => 1_270,
        I32And | I32Or | I32Xor | I32Shl | I32ShrS | I32ShrU | I32Rotl | I32Rotr => 70,
        I64And | I64Or | I64Xor | I64Shl | I64ShrS | I64ShrU | I64Rotl | I64Rotr => 100,
        I32Popcnt => 2_650,
        I64Popcnt => 6_000,
        I32WrapI64 | I64ExtendI32S | I64ExtendI32U => 100,
        I32Extend8S | I32Extend16S | I64Extend8S | I64Extend16S | I64Extend32S => 100,
        _ => return None,
    })
}
