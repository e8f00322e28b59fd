//! Strict decoding of calldata.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};

use crate::output::{Word, malformed, number};

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
        Self {
            all: arguments,
            rest: arguments,
        }
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
        Ok(number(self.word()?))
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
        Self::new(self.all.get(offset..).ok_or_else(malformed)?).sized()
    }

    /// The next word as the offset of a `bytes[]`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the array or an item is not inside the calldata.
    pub fn strings(&mut self) -> Result<Vec<&'a [u8]>, Vec<u8>> {
        let items = self.items()?;
        items.into_iter().map(|mut item| item.sized()).collect()
    }

    /// What follows as a length and so many bytes.
    fn sized(&mut self) -> Result<&'a [u8], Vec<u8>> {
        let length: usize = self.uint()?.try_into().map_err(|_| malformed())?;
        self.rest.get(..length).ok_or_else(malformed)
    }

    /// The next word as the offset of an `address[]`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the array is not inside the calldata or an address is not
    /// clean.
    pub fn addresses(&mut self) -> Result<Vec<Address>, Vec<u8>> {
        self.list(Self::address)
    }

    /// The next word as the offset of a `uint256[]`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the array is not inside the calldata.
    pub fn uints(&mut self) -> Result<Vec<U256>, Vec<u8>> {
        self.list(Self::uint)
    }

    /// The next word as the offset of an array whose items are structs or arrays of any length;
    /// each item is to be read from its own start.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if the array is not inside the calldata or an item does not
    /// start there.
    pub fn items(&mut self) -> Result<Vec<Self>, Vec<u8>> {
        let offset: usize = self.uint()?.try_into().map_err(|_| malformed())?;
        let mut tail = Self::new(self.all.get(offset..).ok_or_else(malformed)?);
        let length: usize = tail.uint()?.try_into().map_err(|_| malformed())?;
        let mut offsets = Self::new(tail.rest);
        // Nothing is reserved for items that are not there.
        let bytes = length.checked_mul(32).ok_or_else(malformed)?;
        offsets.rest.get(..bytes).ok_or_else(malformed)?;
        (0..length)
            .map(|_| {
                let start: usize = offsets.uint()?.try_into().map_err(|_| malformed())?;
                offsets
                    .all
                    .get(start..)
                    .map(Self::new)
                    .ok_or_else(malformed)
            })
            .collect()
    }

    /// The next word as the offset of an array whose items are a word each.
    fn list<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, Vec<u8>>,
    ) -> Result<Vec<T>, Vec<u8>> {
        let offset: usize = self.uint()?.try_into().map_err(|_| malformed())?;
        let mut tail = Self::new(self.all.get(offset..).ok_or_else(malformed)?);
        let length: usize = tail.uint()?.try_into().map_err(|_| malformed())?;
        // Nothing is reserved for items that are not there.
        let bytes = length.checked_mul(32).ok_or_else(malformed)?;
        tail.rest.get(..bytes).ok_or_else(malformed)?;
        (0..length).map(|_| read(&mut tail)).collect()
    }

    /// The next word as a `bool`.
    ///
    /// # Errors
    /// As [`word`](Self::word), and if it is neither 0 nor 1.
    pub fn flag(&mut self) -> Result<bool, Vec<u8>> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(malformed()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    /// Words with a number in the last byte each.
    fn words(numbers: &[u8]) -> Vec<u8> {
        let mut words = vec![[0; 32]; numbers.len()];
        for (word, number) in words.iter_mut().zip(numbers) {
            word[31] = *number;
        }
        words.concat()
    }

    mod words {
        use super::*;

        #[test]
        fn come_one_after_another() {
            let bytes = words(&[1, 2, 3]);
            let mut input = Calldata::new(&bytes);
            assert_eq!(input.uint(), Ok(U256::from(1)));
            assert_eq!(input.address(), Ok(Address::with_last_byte(2)));
            assert_eq!(input.byte(), Ok(3));
            assert_eq!(input.word(), Err(vec![]));
        }

        #[test]
        fn must_be_whole() {
            let bytes = words(&[1]);
            assert_eq!(Calldata::new(&bytes[..31]).uint(), Err(vec![]));
            assert_eq!(Calldata::new(&[]).address(), Err(vec![]));
        }

        #[test]
        fn must_be_clean() {
            for dirty in 0..12 {
                let mut bytes = words(&[7]);
                bytes[dirty] = 1;
                assert_eq!(Calldata::new(&bytes).address(), Err(vec![]), "byte {dirty}");
            }
            let mut bytes = words(&[255]);
            assert_eq!(Calldata::new(&bytes).byte(), Ok(255));
            bytes[30] = 1;
            assert_eq!(Calldata::new(&bytes).byte(), Err(vec![]));
        }
    }

    mod strings {
        use super::*;

        /// `f(string, uint8)` with "abc", 9.
        fn abc() -> Vec<u8> {
            let mut bytes = words(&[64, 9, 3, 0]);
            bytes[96..99].copy_from_slice(b"abc");
            bytes
        }

        #[test]
        fn lie_at_their_offset() {
            let bytes = abc();
            let mut input = Calldata::new(&bytes);
            assert_eq!(input.string(), Ok(b"abc".as_slice()));
            assert_eq!(input.byte(), Ok(9));
        }

        #[test]
        fn must_be_inside_the_calldata() {
            let mut bytes = abc();
            assert_eq!(Calldata::new(&bytes[..98]).string(), Err(vec![]));
            bytes[95] = 33;
            assert_eq!(Calldata::new(&bytes).string(), Err(vec![]));
            let mut bytes = abc();
            bytes[31] = 129;
            assert_eq!(Calldata::new(&bytes).string(), Err(vec![]));
            bytes[..32].fill(255);
            assert_eq!(Calldata::new(&bytes).string(), Err(vec![]));
        }
    }

    mod arrays {
        use super::*;

        #[test]
        fn lie_at_their_offset() {
            let bytes = words(&[64, 9, 2, 7, 8]);
            let mut input = Calldata::new(&bytes);
            let expected = [7, 8].map(Address::with_last_byte);
            assert_eq!(input.addresses().as_deref(), Ok(expected.as_slice()));
            assert_eq!(input.byte(), Ok(9));
            let numbers = [7, 8].map(U256::from);
            let uints = Calldata::new(&bytes).uints();
            assert_eq!(uints.as_deref(), Ok(numbers.as_slice()));
        }

        #[test]
        fn must_be_inside_the_calldata() {
            let bytes = words(&[32, 3, 7, 8]);
            assert_eq!(Calldata::new(&bytes).addresses(), Err(vec![]));
            let mut bytes = words(&[32, 2, 7, 8]);
            assert!(Calldata::new(&bytes).addresses().is_ok());
            bytes[64] = 1;
            assert_eq!(Calldata::new(&bytes).addresses(), Err(vec![]));
            bytes[32..64].fill(255);
            assert_eq!(Calldata::new(&bytes).addresses(), Err(vec![]));
        }

        /// `f((address,bytes)[])` with (7, "ab") and (8, "").
        fn pairs() -> Vec<u8> {
            let mut bytes = words(&[32, 2, 64, 192, 7, 64, 2, 0, 8, 64, 0]);
            bytes[224..226].copy_from_slice(b"ab");
            bytes
        }

        #[test]
        fn items_start_at_their_own_offsets() {
            let bytes = pairs();
            let items = Calldata::new(&bytes).items().unwrap();
            let read =
                |mut item: Calldata<'_>| (item.address().unwrap(), item.string().unwrap().to_vec());
            let seen: Vec<_> = items.into_iter().map(read).collect();
            let [one, two] = [7, 8].map(Address::with_last_byte);
            assert_eq!(seen, [(one, b"ab".to_vec()), (two, vec![])]);
        }

        #[test]
        fn items_must_start_inside_the_calldata() {
            let whole = pairs();
            for (place, value) in [(30, 2), (63, 99), (94, 2), (0, 1), (32, 1), (64, 1)] {
                let mut bytes = whole.clone();
                bytes[place] = value;
                assert!(Calldata::new(&bytes).items().is_err(), "byte {place}");
            }
            let mut bytes = whole;
            bytes[223] = 200;
            let items = Calldata::new(&bytes).items().unwrap();
            let mut first = items[0];
            first.address().unwrap();
            assert_eq!(first.string(), Err(vec![]));
        }

        /// `f(bytes[])` with "ab" and "".
        #[test]
        fn strings_lie_at_their_own_offsets() {
            let mut whole = words(&[32, 2, 64, 128, 2, 0, 0]);
            whole[160..162].copy_from_slice(b"ab");
            let strings = Calldata::new(&whole).strings();
            assert_eq!(strings, Ok(vec![b"ab".as_slice(), b""]));
            for (place, value) in [(63, 99), (94, 9), (159, 99), (128, 1), (223, 1)] {
                let mut bytes = whole.clone();
                bytes[place] = value;
                assert_eq!(Calldata::new(&bytes).strings(), Err(vec![]), "byte {place}");
            }
        }

        #[test]
        fn flags_are_nought_or_one() {
            let bytes = words(&[0, 1, 2]);
            let mut input = Calldata::new(&bytes);
            assert_eq!((input.flag(), input.flag()), (Ok(false), Ok(true)));
            assert_eq!(input.flag(), Err(vec![]));
        }
    }
}
