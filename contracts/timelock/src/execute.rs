//! Making an operation's calls.

use alloc::vec::Vec;

use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::timelock::Timelock as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Literal, Reply, encode, encode_bytes, uint, word};

use crate::calls::{Batch, Call, Plan};
use crate::operation::{Operation, Phase};
use crate::refusals::{code_changed, unexecuted_predecessor, unexpected_state};
use crate::roles::EXECUTOR;
use crate::state::Timelock;

const CALL_EXECUTED: Literal = Literal::new(Abi::CallExecuted::SIGNATURE_HASH.0);

impl Timelock {
    /// `execute(address,uint256,bytes,bytes32,bytes32)`
    pub(crate) fn execute(&mut self, mut input: Calldata<'_>) -> Reply {
        let plan = Plan::read(&mut input)?;
        self.check_open_role(EXECUTOR)?;
        self.run(&plan)
    }

    /// `executeBatch(address[],uint256[],bytes[],bytes32,bytes32)`
    pub(crate) fn execute_batch(&mut self, mut input: Calldata<'_>) -> Reply {
        let batch = Batch::read(&mut input)?;
        self.check_open_role(EXECUTOR)?;
        self.run(&batch.plan()?)
    }

    #[inline(never)]
    fn run(&mut self, plan: &Plan<'_>) -> Reply {
        let operation = self.ready(plan)?;
        let predecessor = plan.predecessor;
        if predecessor != [0; 32] && self.phase(predecessor) != Phase::Done {
            return Err(unexecuted_predecessor(predecessor));
        }
        if self.pin_of(plan.calls.iter().map(|call| call.target)) != operation.pin {
            return Err(code_changed(plan.id));
        }
        for (index, call) in plan.calls.iter().enumerate() {
            self.make(call)?;
            let head = [
                CALL_EXECUTED.word(),
                plan.id,
                uint(index as u64),
                call.target.into_word().0,
                word(call.value),
                uint(3 * 32),
            ];
            let words = [&head, encode_bytes(call.data).as_slice()].concat();
            self.cells.log(&words, 3);
        }
        // The calls may have executed it already, or cancelled it.
        self.ready(plan)?;
        self.set_operation(plan.id, Operation::EXECUTED);
        Ok(Vec::new())
    }

    fn ready(&self, plan: &Plan<'_>) -> Result<Operation, Vec<u8>> {
        let operation = self.operation(plan.id);
        if operation.phase_at(self.cells.now()) == Phase::Ready {
            return Ok(operation);
        }
        Err(unexpected_state(plan.id, Phase::Ready.bit()))
    }

    fn make(&mut self, call: &Call<'_>) -> Result<(), Vec<u8>> {
        match remote::pay(self, call.target, call.value, call.data, ALL_GAS) {
            Ok(_) => Ok(()),
            Err(reason) if reason.is_empty() => Err(encode(Abi::FailedCall::SELECTOR, &[])),
            Err(reason) => Err(reason),
        }
    }
}
