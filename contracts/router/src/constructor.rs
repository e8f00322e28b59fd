//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::router::Router as Abi;
use ballast_shell::{Calldata, Reply, encode, token};
use stylus_sdk::prelude::*;

use crate::refusals::about;
use crate::state::{Router, WETH};

impl Router {
    /// `constructor(address weth)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let weth = input.address()?;
        // What passed the check below has an address.
        if self.cells.word(WETH.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if weth.is_zero() || token::balance_of(self.vm(), weth, self.this()).is_none() {
            return Err(about(Abi::InvalidWeth::SELECTOR, weth));
        }
        self.cells.set_word(WETH.slot(), weth.into_word().0);
        Ok(Vec::new())
    }
}
