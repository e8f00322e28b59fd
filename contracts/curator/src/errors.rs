//! Revert data. Not inlined: most of it is needed in many places.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::Seconds;
use ballast_shell::{Word, encode, encode_bytes, selector_word, uint};

use crate::state::Selector;

/// An error that names a target and a selector.
#[inline(never)]
fn of_pair(error: Selector, target: Address, selector: Selector) -> Vec<u8> {
    encode(error, &[target.into_word().0, selector_word(selector)])
}

/// `NotAllowed(target, selector)`
pub(crate) fn not_allowed(target: Address, selector: Selector) -> Vec<u8> {
    of_pair(Abi::NotAllowed::SELECTOR, target, selector)
}

/// `Forbidden(target, selector)`
pub(crate) fn forbidden(target: Address, selector: Selector) -> Vec<u8> {
    of_pair(Abi::Forbidden::SELECTOR, target, selector)
}

/// `NotGoverned(target)`
pub(crate) fn not_governed(target: Address) -> Vec<u8> {
    encode(Abi::NotGoverned::SELECTOR, &[target.into_word().0])
}

/// `NoCode(target)`
pub(crate) fn no_code(target: Address) -> Vec<u8> {
    encode(Abi::NoCode::SELECTOR, &[target.into_word().0])
}

/// An error that names a number.
#[inline(never)]
fn of_number(error: Selector, number: u64) -> Vec<u8> {
    encode(error, &[uint(number)])
}

/// `InvalidDelay(delay)`
pub(crate) fn invalid_delay(seconds: u64) -> Vec<u8> {
    of_number(Abi::InvalidDelay::SELECTOR, seconds)
}

/// `TooEarly(executableAt)`
pub(crate) fn too_early(opens: Seconds) -> Vec<u8> {
    of_number(Abi::TooEarly::SELECTOR, opens.get())
}

/// `TooLate(expiresAt)`
pub(crate) fn too_late(closes: Seconds) -> Vec<u8> {
    of_number(Abi::TooLate::SELECTOR, closes.get())
}

/// `OutOfBounds(value, max)`
#[inline(never)]
pub(crate) fn out_of_bounds(value: u64, max: u64) -> Vec<u8> {
    encode(Abi::OutOfBounds::SELECTOR, &[uint(value), uint(max)])
}

/// `UnknownAction(id)`
#[inline(never)]
pub(crate) fn unknown_action(id: Word) -> Vec<u8> {
    encode(Abi::UnknownAction::SELECTOR, &[id])
}

/// `AlreadyPending(id)`
pub(crate) fn already_pending(id: Word) -> Vec<u8> {
    encode(Abi::AlreadyPending::SELECTOR, &[id])
}

/// `CodeChanged(id)`
pub(crate) fn code_changed(id: Word) -> Vec<u8> {
    encode(Abi::CodeChanged::SELECTOR, &[id])
}

/// `CallFailed(index, target, reason)`
#[inline(never)]
pub(crate) fn call_failed(index: usize, target: Address, reason: &[u8]) -> Vec<u8> {
    let head = [uint(index as u64), target.into_word().0, uint(96)];
    let words = [&head, encode_bytes(reason).as_slice()].concat();
    encode(Abi::CallFailed::SELECTOR, &words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_kept_whole() {
        let target = Address::with_last_byte(7);
        for length in [0, 4, 32, 36] {
            let reason = alloc::vec![9; length];
            let error = Abi::CallFailed {
                index: alloy_primitives::U256::from(3),
                target,
                reason: reason.clone().into(),
            };
            assert_eq!(call_failed(3, target, &reason), error.abi_encode());
        }
    }
}
