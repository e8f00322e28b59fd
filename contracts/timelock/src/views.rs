//! What can be asked.

use alloy_primitives::U256;
use ballast_shell::{Calldata, Reply, reply, reply_uint, uint, word};

use crate::calls::{Batch, Plan};
use crate::operation::Phase;
use crate::state::Timelock;

/// A pin stands at the left of its word.
const PIN_SHIFT: usize = 64;

impl Timelock {
    /// `isOperation(bytes32)` and its likes: whether the operation is in one of these states.
    pub(crate) fn is_in(&self, mut input: Calldata<'_>, phases: &[Phase]) -> Reply {
        let phase = self.phase(*input.word()?);
        reply(&[uint(u64::from(phases.contains(&phase)))])
    }

    /// `getOperationState(bytes32)`
    pub(crate) fn operation_state(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[uint(self.phase(*input.word()?) as u64)])
    }

    /// `getTimestamp(bytes32)`
    pub(crate) fn timestamp(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[uint(self.operation(*input.word()?).time)])
    }

    /// `getCodePin(bytes32)`
    pub(crate) fn code_pin_of(&self, mut input: Calldata<'_>) -> Reply {
        reply_pin(self.operation(*input.word()?).pin)
    }

    /// `codePin(address[])`
    pub(crate) fn code_pin(&self, mut input: Calldata<'_>) -> Reply {
        reply_pin(self.pin_of(input.addresses()?.into_iter()))
    }

    /// `getMinDelay()`
    pub(crate) fn get_min_delay(&self) -> Reply {
        reply_uint(self.min_delay())
    }

    /// `hashOperation(address,uint256,bytes,bytes32,bytes32)`
    pub(crate) fn hash_operation(mut input: Calldata<'_>) -> Reply {
        reply(&[Plan::read(&mut input)?.id])
    }

    /// `hashOperationBatch(address[],uint256[],bytes[],bytes32,bytes32)`
    pub(crate) fn hash_operation_batch(mut input: Calldata<'_>) -> Reply {
        reply(&[Batch::read(&mut input)?.id()])
    }
}

fn reply_pin(pin: U256) -> Reply {
    reply(&[word(pin.wrapping_shl(PIN_SHIFT))])
}
