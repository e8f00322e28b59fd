//! Revert data. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::params::IParams as Abi;
use ballast_core::{Parameter, Refusal};
use ballast_shell::{Word, encode, encode_bytes, uint, word};

/// A value as the ABI has it.
pub(crate) fn value_word(value: u128) -> Word {
    word(U256::from(value))
}

/// `UnknownKey(key)`
#[inline(never)]
pub(crate) fn unknown_key(key: Word) -> Vec<u8> {
    encode(Abi::UnknownKey::SELECTOR, &[key])
}

/// `InvalidRules()`
#[inline(never)]
pub(crate) fn invalid_rules() -> Vec<u8> {
    encode(Abi::InvalidRules::SELECTOR, &[])
}

/// `OutOfBounds(value, min, max)`
#[inline(never)]
pub(crate) fn out_of_bounds(value: U256, min: u128, max: u128) -> Vec<u8> {
    let words = [word(value), value_word(min), value_word(max)];
    encode(Abi::OutOfBounds::SELECTOR, &words)
}

/// An error that names a key and an account.
#[inline(never)]
fn of_pair(error: [u8; 4], key: Word, account: Address) -> Vec<u8> {
    encode(error, &[key, account.into_word().0])
}

/// `AlreadySubscribed(key, subscriber)`
pub(crate) fn already_subscribed(key: Word, subscriber: Address) -> Vec<u8> {
    of_pair(Abi::AlreadySubscribed::SELECTOR, key, subscriber)
}

/// `UnknownSubscriber(key, subscriber)`
pub(crate) fn unknown_subscriber(key: Word, subscriber: Address) -> Vec<u8> {
    of_pair(Abi::UnknownSubscriber::SELECTOR, key, subscriber)
}

/// `SyncFailed(key, subscriber, reason)`
#[inline(never)]
pub(crate) fn sync_failed(key: Word, subscriber: Address, reason: &[u8]) -> Vec<u8> {
    let head = [key, subscriber.into_word().0, uint(96)];
    let words = [&head, encode_bytes(reason).as_slice()].concat();
    encode(Abi::SyncFailed::SELECTOR, &words)
}

/// Why a parameter does not become `value`.
#[inline(never)]
pub(crate) fn refused(parameter: &Parameter, value: u128, refusal: Refusal) -> Vec<u8> {
    let rules = &parameter.rules;
    let asked = value_word(value);
    match refusal {
        Refusal::OutOfBounds => out_of_bounds(U256::from(value), rules.min, rules.max),
        Refusal::StepTooLarge { from } => {
            let words = [value_word(from), asked, value_word(rules.step)];
            encode(Abi::StepTooLarge::SELECTOR, &words)
        }
        Refusal::TooSoon { opens } => encode(Abi::TooSoon::SELECTOR, &[uint(opens.get())]),
        Refusal::NotSafer { from } => {
            let words = [value_word(from), value_word(parameter.ramp.to), asked];
            encode(Abi::NotSafer::SELECTOR, &words)
        }
        Refusal::Unchanged => encode(Abi::Unchanged::SELECTOR, &[asked]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_kept_whole() {
        let (key, subscriber) = ([7; 32], Address::with_last_byte(9));
        for length in [0, 4, 32, 36] {
            let reason = alloc::vec![9; length];
            let error = Abi::SyncFailed {
                key: key.into(),
                subscriber,
                reason: reason.clone().into(),
            };
            assert_eq!(sync_failed(key, subscriber, &reason), error.abi_encode());
        }
    }
}
