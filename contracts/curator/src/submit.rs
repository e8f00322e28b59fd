//! Queueing an action.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::{Delay, Window};
use ballast_shell::{Calldata, Reply, encode, reply};

use crate::calls::{Call, id_of, read_calls};
use crate::errors::already_pending;
use crate::state::{Action, Curator, PROPOSER};

impl Curator {
    /// `submit((address,bytes)[])`
    pub(crate) fn submit(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(self.is(PROPOSER))?;
        if !self.head().is_sealed {
            return Err(encode(Abi::NotSealed::SELECTOR, &[]));
        }
        let calls = read_calls(&mut input)?;
        let id = id_of(&calls);
        if self.action(id).is_some() {
            return Err(already_pending(id));
        }
        let window = Window::after(self.now(), self.longest_wait(&calls)?);
        let code = self.code_of(&calls)?;
        self.push(id, Action { window, place: 0 })?;
        self.set_pin(id, code);
        self.log_submitted(id, window, &calls);
        reply(&[id])
    }

    /// How long calls wait together: as long as the slowest.
    ///
    /// # Errors
    /// `NotAllowed` for the first that the table does not have.
    pub(crate) fn longest_wait(&self, calls: &[Call<'_>]) -> Result<Delay, Vec<u8>> {
        calls.iter().try_fold(Delay::NONE, |longest, call| {
            Ok(longest.max(self.wait(call)?))
        })
    }
}
