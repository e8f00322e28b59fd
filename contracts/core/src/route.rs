//! What a token is worth that is sold for another through pools, and what a sale of it must bring.

use ruint::aliases::U256;

use crate::{Pips, Tick};

/// One pool on the way, and the direction in which it is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The mean of the pool's price over time.
    pub mean: Tick,
    /// Whether it is the pool's token0 that is sold for token1.
    pub sells_token0: bool,
    /// What the pool keeps of what is sold.
    pub fee: Pips,
}

impl Leg {
    /// The tick that lies `ticks` off the mean, against the seller.
    pub const fn worst_tick(&self, ticks: u16) -> Tick {
        // 16 bits.
        let ticks = ticks as i32;
        self.mean.shifted(if self.sells_token0 {
            ticks.saturating_neg()
        } else {
            ticks
        })
    }

    /// What `amount` costs at the mean, without the fee. Rounds up.
    fn worth_up(&self, amount: U256) -> Option<U256> {
        let price = self.mean.sqrt_price();
        if self.sells_token0 {
            price.to_token1_up(amount)
        } else {
            price.to_token0_up(amount)
        }
    }

    /// What `amount` brings so many ticks off the mean, after the fee. Rounds down.
    fn least_down(&self, amount: U256, ticks: u16) -> Option<U256> {
        let (price, sold) = (
            self.worst_tick(ticks).sqrt_price(),
            self.fee.without_down(amount),
        );
        if self.sells_token0 {
            price.to_token1_down(sold)
        } else {
            price.to_token0_down(sold)
        }
    }
}

/// `amount * mean of the first leg * mean of the second ...`: what `amount` of the first leg's token
/// is worth in units of the last one's, without fees.
///
/// Rounds up, against whoever may lose only so much of it. `None` if it exceeds 256 bits.
pub fn worth_up(legs: &[Leg], amount: U256) -> Option<U256> {
    legs.iter()
        .try_fold(amount, |amount, leg| leg.worth_up(amount))
}

/// `amount * (1 - fee) * price ticks off the mean`, leg by leg: the least that a sale of `amount` may
/// bring if no price on the way is worse than so many ticks off its mean.
///
/// Rounds down. `None` if it exceeds 256 bits.
pub fn least_down(legs: &[Leg], amount: U256, ticks: u16) -> Option<U256> {
    legs.iter()
        .try_fold(amount, |amount, leg| leg.least_down(amount, ticks))
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn leg(mean: i32, sells_token0: bool, fee: u32) -> Leg {
        Leg {
            mean: Tick::new(mean).unwrap(),
            sells_token0,
            fee: Pips::new(fee).unwrap(),
        }
    }

    /// 1.0001^6931 is 1.99983, and 1.0001^100 is 1.01005.
    #[test]
    fn two_pools_multiply() {
        let legs = [leg(6_931, true, 3_000), leg(-6_931, false, 500)];
        let amount = U256::from(1_000_000_u64);
        let worth: u64 = worth_up(&legs, amount).unwrap().to();
        // Twice doubled, to a few parts in ten thousand.
        assert!((3_999_200..=3_999_400).contains(&worth), "{worth}");
        let least: u64 = least_down(&legs, amount, 100).unwrap().to();
        // 3,999,310 * 0.997 * 0.9995 / 1.01005^2
        assert!((3_906_200..=3_906_500).contains(&least), "{least}");
    }

    #[test]
    fn no_pool_leaves_everything_as_it_is() {
        let amount = U256::from(7);
        assert_eq!(worth_up(&[], amount), Some(amount));
        assert_eq!(least_down(&[], amount, 9), Some(amount));
    }

    #[test]
    fn what_does_not_fit_is_nothing_known() {
        let legs = [leg(887_272, true, 0); 2];
        assert_eq!(worth_up(&legs, U256::MAX), None);
        assert_eq!(least_down(&legs, U256::MAX, 0), None);
    }

    proptest! {
        /// A bound of nothing off and a pool without a fee lose no more than rounding.
        #[test]
        fn a_sale_at_the_mean_loses_the_rounding(
            means in prop::collection::vec((-100_000..100_000i32, any::<bool>()), 1..3),
            amount: u64,
        ) {
            let legs: Vec<Leg> = means.iter().map(|(mean, way)| leg(*mean, *way, 0)).collect();
            let amount = U256::from(amount);
            let worth = worth_up(&legs, amount).unwrap();
            let least = least_down(&legs, amount, 0).unwrap();
            // A unit for each leg, and that of the first at the price of the second: up to e^10.
            prop_assert!(least <= worth);
            prop_assert!(worth - least <= U256::from(2 * 22_100));
        }

        #[test]
        fn a_wider_bound_and_a_higher_fee_let_less_do(
            mean in -200_000..200_000i32, way: bool, amount: u128,
            ticks in 0..1_000u16, more in 0..1_000u16, fee in 0..100_000u32,
        ) {
            let amount = U256::from(amount);
            let least = |ticks, fee| least_down(&[leg(mean, way, fee)], amount, ticks).unwrap();
            prop_assert!(least(ticks + more, fee) <= least(ticks, fee));
            prop_assert!(least(ticks, fee) <= least(ticks, 0));
            let worth = worth_up(&[leg(mean, way, fee)], amount).unwrap();
            prop_assert!(least(ticks, fee) <= worth);
        }
    }
}
