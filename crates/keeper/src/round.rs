//! One round after another.

use alloy_primitives::{Address, B256};
use alloy_rpc_types_eth::TransactionRequest;
use ballast_abi::registry::IRegistry::{allocatorCall, authorityCall, vaultCall};
use ballast_client::{Client, ClientError};
use serde::Serialize;

use crate::duties::{self, Duty, Task};
use crate::error::KeeperError;
use crate::governance;
use crate::keepalive;
use crate::market::{self, Means};
use crate::proposals;

/// Programs that have less to live are kept alive: two months.
const LIFE_SECONDS_MIN: u64 = 60 * 86_400;

/// What a keeper looks after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// A registry, its vault, its strategies, and who governs it.
    pub registry: Option<Address>,
    /// Redemptions of the vault's shares. Nothing on chain leads from a vault to them: anybody may
    /// deploy some.
    pub redemptions: Vec<Address>,
    /// Governors.
    pub governors: Vec<Address>,
    /// Parameter stores.
    pub params: Vec<Address>,
    /// Oracles.
    pub oracles: Vec<Address>,
    /// Lending markets.
    pub markets: Vec<Address>,
    /// Liquidates their accounts. Without one nobody is liquidated.
    pub liquidator: Option<Address>,
    /// Pools of Uniswap v3 in which what is seized may be sold.
    pub pools: Vec<Address>,
}

/// Makes rounds.
#[derive(Clone, Debug)]
pub struct Keeper {
    client: Client,
    watched: Watched,
}

/// What became of a duty.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// What was due.
    #[serde(flatten)]
    pub duty: Duty,
    /// How it went.
    #[serde(flatten)]
    pub result: Result,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Result {
    /// It is done.
    Done {
        /// The transaction.
        transaction: B256,
        /// What it used.
        gas_used: u64,
    },
    /// It would fail, so nothing was sent; or it did fail.
    Refused {
        /// Why.
        reason: String,
    },
}

impl Keeper {
    /// A keeper; `client` pays, and earns the rewards.
    pub const fn new(client: Client, watched: Watched) -> Self {
        Self { client, watched }
    }

    /// Everything that is due now.
    ///
    /// # Errors
    /// When the node does not answer, an address is not what it is said to be, or redemptions are
    /// of another vault.
    pub async fn due(&self) -> std::result::Result<Vec<Task>, KeeperError> {
        let mut due = Vec::new();
        for governor in &self.watched.governors {
            if !self.add_program(*governor, &mut due).await? {
                due.extend(proposals::of_governor(&self.client, *governor).await?);
            }
        }
        for params in &self.watched.params {
            if !self.add_program(*params, &mut due).await? {
                due.extend(governance::of_params(&self.client, *params).await?);
            }
        }
        for oracle in &self.watched.oracles {
            if !self.add_program(*oracle, &mut due).await? {
                due.extend(governance::of_oracle(&self.client, *oracle).await?);
            }
        }
        // After the prices, which decide who is healthy.
        let means = Means {
            liquidator: self.watched.liquidator,
            pools: &self.watched.pools,
        };
        for market in &self.watched.markets {
            if !self.add_program(*market, &mut due).await? {
                due.extend(market::of_market(&self.client, *market, means).await?);
            }
        }
        if let Some(registry) = self.watched.registry {
            self.add_vault(registry, &mut due).await?;
        }
        Ok(due)
    }

    /// Adds what is due for a registry and its vault.
    async fn add_vault(
        &self,
        registry: Address,
        due: &mut Vec<Task>,
    ) -> std::result::Result<(), KeeperError> {
        // Programs first: nothing works through one that has expired.
        if self.add_program(registry, due).await? {
            return Ok(());
        }
        let strategies = duties::strategies(&self.client, registry).await?;
        let vault = self.client.call(registry, &vaultCall {}).await?;
        let mut has_expired = self.add_program(vault, due).await?;
        for strategy in &strategies {
            has_expired |= self.add_program(*strategy, due).await?;
        }
        if has_expired {
            return Ok(());
        }
        // What a sale brings is reported in the next round.
        for seller in duties::sellers(&self.client, &strategies).await? {
            if !self.add_program(seller, due).await? {
                due.extend(duties::of_seller(&self.client, seller).await?);
            }
        }
        for strategy in strategies {
            due.extend(duties::of_strategy(&self.client, registry, strategy).await?);
            due.extend(duties::of_range(&self.client, strategy).await?);
        }
        // After the reports, whose losses leavers bear, and before idle assets are lent.
        for redemptions in &self.watched.redemptions {
            if !self.add_program(*redemptions, due).await? {
                due.extend(duties::of_redemptions(&self.client, vault, *redemptions).await?);
            }
        }
        // Last: what it moves must have reported, and nothing waits for it if it has expired.
        let allocator = self.client.call(registry, &allocatorCall {}).await?;
        if !self.add_program(allocator, due).await? {
            due.extend(duties::of_allocator(&self.client, allocator).await?);
        }
        // A curator that has expired stops no exit and no report. What it does comes after them, so
        // that whatever raises risk finds the books up to date.
        let authority = self.client.call(registry, &authorityCall {}).await?;
        if !self.add_program(authority, due).await? {
            due.extend(governance::of_curator(&self.client, authority).await?);
        }
        Ok(())
    }

    /// Adds what is due for a program, unless another with the same code has it already. Returns
    /// whether the program has expired.
    async fn add_program(
        &self,
        program: Address,
        due: &mut Vec<Task>,
    ) -> std::result::Result<bool, KeeperError> {
        let task = keepalive::of_program(&self.client, program, LIFE_SECONDS_MIN).await?;
        let Some(task) = task else {
            return Ok(false);
        };
        let has_expired = matches!(task.duty, Duty::Activate { .. });
        if due.iter().all(|other| other.input != task.input) {
            due.push(task);
        }
        Ok(has_expired)
    }

    /// Does everything that is due now, one after another.
    ///
    /// # Errors
    /// When the node does not answer. A duty that fails is an [`Outcome`] like any other.
    pub async fn round(&self) -> std::result::Result<Vec<Outcome>, KeeperError> {
        let mut outcomes = Vec::new();
        for task in self.due().await? {
            outcomes.push(self.perform(task).await?);
        }
        Ok(outcomes)
    }

    /// Does one thing that is due.
    ///
    /// # Errors
    /// As [`round`](Self::round).
    pub async fn perform(&self, task: Task) -> std::result::Result<Outcome, KeeperError> {
        let Task {
            duty,
            to,
            value,
            input,
        } = task;
        let request = TransactionRequest::default()
            .to(to)
            .value(value)
            .input(input.into());
        let result = match self.client.send_transaction("keeper", request).await {
            Ok(receipt) => Result::Done {
                transaction: receipt.transaction_hash,
                gas_used: receipt.gas_used(),
            },
            // Another keeper may have been quicker.
            Err(error @ (ClientError::Reverted { .. } | ClientError::Failed { .. })) => {
                Result::Refused {
                    reason: error.to_string(),
                }
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Outcome { duty, result })
    }
}
