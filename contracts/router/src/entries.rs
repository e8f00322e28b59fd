//! Deposit and mint out of the caller's assets.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_shell::{Calldata, Reply, reply, word};
use stylus_sdk::prelude::*;

use crate::passage::Passage;
use crate::permit;
use crate::refusals::{asset_mismatch, at_least, at_most};
use crate::state::Router;
use crate::vault::Vault;

impl Router {
    /// `deposit(address,uint256,address,uint256)`, and with a permit `depositWithPermit`
    pub(crate) fn deposit(&mut self, mut input: Calldata<'_>, with_permit: bool) -> Reply {
        let (vault, assets) = (Vault(input.address()?), input.uint()?);
        let (receiver, min_shares) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let asset = vault.asset(self.vm())?;
        if with_permit {
            permit::spend(self, asset, assets, input)?;
        }
        let passage = Passage::open(self, asset)?;
        let received = passage.pull(self, assets)?;
        self.enter(vault, passage, received, receiver, min_shares)
    }

    /// `mint(address,uint256,address,uint256)`
    pub(crate) fn mint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, shares) = (Vault(input.address()?), input.uint()?);
        let (receiver, max_assets) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let assets = vault.preview_mint(self.vm(), shares)?;
        at_most(assets, max_assets)?;
        let asset = vault.asset(self.vm())?;
        let passage = Passage::open(self, asset)?;
        let received = passage.pull(self, assets)?;

        let before = vault.shares_of(self.vm(), receiver)?;
        passage.lend(self, vault.0, received)?;
        vault.mint(self, shares, receiver)?;
        let left = passage.close(self, vault.0)?;
        let after = vault.shares_of(self.vm(), receiver)?;
        at_least(after.saturating_sub(before), shares)?;
        reply(&[word(assets.saturating_sub(left))])
    }

    /// `migrate(address,address,uint256,address,uint256)`
    pub(crate) fn migrate(&mut self, mut input: Calldata<'_>) -> Reply {
        let (old, new) = (Vault(input.address()?), Vault(input.address()?));
        let shares = input.uint()?;
        let (receiver, min_shares) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let asset = old.asset(self.vm())?;
        self.check_asset(new, asset)?;
        let passage = Passage::open(self, asset)?;
        let this = self.this();
        old.redeem(self, shares, this)?;
        let received = passage.held(self)?;
        self.enter(new, passage, received, receiver, min_shares)
    }

    /// Deposits what has come, and answers with the shares that `receiver` got for it.
    pub(crate) fn enter(
        &mut self,
        vault: Vault,
        passage: Passage,
        assets: U256,
        receiver: Address,
        min_shares: U256,
    ) -> Reply {
        let before = vault.shares_of(self.vm(), receiver)?;
        passage.lend(self, vault.0, assets)?;
        vault.deposit(self, assets, receiver)?;
        passage.close(self, vault.0)?;
        let after = vault.shares_of(self.vm(), receiver)?;
        let shares = after.saturating_sub(before);
        at_least(shares, min_shares)?;
        reply(&[word(shares)])
    }

    /// Refuses a vault over another asset.
    pub(crate) fn check_asset(&self, vault: Vault, expected: Address) -> Result<(), Vec<u8>> {
        let asset = vault.asset(self.vm())?;
        if asset != expected {
            return Err(asset_mismatch(asset, expected));
        }
        Ok(())
    }
}
