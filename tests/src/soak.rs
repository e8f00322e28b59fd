//! A soak: everybody does anything, in any order, and after every call the laws must hold.
//!
//! The world is a vault with its registry over five strategies: one lends to solady's vault, one to
//! a second vault of ours, three misbehave the way they are told. Five investors, one of them with
//! bad intentions, and whoever holds a role call whatever there is to call, with amounts at and
//! beyond their bounds, and now and then without the right to: shares wait in redemptions, and
//! debts are moved by a rebalancer whenever it is the allocator. All of it follows from a seed.
//!
//! ```text
//! match soak::run::<Vaults>(7, 10_000) {
//!     Ok(outcome) => println!("{outcome}"),
//!     Err(failure) => println!("{failure}"),
//! }
//! ```

mod act;
pub(crate) mod call;
mod cast;
mod draw;
mod engine;
mod entries;
mod exits;
mod laws;
mod many;
mod outcome;
mod picture;
mod play;
mod random;
pub(crate) mod reason;
mod roles;
pub(crate) mod views;
mod waiting;
mod world;

pub use act::{Act, Place, Sent};
pub use cast::{ALLOCATOR, DAVE, ERIN, EVE, GOVERNOR, INVESTORS, KEEPER};
pub use engine::{Journal, Passing, Play, Soak, run, run_all};
pub(crate) use laws::require;
pub use laws::{Breach, Law};
pub use outcome::{Counts, Failure, Outcome, Tallies, Tally};
pub use picture::Picture;
pub use play::Vaults;
pub use random::Random;
pub use roles::{Change, Role};
pub use world::{HOSTILE, LENDING, STRATEGIES, World, allowance_slot, balance_slot};
