//! A strategy that lends to an Aave v3 pool, as a Stylus contract.
//!
//! One position of one vault: aTokens, the receipts of a *pool* for the vault's asset. The
//! interface is `ballast_abi::strategy`, with `ballast_abi::rewards` beside it. The strategy holds
//! aTokens, and rewards until they are sold: what it is sent to allocate goes on to the pool in the
//! same call, and the pool pays the vault directly. It never borrows, so no price that Aave sees
//! concerns it.
//!
//! # Roles
//! The registry alone, fixed by the constructor, may allocate, deallocate, leave and give away
//! aTokens. The authority of the registry names the seller, and nothing else can be changed later; the
//! seller may take any token but the asset and the aToken, and at worst keeps rewards. Anybody may
//! `harvest`, which changes nothing, `claim` a reward for the strategy, and have assets that lie here
//! put to work (`reinvest`). Whether to call, and what a failure means, is the registry's to decide: a pool
//! that reverts makes the strategy revert, with the pool's own reason where it gives one.
//!
//! # What it is worth
//! `realAssets` is the balance of aTokens, each of which claims one unit of the asset. Interest is
//! in the balance. It grows with time, and by a part of what flash loans pay; whoever sends aTokens
//! here raises it at once, and so can raise no more than he gives away. The registry's bound on the
//! gain of a report and the vault's unlocking of profit over time limit what that is worth.
//!
//! # What can be had
//! `maxWithdrawable` is the balance or what the pool has left, whichever is less, and nothing while
//! the reserve is paused. `deallocate` pays that much and says so. `emergencyExit` looks at the
//! liquidity alone: a paused pool answers it with its reason. A reserve that is frozen takes
//! nothing and pays as ever.
//!
//! What the pool has left is what it says itself (`getVirtualUnderlyingBalance`, since v3.1), or
//! what lies at the aToken where the pool does not say. The latter is not asked first: a donation to
//! the aToken raises it by what the newer pools would not pay out.
//!
//! # Rewards
//! What Aave grants in any token is claimed by `claim`, or by a sweep, which hands it to the seller;
//! what is granted in the asset is put to work as it is. One token at a time, within a bound of gas:
//! neither a reward nor the controller that fails keeps anybody from another, and neither reports nor
//! exits ask the controller. Aave's own aTokens report every change of a balance to it, so one that
//! fails there stops Aave.
//!
//! # Assumptions about the pool
//! - It is Aave v3 with the reserve layout of v3.0 to v3.3: the aToken is the ninth word of
//!   `getReserveData`, and bit 60 of `getConfiguration` says paused. Later pools keep both.
//! - Its governance is honest: it can replace the code of pool and aToken, pause, freeze, and
//!   change rates and caps.
//! - **An aToken is worth its asset.** Bad debt of a reserve, a deficit in v3.3's words, is in no
//!   balance; it shows when the last who want to leave find no liquidity.
//! - A full supply cap, a frozen or paused reserve make `supply` revert, and `allocate` with it.
//! - A reserve counts a virtual balance if it can (`v3.1` to `v3.3` let governance switch that off
//!   for assets that are minted by a facilitator, which nobody can supply).
//! - The liquidity index is below two: from there on, pools before v3.5 refuse to burn a single
//!   unit, and would make `deallocate` of one revert. At 5% a year that takes fourteen years.
//!
//! # What it costs
//! A payment takes some 180,000 gas with v3.0, and more where Aave accounts for rewards: the
//! registry's `callGas` must be well above its minimum.
//!
//! # Assumptions about the asset
//! Those of the vault. Approvals are exact and used up within the call: tokens that want an
//! allowance reset before it changes are never asked for more.
//!
//! # Rounding
//! aTokens keep a scaled balance, so every entry, exit and transfer may leave the balance up to two
//! units off. Right after an allocation the strategy may be worth that much less than it owes, until
//! interest outgrows it, which on a reserve that lends takes seconds. The part given in kind rounds
//! down, for those who stay.
//!
//! # Not checked on purpose
//! - Whether the pool is any good: that is what adding it to the registry decides.
//! - What is sent here without an allocation: aTokens count from then on, assets once anybody has them
//!   put to work, and other tokens are the seller's.
//! - Whether the receiver of aTokens can handle them.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod amounts;
mod constructor;
mod incentives;
mod moves;
mod reserve;
mod router;
mod state;
mod views;

pub use state::Strategy;
