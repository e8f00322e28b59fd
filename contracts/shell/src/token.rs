//! Calls to an ERC-20 token that may be old, lying or hostile.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::{IERC20, ISafeERC20};
use stylus_sdk::call::call;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;
use stylus_sdk::stylus_core::calls::errors::Error;

use crate::output::{encode, word};
use crate::remote::{ALL_GAS, first_uint, view_uint};

/// Moves `value` of `token` from this contract to `to`.
///
/// # Errors
/// The token's revert data, or `SafeERC20FailedOperation` if it gives none or answers `false`.
pub fn transfer<S>(store: &mut S, token: Address, to: Address, value: U256) -> Result<(), Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let words = [to.into_word().0, word(value)];
    send(
        store,
        token,
        &encode(IERC20::transferCall::SELECTOR, &words),
    )
}

/// Moves `value` of `token` from `from` to `to` with this contract's allowance.
///
/// # Errors
/// As [`transfer()`].
pub fn transfer_from<S>(
    store: &mut S,
    token: Address,
    from: Address,
    to: Address,
    value: U256,
) -> Result<(), Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let words = [from.into_word().0, to.into_word().0, word(value)];
    send(
        store,
        token,
        &encode(IERC20::transferFromCall::SELECTOR, &words),
    )
}

/// Lets `spender` take `value` of `token` from this contract. Whoever keeps allowances at zero
/// between calls need not reset them first, which some tokens demand.
///
/// # Errors
/// As [`transfer()`].
pub fn approve<S>(
    store: &mut S,
    token: Address,
    spender: Address,
    value: U256,
) -> Result<(), Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let words = [spender.into_word().0, word(value)];
    send(store, token, &encode(IERC20::approveCall::SELECTOR, &words))
}

/// What `token` says `spender` may take from `owner`; `None` if it does not say, or is no contract.
pub fn allowance(host: &VM, token: Address, owner: Address, spender: Address) -> Option<U256> {
    let words = [owner.into_word().0, spender.into_word().0];
    ask(
        host,
        token,
        &encode(IERC20::allowanceCall::SELECTOR, &words),
    )
}

/// What `token` says `account` owns; `None` if it does not say, or is no contract.
pub fn balance_of(host: &VM, token: Address, account: Address) -> Option<U256> {
    ask(
        host,
        token,
        &encode(IERC20::balanceOfCall::SELECTOR, &[account.into_word().0]),
    )
}

/// The decimals of `token`; `None` if it does not say, or is no contract.
pub fn decimals(host: &VM, token: Address) -> Option<u8> {
    ask(host, token, &encode(IERC20::decimalsCall::SELECTOR, &[]))?
        .try_into()
        .ok()
}

/// The word that a view answers with.
fn ask(host: &VM, token: Address, calldata: &[u8]) -> Option<U256> {
    view_uint(host, token, calldata, ALL_GAS)
}

/// A call that must answer `true`, or nothing at all as the oldest tokens do.
///
/// Whether there is a contract at all is not asked: whoever relies on that has an answer of
/// [`balance_of`] or [`decimals`].
fn send<S>(store: &mut S, token: Address, calldata: &[u8]) -> Result<(), Vec<u8>>
where
    S: TopLevelStorage + HostAccess<Host = VM>,
{
    let context = Call::new_mutating(store);
    match call(store.vm(), context, token, calldata) {
        Ok(answer) if answer.is_empty() || first_uint(&answer) == Some(U256::ONE) => Ok(()),
        Err(Error::Revert(reason)) if !reason.is_empty() => Err(reason),
        _ => Err(encode(
            ISafeERC20::SafeERC20FailedOperation::SELECTOR,
            &[token.into_word().0],
        )),
    }
}
