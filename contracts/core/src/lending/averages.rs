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
        let [fast, slow, last] = [self.fast, self.slow, self.last].map(pack_down);
        let time = self.at.get().min(TIME_MAX);
        U256::from_limbs([
            last.0 << 48 | last.1 << 40 | time,
            slow.0 << 56 | slow.1 << 48 | last.0 >> 16,
            fast.1 << 56 | slow.0 >> 8,
            fast.0,
        ])
    }

    /// What a word holds; `None` for an empty one.
    pub fn from_word(word: U256) -> Option<Self> {
        let [a, b, c, d] = *word.as_limbs();
        Some(Self {
            fast: unpack(d, c >> 56)?,
            slow: unpack(c << 8 | b >> 56, b >> 48)?,
            last: unpack(b << 16 | a >> 48, a >> 40)?,
            at: Seconds::new(a & TIME_MAX),
        })
    }
}

/// `mean + (target - mean) * weight`, rounded down, never beyond `target`.
fn moved(mean: UnitPrice, target: UnitPrice, span: Seconds, constant: Seconds) -> UnitPrice {
    if mean == target || span == Seconds::ZERO {
        return mean;
    }
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
    let (span, constant) = (Seconds::new(span), constant.to_u256());
    let exponent = mul_div_down(span.to_u256(), U256::from(WAD), constant)
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

/// The highest 64 bits of a price, and how many bits follow.
fn pack_down(price: UnitPrice) -> (u64, u64) {
    let raw = price.get();
    let exponent = raw.bit_len().saturating_sub(MANTISSA_BITS);
    let [mantissa, ..] = *raw.wrapping_shr(exponent).as_limbs();
    (mantissa, exponent as u64)
}

/// What a mantissa stands for with the last byte of `exponent`; `None` if that is nothing or too
/// much: a price of 256 bits has an exponent of 192.
#[inline(never)]
fn unpack(mantissa: u64, exponent: u64) -> Option<UnitPrice> {
    let exponent = (exponent & 0xff) as usize;
    if 256_usize.saturating_sub(MANTISSA_BITS) < exponent {
        return None;
    }
    let mantissa = U256::from_limbs([mantissa, 0, 0, 0]);
    UnitPrice::new(mantissa.wrapping_shl(exponent))
}

#[cfg(test)]
mod tests;
