//! Lending against collateral: shares of a pool, interest, rates, health and liquidation.

mod interest;
mod rates;
mod shares;
mod wad;

pub use interest::Anchor;
pub use interest::Settled;
pub use interest::settle;
pub use interest::taylor_compounded_down;
pub use rates::Adaptive;
pub use rates::Growth;
pub use rates::Kinked;
pub use rates::Rate;
pub use rates::RateModel;
pub use rates::utilization_down;
pub use shares::Share;
pub use shares::Totals;
pub use wad::Wad;
