//! Lending against collateral: shares of a pool, interest, rates, health and liquidation.

mod shares;
mod wad;

pub use shares::Share;
pub use shares::Totals;
pub use wad::Wad;
