//! The factory, as a Stylus contract: makes vaults that work from the start, and knows which it
//! made.
//!
//! The interface is `ballast_abi::factory`. A vault, a registry and a rebalancer are made together:
//! copies of the code of three blueprints, put together and offered to an owner in one transaction.
//!
//! # Copies
//! On Arbitrum a program is activated by the hash of its code. A copy of an activated program needs
//! no activation of its own, and lives and expires with all others of the same code: keeping one
//! alive keeps all. The factory reads a blueprint's code, puts the usual few bytes before it that
//! return the rest, and creates the copy by CREATE2. A blueprint's code cannot change, so neither
//! can what is copied; what a blueprint holds or who governs it matters to nobody.
//!
//! # Nobody comes in between
//! A copy is created and constructed in one transaction, and the first to call it is the factory.
//! Its address depends on who asked and on the salt alone: nobody can take it for them, and whoever
//! sends the same transaction first gets another one. An asset that calls back in the middle finds
//! the factory locked.
//!
//! # Roles
//! None. Anyone may create. The factory is the authority of what it makes until the owner accepts,
//! and has no method that would use it: what was offered to an address that cannot accept stays as
//! it was made, without strategies and without fees, and depositors can leave.
//!
//! # Assumptions
//! The blueprints are this project's. Whoever relies on a factory looks at their code.
//!
//! # Limits of liveness
//! `create` writes some 56 KB of code: 11.3 million gas for that alone. Has the program of a
//! blueprint expired, it fails until somebody activates it again.
//!
//! # Not checked on purpose
//! - Whether the asset is worth anything, or behaves: `isVault` says who made a vault, not whom to
//!   trust.
//! - Calldata behind the last argument.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

extern crate alloc;

mod constructor;
mod copies;
mod create;
mod dispatch;
mod errors;
mod state;
mod views;

pub use state::Factory;
