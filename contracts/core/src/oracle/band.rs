//! A price, and how far off it may be.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::Bps;
use crate::oracle::UnitPrice;

/// A price with what it is at least and at most: `bid <= mid <= ask`.
///
/// Collateral counts at the bid and debt at the ask where risk is taken; liquidations go by the mid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// What a seller gets at least.
    pub bid: UnitPrice,
    /// The price.
    pub mid: UnitPrice,
    /// What a buyer pays at most.
    pub ask: UnitPrice,
}

/// What an amount is worth at the three prices of a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Values {
    /// At the bid, rounded down.
    pub bid: U256,
    /// At the mid, rounded down.
    pub mid: U256,
    /// At the ask, rounded up.
    pub ask: U256,
}

impl Band {
    /// What an asset is worth in itself.
    pub const ONE: Self = Self::exact(UnitPrice::ONE);

    /// A price that is known.
    pub const fn exact(price: UnitPrice) -> Self {
        Self {
            bid: price,
            mid: price,
            ask: price,
        }
    }

    /// `mid * (1 - half_width)` to `mid * (1 + half_width)`.
    ///
    /// The bid rounds down, the ask up. `None` if the width is the whole or more, if the bid is no
    /// price, or the ask does not fit.
    pub fn around(mid: UnitPrice, half_width: Bps) -> Option<Self> {
        let whole = Bps::ONE.get();
        let below = Bps::new(whole.checked_sub(half_width.get())?);
        // At most twice the whole.
        let above = Bps::new(whole.wrapping_add(half_width.get()));
        let one = Bps::ONE.to_u256();
        Some(Self {
            bid: UnitPrice::new(mul_div_down(mid.get(), below.to_u256(), one)?)?,
            mid,
            ask: UnitPrice::new(mul_div_up(mid.get(), above.to_u256(), one)?)?,
        })
    }

    /// The band that also holds `price`. The mid stays.
    pub fn with(self, price: UnitPrice) -> Self {
        Self {
            bid: self.bid.min(price),
            mid: self.mid,
            ask: self.ask.max(price),
        }
    }

    /// The price the other way round.
    ///
    /// Bid and mid round down, the ask up. `None` if one of them would round to no price.
    pub fn inverse(self) -> Option<Self> {
        Some(Self {
            bid: self.ask.inverse_down()?,
            mid: self.mid.inverse_down()?,
            ask: self.bid.inverse_up()?,
        })
    }

    /// The price in what `next` leads to, at its worst and at its best.
    ///
    /// Bid and mid round down, the ask up. `None` if one of them is no price, or does not fit.
    pub fn then(self, next: Self) -> Option<Self> {
        Some(Self {
            bid: self.bid.then_down(next.bid)?,
            mid: self.mid.then_down(next.mid)?,
            ask: self.ask.then_up(next.ask)?,
        })
    }

    /// `amount * self / quote`: what an amount is worth in an asset whose price in the same unit of
    /// account is `quote`; at the bid by the worst of both, at the ask by the best.
    ///
    /// One rounding each: bid and mid down, ask up, by less than a unit. `None` if one does not fit.
    pub fn value(&self, amount: U256, quote: &Self) -> Option<Values> {
        let down =
            |base: UnitPrice, quote: UnitPrice| mul_div_down(amount, base.get(), quote.get());
        Some(Values {
            bid: down(self.bid, quote.ask)?,
            mid: down(self.mid, quote.mid)?,
            ask: mul_div_up(amount, self.ask.get(), quote.bid.get())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ruint::Uint;

    use super::*;

    type Wide = Uint<1024, 16>;

    const E36: u128 = 10_u128.pow(36);

    fn price(value: u128) -> UnitPrice {
        UnitPrice::new(U256::from(value)).unwrap()
    }

    fn is_in_order(band: &Band) -> bool {
        band.bid <= band.mid && band.mid <= band.ask
    }

    fn bands() -> impl Strategy<Value = Band> {
        (1_000_000_000_u128 << 20..u128::MAX, 0..5_000_u16)
            .prop_map(|(mid, width)| Band::around(price(mid), Bps::new(width)).unwrap())
    }

    #[test]
    fn a_band_lies_around_its_price() {
        let band = Band::around(price(2 * E36), Bps::new(50)).unwrap();
        assert_eq!(band.bid, price(E36 / 1_000 * 1_990));
        assert_eq!(band.ask, price(E36 / 1_000 * 2_010));
        let narrow = Band::around(price(3_333_333_333), Bps::new(1)).unwrap();
        assert_eq!(narrow.bid, price(3_332_999_999));
        assert_eq!(narrow.ask, price(3_333_666_667));
        assert_eq!(Band::around(price(E36), Bps::ZERO), Some(Band::ONE));
        assert_eq!(Band::around(price(E36), Bps::ONE), None);
        assert_eq!(Band::around(price(E36), Bps::new(u16::MAX)), None);
        let largest = UnitPrice::new(U256::MAX).unwrap();
        assert_eq!(Band::around(largest, Bps::new(1)), None);
        assert_eq!(Band::around(UnitPrice::MIN, Bps::new(1)), None);
    }

    #[test]
    fn a_price_beside_it_widens_a_band_on_one_side() {
        let band = Band::ONE.with(price(E36 / 2)).with(price(E36 / 4 * 3));
        assert_eq!((band.bid, band.ask), (price(E36 / 2), UnitPrice::ONE));
        assert_eq!(Band::ONE.with(price(2 * E36)).ask, price(2 * E36));
    }

    #[test]
    fn a_value_takes_the_worst_and_the_best_of_both() {
        let ether = Band::around(price(3_000 * 10_u128.pow(33)), Bps::new(100)).unwrap();
        let coin = Band::around(price(E36), Bps::new(200)).unwrap();
        let values = ether.value(U256::from(1_000_000_u64), &coin).unwrap();
        // 2.97 / 1.02, 3, and 3.03 / 0.98 million.
        assert_eq!(values.bid, U256::from(2_911_764_u64));
        assert_eq!(values.mid, U256::from(3_000_000_u64));
        assert_eq!(values.ask, U256::from(3_091_837_u64));
        assert_eq!(
            Band::ONE.value(U256::MAX, &Band::ONE).unwrap().mid,
            U256::MAX
        );
        assert_eq!(ether.value(U256::MAX, &coin), None);
    }

    proptest! {
        #[test]
        fn bands_stay_in_order(a in bands(), b in bands()) {
            prop_assert!(is_in_order(&a));
            for band in [a.inverse(), a.then(b), Some(a.with(b.mid))].into_iter().flatten() {
                prop_assert!(is_in_order(&band));
            }
        }

        /// Each value is the exact fraction, rounded as it says by less than one.
        #[test]
        fn values_are_off_by_less_than_a_unit(base in bands(), quote in bands(), amount: u128) {
            let amount = U256::from(amount);
            let values = base.value(amount, &quote).unwrap();
            let wide = |value: U256| Wide::from(value);
            let one = Wide::from(1);
            for (value, base, quote) in [
                (values.bid, base.bid, quote.ask),
                (values.mid, base.mid, quote.mid),
            ] {
                let product = wide(amount) * wide(base.get());
                prop_assert!(wide(value) * wide(quote.get()) <= product);
                prop_assert!(product < (wide(value) + one) * wide(quote.get()));
            }
            let (ask, product) = (wide(values.ask), wide(amount) * wide(base.ask.get()));
            prop_assert!(product <= ask * wide(quote.bid.get()));
            prop_assert!(values.ask.is_zero() || (ask - one) * wide(quote.bid.get()) < product);
            prop_assert!(values.bid <= values.mid && values.mid <= values.ask);
        }

        /// There and back by a price and its inverse never gains.
        #[test]
        fn there_and_back_gains_nothing(base in bands(), quote in bands(), amount: u64) {
            let amount = U256::from(amount);
            let there = base.value(amount, &quote).unwrap().mid;
            prop_assert!(quote.value(there, &base).unwrap().mid <= amount);
        }
    }
}
