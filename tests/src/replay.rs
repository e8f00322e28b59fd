//! Crashes that happened, step by step.
//!
//! A day is known by four prices ([`Candle`](crate::Candle)); [`path`] fills in what lies between,
//! [`rounds`] is what a feed says of it. On a [`stage`] of real contracts stand [`borrowers`];
//! [`run`] lets a crash come over them under some [`rules`]; [`report`] and [`plot`] say and draw
//! what came of it.

pub mod borrowers;
pub mod crash;
pub mod measure;
pub mod path;
pub mod plot;
pub mod report;
pub mod rounds;
pub mod rules;
pub mod run;
mod selling;
pub mod stage;
