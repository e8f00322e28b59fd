//! What the constructor fixes for good.

use alloy_primitives::U256;
use ballast_core::{Bps, Seconds, Tolerance};

/// What the constructor fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Ticks from the centre of a range to its ends.
    pub(crate) half_width: u32,
    /// Ticks from the centre beyond which the range may be moved.
    pub(crate) inner: u32,
    /// Seconds over which the mean price is taken.
    pub(crate) window: u32,
    /// Ticks that the price may be off the mean for anything to be done.
    pub(crate) deviation: u32,
    /// Ticks that a swap may be off the mean.
    pub(crate) slippage: u32,
    /// Seconds between two moves of the range.
    pub(crate) wait: u32,
    /// What of all assets moving the range may lose.
    pub(crate) budget_bps: u16,
    /// Seconds over which that refills.
    pub(crate) budget_seconds: u32,
}

/// A term as it was given, and what it has to be: from `min` to `max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfBounds {
    pub(crate) value: U256,
    pub(crate) min: u32,
    pub(crate) max: u32,
}

/// Less is moved by two or three blocks, more follows a market too late.
const WINDOW_MIN: u32 = 60;
const WINDOW_MAX: u32 = 86_400;
/// About 5 % of price.
const DEVIATION_MAX: u32 = 500;
/// About 10 % of price.
const SLIPPAGE_MAX: u32 = 1_000;
/// A factor of e^40 to either side.
const HALF_WIDTH_MAX: u32 = 400_000;
const WAIT_MIN: u32 = 60;
/// 30 days.
const WAIT_MAX: u32 = 2_592_000;
const BUDGET_BPS_MAX: u32 = 500;
const BUDGET_SECONDS_MIN: u32 = 3_600;
/// A year.
const BUDGET_SECONDS_MAX: u32 = 31_536_000;

impl Terms {
    /// The terms in the order of the constructor, for a pool whose ranges begin and end at multiples
    /// of `spacing`.
    ///
    /// A swap must have room where the price may be for anything to be done at all; the inner band
    /// must leave the price a way to go before it reaches the end.
    pub(crate) fn new(given: [U256; 8], spacing: u32) -> Result<Self, OutOfBounds> {
        let [
            half_width,
            inner,
            window,
            deviation,
            slippage,
            wait,
            budget,
            period,
        ] = given;
        let half_width = within(half_width, spacing, HALF_WIDTH_MAX)?;
        let deviation = within(deviation, 1, DEVIATION_MAX)?;
        Ok(Self {
            half_width,
            inner: within(inner, 1, half_width)?,
            window: within(window, WINDOW_MIN, WINDOW_MAX)?,
            deviation,
            slippage: within(slippage, deviation, SLIPPAGE_MAX)?,
            wait: within(wait, WAIT_MIN, WAIT_MAX)?,
            // At most 500.
            budget_bps: within(budget, 0, BUDGET_BPS_MAX)? as u16,
            budget_seconds: within(period, BUDGET_SECONDS_MIN, BUDGET_SECONDS_MAX)?,
        })
    }

    /// Eight numbers of 32 bits, the first in the lowest.
    pub(crate) fn from_uint(word: U256) -> Self {
        let [a, b, c, d] = *word.as_limbs();
        let halves = |limb: u64| (limb as u32, limb.wrapping_shr(32) as u32);
        let ((half_width, inner), (window, deviation)) = (halves(a), halves(b));
        let ((slippage, wait), (budget_bps, budget_seconds)) = (halves(c), halves(d));
        Self {
            half_width,
            inner,
            window,
            deviation,
            slippage,
            wait,
            budget_bps: budget_bps as u16,
            budget_seconds,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let pairs = [
            (self.half_width, self.inner),
            (self.window, self.deviation),
            (self.slippage, self.wait),
            (u32::from(self.budget_bps), self.budget_seconds),
        ];
        let limb = |(low, high): (u32, u32)| u64::from(high).wrapping_shl(32) | u64::from(low);
        U256::from_limbs(pairs.map(limb))
    }

    /// What moving the range may lose.
    pub(crate) const fn tolerance(&self) -> Tolerance {
        Tolerance {
            part: Bps::new(self.budget_bps),
            period: Seconds::new(self.budget_seconds as u64),
        }
    }
}

fn within(value: U256, min: u32, max: u32) -> Result<u32, OutOfBounds> {
    match u32::try_from(value) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(OutOfBounds { value, min, max }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: [u64; 8] = [1_200, 600, 1_800, 100, 150, 3_600, 50, 604_800];

    fn terms(given: [u64; 8]) -> Result<Terms, OutOfBounds> {
        Terms::new(given.map(U256::from), 60)
    }

    #[test]
    fn terms_fit_a_word_and_come_back() {
        let terms = terms(GIVEN).unwrap();
        assert_eq!(
            (terms.half_width, terms.inner, terms.window),
            (1_200, 600, 1_800)
        );
        assert_eq!(
            (terms.deviation, terms.slippage, terms.wait),
            (100, 150, 3_600)
        );
        assert_eq!((terms.budget_bps, terms.budget_seconds), (50, 604_800));
        assert_eq!(Terms::from_uint(terms.to_uint()), terms);
        assert_eq!(terms.tolerance().part, Bps::new(50));
    }

    #[test]
    fn every_term_has_two_ends() {
        let ends = [
            (60, 400_000),
            (1, 1_200),
            (60, 86_400),
            (1, 150),
            (100, 1_000),
            (60, 2_592_000),
            (0, 500),
            (3_600, 31_536_000),
        ];
        for (index, (min, max)) in ends.into_iter().enumerate() {
            let with = |value| {
                let mut given = GIVEN;
                given[index] = value;
                terms(given)
            };
            if index != 0 {
                assert!(with(min).is_ok() && with(max).is_ok(), "{index}");
            }
            // The inner band is a part of the range, the deviation of the slippage.
            assert!(with(max + 1).is_err(), "{index}");
            assert!(min == 0 || with(min - 1).is_err(), "{index}");
        }
        let refused = terms([59, 1, 60, 1, 1, 60, 0, 3_600]).unwrap_err();
        let expected = OutOfBounds {
            value: U256::from(59),
            min: 60,
            max: 400_000,
        };
        assert_eq!(refused, expected);
        assert!(terms([60, 1, 60, 1, 1, 60, 0, 3_600]).is_ok());
        assert!(Terms::new([U256::MAX; 8], 1).is_err());
    }
}
