//! `a * b / denominator` without losing the upper half of the product.

use ruint::aliases::U256;

use crate::limbs;
use crate::limbs::Limbs;

/// `floor(a * b / denominator)` over the full 512-bit product.
///
/// Rounds down. `None` if `denominator` is zero or the result exceeds `U256::MAX`.
pub fn mul_div_down(a: U256, b: U256, denominator: U256) -> Option<U256> {
    mul_div(&a, &b, &denominator, false)
}

/// `ceil(a * b / denominator)` over the full 512-bit product.
///
/// Rounds up. `None` if `denominator` is zero or the rounded result exceeds `U256::MAX`.
pub fn mul_div_up(a: U256, b: U256, denominator: U256) -> Option<U256> {
    mul_div(&a, &b, &denominator, true)
}

/// One body for both directions, so that a contract which uses both carries the code once.
#[inline(never)]
fn mul_div(a: &U256, b: &U256, denominator: &U256, rounds_up: bool) -> Option<U256> {
    let (a, b, denominator) = (a.as_limbs(), b.as_limbs(), denominator.as_limbs());
    let (quotient, is_exact) = match divide_limb(a, b, denominator) {
        Some(division) => division,
        None => {
            let (low, high) = limbs::multiply(a, b);
            // Holds iff the quotient fits in 256 bits; a zero denominator never passes.
            if !limbs::is_less(&high, denominator) {
                return None;
            }
            limbs::divide(low, high, *denominator)
        }
    };
    limbs::increment(quotient, rounds_up && !is_exact).map(U256::from_limbs)
}

/// Quotient and whether it is exact, if operands and quotient have one limb each: a quarter of
/// the gas of the general case, and products of WAD ratios are mostly of this kind.
#[inline(always)]
fn divide_limb(a: &Limbs, b: &Limbs, denominator: &Limbs) -> Option<(Limbs, bool)> {
    let upper = |n: &Limbs| n[1] | n[2] | n[3];
    if upper(a) | upper(b) | upper(denominator) != 0 {
        return None;
    }
    let divisor = denominator[0];
    let (low, high) = limbs::multiply_add(a[0], b[0], 0, 0);
    if divisor <= high {
        return None;
    }
    let bits = divisor.leading_zeros();
    let high = limbs::shift_pair(high, low, bits);
    let (quotient, remainder) = limbs::divide_wide(high, low << bits, divisor << bits);
    Some(([quotient, 0, 0, 0], remainder == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `2^exponent`.
    fn power_of_two(exponent: usize) -> U256 {
        U256::ONE << exponent
    }

    fn less_one(a: U256) -> U256 {
        a.checked_sub(U256::ONE).unwrap()
    }

    fn down(a: u64, b: u64, denominator: u64) -> Option<U256> {
        mul_div_down(U256::from(a), U256::from(b), U256::from(denominator))
    }

    fn up(a: u64, b: u64, denominator: u64) -> Option<U256> {
        mul_div_up(U256::from(a), U256::from(b), U256::from(denominator))
    }

    #[test]
    fn rounds_as_named() {
        assert_eq!(down(7, 3, 2), Some(U256::from(10)));
        assert_eq!(up(7, 3, 2), Some(U256::from(11)));
        assert_eq!(down(8, 3, 2), Some(U256::from(12)));
        assert_eq!(up(8, 3, 2), Some(U256::from(12)));
        assert_eq!(down(1, 1, u64::MAX), Some(U256::ZERO));
        assert_eq!(up(1, 1, u64::MAX), Some(U256::ONE));
    }

    #[test]
    fn refuses_a_zero_denominator() {
        for numerator in [0, 1, u64::MAX] {
            assert_eq!(down(numerator, numerator, 0), None);
            assert_eq!(up(numerator, numerator, 0), None);
        }
        assert_eq!(mul_div_down(U256::MAX, U256::MAX, U256::ZERO), None);
    }

    #[test]
    fn zero_times_anything_is_zero() {
        assert_eq!(
            mul_div_down(U256::ZERO, U256::MAX, U256::ONE),
            Some(U256::ZERO)
        );
        assert_eq!(
            mul_div_up(U256::MAX, U256::ZERO, U256::MAX),
            Some(U256::ZERO)
        );
    }

    #[test]
    fn keeps_the_upper_half_of_the_product() {
        assert_eq!(
            mul_div_down(U256::MAX, U256::MAX, U256::MAX),
            Some(U256::MAX)
        );
        assert_eq!(mul_div_up(U256::MAX, U256::MAX, U256::MAX), Some(U256::MAX));
        let (high, low) = (power_of_two(255), power_of_two(127));
        assert_eq!(mul_div_down(high, low, high), Some(low));
    }

    #[test]
    fn refuses_exactly_what_does_not_fit() {
        let half = power_of_two(128);
        assert_eq!(mul_div_down(half, half, U256::ONE), None);
        assert_eq!(
            mul_div_down(half, less_one(half), U256::ONE),
            half.checked_mul(less_one(half))
        );
        // (2^256 - 1)^2 / (2^256 - 2) = 2^256 and one over the denominator.
        assert_eq!(
            mul_div_down(U256::MAX, U256::MAX, less_one(U256::MAX)),
            None
        );
    }

    #[test]
    fn refuses_to_round_up_past_the_greatest_number() {
        // 23 divides 3 * 2^256 - 1, so 23 * factor / 3 is the greatest number and two thirds.
        let factor = U256::from_limbs([
            0x2c85_90b2_1642_c859,
            0xb216_42c8_590b_2164,
            0xc859_0b21_642c_8590,
            0x2164_2c85_90b2_1642,
        ]);
        assert_eq!(
            mul_div_down(factor, U256::from(23), U256::from(3)),
            Some(U256::MAX)
        );
        assert_eq!(mul_div_up(factor, U256::from(23), U256::from(3)), None);
    }

    #[test]
    fn one_limb_and_many_agree_where_they_meet() {
        let limb = u64::MAX;
        // The greatest quotient of one limb, then the least of two, within and beyond one limb.
        assert_eq!(down(limb, limb, limb), Some(U256::from(limb)));
        assert_eq!(down(1 << 63, 2, 1), Some(power_of_two(64)));
        assert_eq!(down(limb, limb, limb - 1), Some(power_of_two(64)));
        assert_eq!(
            up(limb, limb, limb - 1),
            Some(U256::from((1_u128 << 64) + 1))
        );
    }
}
