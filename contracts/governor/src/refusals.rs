//! Why something is refused.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{Panic, PanicKind, SolError};
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_shell::{Word, encode, encode_bytes, uint, word};

use crate::proposal::State;

/// `GovernorInvalidProposalLength`
pub(crate) fn invalid_length(targets: usize, calldatas: usize, values: usize) -> Vec<u8> {
    let words = [targets, calldatas, values].map(|length| uint(length as u64));
    encode(Abi::GovernorInvalidProposalLength::SELECTOR, &words)
}

/// `GovernorUnexpectedProposalState`: a state whose bit is among `expected` was.
pub(crate) fn unexpected_state(id: Word, current: State, expected: u64) -> Vec<u8> {
    let words = [id, uint(current as u64), uint(expected)];
    encode(IGovernor::GovernorUnexpectedProposalState::SELECTOR, &words)
}

/// An error that names a proposal, `GovernorNonexistentProposal`.
pub(crate) fn nonexistent(id: Word) -> Vec<u8> {
    encode(Abi::GovernorNonexistentProposal::SELECTOR, &[id])
}

/// An error that names an account.
pub(crate) fn about(selector: [u8; 4], account: Address) -> Vec<u8> {
    encode(selector, &[account.into_word().0])
}

/// `GovernorUnableToCancel`
pub(crate) fn unable_to_cancel(id: Word, account: Address) -> Vec<u8> {
    let words = [id, account.into_word().0];
    encode(Abi::GovernorUnableToCancel::SELECTOR, &words)
}

/// `GovernorInsufficientProposerVotes`
pub(crate) fn too_few_votes(proposer: Address, votes: U256, threshold: U256) -> Vec<u8> {
    let words = [proposer.into_word().0, word(votes), word(threshold)];
    encode(Abi::GovernorInsufficientProposerVotes::SELECTOR, &words)
}

/// `GovernorRefusedCall`
pub(crate) fn refused_call(index: usize, target: Address, reason: &[u8]) -> Vec<u8> {
    let head = [uint(index as u64), target.into_word().0, uint(3 * 32)];
    let words = [&head, encode_bytes(reason).as_slice()].concat();
    encode(Abi::GovernorRefusedCall::SELECTOR, &words)
}

/// `SafeCastOverflowedUintDowncast` of a time.
pub(crate) fn time_too_large(value: U256) -> Vec<u8> {
    let words = [uint(48), word(value)];
    encode(Abi::SafeCastOverflowedUintDowncast::SELECTOR, &words)
}

/// An error about a number and its limit.
pub(crate) fn beyond(selector: [u8; 4], value: U256, limit: U256) -> Vec<u8> {
    encode(selector, &[word(value), word(limit)])
}

/// Solidity's panic about a sum that does not fit.
pub(crate) fn overflow() -> Vec<u8> {
    panic(PanicKind::UnderOverflow)
}

/// Solidity's panic about taking from an empty list.
pub(crate) fn empty_queue() -> Vec<u8> {
    panic(PanicKind::EmptyArrayPop)
}

fn panic(kind: PanicKind) -> Vec<u8> {
    encode(Panic::SELECTOR, &[uint(kind as u64)])
}
