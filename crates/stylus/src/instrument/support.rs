//! Operators that validation lets pass and that have no price.
//!
//! Programs may not contain them, computing with floats and the bulk operators that cannot be
//! metered alike; except those that only move floats, at a price nobody can pay.

use wasmparser::Operator;

/// True if the operator moves a float without computing with it.
pub(super) const fn moves_float(operator: &Operator<'_>) -> bool {
    use Operator::{
        F32Const, F32Load, F32ReinterpretI32, F32Store, F64Const, F64Load, F64ReinterpretI64,
        F64Store, I32ReinterpretF32, I64ReinterpretF64,
    };
    matches!(
        operator,
        F32Const { .. }
            | F32Load { .. }
            | F32Store { .. }
            | F32ReinterpretI32
            | F64Const { .. }
            | F64Load { .. }
            | F64Store { .. }
            | F64ReinterpretI64
            | I32ReinterpretF32
            | I64ReinterpretF64
    )
}

/// The operator's name without its operands, for a message.
pub(super) fn name(operator: &Operator<'_>) -> String {
    let debug = format!("{operator:?}");
    debug
        .split([' ', '{'])
        .next()
        .unwrap_or_default()
        .to_owned()
}
