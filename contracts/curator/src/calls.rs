//! The calls of an action.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use ballast_shell::{Calldata, Word, encode_bytes, malformed, uint};

use crate::errors::out_of_bounds;
use crate::state::Selector;

/// The most calls in an action.
const CALLS_MAX: u64 = 8;
/// The longest calldata of a call: room for twelve targets of a rebalancer.
const DATA_BYTES_MAX: u64 = 1_024;

/// A call of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call<'a> {
    /// Whom to call.
    pub(crate) target: Address,
    /// The first four bytes of the calldata.
    pub(crate) selector: Selector,
    /// All calldata.
    pub(crate) data: &'a [u8],
}

impl<'a> Call<'a> {
    /// What stands behind the selector.
    pub(crate) fn arguments(&self) -> &'a [u8] {
        self.data.get(4..).unwrap_or_default()
    }
}

/// The next argument as calls: one to eight, each with a selector.
///
/// # Errors
/// `OutOfBounds`, and nothing if the calldata is not what the ABI says.
pub(crate) fn read_calls<'a>(input: &mut Calldata<'a>) -> Result<Vec<Call<'a>>, Vec<u8>> {
    let items = input.items()?;
    let count = items.len() as u64;
    if !(1..=CALLS_MAX).contains(&count) {
        return Err(out_of_bounds(count, CALLS_MAX));
    }
    items.into_iter().map(read_call).collect()
}

fn read_call(mut item: Calldata<'_>) -> Result<Call<'_>, Vec<u8>> {
    let (target, data) = (item.address()?, item.string()?);
    let length = data.len() as u64;
    if DATA_BYTES_MAX < length {
        return Err(out_of_bounds(length, DATA_BYTES_MAX));
    }
    let selector = *data.first_chunk().ok_or_else(malformed)?;
    Ok(Call {
        target,
        selector,
        data,
    })
}

/// The calls as the ABI encodes an array of them, from its length on.
pub(crate) fn encode_calls(calls: &[Call<'_>]) -> Vec<Word> {
    // At most eight calls of 35 words: nothing here can overflow.
    let count = calls.len() as u64;
    let (mut offsets, mut items) = (Vec::new(), Vec::new());
    for call in calls {
        let before = count.wrapping_add(items.len() as u64).wrapping_mul(32);
        offsets.push(uint(before));
        items.extend([call.target.into_word().0, uint(64)]);
        items.extend(encode_bytes(call.data));
    }
    [&[uint(count)], offsets.as_slice(), &items].concat()
}

/// What an action is called: `keccak256(abi.encode(calls))`.
pub(crate) fn id_of(calls: &[Call<'_>]) -> Word {
    let words = [&[uint(32)], encode_calls(calls).as_slice()].concat();
    keccak256(words.as_flattened()).0
}

/// The next argument as a selector.
pub(crate) fn read_selector(input: &mut Calldata<'_>) -> Result<Selector, Vec<u8>> {
    match input.word()?.split_first_chunk() {
        Some((selector, rest)) if rest.iter().all(|byte| *byte == 0) => Ok(*selector),
        _ => Err(malformed()),
    }
}

/// The next argument as a number of seconds; a larger one is the largest.
pub(crate) fn read_seconds(input: &mut Calldata<'_>) -> Result<u64, Vec<u8>> {
    let seconds: U256 = input.uint()?;
    Ok(seconds.try_into().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use alloy_sol_types::{SolCall, SolValue};
    use ballast_abi::curator::ICurator as Abi;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn call(target: u8, data: Vec<u8>) -> Abi::Call {
        let target = Address::with_last_byte(target);
        let data = data.into();
        Abi::Call { target, data }
    }

    fn read(calls: Vec<Abi::Call>) -> Result<Word, Vec<u8>> {
        let encoded = Abi::submitCall { calls }.abi_encode();
        let read = read_calls(&mut Calldata::new(&encoded[4..]))?;
        Ok(id_of(&read))
    }

    #[test]
    fn there_are_one_to_eight() {
        let calls = |count: u8| (0..count).map(|i| call(i, vec![i; 4])).collect::<Vec<_>>();
        assert_eq!(read(calls(0)), Err(out_of_bounds(0, 8)));
        assert_eq!(read(calls(9)), Err(out_of_bounds(9, 8)));
        assert!(read(calls(1)).is_ok() && read(calls(8)).is_ok());
    }

    #[test]
    fn each_has_a_selector_and_at_most_a_kilobyte() {
        assert_eq!(read(vec![call(1, vec![0; 3])]), Err(vec![]));
        assert!(read(vec![call(1, vec![0; 4])]).is_ok());
        assert!(read(vec![call(1, vec![0; 1_024])]).is_ok());
        let refusal = Err(out_of_bounds(1_025, 1_024));
        assert_eq!(read(vec![call(1, vec![0; 1_025])]), refusal);
    }

    #[test]
    fn selectors_have_four_bytes() {
        let mut word = [0; 32];
        word[..4].copy_from_slice(&[1, 2, 3, 4]);
        assert_eq!(read_selector(&mut Calldata::new(&word)), Ok([1, 2, 3, 4]));
        for dirty in 4..32 {
            let mut word = word;
            word[dirty] = 1;
            assert_eq!(read_selector(&mut Calldata::new(&word)), Err(vec![]));
        }
    }

    proptest! {
        /// Names are those that anyone computes with `abi.encode`.
        #[test]
        fn ids_are_hashes_of_the_abi(
            calls in vec((any::<[u8; 20]>(), vec(any::<u8>(), 4..200)), 1..=8),
        ) {
            let calls: Vec<_> = calls
                .into_iter()
                .map(|(target, data)| Abi::Call { target: target.into(), data: data.into() })
                .collect();
            prop_assert_eq!(read(calls.clone()), Ok(keccak256(calls.abi_encode()).0));
        }
    }
}
