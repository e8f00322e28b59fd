//! The calls of a proposal, and what it is called.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use ballast_shell::{Calldata, Word, encode_bytes_list, encode_list, uint, word};

use crate::refusals::invalid_length;

/// The calls of a proposal, in lists that may not match, and the hash of its description.
#[derive(Clone, Debug)]
pub(crate) struct Calls<'a> {
    /// Whom to call.
    pub(crate) targets: Vec<Address>,
    /// The ether that goes along, in wei.
    values: Vec<U256>,
    /// The calldata.
    pub(crate) calldatas: Vec<&'a [u8]>,
    /// The hash of what says why.
    pub(crate) description: Word,
}

impl<'a> Calls<'a> {
    /// The next arguments `address[] targets, uint256[] values, bytes[] calldatas, bytes32
    /// descriptionHash`.
    pub(crate) fn read(input: &mut Calldata<'a>) -> Result<Self, Vec<u8>> {
        Ok(Self {
            targets: input.addresses()?,
            values: input.uints()?,
            calldatas: input.strings()?,
            description: *input.word()?,
        })
    }

    /// The same with the description itself, which is returned.
    pub(crate) fn read_described(input: &mut Calldata<'a>) -> Result<(Self, &'a [u8]), Vec<u8>> {
        let (targets, values) = (input.addresses()?, input.uints()?);
        let (calldatas, text) = (input.strings()?, input.string()?);
        let description = keccak256(text).0;
        let calls = Self {
            targets,
            values,
            calldatas,
            description,
        };
        Ok((calls, text))
    }

    /// What a proposal of these calls is called:
    /// `keccak256(abi.encode(targets, values, calldatas, descriptionHash))`.
    pub(crate) fn id(&self) -> Word {
        self.hash_with(&[self.description])
    }

    /// `keccak256(abi.encode(targets, values, calldatas, more...))`.
    pub(crate) fn hash_with(&self, more: &[Word]) -> Word {
        keccak256(self.encode_with(more).as_flattened()).0
    }

    /// `abi.encode(targets, values, calldatas, more...)`.
    pub(crate) fn encode_with(&self, more: &[Word]) -> Vec<Word> {
        let [targets, values, calldatas] = self.lists();
        // Calldata is far shorter than 2^32 words.
        let first = (more.len() as u64).wrapping_add(3).wrapping_mul(32);
        let second = first.wrapping_add((targets.len() as u64).wrapping_mul(32));
        let third = second.wrapping_add((values.len() as u64).wrapping_mul(32));
        let offsets = [uint(first), uint(second), uint(third)];
        [&offsets, more, &targets, &values, &calldatas].concat()
    }

    /// The three lists as the ABI encodes them, each from its length on.
    pub(crate) fn lists(&self) -> [Vec<Word>; 3] {
        [
            encode_list(self.targets.iter().map(|it| it.into_word().0)),
            encode_list(self.values.iter().map(|it| word(*it))),
            encode_bytes_list(&self.calldatas),
        ]
    }

    /// Refuses lists that do not match, or are empty.
    ///
    /// # Errors
    /// `GovernorInvalidProposalLength`.
    pub(crate) fn check_lengths(&self) -> Result<(), Vec<u8>> {
        let (targets, values) = (self.targets.len(), self.values.len());
        let calldatas = self.calldatas.len();
        if targets == values && targets == calldatas && 0 < targets {
            return Ok(());
        }
        Err(invalid_length(targets, calldatas, values))
    }

    /// Each call that goes to `target`.
    pub(crate) fn to(&self, target: Address) -> impl Iterator<Item = &'a [u8]> {
        let pairs = self.targets.iter().zip(&self.calldatas);
        pairs.filter_map(move |(to, data)| (*to == target).then_some(*data))
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{B256, Bytes};
    use alloy_sol_types::{SolCall, SolValue};
    use ballast_abi::governor::IGovernor::hashProposalCall;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Names are those that anyone computes with `abi.encode`.
        #[test]
        fn names_are_hashes_of_the_abi(
            targets in vec(any::<[u8; 20]>(), 0..4),
            values in vec(any::<[u64; 4]>(), 0..4),
            payloads in vec(vec(any::<u8>(), 0..100), 0..4),
            hash: [u8; 32],
        ) {
            let targets: Vec<_> = targets.into_iter().map(Address::from).collect();
            let values: Vec<_> = values.into_iter().map(U256::from_limbs).collect();
            let calldatas: Vec<_> = payloads.into_iter().map(Bytes::from).collect();
            let lists = (targets.clone(), values.clone(), calldatas.clone());
            let call = hashProposalCall {
                targets: targets.clone(), values, calldatas, descriptionHash: B256::new(hash),
            };
            let encoded = call.abi_encode();
            let calls = Calls::read(&mut Calldata::new(&encoded[4..])).unwrap();
            prop_assert_eq!(calls.id(), keccak256(&encoded[4..]));
            let more = [hash, [0; 32], [9; 32]];
            let (a, b, c) = lists;
            let expected = (a, b, c, B256::new(more[0]), B256::ZERO, B256::new(more[2]));
            prop_assert_eq!(calls.hash_with(&more), keccak256(expected.abi_encode_params()));
        }

        #[test]
        fn lists_must_match_and_have_something(lengths: [u8; 3]) {
            let [targets, values, calldatas] = lengths.map(|length| usize::from(length % 3));
            let calls = Calls {
                targets: alloc::vec![Address::ZERO; targets],
                values: alloc::vec![U256::ZERO; values],
                calldatas: alloc::vec![&[]; calldatas],
                description: [0; 32],
            };
            let is_fine = 0 < targets && targets == values && values == calldatas;
            prop_assert_eq!(calls.check_lengths().is_ok(), is_fine);
        }
    }
}
