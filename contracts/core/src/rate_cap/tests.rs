//! Figures, and laws over random prices and updates.

extern crate alloc;

use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

const YEAR: u64 = Seconds::YEAR.get();

fn rate(bps: u16) -> GrowthRate {
    GrowthRate::from_bps_per_year(bps).unwrap()
}

fn checkpoint(price: u128, at: u64) -> Checkpoint {
    Checkpoint {
        price: Price::new(price),
        at: Seconds::new(at),
    }
}

fn at(seconds: u64) -> Seconds {
    Seconds::new(seconds)
}

/// What two roundings of the growth factor and one of each product can come to.
fn slack(price: Price, steps: usize) -> u128 {
    let roundings = steps as u128 + 1;
    roundings * (1 + price.get() / u128::from(WAD) * 4)
}

mod rates {
    use super::*;

    #[test]
    fn are_logarithms() {
        assert_eq!(rate(0).get(), 0);
        // ln(1.1) and ln(3) to 18 digits.
        assert_eq!(rate(1_000).get(), 95_310_179_804_324_860);
        assert_eq!(rate(20_000).get(), 1_098_612_288_668_109_691);
    }

    #[test]
    fn end_at_threefold() {
        assert_eq!(GrowthRate::from_bps_per_year(20_001), None);
        assert_eq!(GrowthRate::from_bps_per_year(u16::MAX), None);
    }
}

mod line {
    use super::*;

    #[test]
    fn grows_by_the_rate_in_a_year() {
        let one = u128::from(WAD);
        let start = checkpoint(one, 7);
        for (bps, years, expected) in [
            (0, 5, one),
            (1_000, 1, one * 11 / 10),
            (1_000, 2, one * 121 / 100),
            (20_000, 1, one * 3),
            (20_000, 4, one * 81),
        ] {
            let line = start.line_at(rate(bps), at(7 + years * YEAR)).get();
            assert!(
                line.abs_diff(expected) <= expected / one * 8 + 1,
                "{bps} bps over {years} years: {line}"
            );
        }
    }

    #[test]
    fn starts_at_the_checkpoint() {
        for price in [0, 1, 1 << 64, u128::MAX] {
            let start = checkpoint(price, 100);
            assert_eq!(start.line_at(rate(20_000), at(100)).get(), price);
            assert_eq!(start.line_at(rate(20_000), at(99)).get(), price);
        }
    }

    #[test]
    fn ends_at_the_highest_price() {
        let start = checkpoint(1 << 100, 0);
        assert_eq!(start.line_at(rate(20_000), at(u64::MAX)), Price::MAX);
        assert_eq!(start.line_at(rate(20_000), at(200 * YEAR)), Price::MAX);
        assert_eq!(start.cap_at(rate(20_000), at(200 * YEAR)), Price::MAX);
    }

    proptest! {
        #[test]
        fn lies_below_simple_interest_within_a_year(
            price in 1..1u128 << 80,
            bps in 0..=GrowthRate::BPS_MAX,
            span in 0..=YEAR,
        ) {
            let line = checkpoint(price, 0).line_at(rate(bps), at(span));
            let interest = U256::from(price) * U256::from(bps) * U256::from(span)
                / (U256::from(10_000) * U256::from(YEAR));
            let simple = U256::from(price) + interest;
            prop_assert!(line.to_u256() <= simple + U256::from(slack(line, 1)));
        }

        #[test]
        fn never_falls(
            price: u128,
            bps in 0..=GrowthRate::BPS_MAX,
            from in 0..1u64 << 40,
            spans in prop::array::uniform2(0..1u64 << 40),
        ) {
            let [first, second] = [spans[0].min(spans[1]), spans[0].max(spans[1])];
            let start = checkpoint(price, from);
            let line = |span| start.line_at(rate(bps), at(from + span));
            let cap = |span| start.cap_at(rate(bps), at(from + span));
            prop_assert!(line(first) <= line(second));
            prop_assert!(cap(first) <= cap(second));
            prop_assert!(line(second) <= cap(second));
        }
    }
}

mod answers {
    use super::*;

    #[test]
    fn add_a_twentieth_of_a_percent() {
        let start = checkpoint(1_000_000, 0);
        let answer = |current| start.answer(rate(0), at(9), Price::new(current)).get();
        assert_eq!(answer(999_999), 999_999);
        assert_eq!(answer(1_000_500), 1_000_500);
        assert_eq!(answer(1_000_501), 1_000_500);
        assert_eq!(answer(u128::MAX), 1_000_500);
        assert_eq!(answer(0), 0);
    }

    #[test]
    fn hold_quotes_of_any_size() {
        assert_eq!(Price::from_u256_saturating(U256::MAX), Price::MAX);
        let price = Price::new((3 << 64) | 5);
        assert_eq!(Price::from_u256_saturating(price.to_u256()), price);
    }
}

mod updates {
    use super::*;

    #[test]
    fn take_a_fall() {
        let start = checkpoint(1_000_000, 0);
        let moved = start.moved(rate(1_000), at(5), Price::new(600_000));
        assert_eq!(moved, Some(checkpoint(600_000, 5)));
    }

    #[test]
    fn take_what_lies_below_the_line() {
        let start = checkpoint(1_000_000, 0);
        let half = at(YEAR / 2);
        assert_eq!(start.line_at(rate(1_000), half).get(), 1_048_808);
        let moved = |price| start.moved(rate(1_000), half, Price::new(price));
        assert_eq!(moved(1_048_807), Some(checkpoint(1_048_807, YEAR / 2)));
        assert_eq!(moved(1_048_808), None);
        assert_eq!(moved(u128::MAX), None);
    }

    #[test]
    fn never_take_nothing() {
        assert_eq!(checkpoint(9, 0).moved(rate(0), at(1), Price::ZERO), None);
    }

    /// With eight decimals a second's growth is less than a unit: a checkpoint that moved to the
    /// line every second would never rise.
    #[test]
    fn cannot_hold_the_line_down_by_rounding() {
        let (mut last, truth) = (checkpoint(100_000_000, 0), Price::new(200_000_000));
        let alone = last.line_at(rate(1_000), at(100_000));
        for second in (0..100_000).step_by(100) {
            last = last.moved(rate(1_000), at(second), truth).unwrap_or(last);
        }
        assert_eq!(last.line_at(rate(1_000), at(100_000)), alone);
        assert!(alone.get() > 100_030_000);
    }
}

mod sequences {
    use super::*;

    /// Seconds until the next update, and the price then in ten-thousandths of the cap.
    fn steps() -> impl Strategy<Value = Vec<(u64, u64)>> {
        let span = prop_oneof![0..3u64, 0..100_000u64, 0..YEAR];
        let part = prop_oneof![9_990..10_010u64, 0..20_000u64];
        prop::collection::vec((span, part), 1..24)
    }

    fn part_of(price: Price, part: u64) -> Price {
        let part = U256::from(part);
        let price = mul_div_down(price.to_u256(), part, U256::from(10_000)).unwrap();
        Price::from_u256_saturating(price)
    }

    proptest! {
        #[test]
        fn never_lead_above_the_first_cap(
            price in 1..1u128 << 90,
            bps in 0..=GrowthRate::BPS_MAX,
            steps in steps(),
        ) {
            let (first, rate) = (checkpoint(price, 0), rate(bps));
            let (mut last, mut now) = (first, 0);
            for (count, (span, part)) in steps.into_iter().enumerate() {
                now += span;
                let current = part_of(last.cap_at(rate, at(now)), part);
                let answer = last.answer(rate, at(now), current);
                let cap = first.cap_at(rate, at(now));
                let limit = cap.get().saturating_add(slack(cap, count));
                prop_assert!(answer.get() <= limit, "{answer:?} above {cap:?}");
                let line = last.line_at(rate, at(now));
                if let Some(moved) = last.moved(rate, at(now), current) {
                    prop_assert!(moved.price < line && moved.price <= answer);
                    last = moved;
                }
            }
        }

        /// Whoever keeps the price above the cap all the time gets the buffer once, however often
        /// they update.
        #[test]
        fn grant_the_buffer_once(
            price in 1..1u128 << 90,
            bps in 0..=GrowthRate::BPS_MAX,
            steps in steps(),
        ) {
            let (first, rate) = (checkpoint(price, 0), rate(bps));
            let (mut last, mut now) = (first, 0);
            for (span, _) in steps {
                now += span;
                last = last.moved(rate, at(now), Price::MAX).unwrap_or(last);
                let answer = last.answer(rate, at(now), Price::MAX);
                prop_assert_eq!(answer, first.cap_at(rate, at(now)));
            }
        }

        /// Checkpoints on the line, as near as they can be put there, lead where no checkpoint does.
        #[test]
        fn gain_nothing_by_cutting_a_span(
            price in 1..1u128 << 90,
            bps in 0..=GrowthRate::BPS_MAX,
            spans in prop::collection::vec(0..YEAR, 1..24),
        ) {
            let (first, rate) = (checkpoint(price, 0), rate(bps));
            let (mut last, mut now, count) = (first, 0, spans.len());
            for span in spans {
                now += span;
                let line = last.line_at(rate, at(now)).get();
                let below = Price::new(line.saturating_sub(1));
                last = last.moved(rate, at(now), below).unwrap_or(last);
            }
            let whole = first.line_at(rate, at(now));
            let pieces = last.line_at(rate, at(now));
            prop_assert!(pieces.get() <= whole.get() + slack(whole, count));
        }

        #[test]
        fn answer_no_less_for_a_higher_price(
            price: u128,
            bps in 0..=GrowthRate::BPS_MAX,
            span in 0..1u64 << 40,
            currents in prop::array::uniform2(any::<u128>()),
        ) {
            let start = checkpoint(price, 0);
            let [low, high] = [currents[0].min(currents[1]), currents[0].max(currents[1])];
            let answer = |current| start.answer(rate(bps), at(span), Price::new(current));
            prop_assert!(answer(low) <= answer(high));
            prop_assert!(answer(high).get() <= high);
        }

        #[test]
        fn pass_on_falls_at_once(
            price: u128,
            bps in 0..=GrowthRate::BPS_MAX,
            span in 0..1u64 << 40,
            fall: u128,
        ) {
            let start = checkpoint(price, 0);
            let current = Price::new(price.saturating_sub(fall));
            prop_assert_eq!(start.answer(rate(bps), at(span), current), current);
        }
    }
}
