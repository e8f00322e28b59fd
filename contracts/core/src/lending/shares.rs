//! Shares of a lending pool, of what is supplied or of what is owed.
//!
//! The conversion is Morpho Blue's (`SharesMathLib`, GPL-2.0-or-later; formulas only): every pool
//! has a million shares and one unit of assets more than its books say, which belong to nobody.
//! An empty pool so has a price, and pushing it up costs whoever does it what it gains the pool.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, DebtShares, Shares};

/// Shares that belong to nobody: Morpho Blue's figure.
const VIRTUAL_SHARES: U256 = U256::from_limbs([1_000_000, 0, 0, 0]);

/// Assets that belong to nobody: Morpho Blue's figure.
const VIRTUAL_ASSETS: U256 = U256::from_limbs([1, 0, 0, 0]);

/// A unit in which parts of a pool are counted.
pub trait Share: Copy {
    /// The number for a product.
    fn number(self) -> U256;

    /// Shares from a result; `None` if it exceeds 128 bits.
    fn from_number(number: U256) -> Option<Self>;

    /// `self + other`; `None` if the sum does not fit the books.
    fn plus(self, other: Self) -> Option<Self>;

    /// `self - other`; `None` if that is negative.
    fn minus(self, other: Self) -> Option<Self>;
}

macro_rules! share {
    ($name:ident) => {
        impl Share for $name {
            fn number(self) -> U256 {
                self.to_u256()
            }

            fn from_number(number: U256) -> Option<Self> {
                Self::from_u256(number)
            }

            fn plus(self, other: Self) -> Option<Self> {
                self.checked_add(other)
            }

            fn minus(self, other: Self) -> Option<Self> {
                self.checked_sub(other)
            }
        }
    };
}

share!(Shares);
share!(DebtShares);

/// What a pool holds and how many shares of it there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals<S> {
    /// All assets, without the virtual one.
    pub assets: Assets,
    /// All shares, without the virtual ones.
    pub shares: S,
}

impl<S: Share> Totals<S> {
    /// `floor(assets * (shares + 1e6) / (total assets + 1))`: for who brings assets to the supply,
    /// or pays back a debt.
    ///
    /// Rounds down, against whom the shares are given to or taken off. `None` beyond 128 bits.
    pub fn to_shares_down(&self, assets: Assets) -> Option<S> {
        let (total_assets, total_shares) = self.padded()?;
        mul_div_down(assets.to_u256(), total_shares, total_assets).and_then(S::from_number)
    }

    /// `ceil(assets * (shares + 1e6) / (total assets + 1))`: for who takes assets.
    ///
    /// Rounds up, against whom they go to. `None` beyond 128 bits.
    pub fn to_shares_up(&self, assets: Assets) -> Option<S> {
        let (total_assets, total_shares) = self.padded()?;
        mul_div_up(assets.to_u256(), total_shares, total_assets).and_then(S::from_number)
    }

    /// `floor(shares * (total assets + 1) / (total shares + 1e6))`: what supplied shares are worth.
    ///
    /// Rounds down, against their owner. `None` beyond 128 bits.
    pub fn to_assets_down(&self, shares: S) -> Option<Assets> {
        let (total_assets, total_shares) = self.padded()?;
        mul_div_down(shares.number(), total_assets, total_shares).and_then(Assets::from_u256)
    }

    /// `ceil(shares * (total assets + 1) / (total shares + 1e6))`: what debt shares owe, or minted
    /// shares cost.
    ///
    /// Rounds up, against who owes or mints. All shares of a debt may so owe one unit more than
    /// the pool's assets, as in Morpho Blue. `None` beyond 128 bits.
    pub fn to_assets_up(&self, shares: S) -> Option<Assets> {
        let (total_assets, total_shares) = self.padded()?;
        mul_div_up(shares.number(), total_assets, total_shares).and_then(Assets::from_u256)
    }

    /// The totals after both were added; `None` if one does not fit.
    pub fn with(&self, assets: Assets, shares: S) -> Option<Self> {
        Some(Self {
            assets: self.assets.checked_add(assets)?,
            shares: self.shares.plus(shares)?,
        })
    }

    /// The totals after both were taken; `None` if there are too few shares or assets.
    pub fn without(&self, assets: Assets, shares: S) -> Option<Self> {
        Some(Self {
            assets: self.assets.checked_sub(assets)?,
            shares: self.shares.minus(shares)?,
        })
    }

    /// The totals after a debt was paid; `None` if there are too few shares.
    ///
    /// What is paid may exceed the assets by the unit that rounding up adds; they end at nothing.
    pub fn repaid(&self, assets: Assets, shares: S) -> Option<Self> {
        Some(Self {
            assets: self.assets.checked_sub(assets).unwrap_or(Assets::ZERO),
            shares: self.shares.minus(shares)?,
        })
    }

    fn padded(&self) -> Option<(U256, U256)> {
        let assets = self.assets.to_u256().checked_add(VIRTUAL_ASSETS)?;
        let shares = self.shares.number().checked_add(VIRTUAL_SHARES)?;
        Some((assets, shares))
    }
}

#[cfg(test)]
mod tests;
