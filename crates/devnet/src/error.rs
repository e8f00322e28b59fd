//! Why a request was refused, with the codes and texts of real nodes.

use std::path::PathBuf;

use alloy_primitives::{Address, Bytes};
use ballast_evm::{ExecuteError, NoExecutor};

use crate::clock::ClockError;

/// Why a request was refused or an execution failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A parameter is missing, malformed or out of range.
    #[error("{0}")]
    InvalidParams(String),
    /// The engine refuses the transaction.
    #[error(transparent)]
    Refused(#[from] ExecuteError),
    /// The node refuses the transaction before the engine sees it.
    #[error(transparent)]
    Submission(#[from] SubmissionError),
    /// A setter of time or L1 height would run backwards.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A call reverted.
    #[error("{message}")]
    Reverted {
        /// `execution reverted`, with the decoded reason where there is one.
        message: String,
        /// The revert data.
        output: Bytes,
    },
    /// A call ended in any other failure: out of gas, invalid opcode, inactive program.
    #[error("{0}")]
    Halted(String),
    /// What was asked for does not exist.
    #[error("{0}")]
    NotFound(String),
    /// This chain does not offer that.
    #[error("{0}")]
    Unsupported(String),
    /// A failure that is not the caller's.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// The JSON-RPC error code real nodes give.
    pub fn code(&self) -> i32 {
        match self {
            Self::InvalidParams(_) => -32602,
            Self::Reverted { .. } => 3,
            Self::Unsupported(_) => -32004,
            Self::Internal(_) => -32603,
            Self::Refused(_)
            | Self::Submission(_)
            | Self::Clock(_)
            | Self::Halted(_)
            | Self::NotFound(_) => -32000,
        }
    }

    /// The revert data, for reverts.
    pub fn revert_data(&self) -> Option<&Bytes> {
        match self {
            Self::Reverted { output, .. } => Some(output),
            _ => None,
        }
    }
}

/// Why a transaction never reaches the engine.
#[derive(Debug, thiserror::Error)]
pub enum SubmissionError {
    /// The bytes are not a transaction.
    #[error("rlp: {0}")]
    Decode(String),
    /// A type Arbitrum does not accept.
    #[error("transaction type not supported")]
    Type,
    /// Signed for another chain.
    #[error("invalid chain id for signer: have {have} want {want}")]
    ChainId {
        /// The transaction's.
        have: u64,
        /// This chain's.
        want: u64,
    },
    /// The signature names no sender.
    #[error("invalid transaction v, r, s values")]
    Signature,
    /// Encoded size above the pool's limit.
    #[error("oversized data: transaction size {size}, limit {limit}")]
    Oversized {
        /// Bytes sent.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Gas limit above the block's.
    #[error("exceeds block gas limit")]
    GasLimit,
    /// The same transaction was sent before.
    #[error("already known")]
    AlreadyKnown,
    /// A waiting transaction with this nonce pays as much or more.
    #[error("replacement transaction underpriced")]
    Underpriced,
    /// The pool holds as much as it may.
    #[error("txpool is full")]
    PoolFull,
    /// No key is held for the sender, and it is not impersonated.
    #[error("unknown account {0}")]
    UnknownAccount(Address),
}

/// Why a chain could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The engine does not offer what was asked for.
    #[error(transparent)]
    Engine(#[from] NoExecutor),
    /// The engine refused a transaction of the genesis set-up.
    #[error("genesis: {0}")]
    Genesis(String),
    /// The state file cannot be used.
    #[error("state file {path}: {source}")]
    State {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: StoreError,
    },
    /// The address cannot be listened on.
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
}

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not written by this chain, or damaged.
    #[error("not a state file of this chain, or damaged: {0}")]
    Foreign(String),
    /// Written by another version of this chain.
    #[error("written with layout {found}, this version reads layout {expected}")]
    Layout {
        /// In the file.
        found: u64,
        /// Of this version.
        expected: u64,
    },
    /// Belongs to a chain with other constants.
    #[error("belongs to chain {found}, not {expected}")]
    Chain {
        /// In the file.
        found: u64,
        /// Asked for.
        expected: u64,
    },
    /// Another process has it open.
    #[error("in use by another process")]
    InUse,
    /// Reading or writing failed.
    #[error("{0}")]
    Io(String),
}
