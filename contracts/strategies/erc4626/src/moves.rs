//! What the registry has the strategy do.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_shell::{Calldata, Reply, encode, reply_uint, token, word};
use ballast_strategy::{Parties, part, rewards};
use stylus_sdk::prelude::*;

use crate::amounts::is_fair;
use crate::state::Strategy;
use crate::venue::Venue;

impl Strategy {
    /// `allocate(uint256)`
    pub(crate) fn allocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let assets = input.uint()?;
        let venue = Venue(self.obeying()?.position);
        self.put_to_work(venue, assets)?;
        Ok(Vec::new())
    }

    /// `reinvest()`
    pub(crate) fn reinvest(&mut self) -> Reply {
        let (asset, this) = (self.asset(), self.this());
        let assets = token::balance_of(self.vm(), asset, this).unwrap_or_default();
        if assets.is_zero() {
            return reply_uint(assets);
        }
        let venue = self.venue();
        self.put_to_work(venue, assets)?;
        rewards::reinvested(&mut self.cells, assets)
    }

    /// `sweep(address)`
    pub(crate) fn sweep(&mut self, mut input: Calldata<'_>) -> Reply {
        let token = input.address()?;
        rewards::require_sweep(self, token)?;
        rewards::hand_over(self, token)
    }

    /// Deposits assets that lie here.
    ///
    /// # Errors
    /// `VenueShortfall` if the venue takes or gives too little.
    fn put_to_work(&mut self, venue: Venue, assets: U256) -> Result<(), Vec<u8>> {
        let (asset, this) = (self.asset(), self.this());
        let before = venue.shares_of(self.vm(), this)?;
        token::approve(self, asset, venue.0, assets)?;
        venue.deposit(self, assets, this)?;

        // If the token does not say what is left, nothing is known to be taken.
        let left = token::allowance(self.vm(), asset, this, venue.0).unwrap_or(assets);
        if !left.is_zero() {
            return Err(shortfall(assets.saturating_sub(left), assets));
        }
        let after = venue.shares_of(self.vm(), this)?;
        let shares = after.saturating_sub(before);
        if shares.is_zero() {
            return Err(shortfall(shares, assets));
        }
        let worth = venue.to_assets(self.vm(), shares)?;
        if !is_fair(assets, worth) {
            return Err(shortfall(worth, assets));
        }
        Ok(())
    }

    /// `deallocate(uint256)`
    pub(crate) fn deallocate(&mut self, mut input: Calldata<'_>) -> Reply {
        let asked = input.uint()?;
        let Parties {
            position, vault, ..
        } = self.obeying()?;
        let (venue, this) = (Venue(position), self.this());
        let assets = asked.min(venue.max_withdraw(self.vm(), this)?);
        if !assets.is_zero() {
            venue.withdraw(self, assets, vault, this)?;
        }
        reply_uint(assets)
    }

    /// `harvest()`: what the venue earns is in the price of its shares already, so this changes
    /// nothing, and anybody may ask.
    pub(crate) fn harvest(&self) -> Reply {
        self.real_assets()
    }

    /// `emergencyExit()`
    pub(crate) fn emergency_exit(&mut self) -> Reply {
        let Parties {
            position, vault, ..
        } = self.obeying()?;
        let (venue, this) = (Venue(position), self.this());
        let held = venue.shares_of(self.vm(), this)?;
        // A venue that cannot name its limit may pay still.
        let shares = venue
            .max_redeem(self.vm(), this)
            .map_or(held, |limit| held.min(limit));
        if shares.is_zero() {
            return reply_uint(U256::ZERO);
        }
        reply_uint(venue.redeem(self, shares, vault, this)?)
    }

    /// `transferInKind(uint256,address)`
    pub(crate) fn transfer_in_kind(&mut self, mut input: Calldata<'_>) -> Reply {
        let (fraction, receiver) = (input.uint()?, input.address()?);
        let venue = Venue(self.obeying()?.position);
        let held = venue.shares_of(self.vm(), self.this())?;
        let Some(shares) = part(held, fraction) else {
            let words = [word(fraction)];
            return Err(encode(Abi::InvalidFraction::SELECTOR, &words));
        };
        if !shares.is_zero() {
            token::transfer(self, venue.0, receiver, shares)?;
        }
        Ok(Vec::new())
    }

    /// Everybody there is, if the registry calls.
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
