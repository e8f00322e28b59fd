//! What assets are worth, by several sources each, as a Stylus contract.
//!
//! The interface is `ballast_abi::oracle`; prices, bands and agreement are decided in
//! `ballast_core::oracle`. Every price is in one *numeraire*, so a quote is a quotient of two.
//!
//! # Price
//! Inside, a price is what 10^36 smallest units of an asset are worth in smallest units of another:
//! the scale of Morpho's markets, in which decimals are dealt with once, where a source is read. A
//! feed's own decimals end there. An asset has up to five sources; each says what the asset is worth
//! in the numeraire, or in another asset, by whose price it is multiplied. The price is the median of
//! those that are alive, if so many agree with it as are asked for; else there is none, and the call
//! reverts. Zero is never a price, nor is one of less than nine digits.
//!
//! Bid and ask are the medians of what the sources allow for: the confidence of each to either side of
//! its price, and of a pool also its price now. Who takes risk is valued at the worst of them, and is
//! not helped by moving a pool; liquidations go by the mid, which a pool's price now does not move.
//!
//! # Sources
//! - **Aggregator** (Chainlink), or one quoted the other way round: an answer above zero, complete, no
//!   older than the feed's own heartbeat, and inside a band whose edges do not count, so a clamped
//!   answer is none. Decimals are pinned: they are read again whenever another aggregator answers
//!   behind the proxy than did at registration, or there is no proxy, and must be the same.
//! - **Pool** (Uniswap v3): the mean price over a window, with enough liquidity over that window
//!   (harmonic mean) and room for observations.
//! - **Share** (ERC-4626): what the vault says, but no more than growth at a fixed rate from a
//!   checkpoint allows, and 0.05 % of that; a fall at once. Anyone may move the checkpoint, never up.
//!
//! Each is asked with a bound of gas, which must be there: whoever calls with too little is refused
//! and cannot choose which source fails.
//!
//! # Sequencer
//! `mayTakeRisk` and `mayLiquidate` answer by Arbitrum's uptime feed. Quotes do not ask it: who repays
//! or adds collateral never waits. New risk waits for a grace after the sequencer is back;
//! liquidations do, too, but for the deeply unhealthy. Both fail open after the sequencer has been away
//! for a governed time. A feed that says nothing closes new risk and nothing else.
//!
//! # Roles
//! - Authority, to be a timelock: assets, sources, the gate. At worst it names any price.
//! - Sentinel: may disable sources, ask for more that agree, more closely, and tighten bounds. At
//!   worst prices are missing: nothing is borrowed, and nobody is liquidated, until the authority acts.
//! - Anyone: `checkpoint`. At worst, where somebody can push a share's price down within a transaction,
//!   it grows again from there by its rate.
//!
//! # Rounding
//! Quotes and bids round down, asks up. Each step is off by less than a 10^9th part.
//!
//! # Assumptions
//! - An asset's decimals do not change; they are read when it is registered.
//! - A feed's decimals do not change within a phase, as Chainlink's aggregators are immutable.
//! - A pool is one that its factory knows, which is checked; that the factory is Uniswap's is for
//!   whoever sets it. A mean over the window is not held off by who trades against everybody for as
//!   long.
//! - A vault whose share is an asset cannot be pushed down and back within a transaction.
//!
//! # Not checked on purpose
//! - That what a feed prices is the asset: a second source that disagrees is what shows it.
//! - Whether raising an asset's level leaves those without a price that are multiplied by it: they
//!   have none until their sources are set again.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod assets;
mod checkpoint;
mod constructor;
mod dispatch;
mod errors;
mod events;
mod gate;
mod quotes;
mod reading;
mod record;
mod roles;
mod settings;
mod source;
mod state;
mod survey;
mod views;

pub use state::Oracle;
