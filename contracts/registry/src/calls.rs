//! Calls of strategies, of the vault and of its asset.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_abi::vault::Vault;
use ballast_core::{Assets, Change};
use ballast_shell::{Word, encode, malformed, remote, token};
use stylus_sdk::prelude::*;

use crate::errors::{failed, small, word};
use crate::state::{Registry, State};

/// Gas that must be left besides what a strategy gets: for the call itself, and to write down that
/// it failed.
const RESERVE_GAS: u64 = 100_000;

/// An amount that somebody else gave; what does not fit is the most that does.
pub(crate) fn saturated(amount: U256) -> Assets {
    Assets::from_u256(amount).unwrap_or(Assets::MAX)
}

impl Registry {
    /// What a strategy says it is worth; `None` if it does not say. A view without regard to the
    /// gas there is.
    pub(crate) fn worth(&self, state: &State, strategy: Address) -> Option<Assets> {
        self.look(state, strategy, IStrategy::realAssetsCall::SELECTOR)
    }

    /// The most that a strategy says it would send now; `None` if it does not say.
    pub(crate) fn liquid(&self, state: &State, strategy: Address) -> Option<Assets> {
        self.look(state, strategy, IStrategy::maxWithdrawableCall::SELECTOR)
    }

    #[inline(never)]
    fn look(&self, state: &State, strategy: Address, selector: [u8; 4]) -> Option<Assets> {
        let gas = u64::from(state.call_gas);
        remote::view_uint(self.vm(), strategy, &encode(selector, &[]), gas).map(saturated)
    }

    /// Makes sure that a strategy gets its gas, so that a failure is its own.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn require_gas(&self, state: &State) -> Result<(), Vec<u8>> {
        let gas = u64::from(state.call_gas);
        if remote::affords(self.vm(), gas, RESERVE_GAS) {
            Ok(())
        } else {
            Err(encode(Abi::NotEnoughGas::SELECTOR, &[small(gas)]))
        }
    }

    /// Calls a strategy with its gas; `None` if it fails.
    ///
    /// # Errors
    /// As [`require_gas`](Self::require_gas).
    pub(crate) fn attempt(
        &mut self,
        state: &State,
        strategy: Address,
        request: &[u8],
    ) -> Result<Option<Vec<u8>>, Vec<u8>> {
        self.require_gas(state)?;
        let gas = u64::from(state.call_gas);
        Ok(remote::send(self, strategy, request, gas).ok())
    }

    /// Calls a strategy with all gas there is.
    ///
    /// # Errors
    /// `StrategyFailed`.
    pub(crate) fn command(&mut self, strategy: Address, request: &[u8]) -> Result<(), Vec<u8>> {
        match remote::send(self, strategy, request, remote::ALL_GAS) {
            Ok(_) => Ok(()),
            Err(_) => Err(failed(strategy)),
        }
    }

    /// The vault's asset.
    ///
    /// # Errors
    /// `StrategyFailed` with the vault if it does not say.
    pub(crate) fn asset_of(&self, vault: Address) -> Result<Address, Vec<u8>> {
        let asset = self.ask(vault, IERC4626::assetCall::SELECTOR);
        let word = asset.ok_or_else(|| failed(vault))?;
        Ok(Address::from_word(B256::from(word)))
    }

    /// What the vault holds beyond its books. Nothing but donations and payments of strategies
    /// raises it: a deposit raises both.
    ///
    /// # Errors
    /// `StrategyFailed` with the vault or its asset if they do not say.
    pub(crate) fn unbooked(&self, vault: Address, asset: Address) -> Result<U256, Vec<u8>> {
        let booked = self.ask(vault, Vault::totalIdleCall::SELECTOR);
        let booked = booked.ok_or_else(|| failed(vault))?;
        let held = token::balance_of(self.vm(), asset, vault).ok_or_else(|| failed(asset))?;
        Ok(held.saturating_sub(booked))
    }

    /// The word that a view answers with.
    #[inline(never)]
    pub(crate) fn ask(&self, to: Address, selector: [u8; 4]) -> Option<U256> {
        remote::view_uint(self.vm(), to, &encode(selector, &[]), remote::ALL_GAS)
    }

    /// Has the vault send assets to a strategy. Returns all assets.
    ///
    /// # Errors
    /// The vault's.
    pub(crate) fn lend(
        &mut self,
        vault: Address,
        strategy: Address,
        assets: Assets,
    ) -> Result<Assets, Vec<u8>> {
        let words = [strategy.into_word().0, word(assets)];
        self.tell(vault, Vault::lendCall::SELECTOR, &words)
    }

    /// Has the vault book what a strategy paid for as much debt.
    ///
    /// # Errors
    /// The vault's.
    pub(crate) fn take_back(&mut self, vault: Address, paid: Assets) -> Result<(), Vec<u8>> {
        let words = [word(paid), word(paid)];
        let request = encode(Vault::takeBackCall::SELECTOR, &words);
        remote::send(self, vault, &request, remote::ALL_GAS).map(drop)
    }

    /// Reports a change to the vault, and how many strategies are in quarantine. Returns what was
    /// booked of a gain.
    ///
    /// # Errors
    /// The vault's.
    pub(crate) fn report(&mut self, state: &State, change: Change) -> Result<Assets, Vec<u8>> {
        let vault = self.address_at(crate::state::VAULT);
        let (gain, loss) = match change {
            Change::Gain(gain) => (gain, Assets::ZERO),
            Change::Loss(loss) => (Assets::ZERO, loss),
        };
        let words = [
            word(gain),
            word(loss),
            small(state.quarantined),
            self.cells.sender().into_word().0,
        ];
        let booked = self.tell(vault, Vault::reportCall::SELECTOR, &words)?;
        Ok(booked.min(gain))
    }

    /// Calls the vault with all gas there is. Returns the amount it answers with.
    #[inline(never)]
    fn tell(
        &mut self,
        vault: Address,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<Assets, Vec<u8>> {
        let answer = remote::send(self, vault, &encode(selector, words), remote::ALL_GAS)?;
        remote::first_uint(&answer)
            .map(saturated)
            .ok_or_else(malformed)
    }
}
