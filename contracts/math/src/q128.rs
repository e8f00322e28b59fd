//! Fractions with 128 bits behind the point.

use crate::limbs::{join, multiply_add};

/// `floor(a * b / 2^128)`: the product of two fractions in Q128, each below one.
///
/// Rounds down.
#[inline(never)]
pub const fn multiply_q128(a: u128, b: u128) -> u128 {
    let (a_low, a_high) = (a as u64, (a >> 64) as u64);
    let (b_low, b_high) = (b as u64, (b >> 64) as u64);
    let (_, carry) = multiply_add(a_low, b_low, 0, 0);
    let (middle, carry) = multiply_add(a_high, b_low, carry, 0);
    let (_, carry_low) = multiply_add(a_low, b_high, middle, 0);
    let (low, high) = multiply_add(a_high, b_high, carry, carry_low);
    join(high, low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ruint::aliases::U256;

    use super::*;

    proptest! {
        #[test]
        fn products_are_exact_but_for_what_is_cut_off(a: u128, b: u128) {
            let product = U256::from(a) * U256::from(b);
            prop_assert_eq!(U256::from(multiply_q128(a, b)), product >> 128_usize);
        }
    }

    #[test]
    fn greatest_fractions() {
        assert_eq!(multiply_q128(u128::MAX, u128::MAX), u128::MAX - 1);
        assert_eq!(multiply_q128(u128::MAX, 1), 0);
        assert_eq!(multiply_q128(1 << 127, 1 << 127), 1 << 126);
    }
}
