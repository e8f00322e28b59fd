//! Money without a chain: what decides an amount, as pure functions of amounts.
//!
//! Nothing here knows storage, a caller or a clock. A contract loads its state, asks this crate
//! what follows, and writes the answer back. Every public item states its units and on whose side
//! it rounds.
#![no_std]
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod books;
mod units;

pub use books::Books;
pub use books::BooksError;
pub use units::Assets;
pub use units::Shares;
