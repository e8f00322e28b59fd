//! How a vault stands.

use alloy_primitives::{Address, B256, U256};
use ballast_abi::curator::ICurator::pendingCall;
use ballast_abi::erc20::IERC20::{decimalsCall, totalSupplyCall};
use ballast_abi::erc4626::IERC4626::{assetCall, convertToAssetsCall, totalAssetsCall};
use ballast_abi::registry::IRegistry;
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::vault::Vault::{lockedSharesCall, totalDebtCall, totalIdleCall};
use ballast_client::{Client, ClientError};
use serde::Serialize;

use crate::duties;
use crate::error::KeeperError;
use crate::keepalive::{self, Life};

const DAY: u64 = 86_400;

/// How a vault stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The vault.
    pub vault: Program,
    /// Its registry.
    pub registry: Program,
    /// Who governs the registry.
    pub authority: Program,
    /// What that has announced, if it is a curator.
    pub announced: Vec<Announcement>,
    /// The token.
    pub asset: Address,
    /// Everything, fees that are due subtracted.
    pub total_assets: U256,
    /// What is idle of it.
    pub idle: U256,
    /// What is lent of it.
    pub debt: U256,
    /// All shares.
    pub total_supply: U256,
    /// Shares that are locked profit.
    pub locked_shares: U256,
    /// What one whole share is worth.
    pub share_price: U256,
    /// The strategies.
    pub strategies: Vec<Strategy>,
}

/// A contract, and how long it lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Program {
    /// Where it stands.
    pub address: Address,
    /// Whole days until its activation runs out: 0 once it has, none if it is no Stylus program.
    pub days_left: Option<u64>,
}

/// An action in a curator's queue. Its calls are in the event of its submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Announcement {
    /// What it is called.
    pub id: B256,
    /// When it may be executed, in seconds since 1970; for two weeks.
    pub executable_at: U256,
}

/// A strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Strategy {
    /// Itself.
    #[serde(flatten)]
    pub program: Program,
    /// Its status, in a word.
    pub status: &'static str,
    /// What it owes.
    pub debt: U256,
    /// What it says it is worth, if it answers.
    pub worth: Option<U256>,
}

impl Status {
    /// Reads the status of a registry and its vault.
    ///
    /// # Errors
    /// When the node does not answer, or the address is no registry's.
    pub async fn read(client: &Client, registry: Address) -> Result<Self, KeeperError> {
        let addresses = duties::strategies(client, registry).await?;
        let vault = client.call(registry, &IRegistry::vaultCall {}).await?;
        let mut strategies = Vec::new();
        for strategy in addresses {
            strategies.push(Strategy::read(client, registry, strategy).await?);
        }
        let authority = client.call(registry, &IRegistry::authorityCall {}).await?;
        let decimals = client.call(vault, &decimalsCall {}).await?;
        let shares = U256::from(10).saturating_pow(U256::from(decimals));
        Ok(Self {
            vault: Program::read(client, vault).await?,
            registry: Program::read(client, registry).await?,
            authority: Program::read(client, authority).await?,
            announced: announced_by(client, authority).await?,
            asset: client.call(vault, &assetCall {}).await?,
            total_assets: client.call(vault, &totalAssetsCall {}).await?,
            idle: client.call(vault, &totalIdleCall {}).await?,
            debt: client.call(vault, &totalDebtCall {}).await?,
            total_supply: client.call(vault, &totalSupplyCall {}).await?,
            locked_shares: client.call(vault, &lockedSharesCall {}).await?,
            share_price: client.call(vault, &convertToAssetsCall { shares }).await?,
            strategies,
        })
    }
}

/// What waits at a curator; nothing if whoever governs is none.
async fn announced_by(
    client: &Client,
    authority: Address,
) -> Result<Vec<Announcement>, KeeperError> {
    let pending = match client.call(authority, &pendingCall {}).await {
        Ok(pending) => pending,
        Err(ClientError::Reverted { .. } | ClientError::Answer { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let actions = pending.ids.into_iter().zip(pending.executableAt);
    Ok(actions
        .map(|(id, executable_at)| Announcement { id, executable_at })
        .collect())
}

impl Program {
    async fn read(client: &Client, address: Address) -> Result<Self, KeeperError> {
        let days_left = match keepalive::life(client, address).await? {
            Life::Endless => None,
            Life::Left(seconds) => Some(seconds / DAY),
            Life::Over => Some(0),
        };
        Ok(Self { address, days_left })
    }
}

impl Strategy {
    async fn read(
        client: &Client,
        registry: Address,
        strategy: Address,
    ) -> Result<Self, KeeperError> {
        let state = client
            .call(registry, &IRegistry::strategyCall { strategy })
            .await?;
        let status = match state.status {
            IRegistry::Status::Active => "active",
            IRegistry::Status::Retired => "retired",
            IRegistry::Status::Quarantined => "quarantined",
            _ => "unknown",
        };
        Ok(Self {
            program: Program::read(client, strategy).await?,
            status,
            debt: state.debt,
            worth: client.call(strategy, &realAssetsCall {}).await.ok(),
        })
    }
}
