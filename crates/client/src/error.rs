//! Why a node could not do what it was asked.

use alloy_primitives::{B256, Bytes};
use alloy_transport::TransportError;
use thiserror::Error;

use crate::reason::reason;

/// Why a node could not do what it was asked.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The text is not the URL of a node.
    #[error("{url} is not a URL: {reason}")]
    Url {
        /// The text.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The node does not answer, or refuses the request itself.
    #[error("{what}: {source}")]
    Node {
        /// What was asked: a method, or a signature.
        what: String,
        /// What came back.
        source: TransportError,
    },
    /// The contract refuses the call. Nothing was sent, or nothing happened.
    #[error("{what} reverts: {}", words(.data))]
    Reverted {
        /// Signature of the method.
        what: String,
        /// What the contract returned.
        data: Bytes,
    },
    /// A transaction was included and failed.
    #[error("{what} failed in transaction {hash}")]
    Failed {
        /// Signature of the method.
        what: String,
        /// The transaction.
        hash: B256,
    },
    /// The answer is not what the method returns, as when there is no contract at the address.
    #[error("{what} answered {} bytes that are not its result", .data.len())]
    Answer {
        /// Signature of the method.
        what: String,
        /// The answer.
        data: Bytes,
    },
    /// The transaction was not included in time. It may be later.
    #[error("transaction {hash} is in no block after {seconds} s; it may still be included")]
    Timeout {
        /// The transaction.
        hash: B256,
        /// How long was waited.
        seconds: u64,
    },
    /// The node has no newest block.
    #[error("the node has no block yet; wait until it has found its chain")]
    NoBlock,
    /// The signature could not be made.
    #[error("signing: {0}")]
    Signing(#[from] alloy_signer::Error),
}

impl ClientError {
    /// Sorts what a provider answered: a revert with its data, or a failure of the node.
    pub(crate) fn new(what: &str, source: TransportError) -> Self {
        let what = what.to_owned();
        let answer = source.as_error_resp();
        if let Some(data) = answer.and_then(|answer| answer.as_revert_data()) {
            return Self::Reverted { what, data };
        }
        // A revert without data is said in words only.
        if answer.is_some_and(|answer| answer.message.contains("revert")) {
            return Self::Reverted {
                what,
                data: Bytes::new(),
            };
        }
        Self::Node { what, source }
    }

    /// What the contract returned, if it was a contract that refused.
    #[must_use]
    pub const fn revert_data(&self) -> Option<&Bytes> {
        match self {
            Self::Reverted { data, .. } => Some(data),
            _ => None,
        }
    }
}

fn words(data: &Bytes) -> String {
    match reason(data) {
        Some(reason) => reason,
        None if data.is_empty() => "it gives no reason".to_owned(),
        None => format!("unknown error {data}"),
    }
}
