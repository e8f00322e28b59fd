//! What is due of what governs: announced actions, parameters that were not told, prices of shares.

use alloy_primitives::{Address, B256, U256};
use alloy_rpc_types_eth::Filter;
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::curator::ICurator::{
    self as curator_abi, State, Submitted, executeCall, pendingCall, stateOfCall,
};
use ballast_abi::erc4626::IERC4626::convertToAssetsCall;
use ballast_abi::oracle::Oracle::{
    self as oracle_abi, assetAtCall, assetCall, assetCountCall, sourceCall,
};
use ballast_abi::params::IParams::{countCall, failuresCall, syncCall};
use ballast_client::Client;
use ballast_core::{Checkpoint, GrowthRate, Price, Seconds};

use crate::duties::{Duty, Task, answer_of};
use crate::error::KeeperError;

/// How many parameters are asked for at once.
const PAGE: u64 = 64;

/// How many sources an asset has.
const SOURCES: usize = 5;

/// The kind of a source that is a vault's share.
const SHARE: u8 = 3;

/// Actions whose wait is over, if `curator` is one.
pub(crate) async fn of_curator(
    client: &Client,
    curator: Address,
) -> Result<Vec<Task>, KeeperError> {
    let Some(pending) = answer_of(client, curator, &pendingCall {}).await? else {
        return Ok(Vec::new());
    };
    let mut tasks = Vec::new();
    for id in pending.ids {
        if client.call(curator, &stateOfCall { id }).await? != State::Ready {
            continue;
        }
        let calls = submitted(client, curator, id).await?;
        tasks.extend(calls.map(|calls| Task {
            duty: Duty::Enact { curator, id },
            to: curator,
            value: U256::ZERO,
            input: executeCall { calls }.abi_encode().into(),
        }));
    }
    Ok(tasks)
}

/// The calls of an action: the curator keeps their hash alone, its log has them.
async fn submitted(
    client: &Client,
    curator: Address,
    id: B256,
) -> Result<Option<Vec<curator_abi::Call>>, KeeperError> {
    let filter = Filter::new()
        .address(curator)
        .event_signature(Submitted::SIGNATURE_HASH)
        .topic1(id);
    let logs = client.logs(&filter).await?;
    let newest = logs
        .last()
        .and_then(|log| log.log_decode::<Submitted>().ok());
    Ok(newest.map(|log| log.inner.data.calls))
}

/// Whoever could not be told of a parameter is told again.
pub(crate) async fn of_params(client: &Client, params: Address) -> Result<Vec<Task>, KeeperError> {
    let source = |source| KeeperError::NoParams {
        address: params,
        source,
    };
    let count = client.call(params, &countCall {}).await.map_err(source)?;
    let mut tasks = Vec::new();
    let mut start = U256::ZERO;
    while start < count {
        let page = U256::from(PAGE);
        let question = failuresCall { start, count: page };
        let failures = client.call(params, &question).await?;
        for (key, subscriber) in failures.keys.into_iter().zip(failures.subscribers) {
            tasks.push(Task {
                duty: Duty::Sync {
                    params,
                    key,
                    subscriber,
                },
                to: params,
                value: U256::ZERO,
                input: syncCall { key, subscriber }.abi_encode().into(),
            });
        }
        start = start.saturating_add(page);
    }
    Ok(tasks)
}

/// Shares whose price lies so far below what growth allows that a pump would find room there.
pub(crate) async fn of_oracle(client: &Client, oracle: Address) -> Result<Vec<Task>, KeeperError> {
    let source = |source| KeeperError::NoOracle {
        address: oracle,
        source,
    };
    let count = client.call(oracle, &assetCountCall {}).await;
    let count = count.map_err(source)?.saturating_to::<u64>();
    let now = Seconds::new(client.timestamp().await?);
    let mut tasks = Vec::new();
    for index in (0..count).map(U256::from) {
        let asset = client.call(oracle, &assetAtCall { index }).await?;
        let listed = client.call(oracle, &assetCall { asset }).await?;
        let live = listed.places & !listed.disabled;
        for index in (0..SOURCES).filter(|index| live.bit(*index)) {
            let index = U256::from(index);
            let place = client.call(oracle, &sourceCall { asset, index }).await?;
            if !lags(client, &place, now).await? {
                continue;
            }
            tasks.push(Task {
                duty: Duty::Checkpoint {
                    oracle,
                    asset,
                    index,
                },
                to: oracle,
                value: U256::ZERO,
                input: oracle_abi::checkpointCall { asset, index }
                    .abi_encode()
                    .into(),
            });
        }
    }
    Ok(tasks)
}

/// Whether a source is a share worth less than its line by more than the line's own buffer: a
/// smaller gap is not worth a transaction.
async fn lags(
    client: &Client,
    place: &oracle_abi::sourceReturn,
    now: Seconds,
) -> Result<bool, KeeperError> {
    if place.kind != U256::from(SHARE) {
        return Ok(false);
    }
    let rate = u16::try_from(place.upper)
        .ok()
        .and_then(GrowthRate::from_bps_per_year);
    let shares = U256::from(10).checked_pow(place.decimals);
    let (Some(rate), Some(shares)) = (rate, shares) else {
        return Ok(false);
    };
    let question = convertToAssetsCall { shares };
    let Some(current) = answer_of(client, place.target, &question).await? else {
        return Ok(false);
    };
    // What the line may be above its start is what the answer may be above the line.
    let reached = Checkpoint {
        price: Price::from_u256_saturating(current),
        at: now,
    };
    let checkpoint = Checkpoint {
        price: Price::from_u256_saturating(place.checkpointPrice),
        at: Seconds::new(place.checkpointTime.saturating_to()),
    };
    Ok(reached.price != Price::ZERO && reached.cap_at(rate, now) < checkpoint.line_at(rate, now))
}
