//! The vault at work: lending through its registry, reports, exits, and what goes wrong on the way.

mod aave;
mod curator;
mod debt;
mod exits;
mod factory;
mod forced_deallocation;
mod governance;
mod harvest;
mod in_kind;
mod keeper;
mod quarantine;
mod reallocate;
mod rebalance;
mod rebalance_constructor;
mod rebalance_settings;
mod redemptions;
mod rewards;
mod seller;
mod target_source;
mod uniswap;
