//! A soak of the lending market: everybody does anything, in any order, and after every call the
//! laws must hold.
//!
//! One market of one asset and ten collaterals, eight tokens and the shares of two vaults, at the
//! prices of the oracle over feeds that are played: they move, at times violently, and one of them
//! reverts, burns gas or answers nonsense as it is told. Six people and a contract that is called
//! back supply, borrow, pay, batch and liquidate, with amounts at and beyond their bounds, and now
//! and then without the right to; whoever governs moves every setting, and so does the parameter
//! store. All of it follows from a seed.
//!
//! ```text
//! match soak::run::<Markets>(7, 10_000) {
//!     Ok(outcome) => println!("{outcome}"),
//!     Err(failure) => println!("{failure}"),
//! }
//! ```

mod asking;
mod cast;
mod cells;
mod deeds;
mod draw;
mod laws;
mod model;
mod outcome;
mod picture;
mod play;
mod probes;
mod roles;
mod rules;
pub mod slots;
mod slump;
mod stage;
mod world;

pub use cast::{DAVE, ERIN, EVE, GOVERNOR, KEEPER, PEOPLE};
pub use laws::{Breach, Law};
pub use outcome::Counts;
pub use picture::{Holder, Picture, Pool, Quotes};
pub use play::Markets;
pub use rules::{Rules, Taken};
pub use world::{COLLATERALS, FAILING, TOKENS, World};

/// A law of the market was broken.
pub type Failure = crate::soak::Failure<Law>;
