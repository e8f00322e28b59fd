//! What a unit of collateral is worth in units of debt.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Collateral};

/// One in the scale of prices, 1e36.
const SCALE: U256 = U256::from_limbs([0xb34b_9f10_0000_0000, 0x00c0_97ce_7bc9_0715, 0, 0]);

/// Units of the debt's token for one unit of collateral, times 1e36: Morpho Blue's scale, which
/// holds the decimals of both tokens. Never nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice(U256);

impl UnitPrice {
    /// One unit for one unit.
    pub const ONE: Self = Self(SCALE);

    /// Wraps a raw price; `None` for nothing, which is never a price.
    pub fn new(price: U256) -> Option<Self> {
        (price != U256::ZERO).then_some(Self(price))
    }

    /// The raw price.
    pub const fn get(self) -> U256 {
        self.0
    }

    /// `floor(amount * price)`; `None` if it exceeds 128 bits. Against the collateral's owner.
    pub fn value_down(self, amount: Collateral) -> Option<Assets> {
        mul_div_down(amount.to_u256(), self.0, SCALE).and_then(Assets::from_u256)
    }

    /// `ceil(amount * price)`; `None` if it exceeds 128 bits. Against who buys the collateral.
    pub fn value_up(self, amount: Collateral) -> Option<Assets> {
        mul_div_up(amount.to_u256(), self.0, SCALE).and_then(Assets::from_u256)
    }

    /// `floor(value / price)`; `None` if it exceeds 128 bits. Against who buys the collateral.
    pub fn amount_down(self, value: Assets) -> Option<Collateral> {
        mul_div_down(value.to_u256(), SCALE, self.0).and_then(Collateral::from_u256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_thirty_six_zeros() {
        assert_eq!(SCALE, U256::from(10).pow(U256::from(36)));
    }

    #[test]
    fn rounds_as_named_and_refuses_nothing() {
        assert_eq!(UnitPrice::new(U256::ZERO), None);
        // Two thirds of a unit.
        let price = UnitPrice::new(SCALE * U256::from(2) / U256::from(3)).unwrap();
        let two = Collateral::new(2);
        assert_eq!(price.value_down(two), Some(Assets::new(1)));
        assert_eq!(price.value_up(two), Some(Assets::new(2)));
        assert_eq!(price.amount_down(Assets::new(1)), Some(Collateral::new(1)));
        assert_eq!(UnitPrice::new(U256::MAX).unwrap().value_down(two), None);
        let dust = UnitPrice::new(U256::ONE).unwrap();
        assert_eq!(dust.value_up(two), Some(Assets::new(1)));
        assert_eq!(dust.amount_down(Assets::MAX), None);
    }
}
