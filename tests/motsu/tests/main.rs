//! Contracts together, natively.

mod aave;
mod curator;
mod farm;
mod permits;
mod price_feed;
mod router;
mod tokens;
mod uniswap;
mod vault;
