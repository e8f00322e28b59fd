//! Which crashes are played, and where they are worst.

use super::path::{DAY_SECONDS, Point, path};
use crate::{Candle, bitcoin_from};

/// Some days in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crash {
    /// What it is called in files' names.
    pub name: &'static str,
    /// Its first day.
    pub first: &'static str,
    /// How many days there are.
    pub days: usize,
}

/// Bitcoin lost 39 % from open to close of 12 March 2020, and half within two days.
pub const MARCH_2020: Crash = Crash {
    name: "march-2020",
    first: "2020-03-11",
    days: 3,
};

/// Bitcoin fell from 43,500 to 30,700 dollars within 19 May 2021.
pub const MAY_2021: Crash = Crash {
    name: "may-2021",
    first: "2021-05-18",
    days: 3,
};

impl Crash {
    /// The path of its days, each in so many steps.
    ///
    /// # Panics
    /// If the series does not hold all days, or as [`path()`] does.
    pub fn path(&self, steps: u64, seed: u64) -> Vec<Point> {
        let days: Vec<Candle> = bitcoin_from(self.first).take(self.days).collect();
        assert_eq!(days.len(), self.days, "{} is not in the series", self.first);
        path(&days, steps, seed)
    }
}

/// When the price loses the largest part of itself within a span, to the first of such moments.
pub fn worst(path: &[Point], span_seconds: u64) -> u64 {
    let mut worst = (f64::INFINITY, 0);
    for (place, point) in path.iter().enumerate() {
        let end = point.seconds + span_seconds;
        let within = path[place..].iter().take_while(|it| it.seconds <= end);
        // The last point that is within: there is one, the first.
        let last = within.last().unwrap_or(point);
        let kept = last.price / point.price;
        if kept < worst.0 {
            worst = (kept, point.seconds);
        }
    }
    worst.1
}

/// The day of a moment, counted from zero.
pub const fn day_of(seconds: u64) -> u64 {
    seconds / DAY_SECONDS
}
