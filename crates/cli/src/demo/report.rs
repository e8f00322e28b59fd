//! What is told about the demonstration.

use alloy_primitives::{Address, B256, U256};
use ballast_client::deploy::Manifest;
use ballast_client::program::Program;
use serde::Serialize;

use super::checks::Check;
use super::crash::{self, Crash};
use super::play::Step;
use super::season::{Ledger, Row, Season, exact, tokens};
use super::stage::Stage;
use crate::table::{Align, Table, grouped};

/// Digits of a share's price in the table of the season.
const PRICE_WIDTH: usize = 10;

/// The whole of it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// Where the chain listens, if it keeps running.
    #[serde(skip_serializing_if = "Option::is_none")]
    rpc: Option<String>,
    contracts: Vec<ContractLine>,
    steps: Vec<StepLine>,
    checks: Vec<Check>,
    season: Season,
    crash: Crash,
    deployment: Manifest,
}

#[derive(Debug, Serialize)]
struct ContractLine {
    name: String,
    address: Address,
    #[serde(flatten)]
    program: Program,
    /// Gas charged for deployment, activation and caching.
    deployment_gas: u64,
}

#[derive(Debug, Serialize)]
struct StepLine {
    wallet: &'static str,
    name: &'static str,
    transaction: B256,
    gas_used: u64,
    execution_gas: u64,
    ink: u64,
    /// What a share is worth afterwards, in whole tokens.
    share_price: String,
    /// In the token's smallest unit.
    total_assets: String,
    /// In the smallest unit of shares.
    total_supply: String,
}

impl Report {
    /// Gathers it. `rpc` is where the chain listens, if it keeps running.
    pub(super) async fn new(
        rpc: Option<String>,
        stage: &Stage,
        steps: Vec<Step>,
        checks: Vec<Check>,
        season: Season,
        crash: Crash,
    ) -> anyhow::Result<Self> {
        let mut contracts = Vec::new();
        for (name, deployed) in &stage.manifest.contracts {
            contracts.push(ContractLine {
                name: name.clone(),
                address: deployed.address,
                program: Program::read(&stage.wallets[0].client, deployed.address).await?,
                deployment_gas: deployed.gas_used(),
            });
        }
        Ok(Self {
            rpc,
            contracts,
            steps: steps
                .into_iter()
                .map(|step| StepLine::new(stage, step))
                .collect(),
            checks,
            season,
            crash,
            deployment: stage.manifest.clone(),
        })
    }

    /// Whether everything holds that was checked.
    pub(super) fn is_good(&self) -> bool {
        let all = self
            .checks
            .iter()
            .chain(&self.season.checks)
            .chain(&self.crash.checks);
        all.into_iter().all(|check| check.ok)
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let verdict = if self.is_good() {
            "All checks hold."
        } else {
            "SOME CHECKS FAILED."
        };
        let mut text = format!(
            "Contracts (gas of entering them: cached, not cached)\n\n{}\nSteps\n\n{}\n\
             Checks\n\n{}\n{}{}{verdict}\n",
            self.contract_table(),
            self.step_table(),
            check_table(&self.checks),
            self.season_text(),
            self.crash_text(),
        );
        if let Some(rpc) = &self.rpc {
            text += &format!("The chain keeps running at {rpc}; ctrl-c ends it.\n");
        }
        text
    }

    fn contract_table(&self) -> Table<7> {
        let mut table = Table::new([
            ("contract", Align::Left),
            ("address", Align::Left),
            ("bytes", Align::Right),
            ("pages", Align::Right),
            ("cached", Align::Right),
            ("not cached", Align::Right),
            ("deployment gas", Align::Right),
        ]);
        for ContractLine {
            name,
            address,
            program,
            deployment_gas,
        } in &self.contracts
        {
            table.row([
                name.clone(),
                address.to_string(),
                grouped(program.code_bytes),
                program.footprint_pages.to_string(),
                grouped(program.entry_gas_cached),
                grouped(program.entry_gas_uncached),
                grouped(deployment_gas),
            ]);
        }
        table
    }

    fn step_table(&self) -> Table<6> {
        let mut table = Table::new([
            ("wallet", Align::Left),
            ("step", Align::Left),
            ("gas", Align::Right),
            ("execution gas", Align::Right),
            ("ink", Align::Right),
            ("share price", Align::Right),
        ]);
        for step in &self.steps {
            table.row([
                step.wallet.to_owned(),
                step.name.to_owned(),
                grouped(step.gas_used),
                grouped(step.execution_gas),
                grouped(step.ink),
                step.share_price.clone(),
            ]);
        }
        table
    }

    fn season_text(&self) -> String {
        let Season {
            left_out,
            days,
            ledger,
            checks,
        } = &self.season;
        let mut text = format!(
            "A season of a vault that earns\n\n{}\nWho paid and got what, in tokens\n\n{}\n\
             Checks of the season\n\n{}\n",
            day_table(days),
            ledger_table(ledger),
            check_table(checks),
        );
        if let Some(what) = left_out {
            text += &format!("Left out: {what}.\n\n");
        }
        text
    }
}

impl Report {
    fn crash_text(&self) -> String {
        let Crash {
            left_out,
            days,
            checks,
        } = &self.crash;
        if let Some(what) = left_out {
            return format!("Left out: {what}.\n\n");
        }
        format!(
            "A market through a crash\n\n{}\nChecks of the crash\n\n{}\n",
            crash_table(days),
            check_table(checks),
        )
    }
}

fn crash_table(days: &[crash::Row]) -> Table<6> {
    let mut table = Table::new([
        ("date", Align::Left),
        ("bitcoin", Align::Right),
        ("who", Align::Left),
        ("what", Align::Left),
        ("debt", Align::Right),
        ("health", Align::Right),
    ]);
    for row in days {
        table.row([
            row.date.to_owned(),
            grouped(row.bitcoin),
            row.who.to_owned(),
            row.what.clone(),
            tokens(row.debt),
            row.health_percent
                .map_or(String::new(), |percent| format!("{percent} %")),
        ]);
    }
    table
}

fn check_table(checks: &[Check]) -> Table<3> {
    let mut table = Table::new([
        ("", Align::Left),
        ("check", Align::Left),
        ("figures", Align::Left),
    ]);
    for check in checks {
        let mark = if check.ok { "ok" } else { "FAIL" };
        table.row([mark.to_owned(), check.name.to_owned(), check.detail.clone()]);
    }
    table
}

fn day_table(days: &[Row]) -> Table<7> {
    let mut table = Table::new([
        ("day", Align::Right),
        ("date", Align::Left),
        ("bitcoin", Align::Right),
        ("who", Align::Left),
        ("what", Align::Left),
        ("assets", Align::Right),
        ("share price", Align::Right),
    ]);
    for row in days {
        table.row([
            row.day.to_string(),
            row.date.to_owned(),
            grouped(row.bitcoin),
            row.who.clone(),
            row.what.clone(),
            tokens(row.assets),
            row.share_price.chars().take(PRICE_WIDTH).collect(),
        ]);
    }
    table
}

fn ledger_table(ledger: &Ledger) -> Table<3> {
    let mut table = Table::new([
        ("", Align::Left),
        ("in", Align::Right),
        ("out", Align::Right),
    ]);
    let mut row = |name: &str, paid: U256, got: U256| {
        table.row([name.to_owned(), exact(paid), exact(got)]);
    };
    for account in &ledger.people {
        row(account.name, account.paid, account.got);
    }
    let nothing = U256::ZERO;
    row("gains of strategies", ledger.gains, nothing);
    row("losses of strategies", nothing, ledger.losses);
    row("losses that leavers bore", nothing, ledger.borne);
    row("left idle", nothing, ledger.idle);
    row("left lent", nothing, ledger.debt);
    table
}

impl StepLine {
    fn new(stage: &Stage, step: Step) -> Self {
        let books = &step.after.books;
        Self {
            wallet: stage.wallets[step.act.wallet()].name,
            name: step.act.name(),
            transaction: step.transaction,
            gas_used: step.gas_used,
            execution_gas: step.execution_gas,
            ink: step.ink,
            share_price: books.share_price(),
            total_assets: books.assets.to_string(),
            total_supply: books.supply.to_string(),
        }
    }
}
