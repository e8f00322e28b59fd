//! Lists as the ABI encodes them.

use alloc::vec::Vec;

use crate::output::{Word, encode_bytes, uint};

/// A list of words, from its length on.
pub fn encode_list(words: impl Iterator<Item = Word>) -> Vec<Word> {
    let mut encoded = Vec::from([[0; 32]]);
    encoded.extend(words);
    let length = encoded.len().saturating_sub(1) as u64;
    if let Some(first) = encoded.first_mut() {
        *first = uint(length);
    }
    encoded
}

/// A list of bytes likewise.
pub fn encode_bytes_list(items: &[&[u8]]) -> Vec<Word> {
    // Nothing that was read from calldata comes near 2^64 bytes.
    let count = items.len() as u64;
    let (mut offsets, mut bodies) = (Vec::from([uint(count)]), Vec::new());
    for item in items {
        let before = count.wrapping_add(bodies.len() as u64).wrapping_mul(32);
        offsets.push(uint(before));
        bodies.extend(encode_bytes(item));
    }
    offsets.extend(bodies);
    offsets
}
