//! Plan, transactions, manifest: the one path by which contracts get onto a chain.
//!
//! A [`Plan`] says which programs there should be, with which constructor arguments. As programs
//! go through the `StylusDeployer` with a salt, their addresses are known while planning, so that
//! a later contract can be given an earlier one's address before anything is sent. [`next`] looks
//! at the chain and tells the next transaction that is missing; [`run`] sends them until none is,
//! and writes down what it did in a [`Manifest`]. Run again, it does only what is left to do.

mod chain;
mod manifest;
mod plan;
mod run;
mod transaction;

use alloy_primitives::{Address, U256};
use thiserror::Error;

use crate::error::ClientError;

pub use manifest::{Deployed, Manifest, Sent};
pub use plan::{CONSTRUCTOR_SELECTOR, Contract, Plan};
pub use run::run;
pub use transaction::{Action, Step, next};

/// Why contracts did not get onto a chain.
#[derive(Debug, Error)]
pub enum DeployError {
    /// Two contracts of a plan have the same name.
    #[error("the plan holds two contracts named {0}")]
    DuplicateName(String),
    /// The code of a contract is larger than a chain takes.
    #[error("the code of {name} has {bytes} bytes, {limit} are allowed")]
    CodeSize {
        /// The contract.
        name: String,
        /// Bytes of its code.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The chain has no deployer where it is expected.
    #[error("chain {chain_id} has no StylusDeployer at {deployer}; name the one it has")]
    NoDeployer {
        /// The chain.
        chain_id: u64,
        /// Where it was expected.
        deployer: Address,
    },
    /// A transaction succeeded, and the chain still lacks what it was for.
    #[error("the chain took the transaction to {action} {name}, but it had no effect")]
    NoEffect {
        /// What it was for.
        action: Action,
        /// The contract.
        name: String,
    },
    /// The program is to be cached, and nobody sells places.
    #[error("{name} cannot be cached: the chain has no cache manager, and {sender} is none")]
    NoCacheManager {
        /// The contract.
        name: String,
        /// Who would cache it.
        sender: Address,
    },
    /// A place in the cache costs more than the plan allows.
    #[error("a place in the cache for {name} costs {price} wei, the plan allows {limit}")]
    CachePrice {
        /// The contract.
        name: String,
        /// Wei asked.
        price: U256,
        /// Wei allowed.
        limit: U256,
    },
    /// A step failed.
    #[error("cannot {action} {name}: {source}")]
    Step {
        /// What the step was for.
        action: Action,
        /// The contract.
        name: String,
        /// Why it failed.
        source: ClientError,
    },
    /// The chain does not answer a question about itself or a contract.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A manifest cannot be read or written.
    #[error("{path}: {reason}")]
    Manifest {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
}
