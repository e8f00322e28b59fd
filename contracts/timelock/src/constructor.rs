//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_shell::{Calldata, Reply, encode};

use crate::roles::{ADMIN, CANCELLER, EXECUTOR, PROPOSER};
use crate::state::{CONSTRUCTED, Timelock};

impl Timelock {
    /// `constructor(uint256 minDelay, address[] proposers, address[] executors, address admin)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let min_delay = input.uint()?;
        let (proposers, executors) = (input.addresses()?, input.addresses()?);
        let admin = input.address()?;
        if !self.cells.uint(CONSTRUCTED.slot()).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        self.cells.set_uint(CONSTRUCTED.slot(), U256::ONE);
        self.appoint(ADMIN.word(), self.this(), true);
        if !admin.is_zero() {
            self.appoint(ADMIN.word(), admin, true);
        }
        for proposer in proposers {
            self.appoint(PROPOSER.word(), proposer, true);
            self.appoint(CANCELLER.word(), proposer, true);
        }
        for executor in executors {
            self.appoint(EXECUTOR.word(), executor, true);
        }
        self.change_min_delay(min_delay);
        Ok(Vec::new())
    }
}
