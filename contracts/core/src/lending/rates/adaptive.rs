//! The adaptive curve of Morpho (morpho-blue-irm `AdaptiveCurveIrm`, MIT).
//!
//! The curve goes through a quarter of the *rate at target* at no utilization, the rate at target
//! at 90 % and four times that at the whole. While utilization is off target the rate at target
//! moves exponentially, at most by a factor `e^50` a year, within its bounds.
//!
//! Curve, constants and their rounding are Morpho's to the unit. The average over a span is not:
//! Morpho takes the trapezoidal rule over two halves and an exponential of second order, which
//! overstates long spans and depends on how a span is cut. Here it is the integral itself.

use ballast_math::{exp_wad, ln_wad, mul_div_down};
use ruint::aliases::U256;

use super::{Growth, Rate, Wad};
use crate::Seconds;

/// The adaptive curve with Morpho's constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adaptive;

/// How far utilization is off target, in parts of the room on its side: from -1 to 1.
#[derive(Clone, Copy)]
struct Deviation {
    magnitude: Wad,
    is_above: bool,
}

impl Deviation {
    /// `(u - target) / (target or 1 - target)`, rounded to zero.
    fn of(utilization: Wad) -> Self {
        let target = Adaptive::TARGET_UTILIZATION;
        let utilization = utilization.min(Wad::ONE);
        let is_above = target < utilization;
        let (distance, room) = if is_above {
            (utilization.less(target), Wad::ONE.less(target))
        } else {
            (target.less(utilization), target)
        };
        Self {
            magnitude: Wad::ratio_down(distance.to_u256(), room.to_u256()),
            is_above,
        }
    }

    /// What the rate at target is multiplied by: `1 + 3 * d` above target, `1 - 3/4 * |d|` below.
    fn factor(self) -> Wad {
        let whole = Wad::ONE.get();
        let part = |slope| Wad::new(slope).times_down(self.magnitude).get();
        // At most four, at least a quarter.
        Wad::new(if self.is_above {
            whole.saturating_add(part(Adaptive::SLOPE_ABOVE.get()))
        } else {
            whole.saturating_sub(part(Adaptive::SLOPE_BELOW.get()))
        })
    }

    /// By how much the logarithm of the rate at target moves in a second, in WAD.
    fn speed(self) -> u64 {
        Wad::new(Adaptive::SPEED.get())
            .times_down(self.magnitude)
            .get()
    }
}

impl Adaptive {
    /// Where the rate at target rests.
    pub const TARGET_UTILIZATION: Wad = Wad::new(900_000_000_000_000_000);
    /// The rate at target that a market begins with: 4 % a year.
    pub const INITIAL: Rate = Rate::per_year(40_000_000_000_000_000);
    /// The least rate at target: 0.1 % a year.
    pub const MIN: Rate = Rate::per_year(1_000_000_000_000_000);
    /// The highest rate at target: 200 % a year.
    pub const MAX: Rate = Rate::per_year(2_000_000_000_000_000_000);
    /// How fast the logarithm of the rate at target moves at the ends: 50 a year.
    pub const SPEED: Rate = Rate::per_year(50_000_000_000_000_000_000);

    /// A steepness of four, less one.
    const SLOPE_ABOVE: Wad = Wad::new(3_000_000_000_000_000_000);
    /// One less the inverse of that steepness.
    const SLOPE_BELOW: Wad = Wad::new(750_000_000_000_000_000);

    /// The curve at a utilization, rounded as Morpho's; `None` if it exceeds 64 bits.
    pub fn rate_down(&self, utilization: Wad, at_target: Rate) -> Option<Rate> {
        Self::begun(at_target).times_down(Deviation::of(utilization).factor())
    }

    /// What a span does over which the utilization is held.
    ///
    /// With `s` the speed and `x = s * span`: the rate at target ends at `r * e^x` or its bound,
    /// and its integral is `r * (e^x - 1) / s` as far as the bound, a straight line from there.
    /// Both round down. The first span of a market only sets the rate, as in Morpho. `None` if the
    /// exponent exceeds 128 bits, which no span of less than a million years reaches.
    pub fn growth(&self, utilization: Wad, at_target: Rate, span: Seconds) -> Option<Growth> {
        let deviation = Deviation::of(utilization);
        let begin = Self::begun(at_target);
        let speed = deviation.speed();
        let (integral, at_target) = if at_target == Rate::ZERO || speed == 0 {
            (U256::from(begin.over(span)), begin)
        } else {
            Self::moved(begin, deviation.is_above, speed, span)?
        };
        let factor = deviation.factor();
        let exponent = mul_div_down(integral, factor.to_u256(), Wad::ONE.to_u256())?;
        Some(Growth {
            exponent: exponent.try_into().ok()?,
            at_target,
        })
    }

    /// The rate at target that a span begins with.
    fn begun(at_target: Rate) -> Rate {
        if at_target == Rate::ZERO {
            return Self::INITIAL;
        }
        at_target.clamp(Self::MIN, Self::MAX)
    }

    /// Integral of the rate at target in WAD, and where it ends.
    fn moved(begin: Rate, is_rising: bool, speed: u64, span: Seconds) -> Option<(U256, Rate)> {
        let bound = if is_rising { Self::MAX } else { Self::MIN };
        let (high, low) = (begin.max(bound), begin.min(bound));
        let ratio = mul_div_down(high.to_u256(), Wad::ONE.to_u256(), low.to_u256())?;
        // Both rates lie between the bounds, so this is from zero to ln(2,000).
        let distance = u128::try_from(ln_wad(ratio)?).ok()?;
        let whole = Rate(speed).over(span);
        let moved = whole.min(distance);
        let rest = whole.saturating_sub(distance);

        // Deciding by the exponent, not by the rate, keeps the integral from ever decreasing.
        let exponent = i128::try_from(moved).ok()?;
        let factor = exp_wad(if is_rising {
            exponent
        } else {
            exponent.checked_neg()?
        })?;
        let gain = factor.abs_diff(Wad::ONE.to_u256());
        let speed = U256::from(speed);
        let curved = mul_div_down(begin.to_u256(), gain, speed)?;
        let straight = mul_div_down(bound.to_u256(), U256::from(rest), speed)?;

        let end = if whole < distance {
            let end = mul_div_down(begin.to_u256(), factor, Wad::ONE.to_u256())?;
            Rate(end.try_into().ok()?).clamp(Self::MIN, Self::MAX)
        } else {
            bound
        };
        Some((curved.checked_add(straight)?, end))
    }
}
