//! Crashes that happened, and what comes of them.

mod path;
mod plot;
mod rounds;
