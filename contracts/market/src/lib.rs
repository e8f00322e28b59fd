//! One asset lent against several collaterals, as a Stylus contract: state and rules that all
//! programs of a market share, and what users and liquidators call.
//!
//! The interface is `ballast_abi::market`, and of `ballast_abi::market_risk` what liquidates; money
//! is decided in `ballast_core::lending`. What the market does not answer itself its other programs
//! do, on the market's storage, by DELEGATECALL: the accounts' program and the risk program, whose
//! addresses are given once, to the constructor, and never change.
//!
//! # Balances
//! Supply and debt are pools of shares, converted and rounded as Morpho Blue's, with a million
//! shares and one unit that belong to nobody. Totals are the market's own books: what somebody sends
//! here moves no price. Interest is a function of time, so nobody needs to accrue it; it is booked
//! when a debt changes, and with it the shares of the fee.
//!
//! # Risk
//! Who borrows, or takes collateral out while owing, must be solvent at spot, both averages and bid
//! at the borrow LTVs, and the oracle's gate must be open if it is asked. Supplying, withdrawing,
//! repaying and adding collateral ask neither, and nobody can stop the ways out. A collateral
//! without a price stops those who hold it from taking risk, and nobody else. A batch puts checks off
//! to its own end, in memory that no other call reaches; a liquidation is no item of it.
//!
//! # Liquidation
//! An account is liquidated at spot once it is unhealthy at spot and at the fast average. The slow
//! average may delay that from when `touch` first saw it unhealthy, for a governed time, and delays
//! nothing below the deep threshold. It is left in peace for a cool-off after its last check, so
//! nobody borrows at one price and is liquidated at the next in one transaction. How much is paid
//! and taken says `Terms::plan`; shares of the debt are Morpho Blue's. The borrower is refused. What
//! is owed once no collateral is left is written off in the same call: the reserve's shares pay
//! first, then all suppliers alike.
//!
//! # A feed that is silent
//! While the oracle names no price for a collateral, whoever has it can take no risk, and cannot be
//! liquidated until nothing was seen of the price for the delay of the terms, an hour at least.
//! From then on it counts at the slow average as it was remembered, and what is deep below by that
//! may be liquidated. The silent collateral itself is sold at the highest of what is remembered, so
//! no liquidator gains by the silence. Two silent collaterals wait for the first feed that speaks,
//! and a market that keeps no averages remembers nothing. Other accounts notice nothing.
//!
//! # Caps
//! A collateral's cap is compared with all that the market holds of it, gifts included: no total is
//! kept. Who gives collateral away so uses up room under the cap; nobody else pays for that.
//!
//! # Calls from within
//! While a call is under way any other into the market reverts, views included: the entry point
//! refuses re-entry, and a delegate frame counts for none. So what comes in is measured truly, and a
//! caller that is called back finds nothing half done. State is written before any token moves.
//!
//! # Roles
//! - Users act for themselves, and for whoever authorized them, by call or by signature (EIP-712,
//!   ERC-1271). Anyone supplies, repays and adds collateral for anyone.
//! - What governs is in the other programs. Through this one nothing can be governed.
//!
//! # Rounding
//! Always against the caller: shares down and assets up for who brings, the other way for who takes;
//! collateral down and debt up where they are compared. What a liquidator pays rounds up, what they
//! take down; a loss rounds up. Caps keep twelve digits, rounded down.
//!
//! # Assumptions
//! - The asset neither keeps a fee nor changes balances by itself; one that keeps a fee is refused
//!   where it comes in.
//! - The oracle is governed as carefully as the market.
//! - Keepers poke a collateral at least every quarter of the fast time constant in a crash: the fast
//!   average follows what is seen.
//! - A vault whose share is a collateral does not ask this market for its share's price: within a
//!   call the market does not answer.
//!
//! # Not checked on purpose
//! - Whether a receiver can handle tokens.
//! - That a sister account of the borrower liquidates, or one that may act for them: the cool-off is
//!   what makes that worthless.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod accounts;
mod amounts;
mod authority;
mod batch;
mod books;
mod checks;
mod collateral;
mod constructor;
mod debt;
mod dispatch;
pub mod errors;
mod flash;
mod found;
mod liquidate;
mod money;
mod order;
mod prices;
pub mod record;
mod state;
mod supply;
mod transfers;
mod views;

pub use books::Books;
pub use found::Found;
pub use found::Held;
pub use money::check_address;
pub use money::with_data;
pub use order::Order;
pub use prices::Purpose;
pub use prices::Seen;
pub use prices::Spot;
pub use state::ACCOUNTS_PROGRAM;
pub use state::AUTHORITY;
pub use state::FEE_RECIPIENT;
pub use state::Market;
pub use state::PARAMS;
pub use state::PENDING_AUTHORITY;
pub use state::RISK_PROGRAM;
pub use state::SENTINEL;
