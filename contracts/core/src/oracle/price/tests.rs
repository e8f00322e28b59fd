//! Known prices, and error bounds against exact rationals.

use proptest::prelude::*;
use ruint::Uint;

use super::*;

/// Wide enough for any product here, so that comparisons of fractions are exact.
type Wide = Uint<1024, 16>;

fn exact(value: U256) -> Wide {
    Wide::from(value)
}

fn ten(exponent: u32) -> Wide {
    (0..exponent).fold(Wide::from(1), |power, _| power * Wide::from(10))
}

fn price(value: u128) -> UnitPrice {
    UnitPrice::new(U256::from(value)).unwrap()
}

/// Any price that has its digits.
fn prices() -> impl Strategy<Value = UnitPrice> {
    (any::<[u64; 4]>(), 0..220_u32).prop_filter_map("too small", |(limbs, shift)| {
        UnitPrice::new(U256::from_limbs(limbs) >> shift as usize)
    })
}

mod answers {
    use super::*;

    #[test]
    fn become_prices_of_units() {
        // Ether at 3,000 dollars by a feed of 8 decimals, in dollars of 6 and of 18.
        let answer = U256::from(3_000_u64 * 100_000_000);
        let in_usdc = UnitPrice::from_answer(answer, 8, 18, 6).unwrap();
        assert_eq!(in_usdc.get(), U256::from(3_000 * 10_u128.pow(24)));
        let in_dollars = UnitPrice::from_answer(answer, 8, 18, 18).unwrap();
        assert_eq!(exact(in_dollars.get()), Wide::from(3_000) * ten(36));
        // Bitcoin has 8: a unit of it is worth 10^10 more units of a dollar.
        let answer = U256::from(100_000_u64 * 100_000_000);
        let bitcoin = UnitPrice::from_answer(answer, 8, 8, 18).unwrap();
        assert_eq!(exact(bitcoin.get()), ten(51));
    }

    #[test]
    fn of_nothing_and_of_next_to_nothing_are_no_prices() {
        assert_eq!(UnitPrice::from_answer(U256::ZERO, 8, 18, 18), None);
        // 10^-18 dollars of 6 decimals for a token of 18: 10^6 units of the scale.
        assert_eq!(UnitPrice::from_answer(U256::ONE, 18, 18, 6), None);
        let thousand = U256::from(1_000);
        assert_eq!(
            UnitPrice::from_answer(thousand, 18, 18, 6),
            Some(UnitPrice::MIN)
        );
    }

    #[test]
    fn that_do_not_fit_are_no_prices() {
        assert_eq!(UnitPrice::from_answer(U256::MAX, 0, 0, 36), None);
        assert_eq!(UnitPrice::from_answer(U256::ONE, 37, 18, 18), None);
        assert_eq!(UnitPrice::from_answer(U256::ONE, 8, 37, 18), None);
        assert_eq!(UnitPrice::from_answer(U256::ONE, 8, 18, 37), None);
        let largest = UnitPrice::from_answer(U256::ONE, 0, 0, 36).unwrap();
        assert_eq!(exact(largest.get()), ten(72));
    }

    proptest! {
        /// `price <= answer * 10^(36 + quote - base - feed) < price + 1`, exactly.
        #[test]
        fn are_off_by_less_than_a_unit(
            answer: u128, feed in 0..=36_u8, base in 0..=36_u8, quote in 0..=36_u8,
        ) {
            let answer = U256::from(answer);
            if let Some(price) = UnitPrice::from_answer(answer, feed, base, quote) {
                let up = exact(answer) * ten(36 + u32::from(quote));
                let down = ten(u32::from(base) + u32::from(feed));
                prop_assert!(exact(price.get()) * down <= up);
                prop_assert!(up < (exact(price.get()) + Wide::from(1)) * down);
            }
        }
    }
}

mod inverses {
    use super::*;

    #[test]
    fn turn_a_price_round() {
        assert_eq!(UnitPrice::ONE.inverse_down(), Some(UnitPrice::ONE));
        let four = price(4 * E36);
        assert_eq!(four.inverse_down(), Some(price(E36 / 4)));
        let three = price(3 * E36);
        let [down, up] = [three.inverse_down(), three.inverse_up()].map(Option::unwrap);
        assert_eq!(up.get() - down.get(), U256::ONE);
    }

    #[test]
    fn that_would_round_to_nothing_are_errors() {
        let at = |exponent: u8| UnitPrice::new(power_of_ten(exponent).unwrap()).unwrap();
        assert_eq!(at(63).inverse_down(), Some(UnitPrice::MIN));
        let above = UnitPrice::new(at(63).get() + U256::ONE).unwrap();
        assert_eq!(above.inverse_down(), None);
        // Here it would be nothing at all.
        assert_eq!(at(73).inverse_down(), None);
        assert_eq!(at(73).inverse_up(), None);
    }

    proptest! {
        #[test]
        fn are_off_by_less_than_a_unit_and_a_billionth(price in prices()) {
            let one = ten(72);
            if let Some(inverse) = price.inverse_down() {
                let (inverse, price) = (exact(inverse.get()), exact(price.get()));
                prop_assert!(inverse * price <= one);
                prop_assert!(one < (inverse + Wide::from(1)) * price);
                prop_assert!((one - inverse * price) * ten(9) < one);
            }
            if let Some(inverse) = price.inverse_up() {
                let (inverse, price) = (exact(inverse.get()), exact(price.get()));
                prop_assert!(one <= inverse * price);
                prop_assert!((inverse - Wide::from(1)) * price < one);
            }
        }
    }
}

mod chains {
    use super::*;

    #[test]
    fn multiply() {
        let (two, three) = (price(2 * E36), price(3 * E36));
        assert_eq!(two.then_down(three), Some(price(6 * E36)));
        assert_eq!(two.then_down(UnitPrice::ONE), Some(two));
        let small = price(1_000_000_000);
        assert_eq!(small.then_down(price(E36 / 2)), None);
        let large = UnitPrice::new(U256::MAX).unwrap();
        assert_eq!(large.then_up(price(E36 + 1)), None);
    }

    proptest! {
        #[test]
        fn are_off_by_less_than_a_unit_and_a_billionth(a in prices(), b in prices()) {
            let product = exact(a.get()) * exact(b.get());
            if let Some(chain) = a.then_down(b) {
                let chain = exact(chain.get()) * ten(36);
                prop_assert!(chain <= product && product < chain + ten(36));
                prop_assert!((product - chain) * ten(9) < product);
            }
            if let Some(chain) = a.then_up(b) {
                let chain = exact(chain.get()) * ten(36);
                prop_assert!(product <= chain && chain < product + ten(36));
            }
        }
    }
}

mod quotients {
    use super::*;

    #[test]
    fn of_value_and_amount_are_prices() {
        let [value, amount] = [21, 7].map(U256::from);
        assert_eq!(UnitPrice::of(value, amount), Some(price(3 * E36)));
        assert_eq!(UnitPrice::of(value, U256::ZERO), None);
        assert_eq!(UnitPrice::of(U256::ZERO, amount), None);
    }

    #[test]
    fn powers_of_ten_end_where_256_bits_do() {
        for exponent in [0, 1, 37, 38, 39, 72, 76] {
            let power = power_of_ten(exponent).unwrap();
            assert_eq!(exact(power), ten(u32::from(exponent)));
        }
        assert_eq!(power_of_ten(77), None);
        assert_eq!(power_of_ten(u8::MAX), None);
    }
}
