//! Why a round could not be made.

use alloy_primitives::Address;
use ballast_client::ClientError;

/// Why a round could not be made.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// The node does not do what it is asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// What stands at the address does not answer as a registry.
    #[error("{address} is no registry: {source}")]
    NoRegistry {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// What stands at the address does not answer as a parameter store.
    #[error("{address} is no parameter store: {source}")]
    NoParams {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// What stands at the address does not answer as a governor.
    #[error("{address} is no governor: {source}")]
    NoGovernor {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// What stands at the address does not answer as a market.
    #[error("{address} is no market: {source}")]
    NoMarket {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// What stands at the address does not answer as an oracle.
    #[error("{address} is no oracle: {source}")]
    NoOracle {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// What stands at the address does not answer as redemptions.
    #[error("{address} is no redemptions: {source}")]
    NoRedemptions {
        /// The address.
        address: Address,
        /// What came back.
        source: ClientError,
    },
    /// The redemptions are of another vault's shares.
    #[error("{address} redeems shares of {share}, which is not the registry's vault")]
    OtherVault {
        /// The redemptions.
        address: Address,
        /// Whose shares it redeems.
        share: Address,
    },
}
