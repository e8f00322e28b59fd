//! Integer square roots.
//!
//! The root grows from the top, doubling its digits at each level: 32 bits by Newton's iteration
//! on native words, then 64 and 128 by one short division each (P. Zimmermann, "Karatsuba Square
//! Root", INRIA RR-3805, 1999).

use ruint::aliases::U256;

use crate::WAD;
use crate::limbs;
use crate::limbs::HALF_MASK;

/// `floor(sqrt(x))`.
///
/// Defined for every `x`; rounds down.
#[inline(never)]
pub fn sqrt_down(x: U256) -> U256 {
    let mut limbs = *x.as_limbs();
    // What is taken is the root of `x * 2^(2 * excess_bits)`, normalised to 127 or 128 bits.
    let mut excess_bits = 0;
    while limbs[3] == 0 {
        if excess_bits == 96 {
            return U256::ZERO;
        }
        limbs = limbs::shift_limb(limbs, 0);
        excess_bits += 32;
    }
    let bits = limbs[3].leading_zeros() & !1;
    let [lowest, low, high, highest] = limbs::shift_left(limbs, 0, bits);
    excess_bits += bits >> 1;

    let (root, remainder) = sqrt_two_limbs(highest, high);
    if 64 <= excess_bits {
        return U256::from_limbs([root >> (excess_bits - 64), 0, 0, 0]);
    }
    let root_low = extend_root(root, remainder, low, lowest);
    let root_low = (root_low >> excess_bits) | ((root << 1) << (63 - excess_bits));
    U256::from_limbs([root_low, root >> excess_bits, 0, 0])
}

/// `ceil(sqrt(x))`.
///
/// Defined for every `x`; rounds up.
pub fn sqrt_up(x: U256) -> U256 {
    // The least root whose square reaches x is one more than the greatest whose square does not.
    limbs::decrement(*x.as_limbs())
        .and_then(|below| limbs::increment(*sqrt_down(U256::from_limbs(below)).as_limbs(), true))
        .map_or(U256::ZERO, U256::from_limbs)
}

/// `floor(sqrt(x * 1e18))`: the square root of a WAD number in WAD.
///
/// Rounds down. `None` if `x` exceeds `U256::MAX / 1e18`, about 1.158e41 in WAD.
pub fn sqrt_wad(x: U256) -> Option<U256> {
    let (scaled, overflow) = limbs::multiply(x.as_limbs(), &[WAD, 0, 0, 0]);
    if overflow[0] == 0 {
        Some(sqrt_down(U256::from_limbs(scaled)))
    } else {
        None
    }
}

/// `floor(sqrt(n))` for `n >= 2^62`: 32 bits, the highest one set.
#[inline(always)]
fn sqrt_limb(n: u64) -> u64 {
    // The tangent to the square root at 2^64 lies above it, by a quarter at most. An iteration
    // turns a relative excess e into e^2 / (2 + 2 e): 2.5e-2, 3.1e-4, 4.7e-8, 1.2e-15 < 2^-32.
    let mut root = (n >> 33) + (1 << 31);
    for _ in 0..4 {
        root = (root + divide_by_root(n, root)) >> 1;
    }
    // From above, the iteration ends on the floor or on one more.
    root - u64::from(divide_by_root(n, root) < root)
}

/// `floor(n / root)` for `root >= 2^31`.
#[inline(always)]
fn divide_by_root(n: u64, root: u64) -> u64 {
    // At least 2^31 already; saying so spares the compiler's check for a division by zero.
    n / root.max(1)
}

/// `floor(sqrt(high * 2^64 + low))` for `high >= 2^62`, and what the square leaves: at most twice
/// the root.
#[inline(always)]
fn sqrt_two_limbs(high: u64, low: u64) -> (u64, u128) {
    let upper = sqrt_limb(high);
    let rest = high - upper * upper;
    // The rest is at most 2^33 - 2, so shifted by 31 it fits.
    let lower = divide_by_root((rest << 31) | (low >> 33), upper).min(HALF_MASK);
    let root = (upper << 32) | lower;
    let (n, square) = (limbs::join(high, low), limbs::multiply_wide(root, root));
    let remainder = n.wrapping_sub(square);
    if square <= n {
        return (root, remainder);
    }
    let root = root - 1;
    (root, remainder.wrapping_add((u128::from(root) << 1) | 1))
}

/// Appends a limb to `root`, the normalised root of the upper two limbs of a number, given what
/// its square leaves of them and the lower two limbs.
#[inline(always)]
fn extend_root(root: u64, remainder: u128, low: u64, lowest: u64) -> u64 {
    let half = (remainder >> 1) as u64;
    if root <= half {
        // The remainder is as large as it gets, twice the root, and so is the new limb.
        return u64::MAX;
    }
    let (limb, rest) = limbs::divide_wide(half, ((remainder as u64) << 63) | (low >> 1), root);
    let rest = (u128::from(rest) << 1) | u128::from(low & 1);
    let is_excessive =
        rest >> 64 == 0 && limbs::join(rest as u64, lowest) < limbs::multiply_wide(limb, limb);
    limb - u64::from(is_excessive)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `2^exponent - 1`.
    fn ones(exponent: usize) -> U256 {
        U256::MAX.wrapping_shr(256 - exponent)
    }

    fn decimal(digits: &str) -> U256 {
        U256::from_str_radix(digits, 10).unwrap()
    }

    mod down {
        use super::*;

        #[test]
        fn known_values() {
            let small = [0_u64, 1, 1, 1, 2, 2, 2, 2, 2, 3];
            for (x, root) in small.into_iter().enumerate() {
                assert_eq!(sqrt_down(U256::from(x)), U256::from(root), "sqrt({x})");
            }
            // The square root of two, OEIS A002193.
            let two = decimal(&format!("2{}", "0".repeat(76)));
            assert_eq!(
                sqrt_down(two),
                decimal("141421356237309504880168872420969807856")
            );
        }

        #[test]
        fn edges_of_the_range() {
            assert_eq!(sqrt_down(U256::MAX), ones(128));
            assert_eq!(sqrt_down(U256::from(u64::MAX)), ones(32));
            assert_eq!(sqrt_down(U256::from(u128::MAX)), ones(64));
        }

        #[test]
        fn every_power_of_two_and_its_neighbours() {
            for bits in 0..128_usize {
                let (root, square) = (U256::ONE << bits, U256::ONE << (2 * bits));
                assert_eq!(sqrt_down(square), root);
                assert_eq!(sqrt_down(ones(2 * bits)), ones(bits));
                let above = square.checked_add(U256::ONE).unwrap();
                assert_eq!(sqrt_down(above), root);
            }
        }

        // The remainder after the upper limbs is twice the root, the greatest there is.
        #[test]
        fn greatest_remainder_of_the_upper_limbs() {
            for root in [1_u64 << 63, (1 << 63) + 1, u64::MAX - 1] {
                let next = U256::from(u128::from(root) + 1) << 64_usize;
                let square = next.checked_mul(next).unwrap();
                let below = |n: U256| n.checked_sub(U256::ONE).unwrap();
                assert_eq!(sqrt_down(below(square)), below(next));
                assert_eq!(sqrt_down(square), next);
            }
        }
    }

    mod up {
        use super::*;

        #[test]
        fn known_values() {
            let small = [0_u64, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4];
            for (x, root) in small.into_iter().enumerate() {
                assert_eq!(sqrt_up(U256::from(x)), U256::from(root), "sqrt({x})");
            }
        }

        #[test]
        fn greatest_argument_needs_one_bit_more() {
            assert_eq!(sqrt_up(U256::MAX), U256::ONE << 128);
        }
    }

    mod wad {
        use super::*;

        #[test]
        fn known_values() {
            let wad = U256::from(WAD);
            assert_eq!(sqrt_wad(U256::ZERO), Some(U256::ZERO));
            assert_eq!(sqrt_wad(wad), Some(wad));
            assert_eq!(sqrt_wad(U256::from(4 * WAD)), Some(U256::from(2 * WAD)));
            assert_eq!(
                sqrt_wad(U256::from(2 * WAD)),
                Some(decimal("1414213562373095048"))
            );
            assert_eq!(sqrt_wad(U256::ONE), Some(decimal("1000000000")));
        }

        #[test]
        fn refuses_exactly_what_does_not_fit() {
            let greatest = U256::MAX.checked_div(U256::from(WAD)).unwrap();
            assert_eq!(sqrt_wad(greatest), Some(ones(128)));
            assert_eq!(sqrt_wad(greatest.checked_add(U256::ONE).unwrap()), None);
        }
    }
}
