//! A strategy that provides liquidity to a pool of Uniswap v3, as a Stylus contract.
//!
//! One position of one vault: liquidity in one range of one *pool*, of the vault's asset and one
//! *other* token. The interface is `ballast_abi::strategy`, with what is its own in
//! `ballast_abi::strategy_uniswap_v3`. It holds the liquidity in the pool itself, not through the
//! position manager: no allowance is ever given, no other contract stands in between, and a part of
//! the position can be handed over as its two tokens. What is left over by a swap or a mint lies
//! here and is booked.
//!
//! # Prices
//! Two of them: that of this moment, *spot*, which whoever trades can move, and the *mean* over a
//! window, the geometric mean of the price by the pool's own observations, which nobody can move
//! within a transaction.
//! - **What all of it is worth is taken from the mean alone**: liquidity counts as the tokens it
//!   would be at the mean price, the other token counts at that price less the pool's fee, as if it
//!   were sold. Liquidity is never worth less at another price than its tokens there are at the mean,
//!   so a spot price that was moved makes an exit richer, never poorer, until arbitrage is done.
//! - **Nothing is minted or swapped while spot and mean differ by more than a bound**: `allocate`
//!   and `rerange` refuse, `deallocate` pays what lies here, `harvest` collects and invests later.
//! - **No swap passes a price** that is a bound off the mean; what is not swapped there stays.
//!
//! # Roles
//! The registry alone, fixed by the constructor, may allocate, deallocate, harvest, leave and give
//! away. Anybody may `rerange`, once the mean price has left the inner band, a while after the last
//! time, for a loss within a budget that refills: at worst somebody trades against those swaps at the
//! bound of the price, as often as the wait and as much as the budget allow. The pool may call back,
//! and gets what the trade under way may cost. The authority of the registry names the seller, who may take
//! any token but the pool's two; nothing else can be changed later.
//!
//! # What can be had
//! `maxWithdrawable` is what lies here and what the rest brings at the worst price a swap may have,
//! while spot and mean agree; else what lies here. It supposes that the pool is deep enough to take
//! the other token before the price gets there; where it is not, `deallocate` sends less. An exit
//! pays the pool's fee for what it swaps, as `realAssets` said; what a swap moves the price beyond
//! that is borne by those who stay, and bounded. In kind, everybody gets their part of both tokens at
//! any time: no price is asked.
//!
//! # Fees
//! Fees count in `realAssets` as they accrue. Whoever pays fees, or makes a gift to the pool by a
//! flash loan's fee, raises it by no more than their part of what they pay. `harvest` collects and
//! reinvests them, and books what else lies here: gifts, and what rewards were sold for.
//!
//! # Assumptions
//! - The pool is Uniswap v3's: one that its factory knows, which the constructor checks; that the
//!   factory is Uniswap's is for whoever adds the strategy to check.
//! - Both tokens deliver what a transfer says, and neither changes balances by itself.
//! - The mean cannot be held off by who would have to trade against everybody else for the length of
//!   the window. With fewer `observations` than the window has seconds, somebody who trades every
//!   second can make the pool forget what was before the window: then nothing can be valued, and the
//!   registry takes it for a failure until the trades stop. Anybody may pay the pool for more room.
//! - **A range loses against holding** whenever the price moves, and more with every move of the
//!   range; fees have to make up for it. That is the strategy, not a fault of it.
//!
//! - **The registry's bounds of a report are wider than the price moves between two of them**: half of
//!   what is held follows the price of the other token.
//!
//! # Rounding
//! Worth rounds down, liquidity that is burnt for an exit up, parts given in kind down, for those who
//! stay. A mint or a burn may leave two units of a token with the pool.
//!
//! # Not checked on purpose
//! - Whether the other token is any good: its collateral id has a cap in the registry.
//! - What is sent here without an allocation: both tokens are booked by the next harvest, or by anybody
//!   (`reinvest`), as a gain; others are the seller's.
//! - Whether the receiver of tokens can handle them.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod constructor;
mod dispatch;
mod entry_point;
mod holdings;
mod moves;
mod refusals;
mod rerange;
mod state;
mod terms;
mod trading;
mod views;
mod worth;

pub use state::Strategy;
