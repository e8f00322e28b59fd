//! The measurement.

use alloy_primitives::{Address, U256};
use alloy_signer_local::PrivateKeySigner;
use alloy_sol_types::SolValue;
use ballast_client::{Client, deploy};

use super::process::Process;
use super::report::{DepositRow, NodeReport, StartRow, median};
use super::target::{Target, create};
use super::{NodeCommand, NodeOptions};
use crate::chain;
use crate::error::BenchError;
use crate::ours;
use crate::peers::{self, PeerToken, PeerVault, Peers, Pipeline};

const ANVIL: &str = "anvil";
const BALLAST: &str = "ballast";

const TOKEN_DECIMALS: U256 = U256::from_limbs([18, 0, 0, 0]);

/// Deposits before the clock starts: connections stand and caches are filled.
const WARM_UP: usize = 50;

/// A node and a vault on it.
struct Contender {
    node: &'static str,
    command: NodeCommand,
    vault: Vault,
    per_second: Vec<f64>,
    start_milliseconds: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
enum Vault {
    OpenZeppelin,
    Ballast,
}

impl Vault {
    const fn name(self) -> &'static str {
        match self {
            Self::OpenZeppelin => "OpenZeppelin",
            Self::Ballast => "Ballast",
        }
    }
}

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
    let signer = chain::signer(0)?;
    let mut contenders = [
        Contender::new(ANVIL, &anvil, Vault::OpenZeppelin),
        Contender::new(BALLAST, command, Vault::OpenZeppelin),
        Contender::new(BALLAST, command, Vault::Ballast),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(BenchError::Runtime)?.block_on(async {
        for _ in 0..options.rounds {
            for contender in &mut contenders {
                contender.round(&code, &signer, options.deposits).await?;
            }
        }
        Ok(report(contenders))
    })
}

impl Contender {
    fn new(node: &'static str, command: &NodeCommand, vault: Vault) -> Self {
        let command = command.clone();
        Self {
            node,
            command,
            vault,
            per_second: Vec::new(),
            start_milliseconds: Vec::new(),
        }
    }

    /// Starts the node and makes deposits.
    async fn round(
        &mut self,
        code: &Peers,
        signer: &PrivateKeySigner,
        deposits: usize,
    ) -> Result<(), BenchError> {
        let process = Process::start(&self.command, signer).await?;
        let client = Client::connect(&process.url, signer.clone())?;
        let decimals = TOKEN_DECIMALS.abi_encode();
        let token = create(&client, code.token(PeerToken::Solmate)?, &decimals).await?;
        let vault = self.create_vault(&client, code, token).await?;
        let target = Target::new(client, signer, token, vault).await?;
        target.deposits_per_second(WARM_UP).await?;
        self.per_second
            .push(target.deposits_per_second(deposits).await?);
        self.start_milliseconds
            .push(process.start.as_secs_f64() * 1_000.0);
        Ok(())
    }

    async fn create_vault(
        &self,
        client: &Client,
        code: &Peers,
        token: Address,
    ) -> Result<Address, BenchError> {
        match self.vault {
            Vault::OpenZeppelin => {
                let code = code.vault(PeerVault::OpenZeppelin, Pipeline::ViaIr)?;
                create(client, code, &token.abi_encode()).await
            }
            Vault::Ballast => {
                let (plan, vault) = ours::plan(token, true)?;
                deploy::run(client, &plan, |_, _| {}).await?;
                Ok(vault)
            }
        }
    }
}

fn report(contenders: [Contender; 3]) -> NodeReport {
    let base = median(&contenders[0].per_second);
    let mut starts: Vec<StartRow> = Vec::new();
    let mut deposits = Vec::new();
    for contender in contenders {
        let Contender {
            node,
            vault,
            per_second: rounds,
            start_milliseconds,
            ..
        } = contender;
        let per_second = median(&rounds);
        let ratio = per_second / base;
        deposits.push(DepositRow {
            node,
            vault: vault.name(),
            per_second,
            rounds,
            ratio,
        });
        match starts.iter_mut().find(|row| row.node == node) {
            Some(row) => row.starts.extend(start_milliseconds),
            None => starts.push(StartRow {
                node,
                milliseconds: 0.0,
                starts: start_milliseconds,
            }),
        }
    }
    for row in &mut starts {
        row.milliseconds = median(&row.starts);
    }
    NodeReport { deposits, starts }
}
