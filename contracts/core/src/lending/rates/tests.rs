//! Morpho's published figures, its own approximation beside the integral, and laws.

use proptest::prelude::*;

use super::*;

const DAY: u64 = 86_400;
const YEAR: u64 = Seconds::YEAR.get();
const MODEL: RateModel = RateModel::Adaptive(Adaptive);

fn wad(thousandths: u64) -> Wad {
    Wad::new(thousandths * (WAD / 1_000))
}

fn rate(utilization: Wad, at_target: Rate) -> Rate {
    MODEL.rate_down(utilization, at_target).unwrap()
}

fn growth(utilization: Wad, at_target: Rate, span: u64) -> Growth {
    MODEL
        .growth(utilization, at_target, Seconds::new(span))
        .unwrap()
}

/// The average rate over a span, as a part a year.
fn average(utilization: Wad, span: u64) -> f64 {
    let grown = growth(utilization, Adaptive::INITIAL, span).exponent;
    grown as f64 / 1e18 / span as f64 * YEAR as f64
}

fn is_near(value: f64, expected: f64, part: f64) -> bool {
    (value - expected).abs() <= expected * part
}

mod adaptive {
    use super::*;

    #[test]
    fn constants_are_those_deployed() {
        let rates = [Adaptive::INITIAL, Adaptive::MIN, Adaptive::MAX];
        let expected = [1_268_391_679, 31_709_791, 63_419_583_967];
        assert_eq!(rates.map(Rate::get), expected);
        assert_eq!(Adaptive::SPEED.get(), 1_585_489_599_188);
    }

    #[test]
    fn the_curve_goes_through_its_three_points() {
        let initial = Adaptive::INITIAL.get();
        assert_eq!(rate(Wad::ZERO, Rate::ZERO).get(), initial / 4);
        assert_eq!(rate(wad(900), Rate::ZERO).get(), initial);
        assert_eq!(rate(Wad::ONE, Rate::ZERO).get(), initial * 4);
        assert_eq!(rate(Wad::MAX, Rate::ZERO).get(), initial * 4);
        // Half way on each side: 1 - 3/8 and 1 + 3/2.
        assert_eq!(rate(wad(450), Rate::ZERO).get(), initial * 5 / 8);
        assert_eq!(rate(wad(950), Rate::ZERO).get(), initial * 5 / 2);
    }

    #[test]
    fn the_first_span_only_sets_the_rate() {
        let first = growth(Wad::ONE, Rate::ZERO, 100 * DAY);
        assert_eq!(first.at_target, Adaptive::INITIAL);
        let expected = u128::from(Adaptive::INITIAL.get()) * 4 * 100 * u128::from(DAY);
        assert_eq!(first.exponent, expected);
    }

    /// morpho-blue-irm `testRateAfterUtilizationOne`, `...Zero`: 22.976 % and 0.724 %.
    #[test]
    fn five_days_at_the_ends_average_as_published() {
        assert!(is_near(average(Wad::ONE, 5 * DAY), 0.22976, 0.001));
        assert!(is_near(average(Wad::ZERO, 5 * DAY), 0.00724, 0.001));
    }

    /// morpho-blue-irm `testRateAfter45DaysUtilizationAboveTargetNoPing`: 87.22 %.
    #[test]
    fn forty_five_days_half_off_target_end_as_published() {
        let end = growth(wad(950), Adaptive::INITIAL, 45 * DAY).at_target;
        let per_year = end.get() as f64 * YEAR as f64 / 1e18;
        assert!(is_near(per_year, 0.8722, 0.0001), "{per_year}");
    }

    #[test]
    fn doubles_in_five_days_at_the_whole() {
        // ln(2) / 50 years.
        let end = growth(Wad::ONE, Adaptive::INITIAL, 437_182).at_target.get();
        assert!(end.abs_diff(2 * Adaptive::INITIAL.get()) < 3_000, "{end}");
    }

    #[test]
    fn stays_at_target_for_ever() {
        let ages = growth(wad(900), Adaptive::INITIAL, 1 << 48);
        assert_eq!(ages.at_target, Adaptive::INITIAL);
        let expected = u128::from(Adaptive::INITIAL.get()) << 48;
        assert_eq!(ages.exponent, expected);
    }

    #[test]
    fn rests_on_its_bounds() {
        for (utilization, bound, factor) in [
            (Wad::ONE, Adaptive::MAX, 4.0),
            (Wad::ZERO, Adaptive::MIN, 0.25),
        ] {
            let years = growth(utilization, Adaptive::INITIAL, 100 * YEAR);
            assert_eq!(years.at_target, bound);
            let average = years.exponent as f64 / (100 * YEAR) as f64;
            assert!(is_near(average, bound.get() as f64 * factor, 0.02));
            assert_eq!(growth(utilization, bound, DAY).at_target, bound);
            // A rate that was never valid is taken as the bound on its side.
            let strayed = if bound == Adaptive::MAX { u64::MAX } else { 1 };
            let span = growth(utilization, Rate::new(strayed), DAY);
            assert_eq!(span, growth(utilization, bound, DAY));
        }
    }
}

/// Morpho's average: the trapezoidal rule over two halves, with the exponential itself.
fn trapezoid(deviation: f64, begin: f64, span: f64) -> f64 {
    let (min, max) = (31_709_791.0, 63_419_583_967.0);
    let at = |span: f64| {
        let moved: f64 = begin * (1_585_489_599_188.0 / 1e18 * deviation * span).exp();
        moved.clamp(min, max)
    };
    let average = (begin + at(span) + 2.0 * at(span / 2.0)) / 4.0;
    let slope = if deviation < 0.0 { 0.75 } else { 3.0 };
    average * (slope * deviation + 1.0)
}

mod kinked {
    use super::*;

    fn model() -> Kinked {
        let [base, below, above] = [1_000, 4_000, 60_000].map(Rate::new);
        Kinked::new(base, below, above, wad(800)).unwrap()
    }

    #[test]
    fn goes_through_its_points() {
        for (utilization, expected) in [
            (0, 1_000),
            (400, 3_000),
            (800, 5_000),
            (900, 35_000),
            (1_000, 65_000),
            (5_000, 65_000),
        ] {
            let rate = model().rate_down(wad(utilization));
            assert_eq!(rate, Some(Rate::new(expected)), "{utilization}");
        }
    }

    #[test]
    fn rounds_down() {
        let just = Wad::new(wad(800).get() - 1);
        assert_eq!(model().rate_down(just), Some(Rate::new(4_999)));
    }

    #[test]
    fn has_limits() {
        let [none, one, max] = [Rate::ZERO, Rate::new(1), Rate::MAX];
        assert!(Kinked::new(none, none, max, wad(800)).is_some());
        assert_eq!(Kinked::new(none, one, max, wad(800)), None);
        let huge = Rate::new(u64::MAX);
        assert_eq!(Kinked::new(huge, huge, huge, wad(800)), None);
        assert_eq!(Kinked::new(none, none, none, Wad::ZERO), None);
        assert_eq!(Kinked::new(none, none, none, Wad::ONE), None);
    }
}

#[test]
fn utilization_is_a_part_of_the_supply() {
    let [none, two, three] = [0, 2, 3].map(Assets::new);
    assert_eq!(utilization_down(two, none), Wad::ZERO);
    assert_eq!(utilization_down(none, two), Wad::ZERO);
    assert_eq!(utilization_down(two, three).get(), 666_666_666_666_666_666);
    assert_eq!(utilization_down(three, two), Wad::ONE);
    assert_eq!(utilization_down(Assets::MAX, Assets::MAX), Wad::ONE);
}

proptest! {
    #[test]
    fn the_integral_lies_close_to_morphos_average_over_days(
        utilization in 0..=WAD,
        begin in Adaptive::MIN.get()..=Adaptive::MAX.get(),
        span in 1..5 * DAY,
    ) {
        let grown = growth(Wad::new(utilization), Rate::new(begin), span);
        let room = if 9 * (WAD / 10) < utilization { 1e17 } else { 9e17 };
        let off = (utilization as f64 - 0.9e18) / room;
        let morpho = trapezoid(off, begin as f64, span as f64) * span as f64;
        // Where the bound is met within the span the rule of two halves is at its coarsest.
        prop_assert!(is_near(grown.exponent as f64, morpho, 0.06), "{grown:?} {morpho}");
    }

    #[test]
    fn time_never_lowers_the_exponent(
        utilization in 0..=WAD,
        begin in Adaptive::MIN.get()..=Adaptive::MAX.get(),
        span in 0..YEAR,
        more in 1..1_000u64,
    ) {
        let (utilization, begin) = (Wad::new(utilization), Rate::new(begin));
        let [before, after] = [span, span + more].map(|span| growth(utilization, begin, span));
        prop_assert!(before.exponent <= after.exponent);
        prop_assert!((Adaptive::MIN..=Adaptive::MAX).contains(&after.at_target));
    }

    #[test]
    fn two_spans_make_one(
        utilization in 0..=WAD,
        begin in Adaptive::MIN.get()..=Adaptive::MAX.get(),
        spans in prop::array::uniform2(1..100 * DAY),
    ) {
        let (utilization, begin) = (Wad::new(utilization), Rate::new(begin));
        let first = growth(utilization, begin, spans[0]);
        let second = growth(utilization, first.at_target, spans[1]);
        let both = growth(utilization, begin, spans[0] + spans[1]);
        // The rate at target has eight digits at the least, of which the last is rounded.
        let sum = (first.exponent + second.exponent) as f64;
        prop_assert!(is_near(sum, both.exponent as f64, 1e-6), "{sum} {both:?}");
    }
}
