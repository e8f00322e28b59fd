//! The second part: a season of a vault that earns.
//!
//! Day by day along bitcoin's prices of summer 2021, a fall by a quarter included: people come and go,
//! borrowers and traders use the venues, a keeper does whatever the contracts say is due, a strategy
//! fails and comes back. In the end everybody leaves, and the books must balance to the unit.
//!
//! The venues are other projects' contracts, so npm must have fetched them. Without it only what
//! needs none of them is played, and the report says what was left out.

mod days;
mod ledger;
mod markets;
mod stage;

use anyhow::Context;
use ballast_bench::peers::Peers;
use ballast_devnet::Node;
use serde::Serialize;

pub(super) use days::{DAYS, Row, exact, tokens};
pub(super) use ledger::Ledger;
use markets::Markets;
pub(super) use stage::Person;

use super::checks::Check;
use crate::progress::Progress;

/// What happened, and whether the books balance.
#[derive(Debug, Serialize)]
pub(super) struct Season {
    /// What was left out, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left_out: Option<String>,
    /// What happened on which day.
    pub(super) days: Vec<Row>,
    /// Who paid and got what.
    pub(super) ledger: Ledger,
    /// What must hold.
    pub(super) checks: Vec<Check>,
}

/// Plays it on a chain that runs already, at `url`.
pub(super) async fn play(node: &Node, url: &str, progress: &Progress) -> anyhow::Result<Season> {
    // A block a second, whatever the machine's clock says, so that no season differs from another.
    node.set_timestamp_interval(Some(1));
    let left_out = Peers::load().err().map(|error| {
        format!("Aave, Uniswap, and the strategies written in Solidity: {error}; npm fetches them")
    });
    let mut farm = stage::set(node, url, progress)
        .await
        .context("deploying the vault that earns")?;
    if left_out.is_none() {
        let markets = Markets::open(&mut farm, days::first_price())
            .await
            .context("opening the venues")?;
        farm.markets = Some(markets);
    }
    farm.aim().await.context("setting targets")?;
    let days = days::live(&mut farm, progress).await?;
    let ledger = Ledger::read(&farm).await.context("reading the books")?;
    let checks = ledger.checks(&farm, &days).await?;
    node.set_timestamp_interval(None);
    Ok(Season {
        left_out,
        days,
        ledger,
        checks,
    })
}
