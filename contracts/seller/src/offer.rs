//! What could be sold now, and for how much: the same for the trigger and for the sale.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Assets, Budget, Leg, Seconds, Tolerance, least_down, worth_up};
use ballast_math::{WAD, mul_div_down};
use ballast_uniswap_v3::Market;
use stylus_sdk::prelude::*;

use crate::route::Route;
use crate::state::{Key, Seller};

/// The pools' prices of a route, and what they allow.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    /// The legs at their mean prices.
    pub(crate) legs: Vec<Leg>,
    /// The legs at the prices of now.
    spot: Vec<Leg>,
}

impl Prices {
    /// What an amount is worth by the mean prices. Rounds up.
    pub(crate) fn worth(&self, amount: U256) -> U256 {
        worth_up(&self.legs, amount).unwrap_or(U256::MAX)
    }

    /// The least that a sale of an amount may bring. Rounds down; what does not fit is out of reach.
    pub(crate) fn least(&self, amount: U256, slippage: u16) -> U256 {
        least_down(&self.legs, amount, slippage).unwrap_or(U256::MAX)
    }

    /// What a sale of an amount would lose at the prices of now if it did not move them.
    pub(crate) fn loss_at_spot(&self, amount: U256) -> U256 {
        let brings = least_down(&self.spot, amount, 0).unwrap_or_default();
        self.worth(amount).saturating_sub(brings)
    }
}

/// `floor(whole * left)`: what of a whole is left. Rounds down, against the spender.
pub(crate) fn left_down(
    whole: Assets,
    used: &Budget,
    tolerance: Tolerance,
    now: Seconds,
) -> Assets {
    let left = U256::from_limbs([used.left_at(tolerance, now), 0, 0, 0]);
    let wad = U256::from_limbs([WAD, 0, 0, 0]);
    // A part of the whole.
    mul_div_down(whole.to_u256(), left, wad)
        .and_then(Assets::from_u256)
        .unwrap_or_default()
}

impl Seller {
    /// The prices of a route, if those of now agree with the means.
    ///
    /// # Errors
    /// `PriceUnavailable`, `PriceDeviates`.
    pub(crate) fn prices(&self, route: &Route) -> Result<Prices, Vec<u8>> {
        let (mut legs, mut spot) = (Vec::new(), Vec::new());
        for leg in route.legs() {
            let market = Market::of(leg.pool, self.vm(), route.terms.window)?;
            market.require_agreement(u32::from(route.terms.deviation))?;
            legs.push(leg.at(market.mean));
            spot.push(leg.at(market.slot0.tick));
        }
        Ok(Prices { legs, spot })
    }

    /// How much of a token may be sold now.
    pub(crate) fn size_left(&self, key: Key, route: &Route) -> Assets {
        let (used, terms) = (self.used(key), &route.terms);
        left_down(terms.chunk, &used.size, terms.size_tolerance(), self.now())
    }

    /// How much of the asset may be lost now.
    pub(crate) fn loss_left(&self, key: Key, route: &Route) -> Assets {
        let (used, terms) = (self.used(key), &route.terms);
        left_down(
            terms.loss_max,
            &used.loss,
            terms.loss_tolerance(),
            self.now(),
        )
    }
}

#[cfg(test)]
mod tests {
    use ballast_core::{Bps, Pips, Tick};

    use super::*;

    #[test]
    fn what_is_left_of_a_chunk_rounds_down() {
        let tolerance = Tolerance {
            part: Bps::ONE,
            period: Seconds::new(3_600),
        };
        let (now, whole) = (Seconds::new(10_000), Assets::new(1_000));
        let left = |used_wad| {
            let used = Budget { used_wad, at: now };
            left_down(whole, &used, tolerance, now).get()
        };
        assert_eq!((left(0), left(WAD / 4), left(WAD)), (1_000, 750, 0));
        assert_eq!(left(1), 999);
    }

    #[test]
    fn a_loss_at_spot_is_fee_and_distance() {
        let leg = |tick| Leg {
            mean: Tick::new(tick).unwrap(),
            sells_token0: true,
            fee: Pips::new(3_000).unwrap(),
        };
        let prices = Prices {
            legs: Vec::from([leg(0)]),
            spot: Vec::from([leg(-100)]),
        };
        // 0.3 % and 1 %.
        let loss: u64 = prices.loss_at_spot(U256::from(1_000_000)).to();
        assert_eq!(loss, 1_000_000 - 987_080);
        assert_eq!(prices.worth(U256::from(5)), U256::from(5));
        assert_eq!(
            prices.least(U256::from(1_000_000), 100),
            U256::from(987_080)
        );
    }
}
