//! The calls of an operation, and what it is called.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use ballast_shell::{Calldata, Word, encode_bytes, encode_bytes_list, encode_list, uint, word};

use crate::refusals::invalid_length;

/// A call of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// Whom to call.
    pub(crate) target: Address,
    /// The ether that goes along, in wei.
    pub(crate) value: U256,
    /// The calldata.
    pub(crate) data: &'a [u8],
}

/// An operation as the arguments of a method describe it.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'a> {
    /// What it is called.
    pub(crate) id: Word,
    /// Its calls.
    pub(crate) calls: Vec<Call<'a>>,
    /// The operation that must have been executed; zero for none.
    pub(crate) predecessor: Word,
    /// What tells it from another of the same calls.
    pub(crate) salt: Word,
}

impl<'a> Plan<'a> {
    /// The next arguments `address target, uint256 value, bytes data, bytes32 predecessor, bytes32
    /// salt`; the id is `keccak256(abi.encode(target, value, data, predecessor, salt))`.
    pub(crate) fn read(input: &mut Calldata<'a>) -> Result<Self, Vec<u8>> {
        let (target, value, data) = (input.address()?, input.uint()?, input.string()?);
        let (predecessor, salt) = (*input.word()?, *input.word()?);
        let head = [
            target.into_word().0,
            word(value),
            uint(5 * 32),
            predecessor,
            salt,
        ];
        Ok(Self {
            id: hash(&[&head, &encode_bytes(data)]),
            calls: Vec::from([Call {
                target,
                value,
                data,
            }]),
            predecessor,
            salt,
        })
    }
}

/// An operation of several calls, in lists that may not match.
#[derive(Clone, Debug)]
pub(crate) struct Batch<'a> {
    targets: Vec<Address>,
    values: Vec<U256>,
    payloads: Vec<&'a [u8]>,
    predecessor: Word,
    salt: Word,
}

impl<'a> Batch<'a> {
    /// The next arguments `address[] targets, uint256[] values, bytes[] payloads, bytes32
    /// predecessor, bytes32 salt`.
    pub(crate) fn read(input: &mut Calldata<'a>) -> Result<Self, Vec<u8>> {
        Ok(Self {
            targets: input.addresses()?,
            values: input.uints()?,
            payloads: input.strings()?,
            predecessor: *input.word()?,
            salt: *input.word()?,
        })
    }

    /// `keccak256(abi.encode(targets, values, payloads, predecessor, salt))`.
    pub(crate) fn id(&self) -> Word {
        let targets = encode_list(self.targets.iter().map(|it| it.into_word().0));
        let values = encode_list(self.values.iter().map(|it| word(*it)));
        let payloads = encode_bytes_list(&self.payloads);
        // Calldata is far shorter than 2^32 words.
        let second = (targets.len() as u64).wrapping_mul(32).wrapping_add(5 * 32);
        let third = (values.len() as u64).wrapping_mul(32).wrapping_add(second);
        let offsets = [uint(5 * 32), uint(second), uint(third)];
        let tail = [self.predecessor, self.salt];
        hash(&[&offsets, &tail, &targets, &values, &payloads])
    }

    /// The operation, if the lists match.
    ///
    /// # Errors
    /// `TimelockInvalidOperationLength`.
    pub(crate) fn plan(self) -> Result<Plan<'a>, Vec<u8>> {
        let (targets, values) = (self.targets.len(), self.values.len());
        let payloads = self.payloads.len();
        if targets != values || targets != payloads {
            return Err(invalid_length(targets, payloads, values));
        }
        let id = self.id();
        let calls = self.targets.into_iter().zip(self.values);
        let calls = calls.zip(self.payloads);
        let calls = calls.map(|((target, value), data)| Call {
            target,
            value,
            data,
        });
        Ok(Plan {
            id,
            calls: calls.collect(),
            predecessor: self.predecessor,
            salt: self.salt,
        })
    }
}

fn hash(parts: &[&[Word]]) -> Word {
    keccak256(parts.concat().as_flattened()).0
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use alloy_primitives::{B256, Bytes};
    use alloy_sol_types::{SolCall, SolValue};
    use ballast_abi::timelock::Timelock as Abi;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        vec(any::<u8>(), 0..100)
    }

    #[test]
    fn lists_that_do_not_match_are_refused() {
        for lengths in [(1, 2, 2), (2, 1, 2), (2, 2, 1)] {
            let (targets, values, payloads) = lengths;
            let call = Abi::hashOperationBatchCall {
                targets: vec![Address::ZERO; targets],
                values: vec![U256::ZERO; values],
                payloads: vec![Bytes::new(); payloads],
                predecessor: B256::ZERO,
                salt: B256::ZERO,
            };
            let encoded = call.abi_encode();
            let batch = Batch::read(&mut Calldata::new(&encoded[4..])).unwrap();
            let refusal = invalid_length(targets, payloads, values);
            assert_eq!(batch.plan().err(), Some(refusal));
        }
    }

    proptest! {
        /// Names are those that anyone computes with `abi.encode`.
        #[test]
        fn names_are_hashes_of_the_abi(
            target: [u8; 20], limbs: [u64; 4], data in bytes(), two: [[u8; 32]; 2],
        ) {
            let (target, value) = (Address::from(target), U256::from_limbs(limbs));
            let [predecessor, salt] = two.map(B256::new);
            let data = Bytes::from(data);
            let call = Abi::hashOperationCall { target, value, data, predecessor, salt };
            let encoded = call.abi_encode();
            let plan = Plan::read(&mut Calldata::new(&encoded[4..])).unwrap();
            let arguments = (target, value, call.data, predecessor, salt);
            prop_assert_eq!(plan.id, keccak256(arguments.abi_encode_params()));
        }

        #[test]
        fn names_of_batches_too(
            targets in vec(any::<[u8; 20]>(), 0..4),
            values in vec(any::<[u64; 4]>(), 0..4),
            payloads in vec(bytes(), 0..4),
            two: [[u8; 32]; 2],
        ) {
            let targets: Vec<_> = targets.into_iter().map(Address::from).collect();
            let values: Vec<_> = values.into_iter().map(U256::from_limbs).collect();
            let payloads: Vec<_> = payloads.into_iter().map(Bytes::from).collect();
            let [predecessor, salt] = two.map(B256::new);
            let call = Abi::hashOperationBatchCall {
                targets, values, payloads, predecessor, salt,
            };
            let encoded = call.abi_encode();
            let batch = Batch::read(&mut Calldata::new(&encoded[4..])).unwrap();
            prop_assert_eq!(batch.id(), keccak256(&encoded[4..]));
        }
    }
}
