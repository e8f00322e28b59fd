//! The natural logarithm in WAD.
//!
//! With `x = m * 2^e` and `1 <= m < 2`, `ln(x) = e * ln(2) + ln(m)` and, since
//! `m = (2 + u) / (2 - u)` for `u = 2 (m - 1) / (m + 1)`, `ln(m) = 2 atanh(u / 2)`: an odd series
//! in `u <= 2/3`. Constants and coefficients are printed by `tests/reference/coefficients.py`.

use ruint::aliases::U256;

use crate::WAD;
use crate::limbs;

/// `2^56 * 1e18 * ln(2)`, upper and lower limb.
const LN_2: [u64; 2] = [0x0009_9e8d_b032_56ce, 0x5d6a_cfb9_6c80_e9d8];

/// `2^56 * (1e18 * ln(1e18) - 1/2)`: takes the logarithm of units to that of WAD, and the floor
/// that follows to the nearest.
const OFFSET: i128 = 0x023f_2fa8_f6da_5b9d_27d2_e795_6295_2449;

/// `ln(x)`.
///
/// `x` and the result are in WAD. `None` for zero. Rounds to nearest; the error is at most one
/// unit. Never decreases when `x` grows.
#[inline(never)]
pub fn ln_wad(x: U256) -> Option<i128> {
    let ([_, _, _, mantissa], leading_zeros) = limbs::normalise(*x.as_limbs())?;
    let exponent = u64::from(255 - leading_zeros);
    let (low, carry) = limbs::multiply_add(exponent, LN_2[1], 0, 0);
    // Below 255 * 2^116 and, from the mantissa, 2^116: the sum fits.
    let from_exponent = limbs::join(exponent * LN_2[0] + carry, low);
    let from_mantissa = limbs::multiply_wide(WAD, ln_mantissa(mantissa)) >> 8;
    Some(((from_exponent + from_mantissa) as i128 - OFFSET) >> 56)
}

/// `ln(mantissa / 2^63)` in Q64, for a mantissa with its highest bit set: at most 2^-61 too low
/// or too high.
#[inline(always)]
fn ln_mantissa(mantissa: u64) -> u64 {
    // Numerator and denominator of m - 1 and (m + 1) / 2, the latter normalised as it stands.
    let numerator = mantissa & (u64::MAX >> 1);
    let denominator = (numerator >> 1) | (1 << 63);
    let (u, _) = limbs::divide_wide(numerator, 0, denominator);
    let square = limbs::multiply_q64(u, u);
    let series = limbs::polynomial!(
        square,
        0x0000_0050_074f_9973,
        0x0000_0099_7069_2e4e,
        0x0000_0378_6fe0_2818,
        0x0000_0f05_16ac_0d5b,
        0x0000_4446_af72_2af8,
        0x0001_3b13_515f_6f9f,
        0x0005_d174_664d_ec7f,
        0x001c_71c7_1bed_ea97,
        0x0092_4924_924c_ea30,
        0x0333_3333_3333_2873,
        0x1555_5555_5555_555a,
    );
    u + limbs::multiply_q64(u, limbs::multiply_q64(square, series))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ln(digits: &str) -> i128 {
        ln_wad(U256::from_str_radix(digits, 10).unwrap()).unwrap()
    }

    #[test]
    fn known_values() {
        let cases = [
            ("1", -41_446_531_673_892_822_312),
            ("42", -37_708_862_055_609_454_006),
            ("1000000000", -20_723_265_836_946_411_156),
            // OEIS A002162, negative.
            ("500000000000000000", -693_147_180_559_945_309),
            ("1066666666666666667", 64_538_521_137_571_172),
            // OEIS A002162.
            ("2000000000000000000", 693_147_180_559_945_309),
            ("2718281828459045235", 1_000_000_000_000_000_000),
            // OEIS A002392.
            ("10000000000000000000", 2_302_585_092_994_045_684),
            ("11723640096265400935", 2_461_607_324_344_817_918),
        ];
        for (digits, known) in cases {
            let difference = (ln(digits) - known).abs();
            assert!(difference <= 1, "ln({digits} units) is off by {difference}");
        }
    }

    #[test]
    fn one_leads_to_exactly_zero() {
        let wad = U256::from(WAD);
        assert_eq!(ln_wad(wad), Some(0));
        assert_eq!(ln_wad(U256::from(WAD + 1)), Some(1));
        assert_eq!(ln_wad(U256::from(WAD - 1)), Some(-1));
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!(ln_wad(U256::ZERO), None);
        assert_eq!(ln_wad(U256::ONE), Some(-41_446_531_673_892_822_312));
        assert_eq!(ln_wad(U256::MAX), Some(135_999_146_549_453_176_898));
    }

    // Within a step each operation keeps the order; between steps these two do.

    #[test]
    fn greatest_mantissa_stays_below_the_next_power() {
        assert_eq!(ln_mantissa(1 << 63), 0);
        let greatest = limbs::multiply_wide(WAD, ln_mantissa(u64::MAX)) >> 8;
        assert!(greatest <= limbs::join(LN_2[0], LN_2[1]));
    }

    #[test]
    fn never_decreases_where_the_exponent_steps() {
        for k in 2..256_usize {
            let first = (U256::ONE << k).checked_sub(U256::from(2)).unwrap();
            let around: Vec<_> = (0..5_u64)
                .map(|step| ln_wad(first.checked_add(U256::from(step)).unwrap()).unwrap())
                .collect();
            assert!(around.is_sorted(), "2^{k}: {around:?}");
        }
    }
}
