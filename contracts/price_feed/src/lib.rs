//! The price of a vault's share in the vault's asset, as Chainlink's aggregators answer, as a
//! Stylus contract: for markets that list the share.
//!
//! The interface is `ballast_abi::price_feed`; how far a price is believed is decided in
//! `ballast_core::Checkpoint`.
//!
//! # Answer
//! One whole share, `10^decimals` of its units, is quoted by `convertToAssets` and scaled to the
//! feed's decimals. A share with fewer digits behind it than the feed shows is quoted in bulk, so
//! the answer has all of them. Rounds down, twice at most: the vault's way, and to the feed's last
//! digit. The answer is the vault's price, but at most the cap: the *line*, which starts at the
//! checkpoint and rises by the growth rate, compounded, and 0.05 % of it. A fall is answered at
//! once.
//!
//! # Checkpoint
//! The constructor takes the first. `update` may be called by anyone, moves it to the vault's price
//! if that is below the line, and leaves it where it is otherwise. So it is never above a line that
//! an earlier checkpoint led to, and neither many updates nor few lift the cap. Few let headroom
//! pile up: a vault that grows by less than the rate should see an update a day, or the growth that
//! it did not use can be had at once by whoever donates to it.
//!
//! # Rounds
//! A round is a checkpoint, the first of them 1. The price is computed when it is asked for, so
//! `updatedAt` is the time of the call: heartbeat checks pass as long as the vault answers, and if
//! it does not the feed reverts rather than answer an old price. `startedAt` is the time of the
//! checkpoint; who wants the cap to be fresh checks that. `answeredInRound` is the round.
//! `getRoundData` knows the latest round alone.
//!
//! # Roles
//! None. The constructor fixes everything; nothing can be changed later.
//!
//! # Assumptions about the vault
//! - Its asset and its decimals never change, and `convertToAssets` answers at any time but in the
//!   middle of one of its own calls.
//! - **Its price cannot be pushed down and back within a transaction.** A push up is capped; a fall
//!   is believed, and an `update` at that moment makes it the checkpoint, from which the price rises
//!   by the rate again. Vaults of this project keep books that no transaction can lower at will.
//! - The first price is honest: whoever lists the share checks `checkpoint`.
//!
//! # Not checked on purpose
//! - Whether the asset is worth anything: the answer is in the asset, to be multiplied by its own
//!   price.
//! - Whether the vault could pay at that price now.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod answers;
mod constructor;
mod dispatch;
mod quote;
mod state;
mod update;

pub use state::PriceFeed;
