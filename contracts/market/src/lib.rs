//! One asset lent against several collaterals, as a Stylus contract: state and rules that both
//! programs of a market share, and what users call.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod amounts;
mod authority;
mod batch;
mod books;
mod checks;
mod collateral;
mod constructor;
mod debt;
mod dispatch;
pub mod errors;
mod flash;
mod money;
mod prices;
pub mod record;
mod state;
mod supply;
mod transfers;
mod views;

pub use books::Books;
pub use money::check_address;
pub use money::with_data;
pub use prices::Spot;
pub use state::AUTHORITY;
pub use state::FEE_RECIPIENT;
pub use state::Market;
pub use state::PARAMS;
pub use state::PENDING_AUTHORITY;
pub use state::RISK_PROGRAM;
pub use state::SENTINEL;
