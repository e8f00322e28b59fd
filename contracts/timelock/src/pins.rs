//! The code that an operation relies on.

use alloy_primitives::{Address, U256};
use ballast_shell::{code, number};
use stylus_sdk::prelude::*;

use crate::state::Timelock;

/// The bits of a hash that do not fit beside a time.
const CUT_BITS: usize = 64;

impl Timelock {
    /// The first 192 bits of the hash of what code accounts have.
    pub(crate) fn pin_of(&self, accounts: impl Iterator<Item = Address>) -> U256 {
        number(&code::hash_of(self.vm(), accounts)).wrapping_shr(CUT_BITS)
    }
}
