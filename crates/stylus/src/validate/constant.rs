//! Constant expressions: one constant and the end, nothing else.

use wasmparser::ConstExpr;
use wasmparser::Operator;

use super::InvalidProgram;

/// Checks that a global starts as a constant.
pub(super) fn check_initializer(expression: &ConstExpr<'_>) -> Result<(), InvalidProgram> {
    match single(expression)? {
        Some(
            Operator::I32Const { .. }
            | Operator::I64Const { .. }
            | Operator::F32Const { .. }
            | Operator::F64Const { .. },
        ) => Ok(()),
        _ => Err(InvalidProgram::NotConstant("the initial value of a global")),
    }
}

/// The offset of a segment.
pub(super) fn offset(expression: &ConstExpr<'_>) -> Result<u32, InvalidProgram> {
    match single(expression)? {
        Some(Operator::I32Const { value }) => Ok(value.cast_unsigned()),
        _ => Err(InvalidProgram::NotConstant("the offset of a segment")),
    }
}

fn single<'a>(expression: &ConstExpr<'a>) -> Result<Option<Operator<'a>>, InvalidProgram> {
    let mut operators = expression.get_operators_reader();
    let operator = operators.read()?;
    Ok(operators.is_end_then_eof().then_some(operator))
}
