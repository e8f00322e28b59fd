//! Sells what strategies are rewarded with for the asset of their vault, as a Stylus contract.
//!
//! The interface is `ballast_abi::seller`; what a token is worth and what a sale may lose is decided
//! in `ballast_core` (`worth_up`, `least_down`, `Budget`). A *route* belongs to a token of one
//! strategy: one or two pools of Uniswap v3 that lead to the asset, and bounds. Pools are traded
//! with directly: no allowance is ever given.
//!
//! # A sale
//! Anybody may `sell`. The strategy hands over what it has of the token and what its venue owes of
//! it; what came is kept for that route. Up to a chunk of it is sold, which refills by the second, so
//! that a large pile is not sold into a thin pool at once. What comes of the asset goes to the route's
//! *payee*, the strategy itself or another of the same vault, which puts it to work at once: its next
//! report books it as a gain, which unlocks over time. While its venue takes nothing, nothing is sold.
//!
//! # What a sale may lose
//! - **Nothing is sold while spot and mean differ by more than a bound** in any pool.
//! - **No swap passes a price** that is a bound off the mean. Of one pool as much is sold as it takes
//!   up to there, and the rest is kept; where there are two, the second takes everything or all of it
//!   reverts.
//! - What is worth more by the means than it brought, fees included, is a loss, spent from a limit per
//!   route that refills by the second. In any time `t` at most `lossMax * (1 + t / lossSeconds)` of the
//!   asset is lost, whatever the caller does around the sale. Losses round up.
//!
//! # Roles
//! - Authority, to be a timelock: routes, roles. At worst it sells rewards to itself for nothing.
//! - Sentinel: may only narrow: stop, tighten bounds, remove routes. At worst rewards pile up.
//! - Anyone: `sell`. At worst they trade against a sale up to its bounds.
//!
//! Nobody can take anything out. No role and no sale reaches a position, a share or the vault: a
//! strategy hands over nothing that is the asset or that its position consists of.
//!
//! # Assumptions
//! - The pools are Uniswap v3's: each is one that its factory knows, which is checked; that the factory
//!   is Uniswap's is for whoever sets the route.
//! - A mean over the window cannot be held off by who would have to trade against everybody else for
//!   that long. For the token of a thin pool that is cheap: what is lost then is the limit's to bound.
//! - The asset delivers what a transfer says.
//! - A pool has room for the observations of a window; anybody may pay for it. Where it has not,
//!   whoever trades can keep sales away.
//!
//! A token may revert, take a fee, lie, burn gas or call back: that stops its own route and no other. A
//! sweep has a bound of gas, and what came of it is measured here.
//!
//! # Rounding
//! Means are whole ticks, rounded down: what a token is worth may be off by a basis point for each pool,
//! either way. Worth rounds up, what is left of a limit down, the least that a sale may bring down.
//!
//! # Not checked on purpose
//! - What is sent here without a sweep: it belongs to no route and stays.
//! - Whether strategy and payee are in the registry, as they may be added later. What is sold for one
//!   that was revoked must be paid to another.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod calls;
mod constructor;
mod dispatch;
mod entry_point;
mod errors;
mod events;
mod offer;
mod roles;
mod route;
mod routes;
mod sale;
mod state;
mod terms;
mod views;

pub use state::Seller;
