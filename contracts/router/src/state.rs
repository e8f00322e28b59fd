//! What the router keeps: one address.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use ballast_shell::{Cells, Field};
use stylus_sdk::prelude::*;

use crate::refusals;

/// The wrapped ether.
pub(crate) const WETH: Field = Field::new(0);

/// Entries and exits with bounds; see the crate's documentation.
#[storage]
pub struct Router {
    pub(crate) cells: Cells,
}

impl Router {
    /// The wrapped ether.
    pub(crate) fn weth(&self) -> Address {
        Address::from_word(B256::new(self.cells.word(WETH.slot())))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }

    /// Refuses to send anything to nobody, or here, where it would stay.
    pub(crate) fn check_receiver(&self, receiver: Address) -> Result<(), Vec<u8>> {
        if receiver.is_zero() || receiver == self.this() {
            return Err(refusals::invalid_receiver(receiver));
        }
        Ok(())
    }
}
