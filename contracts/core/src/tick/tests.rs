//! Ticks and roots of prices against exact numbers.

use proptest::prelude::*;
use ruint::{Uint, UintTryFrom};

use super::*;

type Wide = Uint<1024, 16>;

fn tick(tick: i32) -> Tick {
    Tick::new(tick).unwrap()
}

fn decimal(digits: &str) -> U256 {
    U256::from_str_radix(digits, 10).unwrap()
}

fn root(digits: &str) -> SqrtPrice {
    SqrtPrice::new(decimal(digits)).unwrap()
}

fn wide(n: U256) -> Wide {
    Wide::from(n)
}

/// `amount * p^2 / 2^192`, rounded as asked, or the other way round.
fn converted(price: SqrtPrice, amount: U256, to_token1: bool, rounds_up: bool) -> Option<U256> {
    let square = wide(price.get()) * wide(price.get());
    let one = Wide::from(1) << 192_usize;
    let (numerator, denominator) = if to_token1 {
        (square, one)
    } else {
        (one, square)
    };
    let product = wide(amount) * numerator;
    let up = if rounds_up {
        denominator - Wide::from(1)
    } else {
        Wide::ZERO
    };
    U256::uint_try_from((product + up) / denominator).ok()
}

mod roots {
    use super::*;

    /// From the tests of Uniswap's `TickMath`.
    #[test]
    fn known_values() {
        let known = [
            (-887_272, "4295128739"),
            (-887_271, "4295343490"),
            (-500_000, "1101692437043807371"),
            (-250_000, "295440463448801648376846"),
            (-50_000, "6504256538020985011912221507"),
            (-3_000, "68192822843687888778582228483"),
            (-500, "77272108795590369356373805297"),
            (-50, "79030349367926598376800521322"),
            (0, "79228162514264337593543950336"),
            (50, "79426470787362580746886972461"),
            (250, "80224679980005306637834519095"),
            (1_000, "83290069058676223003182343270"),
            (4_000, "96768528593268422080558758223"),
            (50_000, "965075977353221155028623082916"),
            (150_000, "143194173941309278083010301478497"),
            (250_000, "21246587762933397357449903968194344"),
            (500_000, "5697689776495288729098254600827762987878"),
            (738_203, "847134979253254120489401328389043031315994541"),
            (887_271, "1461373636630004318706518188784493106690254656249"),
            (887_272, "1461446703485210103287273052203988822378723970342"),
        ];
        for (number, expected) in known {
            assert_eq!(
                tick(number).sqrt_price().get(),
                decimal(expected),
                "{number}"
            );
        }
    }

    #[test]
    fn ends_are_those_of_the_protocol() {
        assert_eq!(Tick::MIN.sqrt_price(), SqrtPrice::MIN);
        assert_eq!(Tick::MAX.sqrt_price(), SqrtPrice::MAX);
        assert_eq!((Tick::new(887_273), Tick::new(-887_273)), (None, None));
        assert_eq!(SqrtPrice::new(decimal("4295128738")), None);
        assert_eq!(SqrtPrice::new(SqrtPrice::MAX.get() + U256::ONE), None);
        assert_eq!(SqrtPrice::MIN.next_below(), SqrtPrice::MIN);
        assert_eq!(SqrtPrice::MAX.next_above(), SqrtPrice::MAX);
    }

    /// `2^96 * 1.0001^(tick / 2)` by 1024-bit arithmetic: the square of the root, shifted far up,
    /// beside the power.
    #[test]
    fn are_powers_of_the_square_root_of_1_0001() {
        // 1.0001^n in Q400.
        let mut power = Wide::from(1) << 400_usize;
        for number in 0..=20_000 {
            let root = wide(tick(number).sqrt_price().get());
            let square = (root * root) << 208_usize;
            let error = if square < power {
                power - square
            } else {
                square - power
            };
            assert!(error < power >> 94_usize, "{number}");
            power = power * Wide::from(10_001) / Wide::from(10_000);
        }
    }

    proptest! {
        #[test]
        fn rise_with_the_tick(number in -887_272..887_272i32) {
            prop_assert!(tick(number).sqrt_price() < tick(number + 1).sqrt_price());
        }

        /// A root and that of the opposite tick are inverse.
        #[test]
        fn of_opposite_ticks_multiply_to_one(number in 0..=400_000i32) {
            let product = wide(tick(number).sqrt_price().get())
                * wide(tick(-number).sqrt_price().get());
            let one = Wide::from(1) << 192_usize;
            // Both round up, the lower one by up to a unit in 2^67.
            prop_assert!(one <= product && product - one < one >> 66_usize);
        }
    }
}

mod ticks {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(SqrtPrice::MIN.tick(), Tick::MIN);
        assert_eq!(SqrtPrice::MAX.tick(), Tick::MAX);
        assert_eq!(SqrtPrice::MAX.next_below().tick(), tick(887_271));
        assert_eq!(root("4295343490").tick(), tick(-887_271));
        assert_eq!(root("79228162514264337593543950336").tick(), tick(0));
        assert_eq!(root("79228162514264337593543950335").tick(), tick(-1));
    }

    proptest! {
        #[test]
        fn are_found_at_their_root_and_up_to_the_next(number in -887_272..887_272i32) {
            let at = tick(number).sqrt_price();
            prop_assert_eq!(at.tick().get(), number);
            let next = tick(number + 1).sqrt_price();
            prop_assert_eq!(next.next_below().tick().get(), number);
        }

        #[test]
        fn are_the_highest_not_above_a_root(limbs: [u64; 3], shift in 0..128usize) {
            let root = U256::from_limbs([limbs[0], limbs[1], limbs[2], 0]) >> shift;
            if let Some(root) = SqrtPrice::new(root) {
                let found = root.tick();
                prop_assert!(found.sqrt_price() <= root);
                prop_assert!(found == Tick::MAX || root < found.shifted(1).sqrt_price());
            }
        }
    }

    #[test]
    fn stay_within_their_ends() {
        assert_eq!(tick(5).shifted(i32::MAX), Tick::MAX);
        assert_eq!(tick(-5).shifted(i32::MIN), Tick::MIN);
        assert_eq!(tick(-5).shifted(7), tick(2));
        assert_eq!(tick(-5).distance(tick(7)), 12);
        assert_eq!(Tick::MIN.distance(Tick::MAX), 1_774_544);
    }

    #[test]
    fn multiples_lie_below() {
        let down = |number, spacing| tick(number).multiple_down(spacing);
        assert_eq!((down(59, 60), down(60, 60), down(-1, 60)), (0, 60, -60));
        assert_eq!((down(-60, 60), down(-61, 60)), (-60, -120));
        assert_eq!((down(-887_272, 200), down(7, 0)), (-887_400, 7));
    }
}

mod quotes {
    use super::*;

    #[test]
    fn one_is_one() {
        let price = tick(0).sqrt_price();
        let amount = decimal("1000000000000000000");
        assert_eq!(price.to_token1_down(amount), Some(amount));
        assert_eq!(price.to_token0_up(amount), Some(amount));
    }

    #[test]
    fn deviations_are_those_of_prices() {
        let deviation = |distance| tick(-3).deviation_bps_up(tick(distance - 3));
        assert_eq!(deviation(0), 0);
        // 1.0001 is a basis point, and 1.0001^100 - 1 = 1.00496620928 %.
        assert_eq!(
            (deviation(1), deviation(100), deviation(-100)),
            (2, 101, 101)
        );
        assert_eq!(deviation(6_932), 10_001);
        assert_eq!(deviation(880_000), u64::MAX);
        assert_eq!(Tick::MIN.deviation_bps_up(Tick::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn round_as_named(number in -887_272..=887_272i32, amount: u128, shift in 0..128u32) {
            let (price, amount) = (tick(number).sqrt_price(), U256::from(amount >> shift));
            let expected = |to_token1, rounds_up| converted(price, amount, to_token1, rounds_up);
            if price.get().bit_len() <= 128 {
                prop_assert_eq!(price.to_token1_down(amount), expected(true, false));
                prop_assert_eq!(price.to_token1_up(amount), expected(true, true));
                prop_assert_eq!(price.to_token0_down(amount), expected(false, false));
                prop_assert_eq!(price.to_token0_up(amount), expected(false, true));
            } else {
                // The price itself is rounded to 128 bits behind the point.
                let slack = U256::ONE + (amount >> 127_usize) + (amount >> 60_usize);
                let down = price.to_token1_down(amount).unwrap();
                let exact = expected(true, false).unwrap();
                prop_assert!(down <= exact && exact - down <= slack);
                let up = price.to_token1_up(amount).unwrap();
                let exact = expected(true, true).unwrap();
                prop_assert!(exact <= up && up - exact <= slack);
                prop_assert!(price.to_token0_down(amount) <= expected(false, false));
                prop_assert!(expected(false, true) <= price.to_token0_up(amount));
            }
        }
    }
}
