//! Withdraw and redeem out of the caller's shares.

use ballast_shell::{Calldata, Reply, reply, word};
use stylus_sdk::prelude::*;

use crate::passage::balance_of;
use crate::permit;
use crate::refusals::{at_least, at_most};
use crate::state::Router;
use crate::vault::Vault;

impl Router {
    /// `withdraw(address,uint256,address,uint256)`
    pub(crate) fn withdraw(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, assets) = (Vault(input.address()?), input.uint()?);
        let (receiver, max_shares) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        let caller = self.cells.sender();
        let asset = vault.asset(self.vm())?;
        let shares_before = vault.shares_of(self.vm(), caller)?;
        let assets_before = balance_of(self.vm(), asset, receiver)?;

        vault.withdraw(self, assets, receiver)?;
        let shares_after = vault.shares_of(self.vm(), caller)?;
        let burnt = shares_before.saturating_sub(shares_after);
        at_most(burnt, max_shares)?;
        let assets_after = balance_of(self.vm(), asset, receiver)?;
        at_least(assets_after.saturating_sub(assets_before), assets)?;
        reply(&[word(burnt)])
    }

    /// `redeem(address,uint256,address,uint256)`, and with a permit `redeemWithPermit`
    pub(crate) fn redeem(&mut self, mut input: Calldata<'_>, with_permit: bool) -> Reply {
        let (vault, shares) = (Vault(input.address()?), input.uint()?);
        let (receiver, min_assets) = (input.address()?, input.uint()?);
        self.check_receiver(receiver)?;
        if with_permit {
            permit::spend(self, vault.0, shares, input)?;
        }
        let asset = vault.asset(self.vm())?;
        let before = balance_of(self.vm(), asset, receiver)?;
        vault.redeem(self, shares, receiver)?;
        let after = balance_of(self.vm(), asset, receiver)?;
        let paid = after.saturating_sub(before);
        at_least(paid, min_assets)?;
        reply(&[word(paid)])
    }
}
