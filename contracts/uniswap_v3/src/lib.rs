//! Pools of Uniswap v3 as contracts here use them: their prices over time, trades with them, and
//! the callbacks by which they are paid.
//!
//! Contracts trade with pools directly, not through Uniswap's router and position manager: no
//! allowance is ever given, and nobody else's code and storage stands in between.
//! What it takes is that a pool calls back for its money. That is let in by [`entry::run`], which
//! refuses every other call while one is open, and paid by [`due::settle`], which pays
//! - the pool that the contract knows and nobody else,
//! - once, while a trade is under way,
//! - and no more than was set aside for that very trade.
//!
//! # Assumptions about the pool
//! - It is one of its factory's, which [`Pool::is_genuine`] checks; whether the factory is
//!   Uniswap's is for whoever names the pool.
//! - What it answers is true: amounts it says it paid arrived. Tokens deliver what a transfer says.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

pub mod due;
pub mod entry;
mod market;
mod pool;
mod trades;
mod word;

pub use market::Market;
pub use pool::Growth;
pub use pool::Pool;
pub use pool::Position;
pub use pool::Slot0;
pub use pool::Window;
pub use trades::Paid;
pub use word::signed;
