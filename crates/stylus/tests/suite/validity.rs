//! What may be activated and what may not.

mod code;
mod interface;
mod limits;
mod segments;

use ballast_stylus::InvalidProgram;
use ballast_stylus::activate;

use crate::programs::Program;
use crate::programs::rules;

/// Why a program is rejected.
fn reason(program: &Program) -> InvalidProgram {
    activate(&program.wasm(), &rules()).expect_err("an invalid program")
}

fn accepts(program: &Program) -> bool {
    activate(&program.wasm(), &rules()).is_ok()
}

/// An otherwise empty program with more fields.
fn fields(more: &'static str) -> Program {
    Program::plain("i32.const 0").more(more)
}

/// True if the validator itself rejects the program.
fn is_invalid_wasm(program: &Program) -> bool {
    matches!(reason(program), InvalidProgram::Wasm { .. })
}
