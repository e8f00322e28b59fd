//! Methods that only look.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Assets, Shares};
use ballast_erc20::ledger::Account;
use ballast_shell::{Calldata, Reply, malformed, reply_uint};

use crate::state::{MarketShares, Pool};

/// A conversion that the market makes.
pub(crate) type ToShares = fn(&Pool, Assets) -> Option<Shares>;
/// The other way round.
pub(crate) type ToAssets = fn(&Pool, Shares) -> Option<Assets>;

/// For who brings assets.
pub(crate) fn shares_down(pool: &Pool, assets: Assets) -> Option<Shares> {
    pool.supply.to_shares_down(assets)
}

/// For who takes assets.
pub(crate) fn shares_up(pool: &Pool, assets: Assets) -> Option<Shares> {
    pool.supply.to_shares_up(assets)
}

/// For who gives shares.
pub(crate) fn assets_down(pool: &Pool, shares: Shares) -> Option<Assets> {
    pool.supply.to_assets_down(shares)
}

/// For who gets shares.
pub(crate) fn assets_up(pool: &Pool, shares: Shares) -> Option<Assets> {
    pool.supply.to_assets_up(shares)
}

impl MarketShares {
    /// What an amount of assets is in shares.
    pub(crate) fn in_shares(&self, mut input: Calldata<'_>, convert: ToShares) -> Reply {
        let assets = Assets::from_u256(input.uint()?);
        let pool = self.pool();
        let shares = pool
            .zip(assets)
            .and_then(|(pool, assets)| convert(&pool, assets));
        reply_uint(shares.ok_or_else(malformed)?.to_u256())
    }

    /// What an amount of shares is in assets.
    pub(crate) fn in_assets(&self, mut input: Calldata<'_>, convert: ToAssets) -> Reply {
        let shares = Shares::from_u256(input.uint()?);
        let pool = self.pool();
        let assets = pool
            .zip(shares)
            .and_then(|(pool, shares)| convert(&pool, shares));
        reply_uint(assets.ok_or_else(malformed)?.to_u256())
    }

    /// `totalAssets()`: what all shares are worth, rounded down.
    pub(crate) fn total_assets(&self) -> Reply {
        let shares = Shares::from_u256(self.supply());
        let pool = self.pool();
        let assets = pool
            .zip(shares)
            .and_then(|(pool, shares)| assets_down(&pool, shares));
        reply_uint(assets.ok_or_else(malformed)?.to_u256())
    }

    /// The most that `deposit` takes.
    pub(crate) fn most_deposited(&self) -> Assets {
        self.pool().map(|pool| self.room(&pool)).unwrap_or_default()
    }

    /// The most that `mint` mints.
    pub(crate) fn most_minted(&self) -> Shares {
        let most = self
            .pool()
            .and_then(|pool| shares_down(&pool, self.room(&pool)));
        most.unwrap_or_default()
    }

    /// The most that `withdraw` pays for so many shares.
    pub(crate) fn most_withdrawn(&self, balance: U256) -> Assets {
        let most = self.pool().zip(Shares::from_u256(balance));
        let most = most.and_then(|(pool, held)| {
            let worth = assets_down(&pool, held)?;
            Some(worth.min(pool.available))
        });
        most.unwrap_or_default()
    }

    /// The most that `redeem` burns of so many shares.
    pub(crate) fn most_redeemed(&self, balance: U256) -> Shares {
        let most = self.pool().zip(Shares::from_u256(balance));
        let most = most.map(|(pool, held)| {
            let payable = shares_down(&pool, pool.available);
            held.min(payable.unwrap_or(Shares::MAX))
        });
        most.unwrap_or_default()
    }

    /// What somebody has.
    pub(crate) fn balance_in(&self, input: &mut Calldata<'_>) -> Result<U256, Vec<u8>> {
        Ok(Account::load(&self.cells, input.address()?).balance())
    }
}
