//! The exponential in WAD.
//!
//! `e^x = 2^y` with `y = x * log2(e)`. The integer part of `y` becomes a shift, the fractional
//! part goes through a polynomial in Q64 (64 fractional bits). Constants and coefficients are
//! printed by `tests/reference/coefficients.py`.

use ruint::aliases::U256;

use crate::WAD;
use crate::limbs;

/// Least `x` whose exponential reaches half a unit.
const X_MIN: i128 = -42_139_678_854_452_767_621;

/// Greatest `x` whose exponential is below 2^256 units: `ln(2^256 / 1e18)`.
const X_MAX: i128 = 135_999_146_549_453_176_898;

/// `2^132 * log2(e) / 1e18`, upper and lower limb: takes `x * 2^60` to Q64, times 2^128.
const SCALE: [u64; 2] = [0x1a9, 0xcef4_8e61_2f36_4f26];

/// `e^x`.
///
/// `x` and the result are in WAD. Zero below -42.139678854452767621, where the result is less
/// than half a unit; `None` above 135.999146549453176898, where it exceeds `U256::MAX`. Rounds to
/// nearest; the error is at most 1e-18 of the result or one unit, whichever is more. Never
/// decreases when `x` grows, and `e^0` is exactly one.
#[inline(never)]
pub fn exp_wad(x: i128) -> Option<U256> {
    if x < X_MIN {
        return Some(U256::ZERO);
    }
    if X_MAX < x {
        return None;
    }
    let magnitude = to_base_two(x.unsigned_abs());
    let y = if x < 0 { -magnitude } else { magnitude };
    // 1e18 * 2^fraction in Q64, at most 2e18 * 2^64.
    let mantissa = limbs::join(WAD, 0) + limbs::multiply_wide(WAD, exp2_fraction(y as u64));
    // The integer part, rounded down, lies between -61 and 196.
    round_shifted(mantissa, ((y >> 64) + 64) as u32)
}

/// `x * log2(e) / 1e18` in Q64, for `x` below 2^68.
#[inline(always)]
fn to_base_two(x: u128) -> i128 {
    let (low, high) = ((x << 60) as u64, (x >> 4) as u64);
    let [scale_high, scale_low] = SCALE;
    let (_, carry) = limbs::multiply_add(low, scale_low, 0, 0);
    let (middle, upper) = limbs::multiply_add(high, scale_low, 0, carry);
    let (_, carry) = limbs::multiply_add(low, scale_high, middle, 0);
    let (fraction, integer) = limbs::multiply_add(high, scale_high, upper, carry);
    limbs::join(integer, fraction) as i128
}

/// `2^fraction - 1`, fraction and result in Q64.
///
/// The polynomial with these coefficients is within 3.3 / 2^64 of `2^fraction`, relatively, and
/// the roundings add as much. Even the greatest fraction leads to less than one, so no sum
/// overflows.
#[inline(always)]
fn exp2_fraction(fraction: u64) -> u64 {
    let factor = limbs::polynomial!(
        fraction,
        0x0000_0000_2807_0816,
        0x0000_0001_c517_11e5,
        0x0000_001e_8982_5885,
        0x0000_01b4_e48a_5808,
        0x0000_162c_2fca_66a0,
        0x0000_ffe5_e89f_145b,
        0x000a_1848_9e7e_81ca,
        0x0057_61ff_9cd2_30fa,
        0x0276_556d_f772_85fb,
        0x0e35_846b_824d_db04,
        0x3d7f_7bff_058b_2d1f,
        0xb172_17f7_d1cf_799a,
    );
    limbs::multiply_q64(fraction, factor)
}

/// `mantissa * 2^shift / 2^128` to the nearest, for `shift` below 320; `None` if 256 bits do not
/// hold it.
#[inline(always)]
fn round_shifted(mantissa: u128, shift: u32) -> Option<U256> {
    let (low, high, bits) = (mantissa as u64, (mantissa >> 64) as u64, shift & 63);
    let shifted = [
        low << bits,
        limbs::shift_pair(high, low, bits),
        limbs::shift_pair(0, high, bits),
    ];
    let mut wide = [0; 7];
    *wide.get_mut((shift >> 6) as usize..)?.first_chunk_mut()? = shifted;
    let [_, dropped, result @ .., excess] = wide;
    if excess != 0 {
        return None;
    }
    limbs::increment(result, dropped >> 63 != 0).map(U256::from_limbs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `e^x` for `x` in tenths.
    fn exp_tenths(x: i128) -> U256 {
        exp_wad(x * i128::from(WAD / 10)).unwrap()
    }

    #[test]
    fn known_values() {
        let cases = [
            (-420, "1"),
            (-100, "45399929762485"),
            (-30, "49787068367863943"),
            (-20, "135335283236612692"),
            // OEIS A068985.
            (-10, "367879441171442322"),
            (-5, "606530659712633424"),
            (3, "1349858807576003104"),
            (5, "1648721270700128147"),
            // OEIS A001113.
            (10, "2718281828459045235"),
            // OEIS A072334.
            (20, "7389056098930650227"),
        ];
        for (tenths, digits) in cases {
            let known = U256::from_str_radix(digits, 10).unwrap();
            let difference = exp_tenths(tenths).abs_diff(known);
            assert!(
                difference <= U256::ONE,
                "exp({tenths} / 10) is off by {difference}"
            );
        }
    }

    #[test]
    fn zero_leads_to_exactly_one() {
        assert_eq!(exp_wad(0), Some(U256::from(WAD)));
        assert_eq!(exp_wad(1), Some(U256::from(WAD + 1)));
        assert_eq!(exp_wad(-1), Some(U256::from(WAD - 1)));
    }

    #[test]
    fn lower_edge_of_the_domain() {
        assert_eq!(exp_wad(X_MIN), Some(U256::ONE));
        assert_eq!(exp_wad(X_MIN - 1), Some(U256::ZERO));
        assert_eq!(exp_wad(i128::MIN), Some(U256::ZERO));
    }

    #[test]
    fn upper_edge_of_the_domain() {
        let greatest = exp_wad(X_MAX).unwrap();
        assert_eq!(greatest.leading_zeros(), 0);
        assert_eq!(exp_wad(X_MAX + 1), None);
        assert_eq!(exp_wad(i128::MAX), None);
    }

    // Within a step each operation keeps the order; between steps these two do.

    #[test]
    fn greatest_fraction_stays_below_the_next_power() {
        assert_eq!(exp2_fraction(0), 0);
        assert_eq!(exp2_fraction(u64::MAX), u64::MAX - 1);
    }

    #[test]
    fn never_decreases_where_the_exponent_steps() {
        for k in -60..=196_i128 {
            // ln(2) in 1e-30, then the multiple of it in WAD, rounded down.
            let step = (k * 693_147_180_559_945_309_417_232_121_458).div_euclid(1_000_000_000_000);
            let around: Vec<_> = (step - 2..=step + 3).map(|x| exp_wad(x).unwrap()).collect();
            assert!(around.is_sorted(), "2^{k}: {around:?}");
        }
    }
}
