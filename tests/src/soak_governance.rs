//! A soak of governance: everybody does anything, in any order, and after every call the laws must
//! hold.
//!
//! A token that votes, a governor, a timelock, and what they govern: a treasury, a parameter store
//! and a contract that remembers a number. Six people hold, delegate and vote, two of them by
//! signature as well; a council schedules beside the governor, a guardian cancels, a keeper
//! executes, a sentinel lowers parameters, and strangers try all of it. Proposals and operations
//! change the settings of all these contracts. All of it follows from a seed.
//!
//! What should be is kept in a model that follows from what is logged ([`Model`]), which is checked
//! as it is logged, and compared to storage after every call and to views now and then.

mod cast;
mod draw;
mod laws;
mod model;
mod motion;
mod outcome;
mod picture;
mod play;
mod settings;
mod signing;
pub mod slots;
mod stage;
mod world;

pub use cast::{ALICE, COUNCIL, DAVE, ERIN, EVE, GUARDIAN, KEEPER, SENTINEL};
pub use laws::{Breach, Law};
pub use model::{Model, Operation, Phase, Proposal};
pub use motion::Motion;
pub use outcome::Counts;
pub use picture::Picture;
pub use play::Governments;
pub use settings::Settings;
pub use world::World;

/// A law of governance was broken.
pub type Failure = crate::soak::Failure<Law>;
