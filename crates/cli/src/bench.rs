//! `ballast bench`: this project beside its peers.
//!
//! What is measured, and how, is in `ballast_bench`; it starts its own runtimes.

use std::env;

use anyhow::Context;
use ballast_bench::{gas, node};
use clap::Subcommand;

use crate::Verdict;
use crate::output::Output;
use crate::progress::Progress;

/// What can be measured.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Bench {
    /// Gas of the vault's operations, beside the vaults of others.
    Gas,
    /// Deposits per second and time to start of the embedded chain, beside Anvil. Build with
    /// `--profile node` for figures that mean something.
    Node(NodeArgs),
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct NodeArgs {
    /// Rounds per node and vault; the median counts.
    #[arg(long, default_value_t = node::NodeOptions::default().rounds)]
    rounds: usize,
    /// Deposits in a round.
    #[arg(long, default_value_t = node::NodeOptions::default().deposits)]
    deposits: usize,
}

/// Measures and prints.
pub(crate) fn run(bench: Bench, output: Output) -> anyhow::Result<Verdict> {
    match bench {
        Bench::Gas => {
            let progress = Progress::spinner(output, "measuring gas of this vault and its peers");
            let report = gas::run().context("bench gas")?;
            drop(progress);
            output.print(&report, ToString::to_string)?;
        }
        Bench::Node(args) => {
            let progress = Progress::spinner(output, "measuring this chain and Anvil in turns");
            let report = node::run(&this_node()?, args.into()).context("bench node")?;
            drop(progress);
            output.print(&report, ToString::to_string)?;
        }
    }
    Ok(Verdict::Good)
}

/// This very program as a node that prints next to nothing.
fn this_node() -> anyhow::Result<node::NodeCommand> {
    let program = env::current_exe().context("cannot find this program again")?;
    Ok(node::NodeCommand {
        program,
        arguments: vec!["devnet".to_owned(), "--json".to_owned()],
    })
}

impl From<NodeArgs> for node::NodeOptions {
    fn from(args: NodeArgs) -> Self {
        let NodeArgs { rounds, deposits } = args;
        Self { rounds, deposits }
    }
}
