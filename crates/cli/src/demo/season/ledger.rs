//! Who paid and got what, read from the chain's logs, and what must hold of it.

use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::{Filter, Log};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20::Transfer;
use ballast_abi::registry::IRegistry::Harvested;
use ballast_abi::strategy::IStrategy::realAssetsCall;
use ballast_abi::vault::Vault::TakenBack;
use serde::Serialize;

use super::days::{Event, Row};
use super::stage::{Farm, MANAGEMENT_FEE_BPS, Person};
use crate::demo::checks::Check;

const YEAR_SECONDS: u64 = 365 * 86_400;

/// What may be left in the end: a millionth of a token.
const LEFT_MAX: u64 = 1_000_000_000_000;

/// Reports that the keeper makes at least.
const HARVESTS_MIN: usize = 10;

/// The books of the whole season, in the token's smallest unit.
#[derive(Debug, Serialize)]
pub(in crate::demo) struct Ledger {
    /// By person.
    pub(in crate::demo) people: Vec<Account>,
    /// What strategies gained, as far as it was booked.
    pub(in crate::demo) gains: U256,
    /// What they lost, as far as it was reported.
    pub(in crate::demo) losses: U256,
    /// What leavers bore of losses that nobody had reported.
    pub(in crate::demo) borne: U256,
    /// What is left in the vault.
    pub(in crate::demo) idle: U256,
    /// What is still lent.
    pub(in crate::demo) debt: U256,
    /// What strategies are worth beyond that: earned since the last report.
    pub(in crate::demo) unreported: U256,
}

/// What somebody paid the vault and got from it.
#[derive(Debug, Serialize)]
pub(in crate::demo) struct Account {
    /// Who.
    pub(in crate::demo) name: &'static str,
    /// Paid.
    pub(in crate::demo) paid: U256,
    /// Got.
    pub(in crate::demo) got: U256,
}

impl Ledger {
    /// Reads it.
    pub(super) async fn read(farm: &Farm) -> anyhow::Result<Self> {
        let transfers = events::<Transfer>(farm, farm.token).await?;
        let moved = |from: Address, to: Address| -> U256 {
            let between = transfers
                .iter()
                .filter(|transfer| transfer.from == from && transfer.to == to);
            between.map(|transfer| transfer.value).sum()
        };
        let all = farm.people.iter().chain([&farm.owner, &farm.keeper]);
        let people = all.map(|Person { name, client }| Account {
            name,
            paid: moved(client.sender(), farm.vault),
            got: moved(farm.vault, client.sender()),
        });
        let people = people.collect();
        let reports = events::<Harvested>(farm, farm.registry).await?;
        let payments = events::<TakenBack>(farm, farm.vault).await?;
        let [idle, debt] = farm.holdings().await?;
        let mut worth = U256::ZERO;
        for strategy in &farm.strategies {
            worth += farm.ask(strategy.address, &realAssetsCall {}).await?;
        }
        Ok(Self {
            people,
            gains: reports.iter().map(|report| report.gain).sum(),
            losses: reports.iter().map(|report| report.loss).sum(),
            borne: payments.iter().map(|one| one.debt - one.paid).sum(),
            idle,
            debt,
            unreported: worth.saturating_sub(debt),
        })
    }

    /// Checks it.
    pub(super) async fn checks(&self, farm: &Farm, days: &[Row]) -> anyhow::Result<Vec<Check>> {
        let paid: U256 = self.people.iter().map(|account| account.paid).sum();
        let got: U256 = self.people.iter().map(|account| account.got).sum();
        let held = farm.tokens_of(farm.vault).await?;
        let mut shares = U256::ZERO;
        for person in farm.people.iter().chain([&farm.keeper]) {
            shares += farm.shares_of(person.client.sender()).await?;
        }
        let left = self.idle + self.debt;
        let mut checks = vec![
            Check::equal(
                "season_balances",
                ("paid in and gained", paid + self.gains),
                (
                    "got, lost and left",
                    got + self.losses + self.borne + self.idle + self.debt,
                ),
            ),
            Check::equal("season_idle_is_held", ("booked", self.idle), ("held", held)),
            Check::new(
                "season_everybody_left",
                shares.is_zero() && left < U256::from(LEFT_MAX),
                format!("{shares} shares, and {left} left for the fee of the last second"),
            ),
            price_fell_by_losses_and_fee_only(days),
        ];
        if farm.markets.is_some() {
            checks.push(depositors_gained(self));
            checks.extend(everything_happened(days));
        }
        Ok(checks)
    }
}

async fn events<E: SolEvent>(farm: &Farm, contract: Address) -> anyhow::Result<Vec<E>> {
    let filter = Filter::new().address(contract).from_block(0);
    let filter = filter.event_signature(E::SIGNATURE_HASH);
    let client = &farm.owner.client;
    let logs: Vec<Log> = client.request("eth_getLogs", (filter,)).await?;
    let events = logs.iter().map(|log| E::decode_log_data(log.data()));
    Ok(events.collect::<Result<_, _>>()?)
}

/// Besides losses only the fee on management lowers the price: by its part of a year, and by no more
/// than twice that, because it runs on what is lent and never takes more than half of it.
fn price_fell_by_losses_and_fee_only(days: &[Row]) -> Check {
    let whole = YEAR_SECONDS * 10_000;
    let mut pairs = days.windows(2).filter(|pair| !pair[1].is_loss);
    let fell = pairs.find(|pair| {
        let seconds = pair[1].timestamp - pair[0].timestamp;
        let fee = 2 * u64::from(MANAGEMENT_FEE_BPS) * seconds;
        !pair[1].books.keeps(whole - fee, whole, &pair[0].books)
    });
    let detail = match (fell, days.last()) {
        (Some(pair), _) => format!("it fell on day {}: {}", pair[1].day, pair[1].what),
        (None, last) => {
            let price = last.map(|row| row.share_price.as_str());
            format!("at the end {}", price.unwrap_or("nothing"))
        }
    };
    Check::new("season_price_kept", fell.is_none(), detail)
}

fn depositors_gained(ledger: &Ledger) -> Check {
    let depositors = ledger.people.iter().filter(|one| !one.paid.is_zero());
    let behind: Vec<_> = depositors
        .filter(|one| one.got <= one.paid)
        .map(|one| one.name)
        .collect();
    let detail = match behind.as_slice() {
        [] => "each got more than they paid".to_owned(),
        names => format!("{} did not", names.join(", ")),
    };
    Check::new("season_depositors_gained", behind.is_empty(), detail)
}

/// A failure was found, somebody left during it, and it was over afterwards.
fn everything_happened(days: &[Row]) -> [Check; 2] {
    let day_of = |event| {
        days.iter()
            .find(|row| row.event == event)
            .map(|row| row.day)
    };
    let (failed, over) = (day_of(Event::Quarantine), day_of(Event::Release));
    let left = days
        .iter()
        .find(|row| row.event == Event::Exit && failed <= Some(row.day) && Some(row.day) <= over);
    let ok = failed.is_some() && over.is_some() && left.is_some();
    let on = |day: Option<usize>| day.map_or("never".to_owned(), |day| format!("on day {day}"));
    let detail = format!(
        "quarantine {}, an exit {}, release {}",
        on(failed),
        on(left.map(|row| row.day)),
        on(over)
    );
    let count = |event| days.iter().filter(|row| row.event == event).count();
    let (harvests, rebalances) = (count(Event::Harvest), count(Event::Rebalance));
    [
        Check::new("season_failure_stopped_no_exit", ok, detail),
        Check::new(
            "season_keeper_worked",
            HARVESTS_MIN <= harvests && rebalances != 0,
            format!("{harvests} reports, {rebalances} rebalances"),
        ),
    ]
}
