//! Taking over what is handed over in two steps.

use alloc::vec::Vec;

use alloy_sol_types::SolCall;
use ballast_abi::curator::IGoverned;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, encode};

use crate::errors::{call_failed, not_governed};
use crate::state::Curator;

impl Curator {
    /// `acceptAuthority(address)`
    pub(crate) fn accept_authority(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_owner()?;
        let target = input.address()?;
        let call = encode(IGoverned::acceptAuthorityCall::SELECTOR, &[]);
        remote::send(self, target, &call, ALL_GAS)
            .map_err(|reason| call_failed(0, target, &reason))?;
        if !self.is_authority_of(target) {
            return Err(not_governed(target));
        }
        self.log_authority_accepted(target);
        Ok(Vec::new())
    }
}
