//! Why something is refused.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{Panic, PanicKind, SolError};
use ballast_abi::access_control::IAccessControl;
use ballast_abi::timelock::Timelock as Abi;
use ballast_shell::{Word, encode, uint, word};

/// `TimelockUnexpectedOperationState`: a state whose bit is among `expected` was.
pub(crate) fn unexpected_state(id: Word, expected: u64) -> Vec<u8> {
    let words = [id, uint(expected)];
    encode(Abi::TimelockUnexpectedOperationState::SELECTOR, &words)
}

/// `TimelockInsufficientDelay`
pub(crate) fn insufficient_delay(delay: U256, min_delay: U256) -> Vec<u8> {
    let words = [word(delay), word(min_delay)];
    encode(Abi::TimelockInsufficientDelay::SELECTOR, &words)
}

/// `TimelockUnexecutedPredecessor`
pub(crate) fn unexecuted_predecessor(id: Word) -> Vec<u8> {
    encode(Abi::TimelockUnexecutedPredecessor::SELECTOR, &[id])
}

/// `TimelockCodeChanged`
pub(crate) fn code_changed(id: Word) -> Vec<u8> {
    encode(Abi::TimelockCodeChanged::SELECTOR, &[id])
}

/// `TimelockUnauthorizedCaller`
pub(crate) fn unauthorized_caller(caller: Address) -> Vec<u8> {
    let words = [caller.into_word().0];
    encode(Abi::TimelockUnauthorizedCaller::SELECTOR, &words)
}

/// `TimelockInvalidOperationLength`
pub(crate) fn invalid_length(targets: usize, payloads: usize, values: usize) -> Vec<u8> {
    let words = [targets, payloads, values].map(|length| uint(length as u64));
    encode(Abi::TimelockInvalidOperationLength::SELECTOR, &words)
}

/// `AccessControlUnauthorizedAccount`
pub(crate) fn unauthorized_account(account: Address, role: Word) -> Vec<u8> {
    let words = [account.into_word().0, role];
    encode(
        IAccessControl::AccessControlUnauthorizedAccount::SELECTOR,
        &words,
    )
}

/// Solidity's panic about a sum that does not fit.
pub(crate) fn overflow() -> Vec<u8> {
    let words = [uint(PanicKind::UnderOverflow as u64)];
    encode(Panic::SELECTOR, &words)
}
