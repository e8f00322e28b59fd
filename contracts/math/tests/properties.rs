//! Laws of the public functions on arbitrary arguments, against wider exact arithmetic.

use ballast_math::{exp_wad, ln_wad, mul_div_down, mul_div_up, sqrt_down, sqrt_up, sqrt_wad};
use proptest::prelude::*;
use ruint::aliases::U256;
use ruint::{Uint, UintTryFrom};

type U512 = Uint<512, 8>;

/// One in WAD.
const WAD: i128 = ballast_math::WAD as i128;

/// The domain of `exp_wad`, in WAD.
const EXP_RANGE: std::ops::RangeInclusive<i128> =
    -42_139_678_854_452_767_621..=135_999_146_549_453_176_898;

/// Numbers of every length, with limbs at which carries and quotient estimates go wrong.
fn any_u256() -> impl Strategy<Value = U256> {
    let limb = prop_oneof![
        4 => any::<u64>(),
        1 => Just(0),
        1 => Just(u64::MAX),
        1 => (0..64_u32).prop_map(|bit| 1 << bit),
        1 => (0..64_u32).prop_map(|bit| u64::MAX << bit),
        1 => any::<u32>().prop_map(|low| u64::MAX << 32 | u64::from(low)),
    ];
    (proptest::array::uniform4(limb), 0..=256_usize)
        .prop_map(|(limbs, shift)| U256::from_limbs(limbs).wrapping_shr(shift))
}

/// The same without zero.
fn any_positive() -> impl Strategy<Value = U256> {
    any_u256().prop_map(|x| x.max(U256::ONE))
}

/// The exact product.
fn product(a: U256, b: U256) -> U512 {
    a.widening_mul(b)
}

/// The number in 256 bits, if they hold it.
fn narrow(a: U512) -> Option<U256> {
    U256::uint_try_from(a).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn mul_div_is_exact(a in any_u256(), b in any_u256(), denominator in any_u256()) {
        let wide = U512::from(denominator);
        let expected = |round: fn(U512, U512) -> U512| {
            if wide.is_zero() { None } else { narrow(round(product(a, b), wide)) }
        };
        prop_assert_eq!(mul_div_down(a, b, denominator), expected(|n, d| n / d));
        prop_assert_eq!(mul_div_up(a, b, denominator), expected(|n, d| n.div_ceil(d)));
    }

    #[test]
    fn mul_div_undoes_a_multiplication(a in any_u256(), b in any_positive()) {
        prop_assert_eq!(mul_div_down(a, b, b), Some(a));
        prop_assert_eq!(mul_div_up(a, b, b), Some(a));
    }

    #[test]
    fn sqrt_brackets_its_argument(x in any_u256()) {
        let (floor, ceil) = (sqrt_down(x), sqrt_up(x));
        prop_assert!(product(floor, floor) <= U512::from(x));
        prop_assert!(U512::from(x) <= product(ceil, ceil));
        prop_assert!(ceil.abs_diff(floor) <= U256::ONE);
        prop_assert_eq!(ceil == floor, product(floor, floor) == U512::from(x));
    }

    #[test]
    fn sqrt_finds_the_root_of_a_square_and_its_neighbours(root in any_u256()) {
        let root = (root >> 128_usize).max(U256::from(2));
        let square = root.checked_mul(root).unwrap();
        let below = square.checked_sub(U256::ONE).unwrap();
        prop_assert_eq!(sqrt_down(square), root);
        prop_assert_eq!(sqrt_up(square), root);
        prop_assert_eq!(sqrt_down(below), root.checked_sub(U256::ONE).unwrap());
        prop_assert_eq!(sqrt_up(below), root);
    }

    #[test]
    fn sqrt_wad_is_the_floor(x in any_u256()) {
        let scaled = product(x, U256::from(WAD));
        match sqrt_wad(x) {
            Some(root) => {
                let above = root.checked_add(U256::ONE).unwrap();
                prop_assert!(product(root, root) <= scaled && scaled < product(above, above));
            }
            None => prop_assert!(narrow(scaled).is_none()),
        }
    }

    #[test]
    fn exp_never_decreases(x in EXP_RANGE, step in 0..1_000_i128) {
        if let (Some(low), Some(high)) = (exp_wad(x), exp_wad(x + step)) {
            prop_assert!(low <= high);
        }
    }

    #[test]
    fn ln_never_decreases(x in any_positive(), step in 0..1_000_u64) {
        if let Some(above) = x.checked_add(U256::from(step)) {
            prop_assert!(ln_wad(x).unwrap() <= ln_wad(above).unwrap());
        }
    }

    // Half a unit of the exponential moves the logarithm by half a unit over the exponential;
    // the relative error of the one and the error of the other add a unit each.
    #[test]
    fn ln_inverts_exp(x in EXP_RANGE) {
        let exponential = exp_wad(x).unwrap();
        let resolution = U256::from(WAD).checked_div(exponential).unwrap();
        let tolerance = i128::try_from(resolution).unwrap() + 2;
        let back = ln_wad(exponential).unwrap();
        prop_assert!((back - x).abs() <= tolerance, "{} came back as {}", x, back);
    }

    // A unit of the logarithm is 1e-18 of the argument; the exponential adds as much.
    #[test]
    fn exp_inverts_ln(x in any_positive()) {
        let logarithm = ln_wad(x).unwrap();
        let relative = mul_div_up(x, U256::from(2), U256::from(WAD)).unwrap();
        let tolerance = relative.checked_add(U256::ONE).unwrap();
        match exp_wad(logarithm) {
            Some(back) => prop_assert!(back.abs_diff(x) <= tolerance),
            None => prop_assert!(U256::MAX.abs_diff(x) <= tolerance),
        }
    }
}
