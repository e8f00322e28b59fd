//! Crashes that happened, and what comes of them.

mod crashes;
mod path;
mod plot;
mod rounds;
