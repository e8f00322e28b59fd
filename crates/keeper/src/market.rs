//! What is due at a lending market: averages to move, accounts to be seen, accounts to liquidate.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::Filter;
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::erc4626::IERC4626::assetCall;
use ballast_abi::liquidator::Liquidator::liquidateCall;
use ballast_abi::market::IMarket::{Borrow, assetCall as lentCall, debtOfCall};
use ballast_abi::market_risk::IMarketRisk::{
    MarkChanged, collateralsCall, collateralsOfCall, pokeCall, previewLiquidateCall, pricesOfCall,
    pricingCall, standingCall, touchCall,
};
use ballast_abi::uniswap_v3::IUniswapV3Pool::{token0Call, token1Call};
use ballast_client::{Client, ClientError};

use crate::duties::{Duty, Task, answer_of};
use crate::error::KeeperError;

/// The part of a price that an average may be off before it is moved: 0.5 %.
const OFF_PARTS: u64 = 200;

/// How often a liquidation that cannot be sold is tried with half as much.
const HALVINGS: u32 = 6;

/// Of the profit that a liquidation would make now, this part may be lost until it is made: 1 %.
const PROFIT_PARTS: u64 = 100;

/// How many venues may lie between a collateral and what is lent.
const VENUES_MAX: usize = 4;

/// An account may be liquidated.
const LIQUIDATABLE: U256 = U256::from_limbs([2, 0, 0, 0]);

/// An account is unhealthy, but not yet by the slow average.
const WAITS: U256 = U256::from_limbs([1, 0, 0, 0]);

/// What liquidations are made with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means<'a> {
    /// The contract that makes them, if there is one.
    pub(crate) liquidator: Option<Address>,
    /// Pools of Uniswap v3 to sell in.
    pub(crate) pools: &'a [Address],
}

/// What is due at a market.
pub(crate) async fn of_market(
    client: &Client,
    market: Address,
    means: Means<'_>,
) -> Result<Vec<Task>, KeeperError> {
    let source = |source| KeeperError::NoMarket {
        address: market,
        source,
    };
    let collaterals = client.call(market, &collateralsCall {}).await;
    let mut tasks = Vec::new();
    for collateral in collaterals.map_err(source)? {
        if is_off(client, market, collateral).await? {
            let duty = Duty::Poke { market, collateral };
            tasks.push(task(duty, market, &pokeCall { collateral }));
        }
    }
    for account in borrowers(client, market).await? {
        let Some(standing) = answer_of(client, market, &standingCall { account }).await? else {
            continue;
        };
        if standing.state == WAITS && !is_marked(client, market, account).await? {
            let duty = Duty::Touch { market, account };
            tasks.push(task(duty, market, &touchCall { account }));
        }
        if standing.state == LIQUIDATABLE {
            tasks.extend(liquidation(client, market, account, means).await?);
        }
    }
    Ok(tasks)
}

fn task(duty: Duty, to: Address, call: &impl SolCall) -> Task {
    Task {
        duty,
        to,
        value: U256::ZERO,
        input: call.abi_encode().into(),
    }
}

/// Whether the fastest average that there is has fallen behind the price.
async fn is_off(
    client: &Client,
    market: Address,
    collateral: Address,
) -> Result<bool, KeeperError> {
    // Without a price there is nothing to move it to.
    let Some(prices) = answer_of(client, market, &pricesOfCall { collateral }).await? else {
        return Ok(false);
    };
    let pricing = client.call(market, &pricingCall {}).await?;
    let average = if pricing.fastSeconds.is_zero() {
        prices.slow
    } else {
        prices.fast
    };
    let off = prices.spot.abs_diff(average);
    Ok(prices.spot / U256::from(OFF_PARTS) < off)
}

/// Whether a market remembers since when an account is unhealthy, by its log. When its wait ends does
/// not tell: of one seen in this second and of one never seen that is the same.
async fn is_marked(
    client: &Client,
    market: Address,
    account: Address,
) -> Result<bool, KeeperError> {
    let filter = Filter::new()
        .address(market)
        .event_signature(MarkChanged::SIGNATURE_HASH)
        .topic1(account.into_word());
    let logs = client.logs(&filter).await?;
    let marks = logs
        .iter()
        .filter_map(|log| log.log_decode::<MarkChanged>().ok());
    Ok(marks.last().is_some_and(|log| !log.inner.data.to.is_zero()))
}

/// Who has borrowed, by the market's log, and still owes something.
async fn borrowers(client: &Client, market: Address) -> Result<Vec<Address>, KeeperError> {
    let filter = Filter::new()
        .address(market)
        .event_signature(Borrow::SIGNATURE_HASH);
    let logs = client.logs(&filter).await?;
    let accounts: BTreeSet<_> = logs
        .iter()
        .filter_map(|log| log.log_decode::<Borrow>().ok())
        .map(|log| log.inner.data.onBehalf)
        .collect();
    let mut borrowers = Vec::new();
    for account in accounts {
        if !client
            .call(market, &debtOfCall { account })
            .await?
            .is_zero()
        {
            borrowers.push(account);
        }
    }
    Ok(borrowers)
}

/// The liquidation of an account that pays most of its debt, as large as what it seizes can be sold.
async fn liquidation(
    client: &Client,
    market: Address,
    borrower: Address,
    means: Means<'_>,
) -> Result<Option<Task>, KeeperError> {
    let Some(liquidator) = means.liquidator else {
        return Ok(None);
    };
    let account = borrower;
    let held = client.call(market, &collateralsOfCall { account }).await?;
    let mut best = None;
    for collateral in held.collaterals {
        let question = previewLiquidateCall {
            borrower,
            collateral,
            maxRepaid: U256::MAX,
        };
        let preview = answer_of(client, market, &question).await?;
        let repaid = preview.map_or(U256::ZERO, |preview| preview.repaid);
        if best.is_none_or(|(_, most)| most < repaid) && !repaid.is_zero() {
            best = Some((collateral, repaid));
        }
    }
    let Some((collateral, most)) = best else {
        return Ok(None);
    };
    let asset = client.call(market, &lentCall {}).await?;
    let mut call = liquidateCall {
        market,
        borrower,
        collateral,
        maxRepaid: most,
        minProfit: U256::ZERO,
        receiver: client.sender(),
        venues: venues(client, collateral, asset, means.pools).await?,
    };
    for _ in 0..=HALVINGS {
        match client.call(liquidator, &call).await {
            Ok(made) => {
                call.minProfit = made.profit - made.profit / U256::from(PROFIT_PARTS);
                break;
            }
            Err(ClientError::Reverted { .. }) => call.maxRepaid /= U256::from(2),
            Err(error) => return Err(error.into()),
        }
    }
    let duty = Duty::Liquidate {
        market,
        borrower,
        collateral,
        repaid: call.maxRepaid,
        profit: call.minProfit,
    };
    Ok(Some(task(duty, liquidator, &call)))
}

/// What leads from a token to another: vaults redeem their shares, and the first pool that takes
/// what they hold sells it. Ends early where nothing leads on; the liquidator then refuses.
async fn venues(
    client: &Client,
    from: Address,
    to: Address,
    pools: &[Address],
) -> Result<Vec<Address>, KeeperError> {
    let (mut token, mut venues) = (from, Vec::new());
    while token != to && venues.len() < VENUES_MAX {
        if let Some(asset) = answer_of(client, token, &assetCall {}).await? {
            venues.push(token);
            token = asset;
            continue;
        }
        let Some((pool, other)) = pool_of(client, token, to, pools).await? else {
            break;
        };
        venues.push(pool);
        token = other;
    }
    Ok(venues)
}

/// A pool that takes a token, and what it gives: one that gives `to` before any other.
async fn pool_of(
    client: &Client,
    token: Address,
    to: Address,
    pools: &[Address],
) -> Result<Option<(Address, Address)>, KeeperError> {
    let mut found = None;
    for pool in pools {
        let token0 = answer_of(client, *pool, &token0Call {}).await?;
        let token1 = answer_of(client, *pool, &token1Call {}).await?;
        let other = match (token0, token1) {
            (Some(token0), Some(other)) if token0 == token => other,
            (Some(other), Some(token1)) if token1 == token => other,
            _ => continue,
        };
        if other == to {
            return Ok(Some((*pool, other)));
        }
        found = found.or(Some((*pool, other)));
    }
    Ok(found)
}
