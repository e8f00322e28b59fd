//! One asset lent against several collaterals, as a Stylus contract: state and rules that both
//! programs of a market share, and what users call.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

pub mod record;
mod state;

pub use state::AUTHORITY;
pub use state::FEE_RECIPIENT;
pub use state::Market;
pub use state::PARAMS;
pub use state::PENDING_AUTHORITY;
pub use state::RISK_PROGRAM;
pub use state::SENTINEL;
