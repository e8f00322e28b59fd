//! One scale for all prices.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

/// The most decimals of a token or a feed.
pub const DECIMALS_MAX: u8 = 36;

/// 10^36.
const E36: u128 = 10_u128.pow(36);

/// The exponent of the scale.
const SCALE: u8 = 36;

/// The largest power of ten below 2^128.
const HALF_EXPONENT_MAX: u8 = 38;

/// What 10^36 smallest units of one asset are worth in smallest units of another:
/// `value = amount * price / 10^36`.
///
/// The scale of Morpho Blue's oracles, so a market multiplies and divides once; decimals of both
/// assets are in it, so nobody who has a price needs them. Never zero, and never below
/// [`MIN`](Self::MIN): a price that rounds to so few digits is none, so every step that rounds is
/// off by less than a 10^9th part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice(U256);

impl UnitPrice {
    /// A unit for a unit.
    pub const ONE: Self = Self(wide(E36));
    /// The least price: nine digits and one.
    pub const MIN: Self = Self(wide(1_000_000_000));

    /// A price in E36; `None` below [`MIN`](Self::MIN), zero included.
    pub fn new(price_e36: U256) -> Option<Self> {
        (Self::MIN.0 <= price_e36).then_some(Self(price_e36))
    }

    /// The raw price in E36.
    pub const fn get(self) -> U256 {
        self.0
    }

    /// `floor(value * 10^36 / amount)`: the price at which `amount` is worth `value`.
    ///
    /// Rounds down. `None` if it is no price, or does not fit 256 bits.
    pub fn of(value: U256, amount: U256) -> Option<Self> {
        Self::new(mul_div_down(value, Self::ONE.0, amount)?)
    }

    /// `floor(answer * 10^(36 + quote - base - feed))`: the price that a feed's answer stands for,
    /// which is what a whole base is worth in whole quotes, with the feed's decimals; base and
    /// quote by their tokens' decimals.
    ///
    /// Rounds down, by less than one unit. `None` if it is no price, does not fit 256 bits, or some
    /// decimals are above [`DECIMALS_MAX`].
    pub fn from_answer(answer: U256, feed: u8, base: u8, quote: u8) -> Option<Self> {
        if DECIMALS_MAX < feed || DECIMALS_MAX < base || DECIMALS_MAX < quote {
            return None;
        }
        // Each at most 72.
        let (up, down) = (SCALE.wrapping_add(quote), base.wrapping_add(feed));
        let (factor, divisor) = (up.saturating_sub(down), down.saturating_sub(up));
        let price = mul_div_down(answer, power_of_ten(factor)?, power_of_ten(divisor)?)?;
        Self::new(price)
    }

    /// `floor(10^72 / self)`: the same price the other way round.
    ///
    /// Rounds down. `None` if that would be nothing, or have fewer digits than
    /// [`MIN`](Self::MIN): from a price of 10^63 on.
    pub fn inverse_down(self) -> Option<Self> {
        Self::new(mul_div_down(Self::ONE.0, Self::ONE.0, self.0)?)
    }

    /// `ceil(10^72 / self)`. Rounds up. `None` as [`inverse_down`](Self::inverse_down).
    pub fn inverse_up(self) -> Option<Self> {
        Self::new(mul_div_up(Self::ONE.0, Self::ONE.0, self.0)?)
    }

    /// `floor(self * next / 10^36)`: the price in what `next` leads to.
    ///
    /// Rounds down. `None` if it is no price, or does not fit 256 bits.
    pub fn then_down(self, next: Self) -> Option<Self> {
        Self::new(mul_div_down(self.0, next.0, Self::ONE.0)?)
    }

    /// `ceil(self * next / 10^36)`. Rounds up. `None` as [`then_down`](Self::then_down).
    pub fn then_up(self, next: Self) -> Option<Self> {
        Self::new(mul_div_up(self.0, next.0, Self::ONE.0)?)
    }
}

/// `10^exponent`; `None` above 10^76, the last one that fits.
pub fn power_of_ten(exponent: u8) -> Option<U256> {
    let high = exponent.saturating_sub(HALF_EXPONENT_MAX);
    let low = exponent.min(HALF_EXPONENT_MAX);
    if HALF_EXPONENT_MAX < high {
        return None;
    }
    // Both are at most 10^38, and so is none of them above 2^128.
    let power = |exponent: u8| (0..exponent).fold(1_u128, |power, _| power.wrapping_mul(10));
    mul_div_down(wide(power(low)), wide(power(high)), U256::ONE)
}

const fn wide(value: u128) -> U256 {
    U256::from_limbs([value as u64, (value >> 64) as u64, 0, 0])
}

#[cfg(test)]
mod tests;
