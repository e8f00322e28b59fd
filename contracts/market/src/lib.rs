//! One asset lent against several collaterals, as a Stylus contract: state and rules that all
//! programs of a market share, and what users call.
//!
//! The interface is `ballast_abi::market`; money is decided in `ballast_core::lending`. What the
//! market does not answer itself its other program does, on the market's storage, by DELEGATECALL:
//! the address is given once, to the constructor, and never changes.
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
//! to its own end, in memory that no other call reaches; it holds methods of this program alone.
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
//! collateral down and debt up where they are compared. Caps keep twelve digits, rounded down.
//!
//! # Assumptions
//! - The asset neither keeps a fee nor changes balances by itself; one that keeps a fee is refused
//!   where it comes in.
//! - The oracle is governed as carefully as the market.
//! - A vault whose share is a collateral does not ask this market for its share's price: within a
//!   call the market does not answer.
//!
//! # Not checked on purpose
//! - Whether a receiver can handle tokens.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

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
mod money;
mod prices;
pub mod record;
mod state;
mod supply;
mod transfers;
mod views;

pub use books::Books;
pub use money::check_address;
pub use money::with_data;
pub use prices::Purpose;
pub use prices::Seen;
pub use prices::Spot;
pub use state::AUTHORITY;
pub use state::FEE_RECIPIENT;
pub use state::Market;
pub use state::PARAMS;
pub use state::PENDING_AUTHORITY;
pub use state::RISK_PROGRAM;
pub use state::SENTINEL;
