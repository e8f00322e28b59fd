//! What the registry has the strategy do.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_aave_v3::StrategyAaveV3 as Abi;
use ballast_shell::{Calldata, Reply, encode, reply_uint, token, word};
use ballast_strategy::{Parties, part, rewards};
use stylus_sdk::prelude::*;

use crate::amounts::is_fair;
use crate::reserve::{Reserve, balance_of};
use crate::state::Strategy;

impl Strategy {
    /// `allocate(uint256)`
    pub(crate) fn allocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let assets = input.uint()?;
        self.obeying()?;
        self.put_to_work(assets)?;
        Ok(Vec::new())
    }

    /// `reinvest()`
    pub(crate) fn reinvest(&mut self) -> Reply {
        let (asset, this) = (self.asset(), self.this());
        let assets = token::balance_of(self.vm(), asset, this).unwrap_or_default();
        if assets.is_zero() {
            return reply_uint(assets);
        }
        self.put_to_work(assets)?;
        rewards::reinvested(&mut self.cells, assets)
    }

    /// Supplies assets that lie here.
    ///
    /// # Errors
    /// `VenueShortfall` if the pool takes or gives too little.
    fn put_to_work(&mut self, assets: U256) -> Result<(), Vec<u8>> {
        let (reserve, this) = (self.reserve(), self.this());
        let Reserve { pool, asset, .. } = reserve;
        let before = reserve.balance_of(self.vm(), this)?;
        token::approve(self, asset, pool, assets)?;
        reserve.supply(self, assets, this)?;

        // If the token does not say what is left, nothing is known to be taken.
        let left = token::allowance(self.vm(), asset, this, pool).unwrap_or(assets);
        if !left.is_zero() {
            return Err(shortfall(assets.saturating_sub(left), assets));
        }
        let after = reserve.balance_of(self.vm(), this)?;
        let received = after.saturating_sub(before);
        if !is_fair(assets, received) {
            return Err(shortfall(received, assets));
        }
        Ok(())
    }

    /// `deallocate(uint256)`
    pub(crate) fn deallocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let asked = input.uint()?;
        let vault = self.obeying()?.vault;
        let (reserve, this) = (self.reserve(), self.this());
        let assets = asked.min(reserve.available(self.vm(), this)?);
        if !assets.is_zero() {
            reserve.withdraw(self, assets, vault)?;
        }
        reply_uint(assets)
    }

    /// `harvest()`: interest is in the balance already, so this changes nothing, and anybody may
    /// ask.
    pub(crate) fn harvest(&self) -> Reply {
        self.real_assets()
    }

    /// `emergencyExit()`
    pub(crate) fn emergency_exit(&mut self) -> Reply {
        let vault = self.obeying()?.vault;
        let (reserve, this) = (self.reserve(), self.this());
        let assets = reserve.covered(self.vm(), this)?;
        if !assets.is_zero() {
            reserve.withdraw(self, assets, vault)?;
        }
        reply_uint(assets)
    }

    /// `transferInKind(uint256,address)`
    pub(crate) fn transfer_in_kind(&mut self, mut input: Calldata<'_>) -> Reply {
        let (fraction, receiver) = (input.uint()?, input.address()?);
        let a_token = self.obeying()?.position;
        let held = balance_of(self.vm(), a_token, self.this())?;
        let Some(amount) = part(held, fraction) else {
            let words = [word(fraction)];
            return Err(encode(Abi::InvalidFraction::SELECTOR, &words));
        };
        if !amount.is_zero() {
            token::transfer(self, a_token, receiver, amount)?;
        }
        Ok(Vec::new())
    }

    /// Who shares the words that name the registry, if that is who calls.
    fn obeying(&self) -> Result<Parties, Vec<u8>> {
        let (parties, sender) = (self.parties(), self.cells.sender());
        if sender == parties.registry {
            Ok(parties)
        } else {
            let words = [sender.into_word().0];
            Err(encode(IStrategy::NotRegistry::SELECTOR, &words))
        }
    }
}

fn shortfall(received: U256, expected: U256) -> Vec<u8> {
    let words = [word(received), word(expected)];
    encode(IStrategy::VenueShortfall::SELECTOR, &words)
}
