//! What all strategies share: whom they know, parts of what they hold, what they count towards, and what
//! becomes of rewards.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod id;
mod part;
mod parties;
pub mod rewards;

pub use id::collateral_id;
pub use id::pool_id;
pub use id::venue_id;
pub use part::part;
pub use parties::Parties;
