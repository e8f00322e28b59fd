//! `ballast demo`: the whole system once, on a chain of its own.
//!
//! Starts the embedded chain, deploys the test token and a vault by the one deployment path, lets
//! three wallets act over JSON-RPC as [`script`] says, and checks the books afterwards.

mod books;
mod checks;
mod play;
mod report;
mod script;
mod stage;

use anyhow::Context;
use ballast_devnet::Config;

use crate::Verdict;
use crate::args::Arbos;
use crate::devnet::{known_abis, start};
use crate::output::Output;
use crate::progress::Progress;
use crate::signals;

/// The port of a chain that keeps running, unless another is asked for.
const PORT: u16 = 8547;

/// Options of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
    /// Keep the chain running afterwards, until ctrl-c.
    #[arg(long)]
    serve: bool,
    /// TCP port of the chain; any free one unless it is to keep running.
    #[arg(long)]
    port: Option<u16>,
    /// ArbOS version of the chain.
    #[arg(long, value_enum, default_value_t = Arbos::V51)]
    arbos: Arbos,
}

/// Runs the demonstration.
pub(crate) async fn run(args: Args, output: Output) -> anyhow::Result<Verdict> {
    let handle = start(Config {
        arbos_version: args.arbos.number(),
        port: args.port.unwrap_or(if args.serve { PORT } else { 0 }),
        abis: known_abis(),
        ..Config::default()
    })
    .await?;
    let transactions = stage::TRANSACTIONS + script::SCRIPT.len();
    let progress = Progress::new(output, transactions as u64);
    let stage = stage::set(&handle.url(), &progress)
        .await
        .context("deploying the contracts")?;
    let played = play::perform(&stage, &script::SCRIPT, &progress).await?;
    drop(progress);
    let checks = checks::all(&stage, &played)
        .await
        .context("checking the books")?;
    let report = report::Report::new(&handle.url(), args.serve, &stage, played, checks).await?;
    output.print(&report, report::Report::text)?;
    if args.serve {
        signals::stop().await.context("cannot watch for ctrl-c")?;
    }
    handle.stop().await;
    Ok(if report.is_good() {
        Verdict::Good
    } else {
        Verdict::Bad
    })
}
