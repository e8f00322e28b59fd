//! Means of a price that a market keeps for itself, so that a price which was pushed for a moment
//! decides nothing.
//!
//! A market looks at a price now and then. Over the span since it last looked, each mean moves
//! exponentially towards the *median* of itself, the price it saw then and the price it sees now:
//! only as far as both ends of the span agree. So a price that is pushed in one observation moves
//! no mean, neither then nor with the next, and who wants to move one pushes the price in two
//! observations in a row, which anybody can put another between. A span counts for no more than a
//! quarter of the time constant, so even that moves a mean by 22.2 % of the way at most, however
//! long nobody looked.
//!
//! With `n` observations at a steady price, a span `s` apart, a mean is `e^(-n * s / T)` of the way
//! off, `s` being `T / 4` at most: 5 % after three time constants. How often one looks in between
//! changes that by roundings only. Where the price itself moves, an observation more within a span
//! can change what the span adds, which is `1 - e^(-s / T)` of the move at most.
//!
//! # Rounding
//! Means round down, against who owns the collateral, but for the last digit of an exponential. An
//! observation loses less than 1.3e-18 of the highest price, and a unit; what earlier ones lost
//! fades as the mean moves. However many observations there are, a second apart or more, a mean
//! is off by less than `2e-18 * (T + 1)` of the highest price and `T + 2` units.

use ballast_math::{WAD, exp_wad, mul_div_down, mul_div_up};
use ruint::aliases::U256;

use super::{Prices, UnitPrice};
use crate::Seconds;

/// Bits of a price's mantissa.
const MANTISSA_BITS: usize = 64;
/// Bits of a packed price: mantissa and exponent.
const PRICE_BITS: usize = 72;
/// Bits of a moment.
const TIME_BITS: usize = 40;
/// The greatest moment that is kept, some 35,000 years ahead.
const TIME_MAX: u64 = (1 << TIME_BITS) - 1;
/// Parts of a time constant of which a span counts one at most.
const SPANS_PER_CONSTANT: u64 = 4;

/// How fast the means follow, by their time constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    fast: Seconds,
    slow: Seconds,
}

impl Pace {
    /// The longest time constant: a week.
    pub const MAX: Seconds = Seconds::new(604_800);

    /// A mean without a time constant is off: it is the price itself.
    ///
    /// `None` if one is above a week, or both are on and the slow mean is the faster one.
    pub fn new(fast: Seconds, slow: Seconds) -> Option<Self> {
        let is_ordered = fast <= slow || slow == Seconds::ZERO;
        (is_ordered && fast <= Self::MAX && slow <= Self::MAX).then_some(Self { fast, slow })
    }

    /// The time constant of the fast mean.
    pub const fn fast(&self) -> Seconds {
        self.fast
    }

    /// The time constant of the slow mean.
    pub const fn slow(&self) -> Seconds {
        self.slow
    }

    /// Whether both are off, so that nothing needs to be kept.
    pub fn is_off(&self) -> bool {
        *self == Self::default()
    }
}

/// What a market remembers of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Averages {
    fast: UnitPrice,
    slow: UnitPrice,
    last: UnitPrice,
    at: Seconds,
}

impl Averages {
    /// What a market knows that sees the price for the first time.
    pub fn begin(spot: UnitPrice, now: Seconds) -> Self {
        Self {
            fast: spot,
            slow: spot,
            last: spot,
            at: now,
        }
    }

    /// The mean over the last minutes.
    pub const fn fast(&self) -> UnitPrice {
        self.fast
    }

    /// The mean over the last hours.
    pub const fn slow(&self) -> UnitPrice {
        self.slow
    }

    /// The price when it was last looked at.
    pub const fn last(&self) -> UnitPrice {
        self.last
    }

    /// When that was.
    pub const fn at(&self) -> Seconds {
        self.at
    }

    /// What is known once `spot` is seen at `now`; see the module for the formula.
    ///
    /// Within one second no mean moves, and the price that is remembered is the median of the fast
    /// mean and both prices: whoever pushes the price last cannot hide what others saw before.
    pub fn observed(&self, spot: UnitPrice, now: Seconds, pace: Pace) -> Self {
        let span = now.since(self.at);
        let mean = |mean: UnitPrice, constant| {
            if constant == Seconds::ZERO {
                spot
            } else {
                moved(mean, median([mean, self.last, spot]), span, constant)
            }
        };
        let last = if span == Seconds::ZERO {
            median([self.fast, self.last, spot])
        } else {
            spot
        };
        Self {
            fast: mean(self.fast, pace.fast),
            slow: mean(self.slow, pace.slow),
            last,
            at: now.max(self.at),
        }
    }

    /// What decides about an account, beside what the oracle says now.
    pub const fn prices(&self, spot: UnitPrice, bid: UnitPrice) -> Prices {
        Prices {
            spot,
            fast: self.fast,
            slow: self.slow,
            bid,
        }
    }

    /// One word, from the left: fast mean, slow mean and last price with 72 bits each, then the time
    /// with 40. Each price rounds down, by less than `2^-63` of itself.
    pub fn to_word(&self) -> U256 {
        let time = U256::from_limbs([self.at.get().min(TIME_MAX), 0, 0, 0]);
        let place = |price, index: usize| {
            // The third of three places ends at bit 256.
            pack_down(price) << PRICE_BITS.wrapping_mul(index).wrapping_add(TIME_BITS)
        };
        place(self.fast, 2) | place(self.slow, 1) | place(self.last, 0) | time
    }

    /// What a word holds; `None` for an empty one.
    pub fn from_word(word: U256) -> Option<Self> {
        let place =
            |index: usize| unpack(word >> PRICE_BITS.wrapping_mul(index).wrapping_add(TIME_BITS));
        let [time, ..] = *word.as_limbs();
        Some(Self {
            fast: place(2)?,
            slow: place(1)?,
            last: place(0)?,
            at: Seconds::new(time & TIME_MAX),
        })
    }
}

/// `mean + (target - mean) * weight`, rounded down, never beyond `target`.
fn moved(mean: UnitPrice, target: UnitPrice, span: Seconds, constant: Seconds) -> UnitPrice {
    let (mean_raw, target_raw, whole) = (mean.get(), target.get(), U256::from(WAD));
    let weight = weight_of(span, constant);
    let way = |span: U256, rounded: fn(U256, U256, U256) -> Option<U256>| {
        // A part of a number that fits.
        rounded(span, weight, whole).unwrap_or(span)
    };
    let raw = if target_raw < mean_raw {
        mean_raw.saturating_sub(way(mean_raw.saturating_sub(target_raw), mul_div_up))
    } else {
        mean_raw.saturating_add(way(target_raw.saturating_sub(mean_raw), mul_div_down))
    };
    // Between two prices, so none is nothing.
    UnitPrice::new(raw).unwrap_or(mean)
}

/// `1 - e^(-span / constant)` in WAD, to the nearest unit but one; of a span up to a quarter of the
/// constant, in whole seconds and up.
fn weight_of(span: Seconds, constant: Seconds) -> U256 {
    let longest = constant.get().div_ceil(SPANS_PER_CONSTANT);
    let span = span.get().min(longest);
    let exponent = u128::from(span)
        .wrapping_mul(u128::from(WAD))
        .checked_div(u128::from(constant.get()))
        .and_then(|exponent| i128::try_from(exponent).ok())
        .unwrap_or(0);
    // At most one, where `e^x` is below one.
    let kept = exp_wad(exponent.wrapping_neg()).unwrap_or(U256::ZERO);
    U256::from(WAD).saturating_sub(kept)
}

/// The middle one of three.
fn median(prices: [UnitPrice; 3]) -> UnitPrice {
    let [a, b, c] = prices;
    a.min(b).max(a.max(b).min(c))
}

/// The highest 64 bits of a price, and how many bits follow in the lowest eight.
fn pack_down(price: UnitPrice) -> U256 {
    let raw = price.get();
    let exponent = raw.bit_len().saturating_sub(MANTISSA_BITS);
    // A price of 256 bits has an exponent of 192.
    (raw >> exponent) << 8 | U256::from_limbs([exponent as u64, 0, 0, 0])
}

/// What the lowest 72 bits stand for; `None` if that is nothing or too much.
fn unpack(packed: U256) -> Option<UnitPrice> {
    let [low, high, ..] = *packed.as_limbs();
    let exponent = (low & 0xff) as usize;
    let mantissa = high << 56 | low >> 8;
    if 256_usize.saturating_sub(MANTISSA_BITS) < exponent {
        return None;
    }
    UnitPrice::new(U256::from_limbs([mantissa, 0, 0, 0]) << exponent)
}

#[cfg(test)]
mod tests;
