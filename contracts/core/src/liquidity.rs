//! Liquidity between two prices, and the amounts it stands for.
//!
//! Source: "Uniswap v3 Core" (2021), section 6.2 and 6.3: liquidity `L` between the roots `a` and
//! `b` holds `L (1/p - 1/b)` of token0 and `L (p - a)` of token1 at the root `p` between them.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{SqrtPrice, Tick};

/// One in Q96.
const Q96: U256 = U256::from_limbs([0, 1 << 32, 0, 0]);

/// Units of a pool's two tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Of the token with the lower address.
    pub token0: U256,
    /// Of the other one.
    pub token1: U256,
}

impl Amounts {
    /// Both sums, or the most there is.
    pub fn saturating_add(self, other: Self) -> Self {
        Self {
            token0: self.token0.saturating_add(other.token0),
            token1: self.token1.saturating_add(other.token1),
        }
    }

    /// Both differences, or nothing.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self {
            token0: self.token0.saturating_sub(other.token0),
            token1: self.token1.saturating_sub(other.token1),
        }
    }
}

/// The prices between which liquidity works: from `lower` up to `upper`, which is higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TickRange {
    lower: Tick,
    upper: Tick,
}

impl TickRange {
    /// A range; `None` unless `lower < upper`.
    pub fn new(lower: Tick, upper: Tick) -> Option<Self> {
        (lower < upper).then_some(Self { lower, upper })
    }

    /// The range of `half_width` ticks to either side of a tick, which is rounded down to a
    /// multiple of `spacing` first; so is the half width, to one spacing at least.
    ///
    /// `None` if it would leave the ticks that a pool knows.
    pub fn around(centre: Tick, half_width: i32, spacing: i32) -> Option<Self> {
        let spacing = spacing.max(1);
        let half = half_width.checked_sub(half_width.checked_rem(spacing)?)?;
        let (centre, half) = (centre.multiple_down(spacing), half.max(spacing));
        Self::new(
            Tick::new(centre.checked_sub(half)?)?,
            Tick::new(centre.checked_add(half)?)?,
        )
    }

    /// Where it begins.
    pub const fn lower(self) -> Tick {
        self.lower
    }

    /// Where it ends.
    pub const fn upper(self) -> Tick {
        self.upper
    }

    /// The tick in the middle, rounded down.
    pub const fn centre(self) -> Tick {
        // Between two ticks there is a tick.
        let sum = self.lower.get().wrapping_add(self.upper.get());
        Tick::MIN.shifted(sum.wrapping_shr(1).wrapping_sub(Tick::MIN.get()))
    }

    /// What `liquidity` in the range pays out at a price.
    ///
    /// Rounds down, as a pool does when liquidity is burnt.
    pub fn amounts_down(self, price: SqrtPrice, liquidity: u128) -> Amounts {
        self.amounts(price, liquidity, false)
    }

    /// What `liquidity` in the range costs at a price.
    ///
    /// Rounds up, as a pool does when liquidity is minted.
    pub fn amounts_up(self, price: SqrtPrice, liquidity: u128) -> Amounts {
        self.amounts(price, liquidity, true)
    }

    fn amounts(self, price: SqrtPrice, liquidity: u128, rounds_up: bool) -> Amounts {
        let [lower, price, upper] = self.roots_around(price);
        Amounts {
            token0: amount0(price, upper, liquidity, rounds_up),
            token1: amount1(lower, price, liquidity, rounds_up),
        }
    }

    /// The most liquidity in the range that amounts pay for at a price, at most 2^128 - 1:
    /// [`amounts_up`](Self::amounts_up) of it are never more than they.
    ///
    /// Rounds down.
    pub fn liquidity_down(self, price: SqrtPrice, amounts: Amounts) -> u128 {
        let [lower, price, upper] = self.roots_around(price);
        let of_token0 = || {
            let product = mul_div_down(price, upper, Q96)?;
            let liquidity = mul_div_down(amounts.token0, product, upper.wrapping_sub(price));
            Some(saturated(liquidity))
        };
        let of_token1 = || {
            let liquidity = mul_div_down(amounts.token1, Q96, price.wrapping_sub(lower));
            Some(saturated(liquidity))
        };
        if price <= lower {
            of_token0()
        } else if upper <= price {
            of_token1()
        } else {
            of_token0()
                .zip(of_token1())
                .map(|(one, other)| one.min(other))
        }
        .unwrap_or_default()
    }

    /// The part of the position's value that is in token0 at a price, as a numerator and the whole.
    ///
    /// In units of token1, liquidity of one is worth `p (b - p) / b` in token0 and `p - a` in token1.
    pub(crate) fn part_in_token0(self, price: SqrtPrice) -> (U256, U256) {
        let [lower, price, upper] = self.roots_around(price);
        // No more than the price.
        let in_token0 = mul_div_down(price, upper.saturating_sub(price), upper).unwrap_or_default();
        let in_token1 = price.saturating_sub(lower);
        if in_token0.is_zero() && in_token1.is_zero() {
            // Ends whose roots are next to each other: nothing is left of either.
            return (U256::ONE, U256::ONE);
        }
        (in_token0, in_token0.saturating_add(in_token1))
    }

    /// The roots of both ends, with a price moved into the range between them.
    fn roots_around(self, price: SqrtPrice) -> [U256; 3] {
        let (lower, upper) = (self.lower.sqrt_price(), self.upper.sqrt_price());
        [lower, price.clamp(lower, upper), upper].map(SqrtPrice::get)
    }
}

/// A result that is more than the books of a pool can hold is the most that they can.
fn saturated(liquidity: Option<U256>) -> u128 {
    liquidity
        .and_then(|liquidity| liquidity.try_into().ok())
        .unwrap_or(u128::MAX)
}

fn divided(a: U256, b: U256, denominator: U256, rounds_up: bool) -> U256 {
    let quotient = if rounds_up {
        mul_div_up(a, b, denominator)
    } else {
        mul_div_down(a, b, denominator)
    };
    quotient.unwrap_or(U256::MAX)
}

/// `liquidity * 2^96 * (to - from) / to / from`, rounded at both divisions, as pools do.
fn amount0(from: U256, to: U256, liquidity: u128, rounds_up: bool) -> U256 {
    let scaled = U256::from(liquidity).wrapping_shl(96);
    let quotient = divided(scaled, to.saturating_sub(from), to, rounds_up);
    divided(quotient, U256::ONE, from, rounds_up)
}

/// `liquidity * (to - from) / 2^96`.
fn amount1(from: U256, to: U256, liquidity: u128, rounds_up: bool) -> U256 {
    divided(
        U256::from(liquidity),
        to.saturating_sub(from),
        Q96,
        rounds_up,
    )
}

/// `floor(liquidity * (growth - last) / 2^128)`: fees of a position since its growth was `last`,
/// both in Q128 per unit of liquidity, and both may have gone round.
///
/// Rounds down, as pools do; at most 2^128 - 1.
pub fn fees_down(liquidity: u128, growth: U256, last: U256) -> U256 {
    let one = U256::from_limbs([0, 0, 1, 0]);
    let fees = mul_div_down(U256::from(liquidity), growth.wrapping_sub(last), one);
    U256::from(saturated(fees))
}

#[cfg(test)]
mod tests;
