//! A price through a day of which four prices are known.
//!
//! Between open, low, high and close the price is a Brownian bridge: a random walk that is at the
//! next of the four when its time has come. The walk is as volatile as the day's range says
//! (Parkinson, "The Extreme Value Method for Estimating the Variance of the Rate of Return", 1980)
//! and reflected at the day's low and high, which it therefore never leaves. When low and high are
//! reached follows from the seed and from how far they are: a random walk takes the square of a
//! distance, so that no part of a day is a jump that the day does not ask for.
//!
//! Nothing is computed but sums, products, quotients and square roots, which IEEE 754 rounds one
//! way: a seed makes the same path on any machine.

use crate::Candle;
use crate::soak::Random;

/// A day, in seconds.
pub const DAY_SECONDS: u64 = 86_400;

/// The most steps of a day: one a second.
pub const STEPS_MAX: u64 = DAY_SECONDS - 1;

/// `1 / (2 * sqrt(ln 2))`: the standard deviation of a day's change, in parts of the day's range.
const DEVIATION_PER_RANGE: f64 = 0.600_561_204_393_224_9;

/// Which of a day's extremes comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The low.
    LowFirst,
    /// The high.
    HighFirst,
}

impl Order {
    /// What is taken for a day of which nothing more is known: one that rose fell to its low first,
    /// one that fell, or stayed, rose to its high first. The way from extreme to extreme then goes
    /// as the day did.
    pub fn of(day: &Candle) -> Self {
        if day.open < day.close {
            Self::LowFirst
        } else {
            Self::HighFirst
        }
    }
}

/// A price at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Seconds since the first day began.
    pub seconds: u64,
    /// In dollars.
    pub price: f64,
}

/// The prices of days one after another, each in so many steps: `steps + 1` points a day, from its
/// open in its first second to its close in its last. What lies between a close and the next open
/// is a jump. A day's path depends on the seed and its date, not on the days before it.
///
/// # Panics
/// If there are fewer than three steps, or more than [`STEPS_MAX`].
pub fn path(days: &[Candle], steps: u64, seed: u64) -> Vec<Point> {
    let days = days.iter().zip((0..).step_by(DAY_SECONDS as usize));
    days.flat_map(|(day, begin)| {
        let mut random = Random::new(seed.wrapping_add(number_of(day.date)));
        let prices = intraday(day, Order::of(day), steps, &mut random);
        let last = DAY_SECONDS - 1;
        let points = prices.into_iter().zip(0..).map(move |(price, step)| Point {
            seconds: begin + step * last / steps,
            price,
        });
        points.collect::<Vec<_>>()
    })
    .collect()
}

/// The prices of a day, from open to close: `steps + 1` of them.
///
/// # Panics
/// As [`path()`].
pub fn intraday(day: &Candle, order: Order, steps: u64, random: &mut Random) -> Vec<f64> {
    assert!((3..=STEPS_MAX).contains(&steps), "{steps} steps");
    let [early, late] = match order {
        Order::LowFirst => [day.low, day.high],
        Order::HighFirst => [day.high, day.low],
    };
    let (first, second) = turns([day.open, early, late, day.close], steps, random);
    let walk = Walk {
        low: day.low,
        high: day.high,
        deviation: (day.high - day.low) * DEVIATION_PER_RANGE / (steps as f64).sqrt(),
    };
    let mut prices = vec![day.open];
    for (to, end) in [(early, first), (late, second), (day.close, steps)] {
        walk.bridge(&mut prices, to, end, random);
    }
    prices
}

/// How a price moves within a day.
#[derive(Clone, Copy, Debug)]
struct Walk {
    low: f64,
    high: f64,
    /// Standard deviation of a step.
    deviation: f64,
}

impl Walk {
    /// Goes on from the last price until there is one for step `end`, which is `to`.
    fn bridge(&self, prices: &mut Vec<f64>, to: f64, end: u64, random: &mut Random) {
        let begin = prices.len() as u64 - 1;
        let mut price = prices[prices.len() - 1];
        for left in (1..end - begin).rev() {
            // What a bridge's next step is, given where it is and `left + 1` steps before its end.
            let (before, after) = (left as f64 + 1.0, left as f64);
            let drift = (to - price) / before;
            let noise = self.deviation * (after / before).sqrt() * normal(random);
            price = self.reflected(price + drift + noise);
            prices.push(price);
        }
        prices.push(to);
    }

    /// A price within the day's range, thrown back from its edges as often as it takes.
    fn reflected(&self, price: f64) -> f64 {
        let range = self.high - self.low;
        if range <= 0.0 {
            return self.low;
        }
        let turns = (price - self.low) / (2.0 * range);
        let within = (turns - turns.floor()) * 2.0 * range;
        let above = if within <= range {
            within
        } else {
            2.0 * range - within
        };
        // What is added may round beyond the edge.
        (self.low + above).clamp(self.low, self.high)
    }
}

/// A number of mean zero and variance one, as good as normal: the sum of twelve even ones less six.
fn normal(random: &mut Random) -> f64 {
    (0..12).map(|_| even(random)).sum::<f64>() - 6.0
}

/// A number from zero to one, each as likely as any other.
fn even(random: &mut Random) -> f64 {
    (random.word() >> 11) as f64 / (1_u64 << 53) as f64
}

/// The steps at which the two prices in the middle are reached. Each of the three ways takes a step,
/// and of the others a part that goes with the square of its distance, and half more or less of that
/// by chance.
fn turns(prices: [f64; 4], steps: u64, random: &mut Random) -> (u64, u64) {
    let way = |from: usize| {
        let distance = prices[from + 1] - prices[from];
        distance * distance * (0.5 + even(random))
    };
    let [one, two, three] = [0, 1, 2].map(way);
    let all = one + two + three;
    let spare = (steps - 3) as f64;
    // Nothing moved at all: then it does not matter when.
    let part = |way: f64| {
        if all > 0.0 {
            (spare * way / all) as u64
        } else {
            0
        }
    };
    let first = 1 + part(one);
    // Two parts that are rounded down are no more than the whole.
    (first, (first + 1 + part(two)).min(steps - 1))
}

/// A date's digits as a number.
fn number_of(date: &str) -> u64 {
    let digits = date.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}
