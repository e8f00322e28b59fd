//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::keccak256;
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_shell::{Calldata, Reply, encode};

use crate::state::{BLUEPRINTS, Factory, INIT_HASHES};

impl Factory {
    /// `constructor(address vault, address registry, address rebalancer)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        if BLUEPRINTS
            .iter()
            .any(|field| !self.address_at(*field).is_zero())
        {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        for (field, hash) in BLUEPRINTS.into_iter().zip(INIT_HASHES) {
            let blueprint = input.address()?;
            let init_code = self.init_code_of(blueprint)?;
            self.cells.set_word(field.slot(), blueprint.into_word().0);
            self.cells.set_word(hash.slot(), keccak256(init_code).0);
        }
        Ok(Vec::new())
    }
}
