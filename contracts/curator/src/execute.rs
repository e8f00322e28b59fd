//! Making an action's calls.

use alloc::vec::Vec;

use alloy_sol_types::SolCall;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::Phase;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply};
use stylus_sdk::prelude::*;

use crate::calls::{Call, id_of, read_calls};
use crate::errors::{call_failed, code_changed, not_allowed, too_early, too_late};
use crate::state::Curator;

impl Curator {
    /// `execute((address,bytes)[])`
    pub(crate) fn execute(&mut self, mut input: Calldata<'_>) -> Reply {
        let calls = read_calls(&mut input)?;
        let id = id_of(&calls);
        let action = self.find(id)?;
        match action.window.phase_at(self.now()) {
            Phase::Waiting => return Err(too_early(action.window.opens)),
            Phase::Expired => return Err(too_late(action.window.closes())),
            Phase::Ready => {}
        }
        if self.code_of(&calls)? != self.pin(id) {
            return Err(code_changed(id));
        }
        self.take(id, action);
        self.log_executed(id);
        for (index, call) in calls.iter().enumerate() {
            self.make(call)
                .map_err(|reason| call_failed(index, call.target, &reason))?;
        }
        Ok(Vec::new())
    }

    /// Makes a call, if the table still has it.
    fn make(&mut self, call: &Call<'_>) -> Reply {
        self.wait(call)?;
        if call.target == self.vm().contract_address() {
            return self.make_own(call);
        }
        remote::send(self, call.target, call.data, ALL_GAS)
    }

    /// A call of the curator by itself.
    fn make_own(&mut self, call: &Call<'_>) -> Reply {
        let input = Calldata::new(call.arguments());
        match call.selector {
            Abi::allowCall::SELECTOR => self.allow(input),
            Abi::lowerDelayCall::SELECTOR => self.lower_delay(input),
            Abi::abdicateCall::SELECTOR => self.abdicate(input),
            selector => Err(not_allowed(call.target, selector)),
        }
    }
}
