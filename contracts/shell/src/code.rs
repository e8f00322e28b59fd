//! The code that accounts have.

use alloc::vec::Vec;

use alloy_primitives::{Address, keccak256};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::output::{Literal, Word};

/// What the chain answers for an account that exists and has no code.
const EMPTY: Literal = Literal::hash(&[]);

/// The hash of what code accounts have, one after another.
pub fn hash_of(host: &VM, accounts: impl Iterator<Item = Address>) -> Word {
    let hashes: Vec<Word> = accounts.map(|account| code_hash(host, account)).collect();
    keccak256(hashes.as_flattened()).0
}

/// The hash of an account's code; zero if it has none, whether or not it exists: anybody could
/// bring an account into being by sending it something.
fn code_hash(host: &VM, account: Address) -> Word {
    let hash = host.code_hash(account).0;
    if hash == EMPTY.word() { [0; 32] } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_the_hash_of_no_bytes() {
        assert_eq!(EMPTY.word(), keccak256([]));
    }
}
