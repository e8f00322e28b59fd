//! `ballast devnet`: the embedded chain in a terminal.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use alloy_primitives::{Address, B256};
use anyhow::Context;
use ballast_devnet::{Config, DEV_ACCOUNTS, Handle, KnownAbis, StartError, serve};
use serde::Serialize;

use crate::Verdict;
use crate::args::Arbos;
use crate::output::Output;
use crate::signals::Stop;

/// Seconds between blocks at most: a day.
const BLOCK_SECONDS_MAX: f64 = 86_400.0;

/// Options of the chain.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
    /// TCP port for HTTP and WebSocket; 0 picks a free one.
    #[arg(long, default_value_t = 8547)]
    pub(crate) port: u16,
    /// Address to listen on. Whoever reaches it controls the chain.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) host: IpAddr,
    /// ArbOS version at genesis.
    #[arg(long, value_enum, default_value_t = Arbos::V51)]
    pub(crate) arbos: Arbos,
    /// File that keeps the chain over restarts; made if it is not there.
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Make a block every so many seconds, instead of one for every transaction at once.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) block_time: Option<Duration>,
    /// EIP-155 chain id.
    #[arg(long, default_value_t = 412_346)]
    pub(crate) chain_id: u64,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "not a number of seconds".to_owned())?;
    if 0.0 < seconds && seconds <= BLOCK_SECONDS_MAX {
        // The bounds are those of what a duration holds.
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(format!("must be above 0 and at most {BLOCK_SECONDS_MAX}"))
    }
}

/// What programs are told when the chain listens.
#[derive(Debug, Serialize)]
struct Listening {
    rpc: String,
    ws: String,
    chain_id: u64,
    arbos: u64,
    accounts: Vec<Account>,
}

#[derive(Debug, Serialize)]
struct Account {
    address: Address,
    key: B256,
}

/// Runs the chain until somebody stops it.
pub(crate) async fn run(args: Args, output: Output) -> anyhow::Result<Verdict> {
    let config = Config {
        chain_id: args.chain_id,
        arbos_version: args.arbos.number(),
        host: args.host,
        port: args.port,
        state: args.state,
        block_time: args.block_time,
        abis: known_abis(),
        silent: output.is_json(),
        ..Config::default()
    };
    let mut stop = Stop::watch().context("cannot watch for ctrl-c")?;
    let handle = start(config).await?;
    if output.is_json() {
        // One line, so that a program can read it before the chain ends.
        let line = serde_json::to_string(&listening(&handle))? + "\n";
        output.write(&line)?;
    }
    stop.asked().await.context("cannot watch for ctrl-c")?;
    handle.stop().await;
    Ok(Verdict::Good)
}

/// Starts a chain that listens.
///
/// # Errors
/// When it cannot, with what to do about it.
pub(crate) async fn start(config: Config) -> anyhow::Result<Handle> {
    let (host, port) = (config.host, config.port);
    serve(config).await.map_err(|error| {
        let hint = match &error {
            StartError::Listen(_) => {
                format!("cannot start on {host}:{port}; choose another place with --port or --host")
            }
            StartError::State { .. } => {
                "cannot start; name another file with --state, or remove this one".to_owned()
            }
            StartError::Engine(_) | StartError::Genesis(_) => "cannot start".to_owned(),
        };
        anyhow::Error::new(error).context(hint)
    })
}

/// The ABIs of the project's own contracts.
pub(crate) fn known_abis() -> KnownAbis {
    let mut known = KnownAbis::default();
    for artifact in ballast_artifacts::ALL {
        known.add(&(artifact.abi)());
    }
    known
}

fn listening(handle: &Handle) -> Listening {
    let accounts = DEV_ACCOUNTS.iter();
    let accounts = accounts.map(|account| Account {
        address: account.address,
        key: account.key,
    });
    Listening {
        rpc: handle.url(),
        ws: handle.ws_url(),
        chain_id: handle.node().config().chain_id,
        arbos: handle.node().latest().arbos_version(),
        accounts: accounts.collect(),
    }
}
