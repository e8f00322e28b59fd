//! Calls of the pool and of its aToken.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::strategy_aave_v3::IAavePool;
use ballast_abi::strategy_aave_v3::StrategyAaveV3 as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, token, word};
use stylus_sdk::host::VM;

use crate::state::Strategy;

/// The bit of a reserve's configuration that says paused. Source: aave-v3-core
/// `ReserveConfiguration.sol`.
const PAUSED_BIT: usize = 60;

/// One asset of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reserve {
    /// Aave's pool.
    pub(crate) pool: Address,
    /// The pool's receipt for the asset.
    pub(crate) a_token: Address,
    /// What is lent.
    pub(crate) asset: Address,
}

impl Reserve {
    /// The aTokens of `owner`, interest included.
    pub(crate) fn balance_of(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        balance_of(host, self.a_token, owner)
    }

    /// What `owner` could have now.
    pub(crate) fn available(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        if self.is_paused(host)? {
            return Ok(U256::ZERO);
        }
        self.covered(host, owner)
    }

    /// What `owner` could have now if nothing were paused.
    pub(crate) fn covered(self, host: &VM, owner: Address) -> Result<U256, Vec<u8>> {
        let held = self.balance_of(host, owner)?;
        Ok(held.min(self.liquidity(host)?))
    }

    /// What the pool has left to pay. One before v3.1 has no method that tells, and reverts.
    fn liquidity(self, host: &VM) -> Result<U256, Vec<u8>> {
        match self.ask(host, IAavePool::getVirtualUnderlyingBalanceCall::SELECTOR) {
            Some(counted) => Ok(counted),
            None => balance_of(host, self.asset, self.a_token),
        }
    }

    /// Pays `assets` into the pool, for aTokens of `receiver`.
    pub(crate) fn supply(
        self,
        strategy: &mut Strategy,
        assets: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        // Without a referral code.
        let words = [
            self.asset.into_word().0,
            word(assets),
            receiver.into_word().0,
            [0; 32],
        ];
        self.send(strategy, IAavePool::supplyCall::SELECTOR, &words)
    }

    /// Has the pool pay `assets` to `receiver`, for aTokens of this contract.
    pub(crate) fn withdraw(
        self,
        strategy: &mut Strategy,
        assets: U256,
        receiver: Address,
    ) -> Result<(), Vec<u8>> {
        let words = [
            self.asset.into_word().0,
            word(assets),
            receiver.into_word().0,
        ];
        self.send(strategy, IAavePool::withdrawCall::SELECTOR, &words)
    }

    fn is_paused(self, host: &VM) -> Result<bool, Vec<u8>> {
        let bits = self.ask(host, IAavePool::getConfigurationCall::SELECTOR);
        Ok(bits.ok_or_else(|| failed(self.pool))?.bit(PAUSED_BIT))
    }

    /// What the pool answers about the asset.
    fn ask(self, host: &VM, selector: [u8; 4]) -> Option<U256> {
        let calldata = encode(selector, &[self.asset.into_word().0]);
        remote::view_uint(host, self.pool, &calldata, ALL_GAS)
    }

    fn send(
        self,
        strategy: &mut Strategy,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<(), Vec<u8>> {
        match remote::send(strategy, self.pool, &encode(selector, words), ALL_GAS) {
            Ok(_) => Ok(()),
            Err(reason) if reason.is_empty() => Err(failed(self.pool)),
            Err(reason) => Err(reason),
        }
    }
}

/// What `owner` has of a token, which is an aToken or the asset.
pub(crate) fn balance_of(host: &VM, token: Address, owner: Address) -> Result<U256, Vec<u8>> {
    token::balance_of(host, token, owner).ok_or_else(|| failed(token))
}

fn failed(venue: Address) -> Vec<u8> {
    encode(Abi::VenueFailed::SELECTOR, &[venue.into_word().0])
}
