//! Crashes that happened, step by step.
//!
//! A day is known by four prices ([`Candle`](crate::Candle)); [`path`] fills in what lies between,
//! [`plot`] draws what came of it.

pub mod path;
pub mod plot;
