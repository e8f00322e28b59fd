//! Calls of the vault, of the registry and of strategies.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry::{self, Status};
use ballast_abi::strategy::IStrategy;
use ballast_core::{Assets, Bps, Caps, Exposure};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, number};
use stylus_sdk::prelude::*;

use crate::errors::{encode, failed, small, word};
use crate::state::{REGISTRY, Rebalancer};

/// Gas that must be left besides what a callee gets: for the call itself, and for what follows.
const RESERVE_GAS: u64 = 100_000;

/// Gas of a move besides two calls of the strategy: what registry, vault and token use.
const MOVE_GAS: u64 = 500_000;

/// What the registry knows about a strategy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// [`Status`] by its number; one that is not named is as good as unknown.
    status: u8,
    /// What it owes.
    pub(crate) debt: Assets,
    /// The most it may owe.
    pub(crate) cap: Assets,
}

impl Standing {
    /// Whether it may be lent to.
    pub(crate) const fn is_active(&self) -> bool {
        self.status == Status::Active as u8
    }

    /// Whether it is not in the registry.
    pub(crate) const fn is_unknown(&self) -> bool {
        self.status == Status::Unknown as u8
    }

    /// Whether its debt can be moved at all.
    pub(crate) const fn is_movable(&self) -> bool {
        self.is_active() || self.status == Status::Retired as u8
    }
}

/// An amount that somebody else gave; what does not fit is the most that does.
fn saturated(amount: U256) -> Assets {
    Assets::from_u256(amount).unwrap_or(Assets::MAX)
}

/// The word with a number in an answer; zero behind its end.
fn number_at(answer: &[u8], index: usize) -> U256 {
    let (words, _) = answer.as_chunks();
    words.get(index).map(number).unwrap_or_default()
}

impl Rebalancer {
    /// Makes sure that a callee gets so much gas.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn require_gas(&self, gas: u64) -> Result<(), Vec<u8>> {
        if remote::affords(self.vm(), gas, RESERVE_GAS) {
            Ok(())
        } else {
            Err(encode(Abi::NotEnoughGas::SELECTOR, &[small(gas)]))
        }
    }

    /// What a view of the vault or the registry answers.
    ///
    /// # Errors
    /// `CallFailed` if it fails or answers less than a word.
    #[inline(never)]
    pub(crate) fn ask(
        &self,
        to: Address,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<Vec<u8>, Vec<u8>> {
        remote::view(self.vm(), to, &encode(selector, words), ALL_GAS)
            .filter(|answer| 32 <= answer.len())
            .ok_or_else(|| failed(to))
    }

    /// The number that it answers.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub(crate) fn ask_uint(
        &self,
        to: Address,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<U256, Vec<u8>> {
        Ok(number_at(&self.ask(to, selector, words)?, 0))
    }

    /// The amount that it answers.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub(crate) fn ask_amount(
        &self,
        to: Address,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<Assets, Vec<u8>> {
        self.ask_uint(to, selector, words).map(saturated)
    }

    /// Gas that the registry gives a call of a strategy.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn call_gas(&self) -> Result<u64, Vec<u8>> {
        let registry = self.address_at(REGISTRY);
        let gas = self.ask_uint(registry, IRegistry::limitsCall::SELECTOR, &[])?;
        gas.try_into().map_err(|_| failed(registry))
    }

    /// What the registry knows about a strategy.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn standing(&self, strategy: Address) -> Result<Standing, Vec<u8>> {
        let registry = self.address_at(REGISTRY);
        let words = [strategy.into_word().0];
        let answer = self.ask(registry, IRegistry::strategyCall::SELECTOR, &words)?;
        Ok(Standing {
            status: number_at(&answer, 1).try_into().unwrap_or_default(),
            debt: saturated(number_at(&answer, 2)),
            cap: saturated(number_at(&answer, 3)),
        })
    }

    /// What a strategy counts towards.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn ids_of(&self, strategy: Address) -> Result<Vec<Word>, Vec<u8>> {
        let registry = self.address_at(REGISTRY);
        let words = [strategy.into_word().0];
        let answer = self.ask(registry, IRegistry::idsOfCall::SELECTOR, &words)?;
        // Behind the offset and the length.
        let (words, _) = answer.as_chunks();
        Ok(words.iter().skip(2).copied().collect())
    }

    /// What counts towards an id, and the most that may, of all assets `total`.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn exposure(&self, id: Word, total: Assets) -> Result<Exposure, Vec<u8>> {
        let registry = self.address_at(REGISTRY);
        let answer = self.ask(registry, IRegistry::exposureCall::SELECTOR, &[id])?;
        let relative = number_at(&answer, 2).try_into();
        let caps = Caps {
            absolute: saturated(number_at(&answer, 1)),
            relative: relative.map_or(Bps::ZERO, Bps::new),
        };
        Ok(Exposure {
            debt: saturated(number_at(&answer, 0)),
            limit: caps.limit(total),
        })
    }

    /// What a strategy says it is worth; `None` if it does not say.
    ///
    /// # Errors
    /// `NotEnoughGas`: whoever calls could else choose who fails to answer.
    pub(crate) fn worth(&self, strategy: Address, gas: u64) -> Result<Option<Assets>, Vec<u8>> {
        self.look(strategy, IStrategy::realAssetsCall::SELECTOR, gas)
    }

    /// The most that a strategy says it would send now; `None` if it does not say.
    ///
    /// # Errors
    /// As [`worth`](Self::worth).
    pub(crate) fn liquid(&self, strategy: Address, gas: u64) -> Result<Option<Assets>, Vec<u8>> {
        self.look(strategy, IStrategy::maxWithdrawableCall::SELECTOR, gas)
    }

    #[inline(never)]
    fn look(
        &self,
        strategy: Address,
        selector: [u8; 4],
        gas: u64,
    ) -> Result<Option<Assets>, Vec<u8>> {
        self.require_gas(gas)?;
        let answer = remote::view_uint(self.vm(), strategy, &encode(selector, &[]), gas);
        Ok(answer.map(saturated))
    }

    /// Has the registry move a debt. Returns what is owed then, or why it refused.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    pub(crate) fn request_move(
        &mut self,
        strategy: Address,
        target: Assets,
        call_gas: u64,
    ) -> Result<Result<Assets, Vec<u8>>, Vec<u8>> {
        let gas = call_gas.saturating_mul(2).saturating_add(MOVE_GAS);
        self.require_gas(gas)?;
        let registry = self.address_at(REGISTRY);
        let words = [strategy.into_word().0, word(target)];
        let request = encode(IRegistry::moveDebtCall::SELECTOR, &words);
        let answer = remote::send(self, registry, &request, gas);
        Ok(answer.map(|answer| saturated(number_at(&answer, 0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_behind_the_end_are_nothing() {
        let mut answer = [0; 64];
        (answer[31], answer[63]) = (7, 8);
        let read = |index| number_at(&answer, index);
        assert_eq!([0, 1, 2].map(read), [7, 8, 0].map(U256::from));
        assert_eq!(number_at(&answer[..63], 1), U256::ZERO);
    }

    #[test]
    fn only_active_and_retired_strategies_move() {
        let movable = (0..5).map(|status| {
            let (debt, cap) = (Assets::ZERO, Assets::ZERO);
            Standing { status, debt, cap }.is_movable()
        });
        assert!(movable.eq([false, true, true, false, false]));
    }
}
