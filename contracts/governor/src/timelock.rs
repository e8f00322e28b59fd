//! What the timelock is asked and told.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::timelock::Timelock as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, malformed, word};
use stylus_sdk::prelude::*;

use crate::calls::Calls;
use crate::proposal::State;
use crate::state::Governor;

/// No predecessor.
const NONE: Word = [0; 32];

impl Governor {
    /// Where a proposal stands that was queued. One that the timelock executed or forgot without
    /// the governor is executed or canceled.
    ///
    /// # Errors
    /// The timelock's.
    pub(crate) fn state_in_timelock(&self, id: Word) -> Result<State, Vec<u8>> {
        let operation = self.pledge(id);
        let call = encode(Abi::getOperationStateCall::SELECTOR, &[operation]);
        let state = self.ask_uint(self.office().timelock, &call)?;
        match *state.as_limbs() {
            [0, 0, 0, 0] => Ok(State::Canceled),
            [1 | 2, 0, 0, 0] => Ok(State::Queued),
            [3, 0, 0, 0] => Ok(State::Executed),
            _ => Err(malformed()),
        }
    }

    /// Makes calls wait for as long as the timelock asks for; returns how long, and what it calls
    /// them.
    ///
    /// # Errors
    /// The timelock's.
    pub(crate) fn schedule(&mut self, calls: &Calls<'_>) -> Result<(U256, Word), Vec<u8>> {
        let timelock = self.office().timelock;
        let delay = self.ask_uint(timelock, &Abi::getMinDelayCall::SELECTOR)?;
        let salt = salt(self.this(), calls);
        let operation = calls.hash_with(&[NONE, salt]);
        let words = calls.encode_with(&[NONE, salt, word(delay)]);
        let call = encode(Abi::scheduleBatchCall::SELECTOR, &words);
        remote::send(self, timelock, &call, ALL_GAS)?;
        Ok((delay, operation))
    }

    /// Lets the timelock make calls, with the ether that came along.
    ///
    /// # Errors
    /// The timelock's.
    pub(crate) fn execute_in_timelock(&mut self, calls: &Calls<'_>) -> Result<(), Vec<u8>> {
        let (timelock, value) = (self.office().timelock, self.vm().msg_value());
        let words = calls.encode_with(&[NONE, salt(self.this(), calls)]);
        let call = encode(Abi::executeBatchCall::SELECTOR, &words);
        remote::pay(self, timelock, value, &call, ALL_GAS).map(drop)
    }

    /// Lets the timelock forget an operation.
    ///
    /// # Errors
    /// The timelock's.
    pub(crate) fn cancel_in_timelock(&mut self, operation: Word) -> Result<(), Vec<u8>> {
        let call = encode(Abi::cancelCall::SELECTOR, &[operation]);
        remote::send(self, self.office().timelock, &call, ALL_GAS).map(drop)
    }
}

/// What tells a governor's operations from those of another with the same timelock: its address
/// over the first bytes of the description's hash.
fn salt(governor: Address, calls: &Calls<'_>) -> Word {
    let mut salt = calls.description;
    for (byte, other) in salt.iter_mut().zip(governor.0) {
        *byte ^= other;
    }
    salt
}
