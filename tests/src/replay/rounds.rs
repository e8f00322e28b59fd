//! What a feed says of a price that moves.
//!
//! A feed of Chainlink's kind is written when the price has moved by its threshold since the last
//! answer, or when its heartbeat is over; and what it is written with was seen a while before.

use super::path::Point;

/// How a feed follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// It is written once the price is so far off its last answer, in basis points of that.
    pub threshold_bps: u32,
    /// It is written after so many seconds at the latest.
    pub heartbeat_seconds: u64,
    /// What it says was seen so many seconds before it says it.
    pub delay_seconds: u64,
}

/// An answer, and when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Seconds since the path began.
    pub seconds: u64,
    /// In dollars, with eight decimals.
    pub answer: u64,
}

/// The rounds of a feed along a path, in order; the first is the path's first price. A price that is
/// seen while another waits to be written is compared with that one.
pub fn rounds(path: &[Point], terms: Terms) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    let mut last: Option<Point> = None;
    for point in path {
        let is_due = last.is_none_or(|last| {
            let moved = (point.price - last.price).abs() * 10_000.0;
            f64::from(terms.threshold_bps) * last.price <= moved
                || terms.heartbeat_seconds <= point.seconds - last.seconds
        });
        if !is_due {
            continue;
        }
        let delay = if last.is_none() {
            0
        } else {
            terms.delay_seconds
        };
        last = Some(*point);
        rounds.push(Round {
            seconds: point.seconds + delay,
            // Prices lie far below 2^53 cents.
            answer: (point.price * 100_000_000.0).round() as u64,
        });
    }
    rounds
}

/// The round that a feed answers with at a time; none before the first.
pub fn at(rounds: &[Round], seconds: u64) -> Option<Round> {
    let written = rounds.partition_point(|round| round.seconds <= seconds);
    written.checked_sub(1).map(|place| rounds[place])
}
