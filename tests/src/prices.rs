//! Prices that once were: bitcoin in dollars, a candle a day.
//!
//! `tests/data/btc-usd-1day.csv` holds the days from 2020-01-01 to 2021-10-27 as Yahoo Finance
//! lists them under BTC-USD, rounded to cents; four days that are not listed are left out.

/// A day's prices, in dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    /// The day, as `2020-03-12`.
    pub date: &'static str,
    /// At its beginning.
    pub open: f64,
    /// Its highest.
    pub high: f64,
    /// Its lowest.
    pub low: f64,
    /// At its end.
    pub close: f64,
}

const SERIES: &str = include_str!("../data/btc-usd-1day.csv");

/// The days from `first` on, in order; none if the series has no such day.
pub fn bitcoin_from(first: &str) -> impl Iterator<Item = Candle> {
    SERIES
        .lines()
        .skip(1)
        .filter_map(read)
        .skip_while(move |candle| candle.date != first)
}

fn read(line: &'static str) -> Option<Candle> {
    let mut fields = line.split(',');
    let date = fields.next()?;
    let mut price = || fields.next()?.parse().ok();
    Some(Candle {
        date,
        open: price()?,
        high: price()?,
        low: price()?,
        close: price()?,
    })
}
