//! `ballast keeper` and `ballast status`.

use std::env;
use std::time::Duration;

use alloy_primitives::{Address, U256};
use alloy_signer_local::PrivateKeySigner;
use anyhow::{Context, bail};
use ballast_client::Client;
use ballast_keeper::{Duty, Keeper, Outcome, Program, Result as Done, Status, Watched};

use crate::Verdict;
use crate::output::Output;
use crate::signals::Stop;

/// Where the key is looked for unless it is said otherwise.
const KEY_VARIABLE: &str = "BALLAST_KEY";

/// Seconds between rounds at most: a day.
const INTERVAL_SECONDS_MAX: u64 = 86_400;

/// Which vault, on which chain.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Target {
    /// URL of a node.
    #[arg(long, default_value = "http://127.0.0.1:8547")]
    rpc: String,
    /// The vault's registry.
    #[arg(long)]
    registry: Address,
}

/// Options of the keeper.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    target: Target,
    /// Redemptions of the vault's shares to settle, too; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    redemptions: Vec<Address>,
    /// Governors whose proposals to queue and execute, too; may be given several times.
    #[arg(long = "governor", value_name = "ADDRESS")]
    governors: Vec<Address>,
    /// Parameter stores whose subscribers to tell again, too; may be given several times.
    #[arg(long, value_name = "ADDRESS")]
    params: Vec<Address>,
    /// Oracles whose checkpoints to move, too; may be given several times.
    #[arg(long = "oracle", value_name = "ADDRESS")]
    oracles: Vec<Address>,
    /// Lending markets whose averages to move and whose accounts to see, too; may be given several
    /// times.
    #[arg(long = "market", value_name = "ADDRESS")]
    markets: Vec<Address>,
    /// The contract that liquidates accounts of these markets.
    #[arg(long, value_name = "ADDRESS", requires = "markets")]
    liquidator: Option<Address>,
    /// Pools of Uniswap v3 to sell what is seized in; may be given several times.
    #[arg(long = "pool", value_name = "ADDRESS", requires = "liquidator")]
    pools: Vec<Address>,
    /// Environment variable with the private key that pays, in hexadecimal.
    #[arg(long, value_name = "NAME", default_value = KEY_VARIABLE)]
    key_variable: String,
    /// Seconds between rounds.
    #[arg(long, default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..=INTERVAL_SECONDS_MAX))]
    interval: u64,
    /// Make one round and end.
    #[arg(long)]
    once: bool,
}

/// Makes rounds until somebody stops it.
pub(crate) async fn run(args: Args, output: Output) -> anyhow::Result<Verdict> {
    let client = Client::connect(&args.target.rpc, key(&args.key_variable)?)?;
    let watched = Watched {
        registry: Some(args.target.registry),
        redemptions: args.redemptions,
        governors: args.governors,
        params: args.params,
        oracles: args.oracles,
        markets: args.markets,
        liquidator: args.liquidator,
        pools: args.pools,
    };
    let keeper = Keeper::new(client, watched);
    loop {
        let outcomes = keeper.round().await.context("keeper")?;
        for outcome in &outcomes {
            print(outcome, output)?;
        }
        if args.once {
            let all_done = outcomes
                .iter()
                .all(|outcome| matches!(outcome.result, Done::Done { .. }));
            return Ok(if all_done {
                Verdict::Good
            } else {
                Verdict::Bad
            });
        }
        let mut stop = Stop::watch().context("cannot watch for ctrl-c")?;
        tokio::select! {
            stopped = stop.asked() => {
                stopped.context("cannot watch for ctrl-c")?;
                return Ok(Verdict::Good);
            }
            () = tokio::time::sleep(Duration::from_secs(args.interval)) => {}
        }
    }
}

fn key(variable: &str) -> anyhow::Result<PrivateKeySigner> {
    let Ok(text) = env::var(variable) else {
        bail!("no key: set {variable} to the private key of the account that pays");
    };
    text.trim()
        .parse()
        .with_context(|| format!("{variable} is not a private key of 32 bytes in hexadecimal"))
}

/// A line for each duty: text, or a JSON document of its own, as they come.
fn print(outcome: &Outcome, output: Output) -> anyhow::Result<()> {
    let line = if output.is_json() {
        serde_json::to_string(outcome)?
    } else {
        describe(outcome)
    };
    output.write(&(line + "\n"))?;
    Ok(())
}

fn describe(outcome: &Outcome) -> String {
    let duty = match &outcome.duty {
        Duty::Harvest {
            strategy,
            gain,
            loss,
        } => format!("harvest {strategy}: gain {gain}, loss {loss}"),
        Duty::Release { strategy } => format!("release {strategy} from quarantine"),
        Duty::Settle {
            redemptions,
            epoch,
            closes,
        } => {
            let step = if *closes { "close" } else { "pay" };
            format!("settle {redemptions}: {step} epoch {epoch}")
        }
        Duty::Rebalance { strategies, debts } => {
            let moves = strategies.iter().zip(debts);
            let moves = moves.map(|(strategy, debt)| format!("{strategy} to {debt}"));
            format!("rebalance {}", moves.collect::<Vec<_>>().join(", "))
        }
        Duty::Rerange {
            strategy,
            lower,
            upper,
        } => format!("move the range of {strategy} to ticks {lower} to {upper}"),
        Duty::Sell {
            strategy,
            token,
            amount,
            worth,
        } => format!("sell {amount} of {token} for {strategy}: worth {worth}"),
        Duty::Enact { curator, id } => format!("execute {id} of {curator}"),
        Duty::Queue { governor, proposal } => format!("queue proposal {proposal} of {governor}"),
        Duty::Execute { governor, proposal } => {
            format!("execute proposal {proposal} of {governor}")
        }
        Duty::Sync {
            params,
            key,
            subscriber,
        } => format!("tell {subscriber} of {key} in {params}"),
        Duty::Checkpoint {
            oracle,
            asset,
            index,
        } => format!("move the checkpoint of {asset}, source {index}, in {oracle}"),
        Duty::Poke { market, collateral } => {
            format!("move the averages of {collateral} in {market}")
        }
        Duty::Touch { market, account } => format!("see {account} unhealthy in {market}"),
        Duty::Liquidate {
            market,
            borrower,
            collateral,
            repaid,
            profit,
        } => format!(
            "liquidate {borrower} in {market}: pay up to {repaid}, take {collateral}, gain {profit}"
        ),
        Duty::KeepAlive {
            program,
            seconds_left,
        } => format!("keep {program} alive: {} days left", seconds_left / 86_400),
        Duty::Activate { program } => format!("activate {program}"),
    };
    match &outcome.result {
        Done::Done {
            transaction,
            gas_used,
        } => format!("{duty}; {gas_used} gas in {transaction}"),
        Done::Refused { reason } => format!("{duty}; not sent: {reason}"),
    }
}

/// Shows how a vault stands.
pub(crate) async fn status(target: Target, output: Output) -> anyhow::Result<Verdict> {
    let nobody = PrivateKeySigner::random();
    let client = Client::connect(&target.rpc, nobody)?;
    let status = Status::read(&client, target.registry)
        .await
        .context("status")?;
    output.print(&status, table)?;
    Ok(Verdict::Good)
}

fn table(status: &Status) -> String {
    let mut text = format!(
        "vault     {}  {}\nregistry  {}  {}\nauthority {}  {}\nassets    {} = {} idle + {} lent, less fees due\n\
         shares    {}, of which {} are locked profit; one is worth {}\n",
        status.vault.address,
        life(&status.vault),
        status.registry.address,
        life(&status.registry),
        status.authority.address,
        life(&status.authority),
        status.total_assets,
        status.idle,
        status.debt,
        status.total_supply,
        status.locked_shares,
        status.share_price,
    );
    for action in &status.announced {
        text += &format!(
            "announced {}  from {} on\n",
            action.id, action.executable_at
        );
    }
    for strategy in &status.strategies {
        let worth = strategy
            .worth
            .map_or("no answer".to_owned(), |worth: U256| worth.to_string());
        text += &format!(
            "strategy  {}  {}, {}: owes {}, worth {worth}\n",
            strategy.program.address,
            life(&strategy.program),
            strategy.status,
            strategy.debt,
        );
    }
    text
}

fn life(program: &Program) -> String {
    match program.days_left {
        None => "no expiry".to_owned(),
        Some(0) => "expired or within a day of it".to_owned(),
        Some(days) => format!("{days} days left"),
    }
}
