//! Asks an Arbitrum node: typed calls of the contracts, permits, traces, and the one path that
//! deploys.
//!
//! Everything goes through an alloy provider, so any node will do: the embedded chain, a Nitro
//! development node, a public endpoint (over TLS with the crate's feature `https`). Calls are
//! spelt with the types of `ballast_abi`.
//!
//! - [`Client`]: a node and the account that sends, with typed calls and transactions;
//! - [`Receipt`]: what a transaction used;
//! - [`permit`]: signatures that allow spending without a transaction;
//! - [`trace`] and [`floor`]: what programs did inside a transaction, and what of its gas no
//!   program could have saved;
//! - [`program`]: what a chain knows about a program;
//! - [`deploy`]: plan, transactions, manifest.

mod client;
pub mod deploy;
mod error;
pub mod floor;
pub mod permit;
pub mod precompiles;
pub mod program;
mod reason;
mod receipt;
pub mod trace;

pub use client::Client;
pub use error::ClientError;
pub use reason::reason;
pub use receipt::Receipt;
