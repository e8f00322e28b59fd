//! What amounts of the two tokens are worth in the asset.

use alloy_primitives::U256;
use ballast_core::{Amounts, SqrtPrice};
use ballast_math::mul_div_up;

use crate::state::Pair;

impl Pair {
    /// The asset, and what the other token brings at a price after the pool's fee:
    /// `asset + floor(floor(other * (1 - fee)) * price)`.
    ///
    /// At the mean price that is what the amounts are worth, at the worst price that a swap may
    /// have the least that they bring. Rounds down.
    pub(crate) fn worth_down(&self, price: SqrtPrice, amounts: Amounts) -> U256 {
        let (asset, other) = self.split(amounts);
        let sold = self.fee.without_down(other);
        let proceeds = if self.asset_is_token0 {
            price.to_token0_down(sold)
        } else {
            price.to_token1_down(sold)
        };
        // Amounts of 128 bits at any price have no more than 256.
        asset.saturating_add(proceeds.unwrap_or_default())
    }

    /// The other token's part of amounts.
    pub(crate) const fn without_asset(&self, amounts: Amounts) -> Amounts {
        if self.asset_is_token0 {
            Amounts {
                token0: U256::ZERO,
                token1: amounts.token1,
            }
        } else {
            Amounts {
                token0: amounts.token0,
                token1: U256::ZERO,
            }
        }
    }

    /// The least that putting `assets` to work must bring: all of it swapped at the mean price for
    /// the other token and back at the worst one, with the fee for both ways.
    ///
    /// Rounds down.
    pub(crate) fn least_for(&self, assets: U256, mean: SqrtPrice, worst: SqrtPrice) -> U256 {
        let other = if self.asset_is_token0 {
            mean.to_token1_down(assets)
        } else {
            mean.to_token0_down(assets)
        };
        let other = other.unwrap_or(U256::MAX);
        let amounts = if self.asset_is_token0 {
            Amounts {
                token0: U256::ZERO,
                token1: other,
            }
        } else {
            Amounts {
                token0: other,
                token1: U256::ZERO,
            }
        };
        self.fee
            .without_down(self.worth_down(worst, amounts))
            .min(assets)
    }
}

/// The part of `liquidity` that brings `need`, where all of it brings `whole`.
///
/// Rounds up, and never exceeds the whole.
pub(crate) fn part_to_burn_up(liquidity: u128, need: U256, whole: U256) -> u128 {
    if whole <= need {
        return liquidity;
    }
    mul_div_up(U256::from(liquidity), need, whole)
        .and_then(|part| part.try_into().ok())
        .unwrap_or(liquidity)
}

#[cfg(test)]
mod tests {
    use alloy_primitives::Address;
    use ballast_core::{Pips, Tick};

    use super::*;

    fn pair(asset_is_token0: bool) -> Pair {
        Pair {
            tokens: [Address::ZERO; 2],
            asset_is_token0,
            fee: Pips::new(3_000).unwrap(),
            spacing: 60,
        }
    }

    fn amounts(token0: u64, token1: u64) -> Amounts {
        Amounts {
            token0: U256::from(token0),
            token1: U256::from(token1),
        }
    }

    /// 1.0001^6931 is 1.99983.
    #[test]
    fn the_other_token_is_sold_at_the_price_less_the_fee() {
        let price = Tick::new(6_931).unwrap().sqrt_price();
        let held = amounts(1_000_000, 1_000_000);
        // 997,000 of token0 at almost two, and the asset.
        let worth = pair(false).worth_down(price, held);
        assert_eq!(worth, U256::from(1_000_000 + 1_993_836));
        let worth = pair(true).worth_down(price, held);
        assert_eq!(worth, U256::from(1_000_000 + 498_540));
        let asset = pair(true).worth_down(price, amounts(7, 0));
        assert_eq!(asset, U256::from(7));
    }

    #[test]
    fn the_least_that_assets_bring_is_both_fees_and_the_slippage_lower() {
        let tick = |tick| Tick::new(tick).unwrap().sqrt_price();
        let assets = U256::from(1_000_000_000);
        // 0.997^2 / 1.0001^100 = 0.984118...
        let expected = U256::from(984_118_900);
        for (asset_is_token0, worst) in [(false, -100), (true, 100)] {
            let least = pair(asset_is_token0).least_for(assets, tick(0), tick(worst));
            assert!(least.abs_diff(expected) < U256::from(1_000), "{least}");
        }
        let least = pair(true).least_for(assets, tick(0), tick(-500));
        assert_eq!(least, assets);
    }

    #[test]
    fn as_much_is_burnt_as_is_needed() {
        let burnt =
            |need: u64, whole: u64| part_to_burn_up(100, U256::from(need), U256::from(whole));
        assert_eq!(
            (burnt(1, 1_000), burnt(10, 1_000), burnt(11, 1_000)),
            (1, 1, 2)
        );
        assert_eq!(
            (burnt(1_000, 1_000), burnt(2_000, 1_000), burnt(1, 0)),
            (100, 100, 100)
        );
        assert_eq!(burnt(0, 1), 0);
    }
}
