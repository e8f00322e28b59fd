//! Strings that fit a word.

use crate::output::Word;

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

#[cfg(test)]
mod tests {
    use alloy_primitives::U256;

    use super::*;

    #[test]
    fn are_kept_as_solidity_keeps_them() {
        let packed = ShortString::new(b"Ballast").unwrap();
        let mut word = [0; 32];
        word[..7].copy_from_slice(b"Ballast");
        word[31] = 14;
        assert_eq!(packed.word(), word);
        assert_eq!(packed.as_bytes(), b"Ballast");
        assert_eq!(ShortString::from_word(word), packed);
    }

    #[test]
    fn hold_up_to_31_bytes() {
        let longest = [b'x'; 32];
        let packed = ShortString::new(&longest[..31]).unwrap();
        assert_eq!((packed.len(), packed.as_bytes()), (31, &longest[..31]));
        assert_eq!(ShortString::new(&longest), None);
        let empty = ShortString::new(b"").unwrap();
        assert!(empty.is_empty() && empty.as_bytes().is_empty());
    }

    #[test]
    fn unfold_into_length_and_padded_bytes() {
        let [length, bytes] = ShortString::new(b"abc").unwrap().to_abi();
        assert_eq!(U256::from_be_bytes(length), U256::from(3));
        assert_eq!(bytes[..3], *b"abc");
        assert_eq!(bytes[3..], [0; 29]);
    }
}
