//! The measurement.

use alloy_primitives::{Address, U256};
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::SolValue;
use ballast_client::{Client, deploy};

use super::process::Process;
use super::report::{DepositRow, NodeReport, StartRow, median};
use super::target::{Target, create, create_vault};
use super::{NodeCommand, NodeOptions};
use crate::chain;
use crate::error::BenchError;
use crate::ours;
use crate::peers::{self, PeerToken, PeerVault, Peers, Pipeline};

const ANVIL: &str = "anvil";
const BALLAST: &str = "ballast";

const TOKEN_DECIMALS: U256 = U256::from_limbs([18, 0, 0, 0]);

/// Measures the embedded chain, started by `command`, beside Anvil.
///
/// # Errors
/// When the contracts of others or Anvil are not to be had, a node does not start, or a deposit
/// fails.
pub fn run(command: &NodeCommand, options: NodeOptions) -> Result<NodeReport, BenchError> {
    let anvil = NodeCommand {
        program: peers::anvil()?,
        arguments: vec!["--silent".to_owned()],
    };
    let code = Peers::load()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(BenchError::Runtime)?.block_on(async {
        let signer = chain::signer(0)?;
        let starts = starts(&anvil, command, &signer, options.starts).await?;
        let deposits = deposits(&anvil, command, &code, &signer, options).await?;
        Ok(NodeReport { deposits, starts })
    })
}

async fn starts(
    anvil: &NodeCommand,
    ballast: &NodeCommand,
    signer: &PrivateKeySigner,
    count: usize,
) -> Result<Vec<StartRow>, BenchError> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..count {
        for (command, times) in [anvil, ballast].into_iter().zip(&mut times) {
            let process = Process::start(command, signer).await?;
            times.push(process.start.as_secs_f64() * 1_000.0);
        }
    }
    let rows = [ANVIL, BALLAST].into_iter().zip(times);
    Ok(rows
        .map(|(node, starts)| StartRow {
            node,
            milliseconds: median(&starts),
            starts,
        })
        .collect())
}

async fn deposits(
    anvil: &NodeCommand,
    ballast: &NodeCommand,
    code: &Peers,
    signer: &PrivateKeySigner,
    options: NodeOptions,
) -> Result<Vec<DepositRow>, BenchError> {
    let anvil = Process::start(anvil, signer).await?;
    let ballast = Process::start(ballast, signer).await?;
    let targets = [
        (
            ANVIL,
            "OpenZeppelin",
            peer_target(&anvil, code, signer).await?,
        ),
        (
            BALLAST,
            "OpenZeppelin",
            peer_target(&ballast, code, signer).await?,
        ),
        (
            BALLAST,
            "Ballast",
            own_target(&ballast, code, signer).await?,
        ),
    ];
    for (.., target) in &targets {
        target.deposits_per_second(options.deposits).await?;
    }
    let mut rounds = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..options.rounds {
        for ((.., target), rounds) in targets.iter().zip(&mut rounds) {
            rounds.push(target.deposits_per_second(options.deposits).await?);
        }
    }
    let base = median(&rounds[0]);
    let rows = targets
        .into_iter()
        .zip(rounds)
        .map(|((node, vault, _), rounds)| {
            let per_second = median(&rounds);
            DepositRow {
                node,
                vault,
                per_second,
                rounds,
                ratio: per_second / base,
            }
        });
    Ok(rows.collect())
}

async fn peer_target(
    process: &Process,
    code: &Peers,
    signer: &PrivateKeySigner,
) -> Result<Target, BenchError> {
    let client = Client::connect(&process.url, signer.clone())?;
    let token = create_token(&client, code).await?;
    let vault = code.vault(PeerVault::OpenZeppelin, Pipeline::ViaIr)?;
    let vault = create_vault(&client, vault, token).await?;
    Target::new(client, signer, token, vault).await
}

async fn own_target(
    process: &Process,
    code: &Peers,
    signer: &PrivateKeySigner,
) -> Result<Target, BenchError> {
    let client = Client::connect(&process.url, signer.clone())?;
    let token = create_token(&client, code).await?;
    let (plan, vault) = ours::plan(token, true)?;
    deploy::run(&client, &plan, |_, _| {}).await?;
    Target::new(client, signer, token, vault).await
}

async fn create_token(client: &Client, code: &Peers) -> Result<Address, BenchError> {
    create(
        client,
        code.token(PeerToken::Solmate)?,
        &TOKEN_DECIMALS.abi_encode(),
    )
    .await
}
