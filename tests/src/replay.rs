//! Crashes that happened, step by step.
//!
//! A day is known by four prices ([`Candle`](crate::Candle)); [`path`] fills in what lies between,
//! [`rounds`] is what a feed says of it, [`plot`] draws what came of it.

pub mod path;
pub mod plot;
pub mod rounds;
