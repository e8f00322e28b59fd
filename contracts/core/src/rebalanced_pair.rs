//! How much of one token to sell for the other, so that both fit a range.

use ballast_math::{WAD, mul_div_down};
use ruint::aliases::U256;

use crate::{Amounts, SqrtPrice, TickRange};

/// A part in a million: the unit of pools' fees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pips(u32);

impl Pips {
    /// The whole.
    pub const ONE: Self = Self(1_000_000);

    /// A part; `None` if it is more than the whole.
    pub const fn new(pips: u32) -> Option<Self> {
        if pips <= Self::ONE.0 {
            Some(Self(pips))
        } else {
            None
        }
    }

    /// The raw number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// `floor(amount * (1,000,000 - pips) / 1,000,000)`: what a fee leaves. Rounds down.
    pub fn without_down(self, amount: U256) -> U256 {
        let rest = Self(Self::ONE.0.saturating_sub(self.0));
        // A part of the amount.
        mul_div_down(amount, rest.to_u256(), Self::ONE.to_u256()).unwrap_or_default()
    }

    /// The number for a product.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0 as u64, 0, 0, 0])
    }
}

/// What to sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// Whether it is token0 that is sold for token1.
    pub sells_token0: bool,
    /// Units of what is sold: never more than there are, and may be nothing.
    pub amount: U256,
}

impl Sale {
    /// What is sold, as an amount of its token.
    pub const fn amounts(&self) -> Amounts {
        if self.sells_token0 {
            Amounts {
                token0: self.amount,
                token1: U256::ZERO,
            }
        } else {
            Amounts {
                token0: U256::ZERO,
                token1: self.amount,
            }
        }
    }
}

/// What to sell of `held`, so that what is there afterwards is in the ratio in which liquidity in
/// `range` takes it at `price`.
///
/// With the values `v0` and `v1` in units of token1, `w` the part of a position's value that is in
/// token0, and a fee `f`: sells `(v0 (1 - w) - v1 w) / (1 - w f)` of token0's value if that is above
/// nothing, else `(v1 w - v0 (1 - w)) / (1 - (1 - w) f)` of token1. The price is taken not to move;
/// what it moves is left over. Rounds down.
pub fn sale_to_ratio(price: SqrtPrice, range: TickRange, held: Amounts, fee: Pips) -> Sale {
    let (part, whole) = range.part_in_token0(price);
    let wad = U256::from_limbs([WAD, 0, 0, 0]);
    let in_token0 = mul_div_down(part, wad, whole).unwrap_or(wad);
    let in_token1 = wad.saturating_sub(in_token0);
    let value0 = price.to_token1_down(held.token0).unwrap_or(U256::MAX);

    let share = |value, part| mul_div_down(value, part, wad).unwrap_or_default();
    let (have, want) = (share(value0, in_token1), share(held.token1, in_token0));
    let grossed_up = |value: U256, part: U256| {
        // A part in WAD of pips: no more than 1e18, and less unless the fee takes everything.
        let lost = mul_div_down(part, fee.to_u256(), Pips::ONE.to_u256()).unwrap_or_default();
        mul_div_down(value, wad, wad.saturating_sub(lost)).unwrap_or(value)
    };
    if want < have {
        let value = grossed_up(have.saturating_sub(want), in_token0);
        let amount = price.to_token0_down(value).unwrap_or(held.token0);
        Sale {
            sells_token0: true,
            amount: amount.min(held.token0),
        }
    } else {
        let value = grossed_up(want.saturating_sub(have), in_token1);
        Sale {
            sells_token0: false,
            amount: value.min(held.token1),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Tick;

    proptest! {
        /// After the sale at the price, almost all of both fits.
        #[test]
        fn what_is_left_fits_the_range(
            tick in -200_000..200_000i32,
            offset in -900..900i32,
            held: [u64; 2],
            pips in 0..10_000u32,
        ) {
            let tick = Tick::new(tick).unwrap();
            let range = TickRange::around(tick.shifted(offset), 1_000, 10).unwrap();
            let (price, fee) = (tick.sqrt_price(), Pips::new(pips).unwrap());
            // Both worth less than 2^80 units of token1, and at least 2^20.
            let scale = |value: u64| U256::from(value).saturating_add(U256::from(1u64 << 40)) << 30;
            let mut held = Amounts {
                token0: price.to_token0_down(scale(held[0])).unwrap(),
                token1: scale(held[1]),
            };
            prop_assume!(U256::from(1u64 << 50) < held.token0);
            let worth = |held: Amounts| price.to_token1_down(held.token0).unwrap() + held.token1;
            let sale = sale_to_ratio(price, range, held, fee);
            if sale.sells_token0 {
                held.token0 -= sale.amount;
                held.token1 += fee.without_down(price.to_token1_down(sale.amount).unwrap());
            } else {
                held.token1 -= sale.amount;
                held.token0 += fee.without_down(price.to_token0_down(sale.amount).unwrap());
            }
            let liquidity = range.liquidity_down(price, held);
            let left = worth(held.saturating_sub(range.amounts_up(price, liquidity)));
            prop_assert!(left <= worth(held) / U256::from(1_000_000), "{left}");
        }

        #[test]
        fn no_more_is_sold_than_there_is(
            tick in -887_272..=887_272i32,
            width in 1..100_000i32,
            held: [u128; 2],
        ) {
            let tick = Tick::new(tick).unwrap();
            let centre = Tick::new(tick.get() / 2).unwrap();
            let range = TickRange::around(centre, width, 1).unwrap();
            let [token0, token1] = held.map(U256::from);
            let held = Amounts { token0, token1 };
            let sale = sale_to_ratio(tick.sqrt_price(), range, held, Pips::new(3_000).unwrap());
            let most = if sale.sells_token0 { token0 } else { token1 };
            prop_assert!(sale.amount <= most);
        }
    }

    #[test]
    fn outside_of_the_range_everything_of_one_token_is_sold() {
        let range = TickRange::around(Tick::default(), 100, 10).unwrap();
        let held = Amounts {
            token0: U256::from(1_000_000_000),
            token1: U256::from(2_000_000_000),
        };
        let at = |tick: i32| {
            let price = Tick::new(tick).unwrap().sqrt_price();
            sale_to_ratio(price, range, held, Pips::new(500).unwrap())
        };
        let (below, above) = (at(-100), at(200));
        assert!(!below.sells_token0 && above.sells_token0);
        assert_eq!(below.amount, held.token1);
        // Rounded once to token1 and back.
        assert!(held.token0 - above.amount <= U256::from(2));
    }

    #[test]
    fn a_fee_leaves_the_rest() {
        let fee = Pips::new(3_000).unwrap();
        assert_eq!(fee.without_down(U256::from(1_000)), U256::from(997));
        assert_eq!(fee.without_down(U256::from(999)), U256::from(996));
        assert_eq!(Pips::ONE.without_down(U256::MAX), U256::ZERO);
        assert_eq!(Pips::new(0).unwrap().without_down(U256::MAX), U256::MAX);
        assert_eq!(Pips::new(1_000_001), None);
    }
}
