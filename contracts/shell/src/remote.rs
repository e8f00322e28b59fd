//! Calls of contracts that may fail, lie or burn all they get.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use stylus_sdk::call::RawCall;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::output::{Reply, Word, number};

/// All gas there is, less the 64th part that the caller always keeps (EIP-150).
pub const ALL_GAS: u64 = u64::MAX;

/// The most of an answer that is read: no caller needs more, and who answers megabytes to make the
/// caller run out of memory gets nowhere.
const ANSWER_BYTES_MAX: usize = 1_024;

/// What a view of `to` answers within `gas`; `None` if it reverts. Where there is no contract the
/// answer is empty; of a longer one the first kilobyte is read.
pub fn view(host: &VM, to: Address, calldata: &[u8], gas: u64) -> Option<Vec<u8>> {
    ask(host, to, calldata, gas).ok()
}

/// The same, with why if it reverts.
///
/// # Errors
/// The first kilobyte of its revert data, empty if it ran out of gas.
pub fn ask(host: &VM, to: Address, calldata: &[u8], gas: u64) -> Result<Vec<u8>, Vec<u8>> {
    host.flush_cache(false);
    let call = RawCall::new_static(host)
        .gas(gas)
        .limit_return_data(0, ANSWER_BYTES_MAX);
    // SAFETY: what was written is flushed, as the SDK's own `static_call` does; a static call
    // changes no storage.
    #[expect(unsafe_code, reason = "the safe functions read answers of any length")]
    unsafe {
        call.call(to, calldata)
    }
}

/// The number that a view of `to` answers within `gas`; `None` if it does not answer one.
pub fn view_uint(host: &VM, to: Address, calldata: &[u8], gas: u64) -> Option<U256> {
    first_uint(&view(host, to, calldata, gas)?)
}

/// Calls `to` with `gas`. Of the answer the first kilobyte is read.
///
/// # Errors
/// The first kilobyte of its revert data, empty if it ran out of gas.
pub fn send<S>(store: &mut S, to: Address, calldata: &[u8], gas: u64) -> Result<Vec<u8>, Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    pay(store, to, U256::ZERO, calldata, gas)
}

/// The same with so much of this contract's ether.
///
/// # Errors
/// As [`send`], empty too if there is not so much.
pub fn pay<S>(
    store: &mut S,
    to: Address,
    value: U256,
    calldata: &[u8],
    gas: u64,
) -> Result<Vec<u8>, Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let host = store.vm();
    host.flush_cache(true);
    let call = RawCall::new_with_value(host, value)
        .gas(gas)
        .limit_return_data(0, ANSWER_BYTES_MAX);
    // SAFETY: what was written is flushed and what was read is forgotten, as the SDK's own `call`
    // does; the exclusive borrow of the contract keeps anything from being read before.
    #[expect(unsafe_code, reason = "the safe functions read answers of any length")]
    unsafe {
        call.call(to, calldata)
    }
}

/// Runs the code of `to` on this contract's own storage, as this contract, with all gas there is.
///
/// For the second program of a contract that is split behind one address: `to` can do whatever this
/// contract can, so it is to be fixed code of the same project, and its answer is read whole. The
/// sender stays the caller's. Words that were read before are forgotten, as `to` may change them. A
/// delegate frame counts for no re-entry, so whatever lock the outer program holds stands.
///
/// # Errors
/// The whole revert data of `to`, empty if it ran out of gas. Where there is no code the answer is
/// empty and no error.
pub fn delegate<S>(store: &mut S, to: Address, calldata: &[u8]) -> Reply
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let host = store.vm();
    host.flush_cache(true);
    let call = RawCall::new_delegate(host).gas(ALL_GAS);
    // SAFETY: what was written is flushed and what was read is forgotten, and the exclusive borrow of
    // the contract keeps anything from being read before; `to` keeps the layout of this storage.
    #[expect(
        unsafe_code,
        reason = "the SDK has no safe call that reads the whole revert data"
    )]
    unsafe {
        call.call(to, calldata)
    }
}

/// Whether a call now would get `gas`: the caller keeps the 64th part, and `reserve` besides.
pub fn affords(host: &VM, gas: u64, reserve: u64) -> bool {
    let left = host.evm_gas_left().saturating_sub(reserve);
    gas <= left.saturating_sub(left >> 6)
}

/// The first word of an answer as a number.
pub fn first_uint(answer: &[u8]) -> Option<U256> {
    let word: &Word = answer.first_chunk()?;
    Some(number(word))
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn answers_start_with_a_whole_word() {
        let mut answer = vec![0; 64];
        answer[31] = 7;
        assert_eq!(first_uint(&answer), Some(U256::from(7)));
        assert_eq!(first_uint(&answer[..31]), None);
    }
}
