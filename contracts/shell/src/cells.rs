//! Storage by the word.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256, keccak256};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageB256, StorageKey, StorageMap};

use crate::output::{Word, malformed, number, uint, word};

/// A numbered place in storage, as Solidity counts its variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field(u64);

impl Field {
    /// The field with a number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Where the field lies, if it is one word.
    pub fn slot(self) -> Slot {
        Slot(U256::from_be_bytes(uint(self.0)))
    }

    /// Where the entry of `key` lies, if the field is a mapping.
    pub fn entry(self, key: Address) -> Slot {
        self.slot().entry(key)
    }
}

/// Where a word lies in storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(U256);

impl Slot {
    /// Where the entry of `key` lies, if there is a mapping at this slot, as Solidity places it.
    pub fn entry(self, key: Address) -> Self {
        let preimage = [key.into_word().0, word(self.0)];
        Self(keccak256(preimage.as_flattened()).into())
    }

    /// The same for a key of a whole word.
    pub fn entry_of(self, key: Word) -> Self {
        let preimage = [key, word(self.0)];
        Self(keccak256(preimage.as_flattened()).into())
    }
}

/// A slot is its own place, so that a map keyed by slots is all of the contract's storage.
impl StorageKey for Slot {
    fn to_slot(&self, _root: B256) -> U256 {
        self.0
    }
}

/// A contract's storage, and with it the host.
///
/// Plain words under [`Slot`]s instead of a typed field each: one load and one store are all the
/// code there is, and a contract decides itself what shares a word.
#[storage]
pub struct Cells {
    words: StorageMap<Slot, StorageB256>,
}

impl Cells {
    /// Reads a word.
    pub fn word(&self, slot: Slot) -> Word {
        self.vm().storage_load_bytes32(slot.0).0
    }

    /// Reads a word as a number.
    pub fn uint(&self, slot: Slot) -> U256 {
        number(&self.word(slot))
    }

    /// Writes a word; it reaches the chain before the next call into another contract, or at the
    /// end.
    pub fn set_word(&mut self, slot: Slot, word: Word) {
        self.words.setter(slot).set(B256::new(word));
    }

    /// Writes a number.
    pub fn set_uint(&mut self, slot: Slot, value: U256) {
        self.set_word(slot, word(value));
    }

    /// Emits a log of `words`, of which the first `topics` are its topics.
    pub fn log(&mut self, words: &[Word], topics: usize) {
        self.vm().emit_log(words.as_flattened(), topics);
    }

    /// Who called.
    pub fn sender(&self) -> Address {
        self.vm().msg_sender()
    }

    /// Seconds since 1970, by the block.
    pub fn now(&self) -> u64 {
        self.vm().block_timestamp()
    }

    /// Refuses a call that brings value.
    ///
    /// # Errors
    /// Empty revert data, as Solidity's.
    pub fn refuse_value(&self) -> Result<(), Vec<u8>> {
        if self.vm().msg_value().is_zero() {
            Ok(())
        } else {
            Err(malformed())
        }
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn fields_are_numbered() {
        assert_eq!(Field::new(7).slot(), Slot(U256::from(7)));
    }

    /// Against `keccak256(abi.encode(key, slot))` computed by hand.
    #[test]
    fn mappings_lie_where_solidity_puts_them() {
        let key = address!("00000000000000000000000000000000000000aa");
        let mut preimage = [0; 64];
        preimage[31] = 0xaa;
        preimage[63] = 2;
        let expected = keccak256(preimage);
        assert_eq!(Field::new(2).entry(key), Slot(expected.into()));

        preimage[31] = 0xbb;
        preimage[32..].copy_from_slice(expected.as_slice());
        let nested = Field::new(2)
            .entry(key)
            .entry(Address::with_last_byte(0xbb));
        assert_eq!(nested, Slot(keccak256(preimage).into()));
        let mut key = [0; 32];
        key[31] = 0xbb;
        assert_eq!(
            Field::new(2)
                .entry(Address::with_last_byte(0xaa))
                .entry_of(key),
            nested
        );
    }
}
