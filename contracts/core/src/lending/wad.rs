//! A ratio with 18 decimals.

use ballast_math::{WAD, mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Bps};

/// A ratio in WAD, from nothing to a little above eighteen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wad(u64);

impl Wad {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(WAD);
    /// The greatest ratio there is, `(2^64 - 1) / 1e18`.
    pub const MAX: Self = Self(u64::MAX);

    /// Wraps a raw ratio.
    pub const fn new(ratio_wad: u64) -> Self {
        Self(ratio_wad)
    }

    /// The raw ratio.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// A part in ten thousand, exactly.
    pub const fn from_bps(bps: Bps) -> Self {
        // At most 65,535 * 1e14 < 2^64.
        Self((bps.get() as u64).wrapping_mul(WAD / 10_000))
    }

    /// A ratio from a result; `None` if it exceeds [`MAX`](Self::MAX).
    pub fn from_u256(ratio_wad: U256) -> Option<Self> {
        match *ratio_wad.as_limbs() {
            [ratio, 0, 0, 0] => Some(Self(ratio)),
            _ => None,
        }
    }

    /// The ratio for a product.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0, 0, 0, 0])
    }

    /// `floor(numerator / denominator)` in WAD; the greatest ratio if it exceeds that or the
    /// denominator is nothing.
    pub fn ratio_down(numerator: U256, denominator: U256) -> Self {
        mul_div_down(numerator, Self::ONE.to_u256(), denominator)
            .and_then(Self::from_u256)
            .unwrap_or(Self::MAX)
    }

    /// `floor(amount * self)`; `None` if it does not fit the books.
    pub fn of_down(self, amount: Assets) -> Option<Assets> {
        mul_div_down(amount.to_u256(), self.to_u256(), Self::ONE.to_u256())
            .and_then(Assets::from_u256)
    }

    /// `ceil(amount * self)`; `None` if it does not fit the books.
    pub fn of_up(self, amount: Assets) -> Option<Assets> {
        mul_div_up(amount.to_u256(), self.to_u256(), Self::ONE.to_u256())
            .and_then(Assets::from_u256)
    }

    /// `floor(self * other)`, or the greatest ratio.
    pub fn times_down(self, other: Self) -> Self {
        mul_div_down(self.to_u256(), other.to_u256(), Self::ONE.to_u256())
            .and_then(Self::from_u256)
            .unwrap_or(Self::MAX)
    }

    /// `ceil(self * other)`, or the greatest ratio.
    pub fn times_up(self, other: Self) -> Self {
        mul_div_up(self.to_u256(), other.to_u256(), Self::ONE.to_u256())
            .and_then(Self::from_u256)
            .unwrap_or(Self::MAX)
    }

    /// `self - other`, not below nothing.
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_ten_thousand_are_exact() {
        assert_eq!(Wad::from_bps(Bps::ONE), Wad::ONE);
        assert_eq!(Wad::from_bps(Bps::new(1)).get(), 100_000_000_000_000);
        assert_eq!(
            Wad::from_bps(Bps::new(u16::MAX)).get(),
            6_553_500_000_000_000_000
        );
    }

    #[test]
    fn products_round_as_named() {
        let third = Wad::ratio_down(U256::ONE, U256::from(3));
        assert_eq!(third.get(), 333_333_333_333_333_333);
        assert_eq!(third.of_down(Assets::new(3)), Some(Assets::ZERO));
        assert_eq!(third.of_up(Assets::new(3)), Some(Assets::new(1)));
        assert_eq!(third.times_down(third).get(), 111_111_111_111_111_110);
        assert_eq!(third.times_up(third).get(), 111_111_111_111_111_111);
    }

    #[test]
    fn what_does_not_fit_is_the_greatest_or_nothing() {
        assert_eq!(Wad::ratio_down(U256::ONE, U256::ZERO), Wad::MAX);
        assert_eq!(Wad::ratio_down(U256::from(19), U256::ONE), Wad::MAX);
        assert_eq!(Wad::MAX.times_down(Wad::MAX), Wad::MAX);
        assert_eq!(Wad::MAX.of_down(Assets::MAX), None);
        assert_eq!(Wad::ZERO.less(Wad::ONE), Wad::ZERO);
    }
}
