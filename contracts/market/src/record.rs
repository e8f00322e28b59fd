//! What the market keeps, in as few words as a call needs.

mod account;
mod bits;
mod collateral;
mod compact;
mod pool;
mod settings;

pub use account::AccountRecord;
pub use account::COLLATERALS_MAX;
pub use collateral::CollateralRecord;
pub use compact::COMPACT_BITS;
pub use compact::compact_down;
pub use compact::expand;
pub use pool::FeeShares;
pub use pool::anchor_from;
pub use pool::anchor_to;
pub use pool::kinked_from;
pub use pool::kinked_to;
pub use pool::totals_from;
pub use pool::totals_to;
pub use settings::Config;
pub use settings::LiquidationRecord;
pub use settings::Pricing;

#[cfg(test)]
mod tests;
