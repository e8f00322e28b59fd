//! `ballast demo`: the whole system once, on a chain of its own.
//!
//! Starts the embedded chain, deploys the test token and a vault by the one deployment path, lets
//! three wallets act over JSON-RPC as [`script`] says, and checks the books afterwards. Then it
//! plays a [`season`] of a vault that earns, and a lending market through a [`crash`].

mod books;
mod checks;
mod crash;
mod play;
mod report;
mod script;
mod season;
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
    let steps = stage::TRANSACTIONS + script::SCRIPT.len() + season::DAYS + crash::DAYS;
    let progress = Progress::new(output, steps as u64);
    let stage = stage::set(&handle.url(), &progress)
        .await
        .context("deploying the contracts")?;
    let played = play::perform(&stage, &script::SCRIPT, &progress).await?;
    let checks = checks::all(&stage, &played)
        .await
        .context("checking the books")?;
    let season = season::play(handle.node(), &handle.url(), &progress)
        .await
        .context("the season of a vault that earns")?;
    let crash = crash::play(handle.node(), &handle.url(), &progress)
        .await
        .context("a market through a crash")?;
    drop(progress);
    let rpc = args.serve.then(|| handle.url());
    let report = report::Report::new(rpc, &stage, played, checks, season, crash).await?;
    let mut stop = signals::Stop::watch().context("cannot watch for ctrl-c")?;
    output.print(&report, report::Report::text)?;
    if args.serve {
        stop.asked().await.context("cannot watch for ctrl-c")?;
    }
    handle.stop().await;
    Ok(if report.is_good() {
        Verdict::Good
    } else {
        Verdict::Bad
    })
}
