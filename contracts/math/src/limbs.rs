//! Little-endian 64-bit limbs: the few long operations everything else is made of.
//!
//! WASM has no 64 x 64 -> 128 multiplication and no 128 / 64 division: on `u128` both are calls
//! into a large runtime library. Here they are built from 32-bit halves, for which the native
//! 64-bit operators suffice. Loops over limbs are written out, since the ink of a loop's branch
//! and block header exceeds that of a limb's arithmetic.

/// Value in Q64 of a polynomial at `$x` in Q64, highest coefficient first, by Horner's scheme.
///
/// Every product is rounded to nearest. Written out, so that coefficients are operands of
/// instructions instead of data, for which every entry into a contract would pay.
macro_rules! polynomial {
    ($x:expr, $highest:expr $(, $coefficient:expr)* $(,)?) => {{
        let (x, sum) = ($x, $highest);
        $(let sum = $crate::limbs::multiply_q64(x, sum) + $coefficient;)*
        sum
    }};
}
pub(crate) use polynomial;

/// A 256-bit number, least significant limb first.
pub(crate) type Limbs = [u64; 4];

/// Lower half of a limb, and the largest digit in base 2^32.
pub(crate) const HALF_MASK: u64 = 0xffff_ffff;

/// `a * b + addend + carry` as `(low, high)`. Exact: the sum is at most `2^128 - 1`.
#[inline(always)]
pub(crate) const fn multiply_add(a: u64, b: u64, addend: u64, carry: u64) -> (u64, u64) {
    let (a_high, a_low) = (a >> 32, a & HALF_MASK);
    let (b_high, b_low) = (b >> 32, b & HALF_MASK);
    // No sum overflows: (2^32 - 1)^2 + 2 * (2^32 - 1) = 2^64 - 1.
    let first = a_low * b_low + (addend & HALF_MASK) + (carry & HALF_MASK);
    let second = a_high * b_low + (addend >> 32) + (first >> 32);
    let third = a_low * b_high + (carry >> 32) + (second & HALF_MASK);
    let high = a_high * b_high + (second >> 32) + (third >> 32);
    ((third << 32) | (first & HALF_MASK), high)
}

/// `a * b` as one number.
#[inline(always)]
pub(crate) const fn multiply_wide(a: u64, b: u64) -> u128 {
    let (low, high) = multiply_add(a, b, 0, 0);
    join(high, low)
}

/// `a * b / 2^64` to the nearest: the product of two fractions in Q64.
///
/// Without the half that is added, the compiler would recognise the upper half of a product and
/// call the library's 128-bit multiplication, at five times the ink.
#[inline(always)]
pub(crate) const fn multiply_q64(a: u64, b: u64) -> u64 {
    multiply_add(a, b, 1 << 63, 0).1
}

/// `high * 2^64 + low`.
#[inline(always)]
pub(crate) const fn join(high: u64, low: u64) -> u128 {
    ((high as u128) << 64) | low as u128
}

/// Upper limb of `(high * 2^64 + low) << bits`, for `bits < 64`.
#[inline(always)]
pub(crate) const fn shift_pair(high: u64, low: u64, bits: u32) -> u64 {
    // Two shifts to the right, because a single one by 64 has no meaning when bits is 0.
    (high << bits) | ((low >> 1) >> (63 - bits))
}

/// `a << bits` for `bits < 64`, with the upper bits of `below` entering from the right; what
/// leaves at the top is lost.
#[inline(always)]
pub(crate) const fn shift_left(a: Limbs, below: u64, bits: u32) -> Limbs {
    [
        shift_pair(a[0], below, bits),
        shift_pair(a[1], a[0], bits),
        shift_pair(a[2], a[1], bits),
        shift_pair(a[3], a[2], bits),
    ]
}

/// `a * 2^64` with `below` as the new lowest limb; the top limb is lost.
#[inline(always)]
pub(crate) const fn shift_limb(a: Limbs, below: u64) -> Limbs {
    [below, a[0], a[1], a[2]]
}

/// Shifts `a` left until its highest bit is set: the limbs and by how many bits. `None` for zero.
#[inline(always)]
pub(crate) fn normalise(mut a: Limbs) -> Option<(Limbs, u32)> {
    let mut shifted = 0;
    while a[3] == 0 {
        if shifted == 192 {
            return None;
        }
        a = shift_limb(a, 0);
        shifted += 64;
    }
    let bits = a[3].leading_zeros();
    Some((shift_left(a, 0, bits), shifted + bits))
}

/// `a * b` in full, as its lower and upper 256 bits.
#[inline(always)]
pub(crate) fn multiply(a: &Limbs, b: &Limbs) -> (Limbs, Limbs) {
    let mut low = *a;
    let mut high = [0; 4];
    for limb in &mut low {
        let factor = *limb;
        if factor == 0 {
            *limb = high[0];
            high = [high[1], high[2], high[3], 0];
            continue;
        }
        let (out, carry) = multiply_add(factor, b[0], high[0], 0);
        let (high_0, carry) = multiply_add(factor, b[1], high[1], carry);
        let (high_1, carry) = multiply_add(factor, b[2], high[2], carry);
        let (high_2, high_3) = multiply_add(factor, b[3], high[3], carry);
        *limb = out;
        high = [high_0, high_1, high_2, high_3];
    }
    (low, high)
}

/// Whether `a < b`, without a branch.
#[inline(always)]
pub(crate) const fn is_less(a: &Limbs, b: &Limbs) -> bool {
    let less = a[0] < b[0];
    let less = (a[1] < b[1]) | ((a[1] == b[1]) & less);
    let less = (a[2] < b[2]) | ((a[2] == b[2]) & less);
    (a[3] < b[3]) | ((a[3] == b[3]) & less)
}

/// `minuend - divisor * quotient - borrow` as `(limb, borrow)`, for `quotient < 2^32` and
/// `borrow <= 2^32`, which the borrow returned keeps.
#[inline(always)]
const fn multiply_subtract(minuend: u64, divisor: u64, quotient: u64, borrow: u64) -> (u64, u64) {
    // (2^32 - 1)^2 + 2^32 < 2^64.
    let low = (divisor & HALF_MASK) * quotient + borrow;
    let high = (divisor >> 32) * quotient + (low >> 32);
    let subtrahend = (high << 32) | (low & HALF_MASK);
    (
        minuend.wrapping_sub(subtrahend),
        (high >> 32) + (minuend < subtrahend) as u64,
    )
}

/// `a + b + carry` as `(limb, carry)`, for `carry <= 1`.
#[inline(always)]
const fn add_carry(a: u64, b: u64, carry: u64) -> (u64, u64) {
    let (sum, overflow) = a.overflowing_add(b);
    let (sum, overflow_again) = sum.overflowing_add(carry);
    (sum, (overflow | overflow_again) as u64)
}

/// `a + 1` if `adds_one`, else `a`; `None` if the sum exceeds 256 bits.
#[inline(always)]
pub(crate) fn increment(a: Limbs, adds_one: bool) -> Option<Limbs> {
    let (sum_0, carry) = add_carry(a[0], u64::from(adds_one), 0);
    let (sum_1, carry) = add_carry(a[1], carry, 0);
    let (sum_2, carry) = add_carry(a[2], carry, 0);
    let (sum_3, carry) = add_carry(a[3], carry, 0);
    if carry == 0 {
        Some([sum_0, sum_1, sum_2, sum_3])
    } else {
        None
    }
}

/// `a - 1`; `None` if `a` is zero.
#[inline(always)]
pub(crate) fn decrement(a: Limbs) -> Option<Limbs> {
    let (rest_0, borrow) = a[0].overflowing_sub(1);
    let (rest_1, borrow) = a[1].overflowing_sub(u64::from(borrow));
    let (rest_2, borrow) = a[2].overflowing_sub(u64::from(borrow));
    let (rest_3, borrow) = a[3].overflowing_sub(u64::from(borrow));
    if borrow {
        None
    } else {
        Some([rest_0, rest_1, rest_2, rest_3])
    }
}

/// Estimate of a digit of a quotient in base 2^32 from the top limbs of remainder and divisor.
///
/// Never too small and at most two too large, the divisor's highest bit being set (Knuth, TAOCP
/// vol. 2, section 4.3.1, theorem B).
#[inline(always)]
const fn estimate_digit(remainder_top: u64, divisor_top: u64) -> u64 {
    // The bit is set already; saying so spares the compiler's check for a division by zero.
    let digit = remainder_top / ((divisor_top >> 32) | 0x8000_0000);
    if digit < HALF_MASK { digit } else { HALF_MASK }
}

/// `(high * 2^64 + low) / divisor` as `(quotient, remainder)`.
///
/// Needs `high < divisor` and the highest bit of `divisor` set.
#[inline]
pub(crate) fn divide_wide(high: u64, mut low: u64, divisor: u64) -> (u64, u64) {
    debug_assert!(high < divisor && divisor >> 63 == 1);
    let mut remainder = high;
    for _ in 0..2 {
        let mut digit = estimate_digit(remainder, divisor);
        let top = remainder >> 32;
        let (mut rest, mut borrow) =
            multiply_subtract((remainder << 32) | (low >> 32), divisor, digit, 0);
        while top < borrow {
            let (sum, carry) = add_carry(rest, divisor, 0);
            (rest, borrow, digit) = (sum, borrow - carry, digit - 1);
        }
        remainder = rest;
        low = (low << 32) | digit;
    }
    (low, remainder)
}

/// `(high * 2^256 + low) / divisor` as `(quotient, remainder is zero)`.
///
/// Needs `high < divisor`, hence a divisor above zero.
///
/// Long division in base 2^32 (Knuth, TAOCP vol. 2, section 4.3.1, algorithm D). `low` is a
/// shift register: dividend digits leave at its top, quotient digits enter at its bottom.
pub(crate) fn divide(mut low: Limbs, high: Limbs, mut divisor: Limbs) -> (Limbs, bool) {
    debug_assert!(is_less(&high, &divisor));
    let mut rest = high;
    while divisor[3] == 0 {
        divisor = shift_limb(divisor, 0);
        rest = shift_limb(rest, low[3]);
        low = shift_limb(low, 0);
    }
    let bits = divisor[3].leading_zeros();
    divisor = shift_left(divisor, 0, bits);
    rest = shift_left(rest, low[3], bits);
    low = shift_left(low, 0, bits);

    let mut digits = 8;
    // Two digits at once where both are certain to be zero.
    while digits != 0 && rest[3] == 0 && rest[2] < divisor[3] {
        rest = shift_limb(rest, low[3]);
        low = shift_limb(low, 0);
        digits -= 2;
    }
    while digits != 0 {
        digits -= 1;
        let mut digit = estimate_digit(rest[3], divisor[3]);
        let top = rest[3] >> 32;
        rest = shift_left(rest, low[3], 32);
        let (rest_0, borrow) = multiply_subtract(rest[0], divisor[0], digit, 0);
        let (rest_1, borrow) = multiply_subtract(rest[1], divisor[1], digit, borrow);
        let (rest_2, borrow) = multiply_subtract(rest[2], divisor[2], digit, borrow);
        let (rest_3, mut borrow) = multiply_subtract(rest[3], divisor[3], digit, borrow);
        rest = [rest_0, rest_1, rest_2, rest_3];
        while top < borrow {
            let (rest_0, carry) = add_carry(rest[0], divisor[0], 0);
            let (rest_1, carry) = add_carry(rest[1], divisor[1], carry);
            let (rest_2, carry) = add_carry(rest[2], divisor[2], carry);
            let (rest_3, carry) = add_carry(rest[3], divisor[3], carry);
            rest = [rest_0, rest_1, rest_2, rest_3];
            (borrow, digit) = (borrow - carry, digit - 1);
        }
        low = shift_left(low, digit << 32, 32);
    }
    (low, rest[0] | rest[1] | rest[2] | rest[3] == 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ruint::Uint;
    use ruint::aliases::U256;

    use super::*;

    /// `high * 2^256 + low` as one number.
    fn wide(low: Limbs, high: Limbs) -> Uint<512, 8> {
        (Uint::from(U256::from_limbs(high)) << 256_usize) | Uint::from(U256::from_limbs(low))
    }

    proptest! {
        #[test]
        fn multiply_add_is_exact(a: u64, b: u64, addend: u64, carry: u64) {
            let exact = u128::from(a) * u128::from(b) + u128::from(addend) + u128::from(carry);
            let (low, high) = multiply_add(a, b, addend, carry);
            prop_assert_eq!(join(high, low), exact);
        }

        #[test]
        fn multiply_q64_rounds_to_nearest(a: u64, b: u64) {
            let exact = u128::from(a) * u128::from(b);
            prop_assert_eq!(u128::from(multiply_q64(a, b)), (exact + (1 << 63)) >> 64);
        }

        #[test]
        fn multiply_is_exact(a: Limbs, b: Limbs, cleared in 0..4_usize) {
            let mut a = a;
            a[cleared] = 0;
            let exact: Uint<512, 8> = U256::from_limbs(a).widening_mul(U256::from_limbs(b));
            let (low, high) = multiply(&a, &b);
            prop_assert_eq!(wide(low, high), exact);
        }

        #[test]
        fn is_less_orders_numbers(a: Limbs, b: Limbs, shared in 0..=4_usize) {
            let mut b = b;
            b[shared..].copy_from_slice(&a[shared..]);
            let expected = U256::from_limbs(a) < U256::from_limbs(b);
            prop_assert_eq!(is_less(&a, &b), expected);
        }

        #[test]
        fn divide_wide_is_exact(high: u64, low: u64, divisor: u64) {
            let divisor = divisor | (1 << 63);
            let high = high % divisor;
            let (dividend, exact) = (join(high, low), u128::from(divisor));
            let (quotient, remainder) = divide_wide(high, low, divisor);
            prop_assert_eq!(u128::from(quotient), dividend / exact);
            prop_assert_eq!(u128::from(remainder), dividend % exact);
        }

        #[test]
        fn normalise_keeps_every_bit(a: Limbs, shift in 0..256_usize) {
            let a = U256::from_limbs(a).wrapping_shr(shift);
            match normalise(*a.as_limbs()) {
                Some((limbs, bits)) => {
                    prop_assert_eq!(bits as usize, a.leading_zeros());
                    prop_assert_eq!(U256::from_limbs(limbs).wrapping_shr(bits as usize), a);
                }
                None => prop_assert!(a.is_zero()),
            }
        }
    }

    #[test]
    fn multiply_add_reaches_the_greatest_sum() {
        let all = u64::MAX;
        assert_eq!(multiply_add(all, all, all, all), (all, all));
    }

    // Divisors whose upper half ends in ones lead to estimates that are too large by two.

    #[test]
    fn divide_wide_corrects_an_estimate_twice() {
        let (high, low, divisor) = (
            0x6a8a_c4ba_0580_5975,
            0xd66b_829e << 32,
            0x8000_0000_ad45_f23d,
        );
        let exact = join(high, low) / u128::from(divisor);
        assert_eq!(estimate_digit(high, divisor), (exact >> 32) as u64 + 2);
        assert_eq!(u128::from(divide_wide(high, low, divisor).0), exact);
    }

    #[test]
    fn divide_corrects_an_estimate_twice() {
        let (low, high, divisor) = (
            [0, 0, 0, 0x2ad9_a40a << 32],
            [
                0xc917_56a3_3d58_9cab,
                0x9638_0ed6_fcf7_f49d,
                0x297a_21d7_6bc7_8bf5,
                0x736e_bf51_1d95_389b,
            ],
            [
                0x69dd_6493_1778_8b95,
                0xd37c_9961_1d77_5b7c,
                0xca35_7568_e293_4bf1,
                0x8000_0000_ffff_ffff,
            ],
        );
        let exact = wide(low, high) / Uint::from(U256::from_limbs(divisor));
        assert_eq!(
            estimate_digit(high[3], divisor[3]),
            (exact.as_limbs()[3] >> 32) + 2
        );
        let (quotient, is_exact) = divide(low, high, divisor);
        assert_eq!(wide(quotient, [0; 4]), exact);
        assert!(!is_exact);
    }
}
