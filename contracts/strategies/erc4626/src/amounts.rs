//! What decides amounts.

use alloy_primitives::U256;
use ballast_math::WAD;

/// An allocation may lose the 2^20th part, just under a millionth, and one unit to rounding: the
/// venue rounds shares down to a whole unit, which may be worth several units of the asset. Where
/// one unit of shares is worth more than that part of the allocation, somebody blew it up.
const SLACK_BITS: usize = 20;

/// Whether shares that are worth `worth` are a fair return for `assets`:
/// `assets - floor(assets / 2^20) - 1 <= worth`.
pub(crate) fn is_fair(assets: U256, worth: U256) -> bool {
    let slack = assets.wrapping_shr(SLACK_BITS).wrapping_add(U256::ONE);
    assets.saturating_sub(slack) <= worth
}

/// `floor(held * fraction / 1e18)`, rounded for those who keep the rest; `None` if `fraction`
/// exceeds 1e18.
///
/// Multiplies and divides bit by bit, at about a gas per bit of `held`. A division that takes any
/// operands would make the contract larger by an eighth, and every call of it a little dearer.
pub(crate) fn part(held: U256, fraction: U256) -> Option<U256> {
    let fraction = u64::try_from(fraction).ok()?;
    if WAD < fraction {
        return None;
    }
    let (mut quotient, mut rest) = (U256::ZERO, 0_u64);
    for index in (0..held.bit_len()).rev() {
        let addend = if held.bit(index) { fraction } else { 0 };
        // Below 3e18, as the rest is below 1e18: what goes over into the quotient is 2 at most.
        let sum = rest.wrapping_mul(2).wrapping_add(addend);
        // Never above what was read of `held` so far.
        quotient = quotient
            .wrapping_add(quotient)
            .wrapping_add(U256::from(sum / WAD));
        rest = sum % WAD;
    }
    Some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fair(assets: u64, worth: u64) -> bool {
        is_fair(U256::from(assets), U256::from(worth))
    }

    mod fairness {
        use super::*;

        #[test]
        fn allows_one_unit() {
            assert!(fair(1_000, 1_000) && fair(1_000, 999));
            assert!(!fair(1_000, 998));
            assert!(fair(1, 0));
        }

        #[test]
        fn allows_just_under_a_millionth_of_large_amounts() {
            let assets = 1 << 40;
            let slack = (1 << 20) + 1;
            assert!(fair(assets, assets - slack));
            assert!(!fair(assets, assets - slack - 1));
        }

        #[test]
        fn has_no_upper_end() {
            assert!(is_fair(U256::MAX, U256::MAX));
            assert!(!is_fair(U256::MAX, U256::ZERO));
            assert!(fair(0, 0) && fair(0, u64::MAX));
        }
    }

    mod parts {
        use ballast_math::mul_div_down;

        use super::*;

        const WHOLE: U256 = U256::from_limbs([WAD, 0, 0, 0]);

        #[test]
        fn are_those_of_a_full_division() {
            // Multiplicative congruence, so that every bit of either operand takes part.
            let factor = U256::from(6_364_136_223_846_793_005_u64).wrapping_pow(U256::from(5));
            let mut held = U256::ONE;
            for round in 0..2_000_u64 {
                held = held.wrapping_mul(factor).wrapping_add(U256::ONE);
                let shifted = held.wrapping_shr(usize::try_from(round % 256).unwrap());
                let fraction = held.wrapping_rem(WHOLE.wrapping_add(U256::ONE));
                let expected = mul_div_down(shifted, fraction, WHOLE);
                assert_eq!(part(shifted, fraction), expected, "{shifted} {fraction}");
            }
        }

        #[test]
        fn round_down() {
            let third = U256::from(333_333_333_333_333_333_u64);
            assert_eq!(part(U256::from(10), third), Some(U256::from(3)));
            assert_eq!(part(U256::from(3), third), Some(U256::ZERO));
            assert_eq!(part(U256::MAX, U256::ZERO), Some(U256::ZERO));
        }

        #[test]
        fn go_up_to_the_whole() {
            assert_eq!(part(U256::MAX, WHOLE), Some(U256::MAX));
            assert_eq!(part(U256::ZERO, WHOLE.wrapping_add(U256::ONE)), None);
            assert_eq!(part(U256::ONE, U256::MAX), None);
        }
    }
}
