//! Contracts together, natively.

mod aave;
mod curator;
mod factory;
mod farm;
mod governance_lens;
mod governor;
mod liquidator;
mod market;
mod market_shares;
mod oracle;
mod params;
mod permits;
mod price_feed;
mod router;
mod seller;
mod timelock;
mod tokens;
mod treasury;
mod uniswap;
mod vault;
mod votes;
