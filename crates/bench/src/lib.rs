//! Measures the contracts and the embedded chain against their peers.
//!
//! - [`gas`]: what a vault's operations cost, beside the vaults of OpenZeppelin, solmate, solady;
//! - [`node`]: how fast the embedded chain is as a node, beside Anvil;
//! - [`peers`]: the contracts of others, fetched by npm and compiled when they are first needed;
//! - [`chain`]: the embedded chain with these contracts on it, which tests build on too.

pub mod chain;
mod error;
pub mod gas;
pub mod node;
mod ours;
pub mod peers;

pub use error::BenchError;
