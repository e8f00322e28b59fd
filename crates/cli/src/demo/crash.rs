//! The third part: a lending market through a crash, governed by votes.
//!
//! Hour by hour along bitcoin's prices of May 2021, straight from open by low and high to close.
//! One posts shares of a vault that holds bitcoin and borrows dollars; whoever votes hands the
//! market to a timelock and lowers the LTV of those shares, by proposals over JSON-RPC; the price
//! falls by half; a keeper carries out what was voted for, sees who is unhealthy and liquidates. In
//! the end everybody leaves, and whoever lent must have more than before.
//!
//! Feeds and pools are other projects' contracts, so npm must have fetched them. Without it this
//! part is left out, and the report says so.

mod days;
mod roll;
mod settings;
mod stage;
mod votes;

use anyhow::Context;
use ballast_bench::peers::Peers;
use ballast_devnet::Node;
use serde::Serialize;

pub(super) use days::{DAYS, Row};

use super::checks::Check;
use crate::progress::Progress;

/// What happened, and whether the suppliers are whole.
#[derive(Debug, Default, Serialize)]
pub(super) struct Crash {
    /// What was left out, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) left_out: Option<String>,
    /// What happened on which day.
    pub(super) days: Vec<Row>,
    /// What must hold.
    pub(super) checks: Vec<Check>,
}

/// Plays it on a chain that runs already, at `url`.
pub(super) async fn play(node: &Node, url: &str, progress: &Progress) -> anyhow::Result<Crash> {
    if let Err(error) = Peers::load() {
        return Ok(Crash {
            left_out: Some(format!(
                "the market through a crash, for want of feeds and pools: {error}; npm fetches them"
            )),
            ..Crash::default()
        });
    }
    // A block a second, whatever the machine's clock says.
    node.set_timestamp_interval(Some(1));
    let place = stage::set(node, url, days::first_price(), progress)
        .await
        .context("deploying the market")?;
    let days = days::live(&place, progress).await?;
    let checks = roll::checks(&place, &days).await?;
    node.set_timestamp_interval(None);
    Ok(Crash {
        left_out: None,
        days,
        checks,
    })
}
