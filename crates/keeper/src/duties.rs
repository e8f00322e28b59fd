//! What is due.

use alloy_primitives::aliases::I24;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::rebalancer::Rebalancer::shouldRebalanceCall;
use ballast_abi::redemptions::Redemptions::{epochsCall, settleCall, shareCall, shouldSettleCall};
use ballast_abi::registry::IRegistry::{self, probeCall, shouldHarvestCall, strategyAtCall};
use ballast_abi::rewards::IRewards::sellerCall;
use ballast_abi::seller::Seller::{routesCall, shouldSellCall};
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::shouldRerangeCall;
use ballast_client::{Client, ClientError};
use serde::Serialize;

use crate::error::KeeperError;

/// Something to be done, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "duty", rename_all = "snake_case")]
pub enum Duty {
    /// A strategy has something to report.
    Harvest {
        /// The strategy.
        strategy: Address,
        /// What the vault would book as a gain.
        gain: U256,
        /// What it would book as a loss.
        loss: U256,
    },
    /// A strategy may leave quarantine.
    Release {
        /// The strategy.
        strategy: Address,
    },
    /// The price has left the middle of a strategy's range.
    Rerange {
        /// The strategy.
        strategy: Address,
        /// The first tick of the range that it would get.
        lower: I24,
        /// The last.
        upper: I24,
    },
    /// An epoch of redemptions can be closed, or the vault can pay some of it.
    Settle {
        /// The redemptions.
        redemptions: Address,
        /// The epoch.
        epoch: U256,
        /// Whether it is closed, rather than paid.
        closes: bool,
    },
    /// Debts are off their targets.
    Rebalance {
        /// Whose debts, in the order of the moves.
        strategies: Vec<Address>,
        /// What they would owe afterwards.
        debts: Vec<U256>,
    },
    /// A reward is to be sold.
    Sell {
        /// What is sold.
        token: Address,
        /// Who was rewarded.
        strategy: Address,
        /// How much is sold.
        amount: U256,
        /// What that is worth by the mean prices, in the asset.
        worth: U256,
    },
    /// An announced action may be executed.
    Enact {
        /// Where it was announced.
        curator: Address,
        /// What it is called.
        id: B256,
    },
    /// A proposal won, and may be queued.
    Queue {
        /// Where it was made.
        governor: Address,
        /// The proposal.
        proposal: U256,
    },
    /// A proposal has waited, and may be executed.
    Execute {
        /// Where it was made.
        governor: Address,
        /// The proposal.
        proposal: U256,
    },
    /// Somebody could not be told of a parameter.
    Sync {
        /// The parameter store.
        params: Address,
        /// The parameter.
        key: B256,
        /// Who was not told.
        subscriber: Address,
    },
    /// A share is worth less than its growth is believed to have come to.
    Checkpoint {
        /// The oracle.
        oracle: Address,
        /// The share.
        asset: Address,
        /// Which of its sources.
        index: U256,
    },
    /// A market's average of a price has fallen behind it.
    Poke {
        /// The market.
        market: Address,
        /// Whose price.
        collateral: Address,
    },
    /// An account is unhealthy, and its market has not seen it yet.
    Touch {
        /// The market.
        market: Address,
        /// The account.
        account: Address,
    },
    /// An account may be liquidated, and what is seized pays for it.
    Liquidate {
        /// The market.
        market: Address,
        /// The account.
        borrower: Address,
        /// What is seized.
        collateral: Address,
        /// How much of the debt is paid at most.
        repaid: U256,
        /// What the keeper gets at least.
        profit: U256,
    },
    /// The activation of a program runs out soon.
    KeepAlive {
        /// The program.
        program: Address,
        /// Seconds until it does.
        seconds_left: u64,
    },
    /// The activation of a program has run out.
    Activate {
        /// The program.
        program: Address,
    },
}

/// A duty, and the transaction that does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub duty: Duty,
    /// Whom to call.
    pub to: Address,
    /// Wei to send along; what is too much comes back.
    pub value: U256,
    /// Calldata.
    pub input: Bytes,
}

/// The strategies of a registry; those that were revoked have left their place empty.
pub(crate) async fn strategies(
    client: &Client,
    registry: Address,
) -> Result<Vec<Address>, KeeperError> {
    let count = client
        .call(registry, &IRegistry::strategyCountCall {})
        .await
        .map_err(|source| KeeperError::NoRegistry {
            address: registry,
            source,
        })?;
    let mut strategies = Vec::new();
    for index in 0..count.saturating_to::<u64>() {
        let index = U256::from(index);
        let strategy = client.call(registry, &strategyAtCall { index }).await?;
        if !strategy.is_zero() {
            strategies.push(strategy);
        }
    }
    Ok(strategies)
}

/// What is due for one strategy.
pub(crate) async fn of_strategy(
    client: &Client,
    registry: Address,
    strategy: Address,
) -> Result<Option<Task>, KeeperError> {
    let state = client
        .call(registry, &IRegistry::strategyCall { strategy })
        .await?;
    if state.status == IRegistry::Status::Quarantined {
        // Asked as a call that nobody pays for: a quarantine that lasts reverts.
        let probe = probeCall { strategy };
        let may_leave = match client.call(registry, &probe).await {
            Ok(status) => status != IRegistry::Status::Quarantined,
            Err(error) if error.revert_data().is_some() => false,
            Err(error) => return Err(error.into()),
        };
        return Ok(may_leave.then(|| Task {
            duty: Duty::Release { strategy },
            to: registry,
            value: U256::ZERO,
            input: probe.abi_encode().into(),
        }));
    }
    let trigger = client
        .call(registry, &shouldHarvestCall { strategy })
        .await?;
    Ok(trigger.due.then(|| Task {
        duty: Duty::Harvest {
            strategy,
            gain: trigger.gain,
            loss: trigger.loss,
        },
        to: registry,
        value: U256::ZERO,
        input: trigger.call,
    }))
}

/// What is due for a strategy besides its reports, if it provides liquidity in a range: no other
/// answers its trigger.
pub(crate) async fn of_range(
    client: &Client,
    strategy: Address,
) -> Result<Option<Task>, KeeperError> {
    let Some(trigger) = answer_of(client, strategy, &shouldRerangeCall {}).await? else {
        return Ok(None);
    };
    Ok(trigger.due.then(|| Task {
        duty: Duty::Rerange {
            strategy,
            lower: trigger.lower,
            upper: trigger.upper,
        },
        to: strategy,
        value: U256::ZERO,
        input: trigger.call,
    }))
}

/// What is due for redemptions of a vault's shares.
pub(crate) async fn of_redemptions(
    client: &Client,
    vault: Address,
    redemptions: Address,
) -> Result<Option<Task>, KeeperError> {
    let share = client.call(redemptions, &shareCall {}).await;
    let share = share.map_err(|source| KeeperError::NoRedemptions {
        address: redemptions,
        source,
    })?;
    if share != vault {
        let address = redemptions;
        return Err(KeeperError::OtherVault { address, share });
    }
    if !client.call(redemptions, &shouldSettleCall {}).await? {
        return Ok(None);
    }
    let epochs = client.call(redemptions, &epochsCall {}).await?;
    let closes = epochs.settling.is_zero();
    let epoch = if closes {
        epochs.collecting
    } else {
        epochs.settling
    };
    // Out of the vault's queue, which is what the trigger has looked at.
    let strategies = Vec::new();
    Ok(Some(Task {
        duty: Duty::Settle {
            redemptions,
            epoch,
            closes,
        },
        to: redemptions,
        value: U256::ZERO,
        input: settleCall { strategies }.abi_encode().into(),
    }))
}

/// What is due for the registry's allocator, if it is a rebalancer: nobody else answers its trigger.
pub(crate) async fn of_allocator(
    client: &Client,
    allocator: Address,
) -> Result<Option<Task>, KeeperError> {
    let Some(trigger) = answer_of(client, allocator, &shouldRebalanceCall {}).await? else {
        return Ok(None);
    };
    Ok(trigger.due.then(|| Task {
        duty: Duty::Rebalance {
            strategies: trigger.strategies,
            debts: trigger.debts,
        },
        to: allocator,
        value: U256::ZERO,
        input: trigger.call,
    }))
}

/// The sellers of strategies, each once. A strategy of somebody else's need not have one.
pub(crate) async fn sellers(
    client: &Client,
    strategies: &[Address],
) -> Result<Vec<Address>, KeeperError> {
    let mut sellers = Vec::new();
    for strategy in strategies {
        let seller = answer_of(client, *strategy, &sellerCall {}).await?;
        sellers.extend(seller.filter(|seller| !seller.is_zero() && !sellers.contains(seller)));
    }
    Ok(sellers)
}

/// What is due for a seller, if it is one: nobody else names routes.
pub(crate) async fn of_seller(client: &Client, seller: Address) -> Result<Vec<Task>, KeeperError> {
    let Some(routes) = answer_of(client, seller, &routesCall {}).await? else {
        return Ok(Vec::new());
    };
    let mut tasks = Vec::new();
    for (token, strategy) in routes.tokens.into_iter().zip(routes.strategies) {
        let question = shouldSellCall { token, strategy };
        let trigger = answer_of(client, seller, &question).await?;
        tasks.extend(trigger.filter(|trigger| trigger.due).map(|trigger| Task {
            duty: Duty::Sell {
                token,
                strategy,
                amount: trigger.amount,
                worth: trigger.worth,
            },
            to: seller,
            value: U256::ZERO,
            input: trigger.call,
        }));
    }
    Ok(tasks)
}

/// What a contract answers, if it understands the question.
pub(crate) async fn answer_of<C: SolCall>(
    client: &Client,
    contract: Address,
    question: &C,
) -> Result<Option<C::Return>, KeeperError> {
    match client.call(contract, question).await {
        Ok(answer) => Ok(Some(answer)),
        Err(ClientError::Reverted { .. } | ClientError::Answer { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
