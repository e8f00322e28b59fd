//! What prices cost, by feeds of Chainlink's shape: a proxy and the aggregator behind it.

use alloy_primitives::{Address, I256, U256, address};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::oracle::IPriceOracle::getQuoteCall;
use ballast_abi::oracle::Oracle::{constructorCall, setAssetCall, setSourceCall};
use ballast_artifacts::ORACLE;
use ballast_bench::peers::Peers;
use ballast_client::deploy::{self, Plan};

use super::case::{Case, Transaction};
use super::stage::{ONE_TOKEN, Role, Stage};

sol! {
    function transmit(int256 answer) external;
}

/// Dollars, by their ISO 4217 number.
const DOLLARS: Address = address!("0000000000000000000000000000000000000348");

/// A dollar, with the feeds' decimals.
const DOLLAR: u64 = 100_000_000;

/// A week: blocks are an hour apart.
const HEARTBEAT: u64 = 604_800;

/// The oracle: one feed for the token, three for a share of the vault.
pub(super) async fn set(stage: &mut Stage) -> anyhow::Result<()> {
    let owner = stage.client(Role::Owner)?;
    let constructor = constructorCall {
        numeraire: DOLLARS,
        authority: owner.sender(),
    };
    let mut plan = Plan::new("gas");
    stage.oracle = plan.add(ORACLE.name, ORACLE.code, &constructor, true)?;
    deploy::run(&owner, &plan, |_, _| {}).await?;
    for (asset, answers) in [
        (stage.token, &[DOLLAR][..]),
        (stage.vault, &[DOLLAR, DOLLAR + 1, DOLLAR - 1]),
    ] {
        let call = setAssetCall {
            asset,
            least: U256::from(answers.len().div_ceil(2)),
            deviationBps: U256::from(100),
        };
        owner.send(stage.oracle, &call).await?;
        for (index, answer) in answers.iter().enumerate() {
            let call = setSourceCall {
                asset,
                index: U256::from(index),
                kind: U256::from(1),
                target: feed(stage, *answer).await?.proxy,
                quote: DOLLARS,
                span: U256::from(HEARTBEAT),
                lower: U256::from(DOLLAR / 10),
                upper: U256::from(DOLLAR * 10),
                confidenceBps: U256::from(25),
            };
            owner.send(stage.oracle, &call).await?;
        }
    }
    Ok(())
}

/// A feed: what answers, and the proxy before it, which is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feed {
    pub(super) aggregator: Address,
    pub(super) proxy: Address,
}

/// A feed of 8 decimals that answers so much.
pub(super) async fn feed(stage: &Stage, answer: u64) -> anyhow::Result<Feed> {
    let peers = Peers::load()?;
    let (min, max) = (I256::ONE, I256::unchecked_from(DOLLAR * DOLLAR));
    let arguments = (U256::from(8), min, max).abi_encode();
    let aggregator = stage
        .create(peers.contract("FeedAggregator")?, &arguments)
        .await?;
    let answer = I256::unchecked_from(answer);
    let owner = stage.client(Role::Owner)?;
    owner.send(aggregator, &transmitCall { answer }).await?;
    let proxy = stage
        .create(peers.contract("FeedProxy")?, &aggregator.abi_encode())
        .await?;
    Ok(Feed { aggregator, proxy })
}

/// What is measured of it. Whoever asks is nobody in particular.
pub(super) fn cases(stage: &Stage) -> Vec<Case> {
    let quote = |base| {
        let call = getQuoteCall {
            inAmount: U256::from(ONE_TOKEN),
            base,
            quote: DOLLARS,
        };
        Transaction::new(Role::Spender, stage.oracle, &call)
    };
    vec![
        Case::new(
            "oracle.quote.one_feed",
            "one feed behind a proxy, in dollars, everything cold",
            quote(stage.token),
        ),
        Case::new(
            "oracle.quote.median_of_three",
            "three feeds behind proxies, in dollars, everything cold",
            quote(stage.vault),
        ),
    ]
}
