//! Assets or shares, as a caller names one of both.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::market::IMarket as Abi;
use ballast_core::lending::Totals;
use ballast_core::{Assets, DebtShares, Shares};
use ballast_shell::{Calldata, Word, word};

use crate::errors::{compared, too_large};

/// What moves, in both. Shares of the supply, or of the debt: conversions are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) assets: Assets,
    pub(crate) shares: Shares,
}

impl Moved {
    /// The shares, where they are the debt's.
    pub(crate) const fn debt_shares(&self) -> DebtShares {
        DebtShares::new(self.shares.get())
    }

    /// The two words of an event or an answer.
    pub(crate) fn words(&self) -> [Word; 2] {
        [self.assets.to_u256(), self.shares.to_u256()].map(word)
    }
}

/// A debt as a pool of shares.
pub(crate) const fn pool_of(debt: &Totals<DebtShares>) -> Totals<Shares> {
    Totals {
        assets: debt.assets,
        shares: Shares::new(debt.shares.get()),
    }
}

/// Which way a pool rounds, so that the caller loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// Who brings assets for shares, or pays a debt: fewer shares, or more assets.
    Brings,
    /// Who takes assets for shares, or borrows: more shares, or fewer assets.
    Takes,
}

/// Reads `assets` and `shares`, of which exactly one is more than nothing, and finds the other.
///
/// # Errors
/// `InconsistentInput`, `NumberTooLarge`.
#[inline(never)]
pub(crate) fn moved(
    pool: &Totals<Shares>,
    input: &mut Calldata<'_>,
    rounding: Rounding,
) -> Result<Moved, Vec<u8>> {
    let (assets, shares) = (input.uint()?, input.uint()?);
    if assets.is_zero() == shares.is_zero() {
        return Err(compared(Abi::InconsistentInput::SELECTOR, assets, shares));
    }
    both(pool, assets, shares, rounding).ok_or_else(too_large)
}

fn both(pool: &Totals<Shares>, assets: U256, shares: U256, rounding: Rounding) -> Option<Moved> {
    if shares.is_zero() {
        let assets = Assets::from_u256(assets)?;
        let shares = match rounding {
            Rounding::Brings => pool.to_shares_down(assets)?,
            Rounding::Takes => pool.to_shares_up(assets)?,
        };
        return Some(Moved { assets, shares });
    }
    let shares = Shares::from_u256(shares)?;
    let assets = match rounding {
        Rounding::Brings => pool.to_assets_up(shares)?,
        Rounding::Takes => pool.to_assets_down(shares)?,
    };
    Some(Moved { assets, shares })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked(assets: u128, shares: u128) -> [Word; 2] {
        [assets, shares].map(|number| word(U256::from(number)))
    }

    proptest! {
        #[test]
        fn who_brings_and_takes_at_once_gains_nothing(
            pool in any::<[u64; 2]>(),
            assets in 1..u128::from(u64::MAX),
        ) {
            let pool = Totals {
                assets: Assets::new(pool[0].into()),
                shares: Shares::new(u128::from(pool[1]) * 1_000),
            };
            let words = asked(assets, 0);
            let mut input = Calldata::new(words.as_flattened());
            let brought = moved(&pool, &mut input, Rounding::Brings).unwrap();
            let pool = pool.with(brought.assets, brought.shares).unwrap();
            let words = asked(0, brought.shares.get());
            let mut input = Calldata::new(words.as_flattened());
            prop_assume!(!brought.shares.is_zero());
            let taken = moved(&pool, &mut input, Rounding::Takes).unwrap();
            prop_assert!(taken.assets <= brought.assets);
        }

        #[test]
        fn exactly_one_is_named(assets: u128, shares: u128) {
            let pool = Totals::<Shares>::default();
            let words = asked(assets, shares);
            let result = moved(&pool, &mut Calldata::new(words.as_flattened()), Rounding::Takes);
            let error = compared(
                Abi::InconsistentInput::SELECTOR,
                U256::from(assets),
                U256::from(shares),
            );
            prop_assert_eq!(result == Err(error), (assets == 0) == (shares == 0));
        }
    }
}
