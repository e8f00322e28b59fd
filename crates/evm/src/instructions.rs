//! The opcodes that behave differently on Arbitrum.

use revm::Database;
use revm::bytecode::opcode::{BLOBBASEFEE, SELFDESTRUCT};
use revm::handler::instructions::EthInstructions;
use revm::interpreter::instructions::host::selfdestruct;
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_types::InputsTr;
use revm::interpreter::{
    Instruction, InstructionContext, InstructionExecResult, InstructionResult,
};
use revm::primitives::hardfork::SpecId;

use crate::context::{Ctx, peek};

pub(crate) type ArbInstructions<DB> = EthInstructions<EthInterpreter, Ctx<DB>>;

type Context<'a, DB> = InstructionContext<'a, Ctx<DB>, EthInterpreter>;

/// The table of this hard fork with Arbitrum's changes.
pub(crate) fn instructions<DB: Database>(spec: SpecId) -> ArbInstructions<DB> {
    let mut table = EthInstructions::new_mainnet_with_spec(spec);
    let gas = table.gas_table()[usize::from(SELFDESTRUCT)];
    table.insert_instruction(SELFDESTRUCT, Instruction::new(arb_selfdestruct), gas);
    table.insert_instruction(BLOBBASEFEE, Instruction::new(blob_base_fee), 0);
    table
}

/// There are no blobs: an exceptional halt.
fn blob_base_fee<DB: Database>(_context: Context<'_, DB>) -> InstructionExecResult {
    Err(InstructionResult::OpcodeNotFound)
}

/// A Stylus component cannot destroy itself, not even through code it delegates to.
fn arb_selfdestruct<DB: Database>(context: Context<'_, DB>) -> InstructionExecResult {
    let acting = context.interpreter.input.target_address();
    let code = match peek(context.host, acting) {
        Ok(account) => account.code,
        Err(_) => return Err(InstructionResult::FatalExternalError),
    };
    if context
        .host
        .chain
        .classify(code.original_byte_slice())
        .is_some()
    {
        return Err(InstructionResult::Revert);
    }
    selfdestruct(context)
}
