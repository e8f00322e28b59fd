//! Return data, revert data and calldata for others: words behind one another.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall;
use stylus_sdk::keccak_const::Keccak256;

/// One ABI word.
pub type Word = [u8; 32];

/// A word that is known when the contract is compiled, kept in its code.
///
/// As an array it would lie in the data segment, of which each byte costs 0.75 gas on every call of
/// the contract. As four immediates it costs nearly nothing there, and one gas where it is used.
#[derive(Clone, Copy, Debug)]
pub struct Literal([u64; 4]);

impl Literal {
    /// A literal for `word`.
    pub const fn new(word: Word) -> Self {
        let (mut limbs, mut rest) = ([0; 4], word.as_slice());
        let mut i = 0;
        while let Some((chunk, tail)) = rest.split_first_chunk() {
            limbs[i] = u64::from_le_bytes(*chunk);
            rest = tail;
            i = i.wrapping_add(1);
        }
        Self(limbs)
    }

    /// A literal for a small number.
    pub const fn number(value: u64) -> Self {
        Self([0, 0, 0, value.swap_bytes()])
    }

    /// The Keccak-256 hash of bytes, found when the contract is compiled.
    pub const fn hash(bytes: &[u8]) -> Self {
        Self::new(Keccak256::new().update(bytes).finalize())
    }

    /// The word.
    #[inline(always)]
    pub fn word(self) -> Word {
        let [a, b, c, d] = self.0;
        assemble(a, b, c, d)
    }
}

/// Not to be inlined: the compiler would see through it and make an array of the literal again.
#[inline(never)]
fn assemble(a: u64, b: u64, c: u64, d: u64) -> Word {
    let mut word = [0; 32];
    let (chunks, _) = word.as_chunks_mut();
    if let [w, x, y, z] = chunks {
        (*w, *x) = (a.to_le_bytes(), b.to_le_bytes());
        (*y, *z) = (c.to_le_bytes(), d.to_le_bytes());
    }
    word
}

/// A number as a word.
pub fn uint(value: u64) -> Word {
    Literal::number(value).word()
}

/// A number as a word. Not to be inlined: WASM has no instruction that reverses bytes, so each copy
/// of this would be some 300 bytes of code.
#[inline(never)]
pub fn word(value: U256) -> Word {
    value.to_be_bytes()
}

/// The opposite of [`word()`], not to be inlined either.
#[inline(never)]
pub fn number(word: &Word) -> U256 {
    U256::from_be_bytes(*word)
}

/// The address in the last twenty bytes of a word.
pub fn address_in(word: &Word) -> Address {
    Address::from_word(B256::new(*word))
}

/// What a method gives back: return data, or revert data.
pub type Reply = Result<Vec<u8>, Vec<u8>>;

/// The selector of a call as a number, for the arms of a router.
pub const fn selector<C: SolCall>() -> u32 {
    u32::from_be_bytes(C::SELECTOR)
}

/// A selector as the ABI has it where it is a value, from the left of a word.
pub fn selector_word(selector: [u8; 4]) -> Word {
    let mut word = [0; 32];
    if let Some(first) = word.first_chunk_mut() {
        *first = selector;
    }
    word
}

/// A selector and its arguments: the calldata of a call, or the revert data of an error.
pub fn encode(selector: [u8; 4], words: &[Word]) -> Vec<u8> {
    [&selector, words.as_flattened()].concat()
}

/// Calldata with a list of addresses behind the other arguments, all of one word.
pub fn list_call(selector: [u8; 4], head: &[Word], list: &[Address]) -> Vec<u8> {
    let mut words = Vec::from(head);
    // Heads are short, and a list that was read fits memory.
    let offset = (head.len() as u64).wrapping_add(1).wrapping_mul(32);
    words.push(uint(offset));
    words.push(uint(list.len() as u64));
    words.extend(list.iter().map(|address| address.into_word().0));
    encode(selector, &words)
}

/// Bytes as the ABI encodes them, from their length on.
pub fn encode_bytes(bytes: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    words.push(uint(bytes.len() as u64));
    words.extend(bytes.chunks(32).map(|chunk| {
        let mut word = [0; 32];
        for (byte, value) in word.iter_mut().zip(chunk) {
            *byte = *value;
        }
        word
    }));
    words
}

/// Return data.
pub fn reply(words: &[Word]) -> Reply {
    Ok(words.as_flattened().to_vec())
}

/// Return data of one number.
pub fn reply_uint(value: U256) -> Reply {
    reply(&[word(value)])
}

/// Return data of a trigger, `(bool, bytes, ...)`: whether something is due, the call that does it,
/// and what it would do, in words.
pub fn reply_trigger(is_due: bool, call: &[u8], effect: &[Word]) -> Reply {
    // Effects are a few words.
    let offset = (effect.len() as u64).wrapping_add(2).wrapping_mul(32);
    let mut words = Vec::from([uint(u64::from(is_due)), uint(offset)]);
    words.extend_from_slice(effect);
    words.extend(encode_bytes(call));
    reply(&words)
}

/// Return data of one address.
pub fn reply_address(address: Address) -> Reply {
    reply(&[address.into_word().0])
}

/// The revert data of calldata that is too short or not canonical: empty, as Solidity's.
pub const fn malformed() -> Vec<u8> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use alloy_sol_types::{SolCall, SolValue};
    use ballast_abi::registry::IRegistry::{
        claimableCall, exitCall, shouldHarvestCall, shouldHarvestReturn,
    };

    use super::*;

    fn counting() -> Word {
        core::array::from_fn(|i| i as u8)
    }

    #[test]
    fn literals_keep_their_bytes() {
        assert_eq!(Literal::new(counting()).word(), counting());
        let mut number = [0; 32];
        number[24..].copy_from_slice(&0x0102_0304_0506_0708_u64.to_be_bytes());
        assert_eq!(Literal::number(0x0102_0304_0506_0708).word(), number);
        assert_eq!(uint(0x0102_0304_0506_0708), number);
    }

    #[test]
    fn selectors_that_are_values_lie_to_the_left() {
        let word = selector_word([1, 2, 3, 4]);
        assert_eq!(
            (&word[..5], &word[5..]),
            (&[1, 2, 3, 4, 0][..], &[0; 27][..])
        );
    }

    #[test]
    fn words_follow_the_selector() {
        let bytes = encode([1, 2, 3, 4], &[counting(), [9; 32]]);
        assert_eq!(bytes.len(), 68);
        assert_eq!(bytes[..4], [1, 2, 3, 4]);
        assert_eq!(bytes[4..36], counting());
        assert_eq!(bytes[36..], [9; 32]);
    }

    #[test]
    fn lists_follow_the_other_arguments() {
        let strategies = [Address::with_last_byte(1), Address::with_last_byte(2)];
        let asset = Address::with_last_byte(9);
        let call = exitCall {
            asset,
            claim: U256::from(7),
            strategies: strategies.to_vec(),
        };
        let head = [asset.into_word().0, uint(7)];
        assert_eq!(
            list_call(exitCall::SELECTOR, &head, &strategies),
            call.abi_encode()
        );
        let [claim, max_loss] = [U256::from(1), U256::from(2)];
        let call = claimableCall {
            claim,
            maxLoss: max_loss,
            strategies: Vec::new(),
        };
        let head = [uint(1), uint(2)];
        assert_eq!(
            list_call(claimableCall::SELECTOR, &head, &[]),
            call.abi_encode()
        );
    }

    #[test]
    fn triggers_are_those_of_solidity() {
        let [gain, loss] = [U256::from(7), U256::from(9)];
        let call = encode([1, 2, 3, 4], &[counting()]);
        let answer = shouldHarvestCall::abi_encode_returns(&shouldHarvestReturn {
            due: true,
            call: call.clone().into(),
            gain,
            loss,
        });
        assert_eq!(reply_trigger(true, &call, &[uint(7), uint(9)]), Ok(answer));
    }

    #[test]
    fn bytes_are_padded_to_words() {
        for length in [0, 1, 31, 32, 33, 64] {
            let bytes = alloc::vec![7; length];
            let expected = alloy_primitives::Bytes::from(bytes.clone()).abi_encode();
            assert_eq!(encode_bytes(&bytes).as_flattened(), &expected[32..]);
        }
    }

    #[test]
    fn answers_are_words_alone() {
        assert_eq!(reply(&[counting()]), Ok(counting().to_vec()));
    }
}
