//! What a debt costs a second, out of how much of the supply is lent.
//!
//! A model answers for a span in which the utilization is held: with the integral of its rate,
//! which is what a debt grows by the exponential of. Every model is a pure function of where the
//! span began, so it does not matter how often one looks in between.

use ballast_math::{WAD, mul_div_down};
use ruint::aliases::U256;

use super::Wad;
use crate::{Assets, Seconds};

mod adaptive;
mod kinked;

pub use adaptive::Adaptive;
pub use kinked::Kinked;

/// A rate of continuous growth, in WAD a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(u64);

impl Rate {
    /// None.
    pub const ZERO: Self = Self(0);
    /// The highest that a model may be set up with: tenfold the principal a year.
    pub const MAX: Self = Self::per_year(10_u128.wrapping_mul(WAD as u128));

    /// Wraps a raw rate.
    pub const fn new(wad_per_second: u64) -> Self {
        Self(wad_per_second)
    }

    /// `floor(rate / 365 days)`, for a rate in WAD a year.
    pub(super) const fn per_year(rate_wad: u128) -> Self {
        // A year has seconds, so the quotient exists; a few times 1e18 / 3e7 fit 64 bits.
        match rate_wad.checked_div(Seconds::YEAR.get() as u128) {
            Some(rate) => Self(rate as u64),
            None => Self::ZERO,
        }
    }

    /// The raw rate.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The rate for a product.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0, 0, 0, 0])
    }

    /// `floor(self * factor)`; `None` if it exceeds 64 bits.
    fn times_down(self, factor: Wad) -> Option<Self> {
        let rate = mul_div_down(self.to_u256(), factor.to_u256(), Wad::ONE.to_u256())?;
        Wad::from_u256(rate).map(|rate| Self(rate.get()))
    }

    /// `self * span`, exactly: the exponent that a span of this rate adds.
    fn over(self, span: Seconds) -> u128 {
        // Two factors of 64 bits.
        u128::from(self.0).wrapping_mul(u128::from(span.get()))
    }
}

/// What a span does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The integral of the rate over the span, in WAD: a debt grows by `e` to this power.
    pub exponent: u128,
    /// The rate at target when the span ends, for a model that adapts; else as it was.
    pub at_target: Rate,
}

/// `min(floor(borrowed / supplied), 1)`; nothing if nothing is supplied.
///
/// Rounds down, as Morpho's model does, for the borrowers.
pub fn utilization_down(borrowed: Assets, supplied: Assets) -> Wad {
    if supplied.is_zero() {
        return Wad::ZERO;
    }
    Wad::ratio_down(borrowed.to_u256(), supplied.to_u256()).min(Wad::ONE)
}

/// One of the models; see each for its formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateModel {
    /// Moves by itself to where the target utilization is met.
    Adaptive(Adaptive),
    /// Two straight lines.
    Kinked(Kinked),
}

impl RateModel {
    /// The rate at this moment, rounded down; `None` if it exceeds 64 bits.
    ///
    /// `at_target` is what the last span ended with; nothing before the first one.
    pub fn rate_down(&self, utilization: Wad, at_target: Rate) -> Option<Rate> {
        match self {
            Self::Adaptive(model) => model.rate_down(utilization, at_target),
            Self::Kinked(model) => model.rate_down(utilization),
        }
    }

    /// What a span does over which the utilization is held.
    ///
    /// The exponent rounds down and never decreases when the span gets longer. `None` if it
    /// exceeds 128 bits.
    pub fn growth(&self, utilization: Wad, at_target: Rate, span: Seconds) -> Option<Growth> {
        match self {
            Self::Adaptive(model) => model.growth(utilization, at_target, span),
            Self::Kinked(model) => Some(Growth {
                exponent: model.rate_down(utilization)?.over(span),
                at_target,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
