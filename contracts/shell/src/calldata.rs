//! Strict decoding of calldata.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};

use crate::output::{Word, malformed};

/// The arguments of a call, read one after another.
///
/// Refuses what Solidity refuses: calldata that is too short, an address or a small integer with
/// dirty upper bytes. Calldata that goes on after the last argument is accepted.
#[derive(Clone, Copy, Debug)]
pub struct Calldata<'a> {
    all: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Calldata<'a> {
    /// Starts at the first argument; `arguments` is the calldata behind the selector.
    pub const fn new(arguments: &'a [u8]) -> Self {
        Self { all: arguments, rest: arguments }
    }

    /// The next word as it is.
    ///
    /// # Errors
    /// Empty revert data if there is none.
    pub fn word(&mut self) -> Result<&'a Word, Vec<u8>> {
        let (word, rest) = self.rest.split_first_chunk().ok_or_else(malformed)?;
        self.rest = rest;
        Ok(word)
    }

    /// The next word as a `uint256`.
    ///
    /// # Errors
    /// As [`word`](Self::word).
    pub fn uint(&mut self) -> Result<U256, Vec<u8>> {
        Ok(U256::from_be_bytes(*self.word()?))
    }

    /// The next word as an `address`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if any of the upper twelve bytes is set.
    pub fn address(&mut self) -> Result<Address, Vec<u8>> {
        match self.word()?.split_last_chunk() {
            Some(([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], address)) => Ok(Address::new(*address)),
            _ => Err(malformed()),
        }
    }

    /// The next word as a `uint8`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the number is above 255.
    pub fn byte(&mut self) -> Result<u8, Vec<u8>> {
        self.uint()?.try_into().map_err(|_| malformed())
    }

    /// The next word as the offset of a `string`, which is returned without its length.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the string is not inside the calldata.
    pub fn string(&mut self) -> Result<&'a [u8], Vec<u8>> {
        let offset: usize = self.uint()?.try_into().map_err(|_| malformed())?;
        let mut tail = Self::new(self.all.get(offset..).ok_or_else(malformed)?);
        let length: usize = tail.uint()?.try_into().map_err(|_| malformed())?;
        tail.rest.get(..length).ok_or_else(malformed)
    }
}

/// A string of up to 31 bytes in one word, as Solidity keeps it in storage: the bytes from the
/// left, twice the length in the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortString(Word);

impl ShortString {
    /// The longest string that fits.
    pub const LENGTH_MAX: usize = 31;

    /// Packs `string`; `None` if it is longer than 31 bytes.
    pub fn new(string: &[u8]) -> Option<Self> {
        let mut word = [0; 32];
        let (tag, bytes) = word.split_last_mut()?;
        bytes.get_mut(..string.len())?.copy_from_slice(string);
        *tag = u8::try_from(string.len()).ok()?.wrapping_mul(2);
        Some(Self(word))
    }

    /// Takes back what [`word`](Self::word) gave.
    pub const fn from_word(word: Word) -> Self {
        Self(word)
    }

    /// The storage word.
    pub const fn word(&self) -> Word {
        self.0
    }

    /// The length in bytes, at most 31.
    pub const fn len(&self) -> u8 {
        (self.0[31] >> 1) & 31
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.get(..usize::from(self.len())).unwrap_or_default()
    }

    /// The two words of an ABI string: its length, and the bytes padded with zeros.
    pub const fn to_abi(&self) -> [Word; 2] {
        let (mut length, mut bytes) = ([0; 32], self.0);
        length[31] = self.len();
        bytes[31] = 0;
        [length, bytes]
    }
}
