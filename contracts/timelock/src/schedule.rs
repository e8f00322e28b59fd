//! Operations that are to wait, and that will not happen.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolEvent;
use ballast_abi::timelock::Timelock as Abi;
use ballast_shell::{Calldata, Literal, Reply, encode_bytes, uint, word};

use crate::calls::{Batch, Plan};
use crate::operation::{Operation, Phase};
use crate::refusals::{insufficient_delay, overflow, unauthorized_caller, unexpected_state};
use crate::roles::{CANCELLER, PROPOSER};
use crate::state::Timelock;

const CALL_SCHEDULED: Literal = Literal::new(Abi::CallScheduled::SIGNATURE_HASH.0);
const CALL_SALT: Literal = Literal::new(Abi::CallSalt::SIGNATURE_HASH.0);
const CANCELLED: Literal = Literal::new(Abi::Cancelled::SIGNATURE_HASH.0);
const MIN_DELAY_CHANGE: Literal = Literal::new(Abi::MinDelayChange::SIGNATURE_HASH.0);

impl Timelock {
    /// `schedule(address,uint256,bytes,bytes32,bytes32,uint256)`
    pub(crate) fn schedule(&mut self, mut input: Calldata<'_>) -> Reply {
        let (plan, delay) = (Plan::read(&mut input)?, input.uint()?);
        self.check_role(PROPOSER)?;
        self.enqueue(&plan, delay)
    }

    /// `scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)`
    pub(crate) fn schedule_batch(&mut self, mut input: Calldata<'_>) -> Reply {
        let (batch, delay) = (Batch::read(&mut input)?, input.uint()?);
        self.check_role(PROPOSER)?;
        self.enqueue(&batch.plan()?, delay)
    }

    /// `cancel(bytes32)`
    pub(crate) fn cancel(&mut self, mut input: Calldata<'_>) -> Reply {
        let id = *input.word()?;
        self.check_role(CANCELLER)?;
        if !matches!(self.phase(id), Phase::Waiting | Phase::Ready) {
            let pending = Phase::Waiting.bit() | Phase::Ready.bit();
            return Err(unexpected_state(id, pending));
        }
        self.set_operation(id, Operation::default());
        self.cells.log(&[CANCELLED.word(), id], 2);
        Ok(Vec::new())
    }

    /// `updateDelay(uint256)`
    pub(crate) fn update_delay(&mut self, mut input: Calldata<'_>) -> Reply {
        let delay = input.uint()?;
        let sender = self.cells.sender();
        if sender != self.this() {
            return Err(unauthorized_caller(sender));
        }
        self.change_min_delay(delay);
        Ok(Vec::new())
    }

    /// Changes the shortest delay.
    pub(crate) fn change_min_delay(&mut self, delay: U256) {
        let before = self.min_delay();
        self.set_min_delay(delay);
        let words = [MIN_DELAY_CHANGE.word(), word(before), word(delay)];
        self.cells.log(&words, 1);
    }

    #[inline(never)]
    fn enqueue(&mut self, plan: &Plan<'_>, delay: U256) -> Reply {
        let id = plan.id;
        if self.operation(id) != Operation::default() {
            return Err(unexpected_state(id, Phase::Unset.bit()));
        }
        let min_delay = self.min_delay();
        if delay < min_delay {
            return Err(insufficient_delay(delay, min_delay));
        }
        let seconds = u64::try_from(delay).map_err(|_| overflow())?;
        let time = self.cells.now().checked_add(seconds).ok_or_else(overflow)?;
        let pin = self.pin_of(plan.calls.iter().map(|call| call.target));
        self.set_operation(id, Operation { time, pin });
        for (index, call) in plan.calls.iter().enumerate() {
            let head = [
                CALL_SCHEDULED.word(),
                id,
                uint(index as u64),
                call.target.into_word().0,
                word(call.value),
                uint(5 * 32),
                plan.predecessor,
                word(delay),
            ];
            let words = [&head, encode_bytes(call.data).as_slice()].concat();
            self.cells.log(&words, 3);
        }
        if plan.salt != [0; 32] {
            self.cells.log(&[CALL_SALT.word(), id, plan.salt], 2);
        }
        Ok(Vec::new())
    }
}
