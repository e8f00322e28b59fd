//! Calls of the vault and of strategies.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::rewards::IRewards;
use ballast_abi::seller::Seller as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{address_in, encode, token, word};
use stylus_sdk::prelude::*;

use crate::errors::{about, small};
use crate::state::{Key, Seller};

/// Gas of a sweep: a claim, and a transfer of a token that may be anything.
const SWEEP_GAS: u64 = 3_000_000;

/// Gas of putting to work what a sale brought.
const REINVEST_GAS: u64 = 1_500_000;

/// Gas of asking what a sweep would bring.
const VIEW_GAS: u64 = 1_500_000;

/// Gas that must be left besides what a callee gets: for what follows.
const RESERVE_GAS: u64 = 100_000;

impl Seller {
    /// The address that a contract answers to a question without arguments; `None` if it does not, or
    /// it is zero.
    pub(crate) fn name(&self, contract: Address, selector: [u8; 4]) -> Option<Address> {
        remote::view_uint(self.vm(), contract, &encode(selector, &[]), ALL_GAS)
            .map(|answer| address_in(&word(answer)))
            .filter(|address| !address.is_zero())
    }

    /// What this contract has of a token.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn balance(&self, of: Address) -> Result<U256, Vec<u8>> {
        token::balance_of(self.vm(), of, self.this())
            .ok_or_else(|| about(Abi::CallFailed::SELECTOR, of))
    }

    /// What a sweep would bring, as far as the strategy says.
    pub(crate) fn sweepable(&self, key: Key) -> U256 {
        let words = [key.token.into_word().0];
        let question = encode(IRewards::sweepableCall::SELECTOR, &words);
        remote::view_uint(self.vm(), key.strategy, &question, VIEW_GAS).unwrap_or_default()
    }

    /// Has a strategy hand over a token. One that refuses keeps it: what counts is what came.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    pub(crate) fn request_sweep(&mut self, key: Key) -> Result<(), Vec<u8>> {
        self.require_gas(SWEEP_GAS)?;
        let words = [key.token.into_word().0];
        let request = encode(IRewards::sweepCall::SELECTOR, &words);
        let _refusal = remote::send(self, key.strategy, &request, SWEEP_GAS);
        Ok(())
    }

    /// Has a strategy put to work what it was sent. Returns whether it did.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    pub(crate) fn request_reinvestment(&mut self, strategy: Address) -> Result<bool, Vec<u8>> {
        self.require_gas(REINVEST_GAS)?;
        let request = encode(IRewards::reinvestCall::SELECTOR, &[]);
        Ok(remote::send(self, strategy, &request, REINVEST_GAS).is_ok())
    }

    /// Makes sure that a callee gets so much gas: else whoever calls could choose what fails.
    #[inline(never)]
    fn require_gas(&self, gas: u64) -> Result<(), Vec<u8>> {
        if remote::affords(self.vm(), gas, RESERVE_GAS) {
            Ok(())
        } else {
            Err(encode(Abi::NotEnoughGas::SELECTOR, &[small(gas)]))
        }
    }
}
