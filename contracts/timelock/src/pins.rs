//! The code that an operation relies on.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use ballast_shell::{Literal, Word, number};
use stylus_sdk::keccak_const::Keccak256;
use stylus_sdk::prelude::*;

use crate::state::Timelock;

/// What the chain answers for an account that exists and has no code.
const EMPTY: Literal = Literal::new(Keccak256::new().finalize());

/// The bits of a hash that do not fit beside a time.
const CUT_BITS: usize = 64;

impl Timelock {
    /// The first 192 bits of the hash of what code accounts have.
    pub(crate) fn pin_of(&self, accounts: impl Iterator<Item = Address>) -> U256 {
        let hashes: Vec<Word> = accounts.map(|account| self.code_hash(account)).collect();
        let hash = keccak256(hashes.as_flattened());
        number(&hash.0).wrapping_shr(CUT_BITS)
    }

    /// The hash of an account's code; zero if it has none, whether or not it exists: anybody could
    /// bring an account into being by sending it something.
    fn code_hash(&self, account: Address) -> Word {
        let hash = self.vm().code_hash(account).0;
        if hash == EMPTY.word() { [0; 32] } else { hash }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_the_hash_of_no_bytes() {
        assert_eq!(EMPTY.word(), keccak256([]));
    }
}
