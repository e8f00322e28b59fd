//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::Delay;
use ballast_shell::{Calldata, Reply, encode};
use stylus_sdk::prelude::*;

use crate::calls::read_seconds;
use crate::state::{Curator, OWNER, Rule};
use crate::table::read_delay;

impl Curator {
    /// `constructor(address owner, address proposer, uint256 delay)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (owner, proposer) = (input.address()?, input.address()?);
        let delay = read_delay(read_seconds(&mut input)?, Delay::MIN)?;
        if !self.address_at(OWNER).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if owner.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        self.appoint_owner(owner);
        self.appoint_proposer(proposer);
        let this = self.vm().contract_address();
        for selector in [Abi::allowCall::SELECTOR, Abi::abdicateCall::SELECTOR] {
            self.set_rule(this, selector, Rule::Allowed(delay));
            self.log_allowed(this, selector, delay);
        }
        Ok(Vec::new())
    }
}
