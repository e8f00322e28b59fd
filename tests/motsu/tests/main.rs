//! Contracts together, natively.

mod aave;
mod curator;
mod factory;
mod farm;
mod params;
mod oracle;
mod permits;
mod price_feed;
mod router;
mod seller;
mod tokens;
mod uniswap;
mod vault;
