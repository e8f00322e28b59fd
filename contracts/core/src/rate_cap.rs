//! How fast a price may be believed to rise.
//!
//! A checkpoint is a price that was believed at a moment. From there the *line* rises at a fixed
//! rate a year; a price is believed as far as a little above the line. Whoever pushes a price up
//! within a transaction, by a donation say, gains that little and no more.
//!
//! The line is an exponential, so it does not matter how a span is cut: growth over two spans, one
//! after the other, is growth over both. And what is allowed above the line never becomes part of a
//! checkpoint. So no sequence of updates takes an answer above the cap of the first checkpoint.

use ballast_math::{WAD, exp_wad, ln_wad, mul_div_down};
use ruint::aliases::U256;

use crate::Seconds;

/// A price, in a fixed point that whoever uses it agrees on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price(u128);

impl Price {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The highest price there is.
    pub const MAX: Self = Self(u128::MAX);

    /// Wraps a raw price.
    pub const fn new(price: u128) -> Self {
        Self(price)
    }

    /// The raw price.
    pub const fn get(self) -> u128 {
        self.0
    }

    /// A price from a quote; the highest if it exceeds 128 bits.
    pub fn from_u256_saturating(price: U256) -> Self {
        match *price.as_limbs() {
            [low, high, 0, 0] => Self((high as u128) << 64 | low as u128),
            _ => Self::MAX,
        }
    }

    /// The price as the ABI has it.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0 as u64, (self.0 >> 64) as u64, 0, 0])
    }
}

/// `ln(1 + rate)` in WAD, for a rate of growth in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct GrowthRate(u64);

impl GrowthRate {
    /// The highest rate, in basis points a year: threefold in a year.
    pub const BPS_MAX: u16 = 20_000;

    /// `ln(1 + bps / 10,000)`, to the nearest 1e-18; `None` above [`BPS_MAX`](Self::BPS_MAX).
    pub fn from_bps_per_year(bps: u16) -> Option<Self> {
        if Self::BPS_MAX < bps {
            return None;
        }
        // At most 2e18.
        let growth = u64::from(bps).wrapping_mul(WAD / 10_000);
        let factor = U256::from_limbs([WAD.wrapping_add(growth), 0, 0, 0]);
        ln_wad(factor)?.try_into().ok().map(Self)
    }

    /// Takes back what [`get`](Self::get) gave.
    pub const fn new(log_wad: u64) -> Self {
        Self(log_wad)
    }

    /// The raw logarithm in WAD, at most `ln(3)`.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// `(1 + rate) ^ (span / year)` in WAD; `None` for ages that exceed every price.
    ///
    /// The exponent rounds down, the power to the nearest: at most 1e-18 of itself too high.
    fn factor_over(self, span: Seconds) -> Option<U256> {
        let log = U256::from_limbs([self.0, 0, 0, 0]);
        let exponent = mul_div_down(log, span.to_u256(), Seconds::YEAR.to_u256())?;
        exp_wad(exponent.try_into().ok()?)
    }
}

/// A price that was believed at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkpoint {
    /// The price.
    pub price: Price,
    /// When.
    pub at: Seconds,
}

impl Checkpoint {
    /// What may be believed above the line, in parts of it: 0.05 %, for what arrives by steps.
    pub const BUFFER_BPS: u64 = 5;

    /// `price * (1 + rate) ^ ((now - at) / year)`: how far the price may have risen since.
    ///
    /// Rounds down, for those who lend against the price; at most 2e-18 of the result too high.
    pub fn line_at(&self, rate: GrowthRate, now: Seconds) -> Price {
        rate.factor_over(now.since(self.at))
            .and_then(|factor| {
                let wad = U256::from_limbs([WAD, 0, 0, 0]);
                mul_div_down(self.price.to_u256(), factor, wad)
            })
            .map_or(Price::MAX, Price::from_u256_saturating)
    }

    /// `line * (1 + 5 / 10,000)`: the highest answer there is now.
    ///
    /// Rounds down, as [`line_at`](Self::line_at).
    pub fn cap_at(&self, rate: GrowthRate, now: Seconds) -> Price {
        let line = self.line_at(rate, now);
        let buffer = Self::BUFFER_BPS;
        let [part, whole] = [buffer, 10_000].map(|bps| U256::from_limbs([bps, 0, 0, 0]));
        let above = mul_div_down(line.to_u256(), part, whole)
            .map_or(Price::ZERO, Price::from_u256_saturating);
        Price(line.0.saturating_add(above.0))
    }

    /// `min(current, cap)`: what of the current price is believed. A fall is, at once.
    pub fn answer(&self, rate: GrowthRate, now: Seconds, current: Price) -> Price {
        current.min(self.cap_at(rate, now))
    }

    /// The checkpoint that the current price leads to; `None` if this one stays.
    ///
    /// Below the line the price becomes the checkpoint, so that headroom does not pile up. On or
    /// above it nothing moves: the line goes on by itself, and a new checkpoint on it could only
    /// round. A price of nothing never becomes one, as no rate would lead out of it.
    pub fn moved(&self, rate: GrowthRate, now: Seconds, current: Price) -> Option<Self> {
        if current == Price::ZERO || self.line_at(rate, now) <= current {
            return None;
        }
        Some(Self {
            price: current,
            at: now,
        })
    }
}

#[cfg(test)]
mod tests;
