//! Amounts for liquidity, and liquidity for amounts, against exact numbers.

use proptest::prelude::*;

use super::*;

fn range(lower: i32, upper: i32) -> TickRange {
    TickRange::new(Tick::new(lower).unwrap(), Tick::new(upper).unwrap()).unwrap()
}

fn price(tick: i32) -> SqrtPrice {
    Tick::new(tick).unwrap().sqrt_price()
}

fn amounts(token0: u128, token1: u128) -> Amounts {
    Amounts {
        token0: U256::from(token0),
        token1: U256::from(token1),
    }
}

/// `2^96 * sqrt(numerator / denominator)`, for squares.
fn root(numerator: u64, denominator: u64) -> SqrtPrice {
    let root = |n: u64| U256::from((n as f64).sqrt() as u64);
    SqrtPrice::new(root(numerator) * Q96 / root(denominator)).unwrap()
}

#[test]
fn amounts_are_those_of_the_closed_form() {
    // L = 10^22 from 2,500 to 3,600 at 3,025: 10^22 (1/55 - 1/60) and 10^22 (55 - 50).
    let liquidity = 10_000_000_000_000_000_000_000;
    let [lower, at, upper] = [(2_500, 1), (3_025, 1), (3_600, 1)].map(|(n, d)| root(n, d).get());
    let token0 = amount0(at, upper, liquidity, false);
    assert_eq!(token0, U256::from(15_151_515_151_515_151_515_u128));
    assert_eq!(amount0(at, upper, liquidity, true), token0 + U256::ONE);
    let token1 = U256::from(50_000_000_000_000_000_000_000_u128);
    assert_eq!(amount1(lower, at, liquidity, false), token1);
    assert_eq!(amount1(lower, at, liquidity, true), token1);
}

#[test]
fn below_the_range_there_is_token0_alone_and_above_it_token1() {
    let range = range(-1_000, 1_000);
    let liquidity = 1 << 80;
    let below = range.amounts_down(price(-1_000), liquidity);
    assert!(below.token1.is_zero() && !below.token0.is_zero());
    assert_eq!(range.amounts_down(price(-5_000), liquidity), below);
    let above = range.amounts_down(price(1_000), liquidity);
    assert!(above.token0.is_zero() && !above.token1.is_zero());
    assert_eq!(range.amounts_down(price(5_000), liquidity), above);
    let (part, whole) = range.part_in_token0(price(-5_000));
    assert_eq!(part, whole);
    assert!(range.part_in_token0(price(5_000)).0.is_zero());
}

#[test]
fn ranges_lie_around_a_multiple_of_the_spacing() {
    let around = |tick, half, spacing| {
        TickRange::around(Tick::new(tick).unwrap(), half, spacing).map(|range| {
            (
                range.lower().get(),
                range.upper().get(),
                range.centre().get(),
            )
        })
    };
    assert_eq!(around(1_234, 600, 60), Some((600, 1_800, 1_200)));
    assert_eq!(around(-1, 599, 60), Some((-600, 480, -60)));
    assert_eq!(around(7, 1, 10), Some((-10, 10, 0)));
    assert_eq!(around(887_272, 60, 60), None);
    assert_eq!(around(0, i32::MAX, 1), None);
    let tick = |tick| Tick::new(tick).unwrap();
    assert_eq!(TickRange::new(tick(5), tick(5)), None);
    assert_eq!(range(-4, -1).centre(), tick(-3));
}

#[test]
fn fees_survive_a_growth_that_goes_round() {
    let liquidity = 1_u128 << 100;
    let last = U256::MAX - U256::from(9);
    // Ten units up to the end and then 2^128: one per unit of liquidity, and next to nothing.
    let growth = U256::from_limbs([0, 0, 1, 0]);
    assert_eq!(fees_down(liquidity, growth, last), U256::from(liquidity));
    assert_eq!(fees_down(liquidity, growth, growth), U256::ZERO);
    assert_eq!(
        fees_down(u128::MAX, U256::MAX, U256::ZERO),
        U256::from(u128::MAX)
    );
}

proptest! {
    #[test]
    fn liquidity_costs_no_more_than_the_amounts_it_was_made_of(
        lower in -887_272..887_000i32,
        width in 1..400_000i32,
        at in -887_272..887_272i32,
        token0: u128,
        token1: u128,
        shift in 0..128u32,
    ) {
        let range = range(lower, (lower + width).min(887_272));
        let held = amounts(token0 >> shift, token1 >> shift);
        let liquidity = range.liquidity_down(price(at), held);
        let cost = range.amounts_up(price(at), liquidity);
        prop_assert!(cost.token0 <= held.token0 && cost.token1 <= held.token1);
        let paid = range.amounts_down(price(at), liquidity);
        prop_assert!(paid.token0 <= cost.token0 && cost.token0 - paid.token0 <= U256::from(2));
        prop_assert!(paid.token1 <= cost.token1 && cost.token1 - paid.token1 <= U256::ONE);
    }

    /// No price makes a position worth more than what it holds there: what it would hold at `at` is
    /// the least that anything it may hold is worth at `at`.
    #[test]
    fn amounts_at_a_moved_price_are_worth_no_less(
        lower in -200_000..199_000i32,
        width in 10..20_000i32,
        at in -200_000..200_000i32,
        moved in -10_000..10_000i32,
        liquidity in 1u128 << 60..1u128 << 100,
    ) {
        let range = range(lower, lower + width);
        let worth = |amounts: Amounts| {
            price(at).to_token1_down(amounts.token0).unwrap() + amounts.token1
        };
        let still = worth(range.amounts_down(price(at), liquidity));
        let after = worth(range.amounts_up(price(at + moved), liquidity));
        // The price of a unit of token0, by which the amounts may be rounded.
        let slack = price(at).to_token1_up(U256::from(2)).unwrap() + U256::from(2);
        prop_assert!(still <= after + slack);
    }

    #[test]
    fn a_part_of_liquidity_is_a_part_of_its_amounts(
        at in -3_000..3_000i32, liquidity: u64, part in 1..100u128,
    ) {
        let range = range(-1_000, 1_000);
        let whole = range.amounts_down(price(at), u128::from(liquidity) * part);
        let one = range.amounts_up(price(at), liquidity.into());
        prop_assert!(whole.token0 <= one.token0 * U256::from(part));
        prop_assert!(whole.token1 <= one.token1 * U256::from(part));
    }
}
