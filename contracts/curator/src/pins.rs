//! The code that an action relies on.

use alloc::vec::Vec;

use alloy_primitives::{Address, keccak256};
use ballast_shell::{Literal, Word, address_in};
use stylus_sdk::prelude::*;

use crate::calls::Call;
use crate::errors::no_code;
use crate::state::Curator;

/// What the chain answers for an account that exists and has no code.
const EMPTY: Literal = Literal::hash(&[]);

impl Curator {
    /// The hash of what code the targets of calls have, and the accounts that their arguments may
    /// name.
    ///
    /// # Errors
    /// `NoCode` if a target has none: a call of it would succeed and do nothing.
    pub(crate) fn code_of(&self, calls: &[Call<'_>]) -> Result<Word, Vec<u8>> {
        let mut hashes: Vec<Word> = Vec::new();
        for call in calls {
            let code = self.code_hash(call.target);
            if code == [0; 32] {
                return Err(no_code(call.target));
            }
            hashes.push(code);
            hashes.extend(named(call.arguments()).map(|account| self.code_hash(account)));
        }
        Ok(keccak256(hashes.as_flattened()).0)
    }

    /// The hash of an account's code; zero if it has none, whether or not it exists: anybody could
    /// bring an account into being by sending it something.
    fn code_hash(&self, account: Address) -> Word {
        let hash = self.vm().code_hash(account).0;
        if hash == EMPTY.word() { [0; 32] } else { hash }
    }
}

/// The accounts that the whole words of arguments may name: all that read as an address.
fn named(arguments: &[u8]) -> impl Iterator<Item = Address> {
    let (words, _) = arguments.as_chunks::<32>();
    let is_address = |word: &&Word| word.starts_with(&[0; 12]) && **word != [0; 32];
    words.iter().filter(is_address).map(address_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_the_hash_of_no_bytes() {
        assert_eq!(EMPTY.word(), keccak256([]));
    }

    #[test]
    fn whole_words_with_twelve_empty_bytes_name_accounts() {
        let mut words = [[0; 32]; 4];
        words[1][12] = 1;
        words[2][11] = 1;
        words[3] = [0xff; 32];
        let mut bytes = words.as_flattened().to_vec();
        bytes.extend([0; 31]);
        let seen: Vec<_> = named(&bytes).collect();
        assert_eq!(seen, [address_in(&words[1])]);
        assert_eq!(named(&[]).count(), 0);
    }
}
