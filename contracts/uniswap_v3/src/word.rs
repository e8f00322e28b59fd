//! Numbers below zero in ABI words.

use alloy_primitives::U256;
use ballast_shell::Word;

/// A number with its sign in front, as Solidity's small integers are.
pub fn signed(value: i32) -> Word {
    let mut word = if value < 0 { [0xff; 32] } else { [0; 32] };
    let (_, low) = word.split_at_mut(28);
    low.copy_from_slice(&value.to_be_bytes());
    word
}

/// The number in a word, if it has 64 bits.
pub(crate) fn long(word: &Word) -> i64 {
    let low = word.last_chunk().copied().unwrap_or_default();
    i64::from_be_bytes(low)
}

/// The number in a word, if it has 32 bits.
pub(crate) fn int(word: &Word) -> i32 {
    let low = word.last_chunk().copied().unwrap_or_default();
    i32::from_be_bytes(low)
}

/// What of a signed number is above zero.
pub(crate) fn positive(value: U256) -> U256 {
    if value.bit(255) { U256::ZERO } else { value }
}

/// What of a signed number is below zero, as a number above it.
pub(crate) fn negative(value: U256) -> U256 {
    if value.bit(255) {
        value.wrapping_neg()
    } else {
        U256::ZERO
    }
}

#[cfg(test)]
mod tests {
    use ballast_shell::number;

    use super::*;

    #[test]
    fn signs_are_extended() {
        for value in [0, 1, -1, i32::MIN, i32::MAX, -887_272] {
            let word = signed(value);
            assert_eq!(int(&word), value);
            assert_eq!(long(&word), i64::from(value));
        }
        assert_eq!(number(&signed(-1)), U256::MAX);
    }

    #[test]
    fn either_side_of_zero_is_nothing_on_the_other() {
        let seven = U256::from(7);
        let minus = U256::MAX - U256::from(6);
        assert_eq!((positive(seven), negative(seven)), (seven, U256::ZERO));
        assert_eq!((positive(minus), negative(minus)), (U256::ZERO, seven));
        assert_eq!(
            (positive(U256::ZERO), negative(U256::ZERO)),
            (U256::ZERO, U256::ZERO)
        );
    }
}
