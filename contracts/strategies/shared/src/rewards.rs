//! Tokens that are neither the asset nor a part of the position.
//!
//! They go to one address and nowhere else: the seller, whom the authority of the strategy's
//! registry names. What is protected is refused by name, and compared before and after every
//! transfer: a token may have a second address under which it moves.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use ballast_abi::registry::IRegistry;
use ballast_abi::rewards::IRewards as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{
    Calldata, Cells, Field, Literal, Reply, address_in, encode, reply_uint, token, word,
};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

/// Who may take tokens; every strategy keeps it here.
const SELLER: Field = Field::new(30);

const SELLER_CHANGED: Literal = Literal::new(Abi::SellerChanged::SIGNATURE_HASH.0);
const SWEPT: Literal = Literal::new(Abi::Swept::SIGNATURE_HASH.0);
const REINVESTED: Literal = Literal::new(Abi::Reinvested::SIGNATURE_HASH.0);

/// A strategy that may be rewarded.
pub trait Rewarded: TopLevelStorage + HostAccess<Host = VM> {
    /// Its storage.
    fn cells(&mut self) -> &mut Cells;
    /// The registry that it obeys.
    fn governing_registry(&self) -> Address;
    /// The asset, and what its position consists of: what no sweep may take.
    fn protected(&self) -> [Address; 2];
}

/// `seller()`
pub fn seller(cells: &Cells) -> Address {
    address_in(&cells.word(SELLER.slot()))
}

/// `setSeller(address)`
///
/// # Errors
/// `NotAuthority` unless the registry says that its authority calls.
#[inline(never)]
pub fn set_seller<S: Rewarded>(strategy: &mut S, mut input: Calldata<'_>) -> Reply {
    let to = input.address()?;
    let question = encode(IRegistry::authorityCall::SELECTOR, &[]);
    let registry = strategy.governing_registry();
    let authority = remote::view_uint(strategy.vm(), registry, &question, ALL_GAS);
    let caller = strategy.cells().sender();
    if authority.map(word) != Some(caller.into_word().0) {
        let words = [caller.into_word().0];
        return Err(encode(Abi::NotAuthority::SELECTOR, &words));
    }
    let cells = strategy.cells();
    let from = seller(cells);
    cells.set_word(SELLER.slot(), to.into_word().0);
    let words = [SELLER_CHANGED.word(), from.into_word().0, to.into_word().0];
    cells.log(&words, 1);
    Ok(Vec::new())
}

/// Makes sure that the seller calls, for a token that it may have.
///
/// # Errors
/// `NotSeller`, `ProtectedToken`.
pub fn require_sweep<S: Rewarded>(strategy: &mut S, token: Address) -> Result<(), Vec<u8>> {
    let cells = strategy.cells();
    let (caller, seller) = (cells.sender(), seller(cells));
    if caller != seller {
        let words = [caller.into_word().0];
        return Err(encode(Abi::NotSeller::SELECTOR, &words));
    }
    if strategy.protected().contains(&token) {
        let words = [token.into_word().0];
        return Err(encode(Abi::ProtectedToken::SELECTOR, &words));
    }
    Ok(())
}

/// `sweep(address)`: hands the seller all of a token, after [`require_sweep`].
///
/// # Errors
/// `PositionTouched` if there is less of what is protected afterwards; what the token says.
#[inline(never)]
pub fn hand_over<S: Rewarded>(strategy: &mut S, token: Address) -> Reply {
    let this = strategy.vm().contract_address();
    let amount = token::balance_of(strategy.vm(), token, this).unwrap_or_default();
    if amount.is_zero() {
        return reply_uint(amount);
    }
    let before = protected_balances(strategy, this);
    let to = seller(strategy.cells());
    token::transfer(strategy, token, to, amount)?;
    let after = protected_balances(strategy, this);
    if before.into_iter().zip(after).any(|(had, has)| has < had) {
        let words = [token.into_word().0];
        return Err(encode(Abi::PositionTouched::SELECTOR, &words));
    }
    let words = [SWEPT.word(), token.into_word().0, word(amount)];
    strategy.cells().log(&words, 2);
    reply_uint(amount)
}

/// What of a token lies here and may be swept: nothing of what is protected.
pub fn sweepable<S: Rewarded>(strategy: &S, token: Address) -> U256 {
    if strategy.protected().contains(&token) {
        return U256::ZERO;
    }
    let host = strategy.vm();
    token::balance_of(host, token, host.contract_address()).unwrap_or_default()
}

/// Logs that assets were put to work, and answers how much.
pub fn reinvested(cells: &mut Cells, assets: U256) -> Reply {
    cells.log(&[REINVESTED.word(), word(assets)], 1);
    reply_uint(assets)
}

/// One that a token does not name counts as nothing.
fn protected_balances<S: Rewarded>(strategy: &S, this: Address) -> [U256; 2] {
    strategy
        .protected()
        .map(|token| token::balance_of(strategy.vm(), token, this).unwrap_or_default())
}
