//! Means over time of what pools accumulate.
//!
//! A pool adds up, second by second, its tick, and the inverse of its liquidity in range. Two
//! readings of a sum give the mean between them. Source: "Uniswap v3 Core" (2021), section 5.

use ballast_math::mul_div_down;
use ruint::aliases::U256;

use crate::Tick;

/// `floor((newer - older) / seconds)`: the mean tick between two readings, which is the geometric
/// mean of the price.
///
/// Rounds towards minus infinity, as Uniswap's `OracleLibrary`. `None` if no time lies between the
/// readings or no pool has such a tick.
pub fn mean_tick_down(older: i64, newer: i64, seconds: u32) -> Option<Tick> {
    let difference = newer.checked_sub(older)?;
    let mean = difference.checked_div_euclid(i64::from(seconds))?;
    Tick::new(i32::try_from(mean).ok()?)
}

/// `floor(seconds * (2^160 - 1) / (2^32 * (newer - older)))`: the harmonic mean of liquidity between
/// two readings of seconds per liquidity, in Q128 with 160 bits, which may have gone round.
///
/// Rounds down. `None` if the readings are the same or the mean exceeds 128 bits.
pub fn harmonic_mean_liquidity(older: U256, newer: U256, seconds: u32) -> Option<u128> {
    let all = U256::MAX.wrapping_shr(96);
    let difference = newer.wrapping_sub(older) & all;
    let seconds = U256::from_limbs([u64::from(seconds), 0, 0, 0]);
    mul_div_down(seconds, all, difference.wrapping_shl(32))?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mean(older: i64, newer: i64, seconds: u32) -> Option<i32> {
        mean_tick_down(older, newer, seconds).map(Tick::get)
    }

    /// As listed in the tests of Uniswap's `OracleLibrary`.
    #[test]
    fn means_round_towards_minus_infinity() {
        assert_eq!(mean(0, 20, 5), Some(4));
        assert_eq!(mean(0, -12, 5), Some(-3));
        assert_eq!(mean(0, -10, 5), Some(-2));
        assert_eq!(mean(0, 24, 5), Some(4));
        assert_eq!(mean(12, 12, 1), Some(0));
    }

    #[test]
    fn there_is_no_mean_of_no_time_nor_beyond_the_ticks() {
        assert_eq!(mean(0, 20, 0), None);
        assert_eq!(mean(0, 887_272, 1), Some(887_272));
        assert_eq!(mean(0, 887_273, 1), None);
        assert_eq!(mean(0, -8_872_721, 10), None);
        assert_eq!(mean(i64::MIN, i64::MAX, 1), None);
    }

    #[test]
    fn constant_liquidity_is_its_own_mean() {
        // Seconds per liquidity in Q128 after an hour at a liquidity of 10^18.
        let liquidity = 1_000_000_000_000_000_000_u128;
        let sum = U256::from_limbs([0, 0, 3_600, 0]) / U256::from(liquidity);
        let found = harmonic_mean_liquidity(U256::ZERO, sum, 3_600).unwrap();
        assert!(found.abs_diff(liquidity) <= 1, "{found}");
        // The sum may pass its end in between.
        let start = U256::MAX >> 96_usize;
        let newer = (start + sum) & start;
        assert_eq!(harmonic_mean_liquidity(start, newer, 3_600), Some(found));
        assert_eq!(harmonic_mean_liquidity(start, start, 3_600), None);
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_the_lowest_and_the_highest_tick(
            ticks in prop::collection::vec(-887_272..=887_272i32, 1..50),
            start in -(1i64 << 54)..1i64 << 54,
        ) {
            let sum: i64 = ticks.iter().map(|tick| i64::from(*tick)).sum();
            let mean = mean(start, start + sum, ticks.len() as u32).unwrap();
            prop_assert!(*ticks.iter().min().unwrap() <= mean);
            prop_assert!(mean <= *ticks.iter().max().unwrap());
            let exact = sum as f64 / ticks.len() as f64;
            prop_assert!(f64::from(mean) <= exact && exact < f64::from(mean) + 1.0);
        }
    }
}
