//! Parts of what a strategy holds.

use alloy_primitives::U256;
use ballast_math::WAD;

/// `floor(held * fraction / 1e18)`, rounded for those who keep the rest; `None` if `fraction`
/// exceeds 1e18.
///
/// Multiplies and divides bit by bit, at about a gas per bit of `held`. A division that takes any
/// operands would make the contract larger by an eighth, and every call of it a little dearer.
pub fn part(held: U256, fraction: U256) -> Option<U256> {
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
