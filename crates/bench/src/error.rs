//! Why a measurement failed.

use std::io;
use std::path::PathBuf;

use alloy_primitives::{B256, Bytes};

use crate::peers::PeersError;

/// Why a measurement failed.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The contracts of others are not to be had.
    #[error(transparent)]
    Peers(#[from] PeersError),
    /// The embedded chain does not start.
    #[error(transparent)]
    Start(#[from] ballast_devnet::StartError),
    /// The embedded chain refuses a request.
    #[error(transparent)]
    Chain(#[from] ballast_devnet::Error),
    /// A node does not do what it is asked for.
    #[error(transparent)]
    Client(#[from] ballast_client::ClientError),
    /// A vault cannot be deployed.
    #[error(transparent)]
    Deploy(#[from] ballast_client::deploy::DeployError),
    /// A node's process cannot be started or watched.
    #[error("{}: {source}", .program.display())]
    Process {
        /// What was to be started.
        program: PathBuf,
        /// Why it was not.
        source: io::Error,
    },
    /// A node ended, or did not answer in time.
    #[error("{} does not answer", .0.display())]
    Silent(PathBuf),
    /// The machine gives no runtime for requests.
    #[error("requests cannot be made: {0}")]
    Runtime(#[source] io::Error),
    /// A transaction could not be signed.
    #[error("a transaction could not be signed")]
    Unsigned,
    /// A call reverts.
    #[error("{what} reverts with {data}")]
    Reverted {
        /// Its signature.
        what: &'static str,
        /// What it reverts with.
        data: Bytes,
    },
    /// A transaction failed although the same call passes.
    #[error("{0} failed in a transaction, though not in a call")]
    Failed(&'static str),
    /// A mined transaction has no receipt.
    #[error("the chain does not know transaction {0}, which it mined")]
    Lost(B256),
    /// A creation made no contract.
    #[error("a creation made no contract")]
    NoContract,
    /// A call returned something else than its ABI says.
    #[error("{0} returns what its ABI does not say")]
    Answer(&'static str),
}
