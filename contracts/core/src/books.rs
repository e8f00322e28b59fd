//! The accounting of an ERC-4626 vault: two totals, and what an entry or an exit does to them.
//!
//! The price of a share is `(assets + 1) / (supply + virtual_shares)`. The virtual share offset
//! makes an inflation attack cost the attacker (OpenZeppelin's ERC-4626 since 4.9), and as the
//! totals are bookkeeping, never a balance, a donation does not move the price at all.
//!
//! Every conversion rounds for the pool: whoever enters pays at least, and whoever leaves gets at
//! most, what the price says.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Shares};

/// Why an entry or an exit is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BooksError {
    /// The amount does not fit the books: more than they hold, or more than they can hold.
    ExceedsLimit,
    /// The entry would pay assets for no shares.
    ZeroShares,
    /// The exit would burn shares for no assets.
    ZeroAssets,
}

/// The totals of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Books {
    assets: Assets,
    supply: Shares,
    virtual_shares: u64,
}

impl Books {
    /// Books that hold `assets` for `supply` shares.
    ///
    /// `virtual_shares` is `10^offset`, where shares have `offset` decimals more than assets.
    pub const fn new(assets: Assets, supply: Shares, virtual_shares: u64) -> Self {
        Self {
            assets,
            supply,
            virtual_shares,
        }
    }

    /// What the vault holds for its shareholders.
    pub const fn assets(&self) -> Assets {
        self.assets
    }

    /// The shares in existence.
    pub const fn supply(&self) -> Shares {
        self.supply
    }

    /// `assets + 1`: never zero, never more than 2^128.
    fn price_numerator(&self) -> U256 {
        self.assets.to_u256().wrapping_add(U256::ONE)
    }

    /// `supply + virtual_shares`: below 2^129.
    fn price_denominator(&self) -> U256 {
        self.supply
            .to_u256()
            .wrapping_add(U256::from_limbs([self.virtual_shares, 0, 0, 0]))
    }

    /// `floor(assets * (supply + virtual_shares) / (total assets + 1))`.
    ///
    /// Rounds down: what `assets` buy. `None` if the result does not fit the books.
    pub fn to_shares_down(&self, assets: Assets) -> Option<Shares> {
        let shares = mul_div_down(
            assets.to_u256(),
            self.price_denominator(),
            self.price_numerator(),
        )?;
        Shares::from_u256(shares)
    }

    /// `ceil(assets * (supply + virtual_shares) / (total assets + 1))`.
    ///
    /// Rounds up: what must be burnt for `assets`. `None` if the result does not fit the books.
    pub fn to_shares_up(&self, assets: Assets) -> Option<Shares> {
        let shares = mul_div_up(
            assets.to_u256(),
            self.price_denominator(),
            self.price_numerator(),
        )?;
        Shares::from_u256(shares)
    }

    /// `floor(shares * (total assets + 1) / (supply + virtual_shares))`.
    ///
    /// Rounds down: what `shares` pay out. `None` if the result does not fit the books.
    pub fn to_assets_down(&self, shares: Shares) -> Option<Assets> {
        let assets = mul_div_down(
            shares.to_u256(),
            self.price_numerator(),
            self.price_denominator(),
        )?;
        Assets::from_u256(assets)
    }

    /// `ceil(shares * (total assets + 1) / (supply + virtual_shares))`.
    ///
    /// Rounds up: what `shares` cost. `None` if the result does not fit the books.
    pub fn to_assets_up(&self, shares: Shares) -> Option<Assets> {
        let assets = mul_div_up(
            shares.to_u256(),
            self.price_numerator(),
            self.price_denominator(),
        )?;
        Assets::from_u256(assets)
    }

    /// Takes in `assets`: the shares to mint, rounded down, and the books afterwards.
    ///
    /// # Errors
    /// `ExceedsLimit` if a total would not fit, `ZeroShares` if the assets buy nothing.
    pub fn deposit(&self, assets: Assets) -> Result<(Shares, Self), BooksError> {
        let shares = self
            .to_shares_down(assets)
            .ok_or(BooksError::ExceedsLimit)?;
        Ok((shares, self.enter(assets, shares)?))
    }

    /// Mints `shares`: the assets to take in, rounded up, and the books afterwards.
    ///
    /// # Errors
    /// `ExceedsLimit` if a total would not fit, `ZeroShares` if `shares` is zero.
    pub fn mint(&self, shares: Shares) -> Result<(Assets, Self), BooksError> {
        let assets = self.to_assets_up(shares).ok_or(BooksError::ExceedsLimit)?;
        Ok((assets, self.enter(assets, shares)?))
    }

    /// Pays out `assets` to an owner of `balance` shares: the shares to burn, rounded up, and the
    /// books afterwards.
    ///
    /// # Errors
    /// `ExceedsLimit` if the owner has not that many shares, `ZeroAssets` if `assets` is zero.
    pub fn withdraw(&self, assets: Assets, balance: Shares) -> Result<(Shares, Self), BooksError> {
        let shares = self.to_shares_up(assets).ok_or(BooksError::ExceedsLimit)?;
        Ok((shares, self.exit(assets, shares, balance)?))
    }

    /// Burns `shares` of an owner of `balance` shares: the assets to pay out, rounded down, and the
    /// books afterwards.
    ///
    /// # Errors
    /// `ExceedsLimit` if the owner has not that many, `ZeroAssets` if the shares pay nothing.
    pub fn redeem(&self, shares: Shares, balance: Shares) -> Result<(Assets, Self), BooksError> {
        let assets = self
            .to_assets_down(shares)
            .ok_or(BooksError::ExceedsLimit)?;
        Ok((assets, self.exit(assets, shares, balance)?))
    }

    fn enter(&self, assets: Assets, shares: Shares) -> Result<Self, BooksError> {
        if shares.is_zero() {
            return Err(BooksError::ZeroShares);
        }
        let assets = self
            .assets
            .checked_add(assets)
            .ok_or(BooksError::ExceedsLimit)?;
        let supply = self
            .supply
            .checked_add(shares)
            .ok_or(BooksError::ExceedsLimit)?;
        Ok(Self {
            assets,
            supply,
            ..*self
        })
    }

    fn exit(&self, assets: Assets, shares: Shares, balance: Shares) -> Result<Self, BooksError> {
        if balance < shares {
            return Err(BooksError::ExceedsLimit);
        }
        if assets.is_zero() {
            return Err(BooksError::ZeroAssets);
        }
        let assets = self
            .assets
            .checked_sub(assets)
            .ok_or(BooksError::ExceedsLimit)?;
        let supply = self
            .supply
            .checked_sub(shares)
            .ok_or(BooksError::ExceedsLimit)?;
        Ok(Self {
            assets,
            supply,
            ..*self
        })
    }

    /// The most that [`deposit`](Self::deposit) accepts; zero if it accepts nothing.
    ///
    /// The largest `a` that leaves room in both totals. For the shares,
    /// `floor(a * n / d) <= room` means `a * n < (room + 1) * d`.
    pub fn max_deposit(&self) -> Assets {
        let shares = self.supply.room().to_u256().wrapping_add(U256::ONE);
        let bound = mul_div_up(shares, self.price_numerator(), self.price_denominator());
        let assets = bound
            .and_then(|bound| Assets::from_u256(bound.wrapping_sub(U256::ONE)))
            .unwrap_or(Assets::MAX)
            .min(self.assets.room());
        // With the totals full to the brim even the largest fitting amount may buy nothing.
        match self.to_shares_down(assets) {
            Some(shares) if !shares.is_zero() => assets,
            _ => Assets::ZERO,
        }
    }

    /// The most that [`mint`](Self::mint) accepts; zero if it accepts nothing.
    ///
    /// The largest `s` that leaves room in both totals. For the assets,
    /// `ceil(s * d / n) <= room` means `s <= room * n / d`.
    pub fn max_mint(&self) -> Shares {
        self.to_shares_down(self.assets.room())
            .unwrap_or(Shares::MAX)
            .min(self.supply.room())
    }

    /// The most that an owner of `balance` shares may [`withdraw`](Self::withdraw).
    ///
    /// `ceil(a * n / d) <= balance` means `a <= balance * d / n`.
    pub fn max_withdraw(&self, balance: Shares) -> Assets {
        self.to_assets_down(balance).unwrap_or(Assets::ZERO)
    }

    /// The most that an owner of `balance` shares may [`redeem`](Self::redeem): all of them, unless
    /// they are too few to be worth an asset unit.
    pub fn max_redeem(&self, balance: Shares) -> Shares {
        if self.max_withdraw(balance).is_zero() {
            Shares::ZERO
        } else {
            balance
        }
    }

    /// The most that an owner of `balance` shares may [`redeem`](Self::redeem) while no more than
    /// `liquid` can be paid.
    ///
    /// `floor(s * n / d) <= liquid` means `s < (liquid + 1) * d / n`.
    pub fn redeemable(&self, balance: Shares, liquid: Assets) -> Shares {
        let more = liquid.to_u256().wrapping_add(U256::ONE);
        let shares = mul_div_up(more, self.price_denominator(), self.price_numerator())
            .and_then(|bound| Shares::from_u256(bound.wrapping_sub(U256::ONE)))
            .map_or(balance, |shares| shares.min(balance));
        self.max_redeem(shares)
    }
}

#[cfg(test)]
mod tests;
