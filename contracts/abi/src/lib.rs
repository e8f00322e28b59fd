//! Interfaces, events and errors of the contracts, spelt once for contracts and clients.
//!
//! Each module holds `sol!` interfaces: contracts take selectors and event topics from them,
//! clients encode and decode with them. With the feature `json` the crate also gives the whole ABI
//! of a contract, constructor included, in `contract`.
#![no_std]

#[cfg(feature = "json")]
extern crate alloc;

/// Declares Solidity interfaces, with their JSON ABI if the crate's feature `json` is on.
macro_rules! interfaces {
    ($($body:tt)*) => {
        #[cfg(feature = "json")]
        alloy_sol_types::sol! {
            #![sol(abi, all_derives)]
            $($body)*
        }
        #[cfg(not(feature = "json"))]
        alloy_sol_types::sol! {
            #![sol(all_derives)]
            $($body)*
        }
    };
}
pub(crate) use interfaces;

pub mod access_control;
pub mod construction;
#[cfg(feature = "json")]
pub mod contract;
pub mod curator;
pub mod erc20;
pub mod erc4626;
pub mod factory;
pub mod governance_lens;
pub mod governor;
pub mod liquidator;
pub mod market;
#[expect(
    clippy::too_many_arguments,
    reason = "a liquidation is logged with eight figures"
)]
pub mod market_risk;
pub mod market_shares;
pub mod oracle;
pub mod params;
pub mod price_feed;
pub mod rebalancer;
pub mod redemptions;
pub mod registry;
pub mod rewards;
pub mod router;
pub mod seller;
pub mod signature;
pub mod strategy;
pub mod strategy_aave_v3;
pub mod strategy_erc4626;
pub mod strategy_uniswap_v3;
pub mod targets;
pub mod timelock;
pub mod token;
pub mod treasury;
pub mod uniswap_v3;
pub mod vault;
pub mod votes;

#[cfg(test)]
mod tests;
