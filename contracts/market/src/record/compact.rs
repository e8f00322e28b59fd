//! Amounts with twelve digits, in six bytes.

use ballast_core::Assets;

/// How many bits an amount takes.
pub const COMPACT_BITS: u32 = 48;

const MANTISSA_BITS: u32 = 40;
const MANTISSA_END: u128 = 1 << MANTISSA_BITS;

/// `mantissa * 10^exponent` with a mantissa of 40 bits, the greatest such number that does not
/// exceed `amount`: caps and dust are round figures, and a round figure comes back as it is.
pub fn compact_down(amount: Assets) -> u64 {
    let (mut mantissa, mut exponent) = (amount.get(), 0_u64);
    while MANTISSA_END <= mantissa {
        mantissa = mantissa.checked_div(10).unwrap_or(0);
        exponent = exponent.wrapping_add(1);
    }
    // At most 27 steps lead from 128 bits to 40.
    exponent << MANTISSA_BITS | mantissa as u64
}

/// The amount that [`compact_down`] kept; the greatest for a number that it never makes.
pub fn expand(compact: u64) -> Assets {
    let (mantissa, exponent) = (
        compact & (MANTISSA_END as u64).wrapping_sub(1),
        (compact >> MANTISSA_BITS) as u32,
    );
    let scale = 10_u128.checked_pow(exponent);
    let amount = scale.and_then(|scale| scale.checked_mul(u128::from(mantissa)));
    amount.map_or(Assets::MAX, Assets::new)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn round_figures_come_back() {
        for figure in [0, 1, 1_000_000, 11_000 * 10_u128.pow(18), 10_u128.pow(38)] {
            assert_eq!(expand(compact_down(Assets::new(figure))).get(), figure);
        }
    }

    proptest! {
        #[test]
        fn keeps_twelve_digits_rounded_down(amount: u128) {
            let kept = expand(compact_down(Assets::new(amount))).get();
            prop_assert!(kept <= amount);
            prop_assert!(amount - kept <= amount / 100_000_000_000);
            prop_assert_eq!(compact_down(Assets::new(kept)), compact_down(Assets::new(amount)));
            prop_assert!(compact_down(Assets::new(amount)) >> COMPACT_BITS == 0);
        }
    }
}
