//! Tokens in and out, and what callers are called back with.
//!
//! A call of the market is refused while another is open, so nothing moves the market's balance
//! between two measurements but who was called in between, and that is what is measured.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, encode_bytes, token, uint};
use stylus_sdk::prelude::*;

use crate::errors::{about, measured};
use crate::state::Market;

impl Market {
    /// Takes `amount` of a token from `from`, of which all must arrive; what the market holds of
    /// it then.
    ///
    /// # Errors
    /// The token's, `WrongAmountReceived` for one that keeps a fee, or is no contract.
    #[inline(never)]
    pub fn pull(&mut self, token: Address, from: Address, amount: U256) -> Result<U256, Vec<u8>> {
        let before = self.held(token);
        let this = self.this();
        token::transfer_from(self, token, from, this, amount)?;
        let after = self.held(token).unwrap_or_default();
        let received = before.and_then(|before| after.checked_sub(before));
        if received == Some(amount) {
            return Ok(after);
        }
        Err(measured(
            Abi::WrongAmountReceived::SELECTOR,
            token,
            amount,
            received.unwrap_or_default(),
        ))
    }

    /// What the market holds of a token; `None` if it does not say.
    pub fn held(&self, token: Address) -> Option<U256> {
        token::balance_of(self.vm(), token, self.this())
    }

    /// Calls the caller back, if there is data for it: `selector` with `head` and the data. It has
    /// all the gas, which is its own.
    ///
    /// # Errors
    /// The caller's own, a kilobyte at most.
    #[inline(never)]
    pub fn call_back(
        &mut self,
        selector: [u8; 4],
        head: &[Word],
        data: &[u8],
    ) -> Result<(), Vec<u8>> {
        if data.is_empty() {
            return Ok(());
        }
        let caller = self.cells.sender();
        let call = with_data(selector, head, data);
        remote::send(self, caller, &call, ALL_GAS).map(drop)
    }
}

/// Calldata with bytes behind the other arguments, all of one word.
#[inline(never)]
pub fn with_data(selector: [u8; 4], head: &[Word], data: &[u8]) -> Vec<u8> {
    let mut words = Vec::from(head);
    // Heads are short.
    let offset = (head.len() as u64).wrapping_add(1).wrapping_mul(32);
    words.push(uint(offset));
    words.extend(encode_bytes(data));
    encode(selector, &words)
}

/// Refuses the zero address.
///
/// # Errors
/// `InvalidAddress`.
#[inline(never)]
pub fn check_address(account: Address) -> Result<(), Vec<u8>> {
    if account.is_zero() {
        return Err(about(Abi::InvalidAddress::SELECTOR, account));
    }
    Ok(())
}

impl Market {
    /// Refuses to send anything to nobody, or here, where it would stay.
    ///
    /// # Errors
    /// `InvalidAddress`.
    #[inline(never)]
    pub fn check_receiver(&self, receiver: Address) -> Result<(), Vec<u8>> {
        if receiver == self.this() {
            return Err(about(Abi::InvalidAddress::SELECTOR, receiver));
        }
        check_address(receiver)
    }
}
