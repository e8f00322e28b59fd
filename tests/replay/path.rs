//! Paths go through what is known, and nowhere else.

use ballast_tests::replay::path::{DAY_SECONDS, Order, Point, STEPS_MAX, intraday, path};
use ballast_tests::soak::Random;
use ballast_tests::{Candle, bitcoin_from};
use proptest::prelude::*;

/// In cents: the open, the high, four steps, the low, one step, and the close.
const KNOWN: [u64; 9] = [
    791_362, 792_912, 719_522, 647_378, 522_735, 502_580, 486_035, 591_840, 497_079,
];

/// Every five minutes.
const STEPS: u64 = 288;

fn days(first: &str, count: usize) -> Vec<Candle> {
    let days: Vec<_> = bitcoin_from(first).take(count).collect();
    assert_eq!(days.len(), count);
    days
}

/// Any day: four prices of which two are the extremes.
fn any_day() -> impl Strategy<Value = Candle> {
    let parts = (
        1_000.0..100_000.0_f64,
        0.0..0.6_f64,
        0.0..=1.0_f64,
        0.0..=1.0_f64,
    );
    parts.prop_map(|(high, depth, open, close)| {
        let low = high * (1.0 - depth);
        let within = |part: f64| (low + part * (high - low)).clamp(low, high);
        Candle {
            date: "2020-03-12",
            open: within(open),
            high,
            low,
            close: within(close),
        }
    })
}

fn orders() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::LowFirst), Just(Order::HighFirst)]
}

proptest! {
    #[test]
    fn a_path_goes_through_all_four_in_their_order(
        day in any_day(), order in orders(), steps in 3..600_u64, seed: u64,
    ) {
        let prices = intraday(&day, order, steps, &mut Random::new(seed));
        prop_assert_eq!(prices.len() as u64, steps + 1);
        let (first, last) = (prices[0], prices[prices.len() - 1]);
        prop_assert_eq!((first, last), (day.open, day.close));
        let between = &prices[1..prices.len() - 1];
        let [early, late] = match order {
            Order::LowFirst => [day.low, day.high],
            Order::HighFirst => [day.high, day.low],
        };
        let reached = between.iter().position(|price| *price == early);
        let rest = reached.map(|place| &between[place + 1..]).unwrap_or_default();
        prop_assert!(rest.contains(&late) || day.low == day.high);
    }

    #[test]
    fn a_path_stays_between_low_and_high(
        day in any_day(), order in orders(), steps in 3..600_u64, seed: u64,
    ) {
        for price in intraday(&day, order, steps, &mut Random::new(seed)) {
            prop_assert!(day.low <= price && price <= day.high, "{}", price);
        }
    }

    #[test]
    fn a_seed_makes_one_path(seed: u64) {
        let days = days("2020-03-11", 3);
        let once = path(&days, STEPS, seed);
        prop_assert_eq!(&once, &path(&days, STEPS, seed));
        prop_assert_ne!(&once, &path(&days, STEPS, seed.wrapping_add(1)));
        // The day before makes no difference to a day.
        let later = path(&days[1..], STEPS, seed);
        let prices = |points: &[Point]| points.iter().map(|it| it.price).collect::<Vec<_>>();
        prop_assert_eq!(prices(&once[289..]), prices(&later));
    }
}

/// The known answer keeps the paths of seeds that reports name from changing unnoticed.
#[test]
fn a_seed_makes_the_same_path_on_any_machine() {
    let path = path(&days("2020-03-12", 1), 8, 1);
    let cents: Vec<u64> = path
        .iter()
        .map(|it| (it.price * 100.0).round() as u64)
        .collect();
    assert_eq!(cents, KNOWN);
}

#[test]
fn time_runs_on_from_day_to_day() {
    for steps in [3, STEPS, STEPS_MAX] {
        let path = path(&days("2021-05-18", 2), steps, 7);
        let times: Vec<u64> = path.iter().map(|point| point.seconds).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
        let half = times.len() / 2;
        assert_eq!((times[0], times[half - 1]), (0, DAY_SECONDS - 1));
        assert_eq!(
            (times[half], times[2 * half - 1]),
            (DAY_SECONDS, 2 * DAY_SECONDS - 1)
        );
    }
}

/// The steps are as rough as the range says: a walk of that many steps at that deviation.
#[test]
fn a_path_is_as_rough_as_its_day() {
    let day = days("2021-05-19", 1)[0];
    let range = day.high - day.low;
    let mut squares = 0.0;
    let seeds = 200;
    for seed in 0..seeds {
        let prices = intraday(&day, Order::of(&day), STEPS, &mut Random::new(seed));
        squares += prices
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).powi(2))
            .sum::<f64>();
    }
    let deviation = (squares / f64::from(seeds as u32)).sqrt() / range;
    // 0.6 by chance alone; the ways between the four prices add to it.
    assert!((0.58..0.75).contains(&deviation), "{deviation}");
}

/// The fall of 13 March, by 18 % to the day's low, takes a part of the day and not a step.
#[test]
fn no_way_is_a_jump() {
    for day in bitcoin_from("2020-03-01").take(450) {
        let range = day.high - day.low;
        for seed in 0..5 {
            let prices = intraday(&day, Order::of(&day), STEPS, &mut Random::new(seed));
            let steps = prices.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            let largest = steps.fold(0.0, f64::max);
            assert!(largest < range / 3.0, "{}: {largest} of {range}", day.date);
        }
    }
}

#[test]
fn the_days_of_both_crashes_are_there() {
    let march = days("2020-03-07", 14);
    let may = days("2021-05-11", 14);
    let least = |days: &[Candle]| days.iter().map(|day| day.low).fold(f64::INFINITY, f64::min);
    assert_eq!((least(&march), least(&may)), (4_106.98, 30_681.50));
    assert_eq!((march[13].date, may[13].date), ("2020-03-20", "2021-05-24"));
    let worst = march.iter().find(|day| day.date == "2020-03-12").unwrap();
    assert_eq!(Order::of(worst), Order::HighFirst);
    assert!(worst.close < worst.open * 0.64);
}
