//! Contracts together, natively.

mod aave;
mod curator;
mod factory;
mod farm;
mod oracle;
mod params;
mod permits;
mod price_feed;
mod router;
mod seller;
mod tokens;
mod uniswap;
mod vault;
