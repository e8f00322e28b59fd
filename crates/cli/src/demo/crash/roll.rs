//! What must hold after a crash.

use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::Filter;
use alloy_sol_types::SolEvent;
use ballast_abi::curator::IGoverned::{authorityCall, pendingAuthorityCall};
use ballast_abi::erc20::IERC20::{Transfer, balanceOfCall};
use ballast_abi::market::IMarket::totalsCall;
use ballast_abi::market_risk::IMarketRisk::{Liquidate, collateralTermsCall};

use super::days::{Event, Row};
use super::settings::LTV_LAST;
use super::stage::Place;
use crate::demo::checks::Check;
use crate::demo::season::exact;

/// Checks it.
pub(super) async fn checks(place: &Place, days: &[Row]) -> anyhow::Result<Vec<Check>> {
    let liquidations: Vec<Liquidate> = events(place, place.market).await?;
    let lost: U256 = liquidations.iter().map(|one| one.badDebt).sum();
    let transfers: Vec<Transfer> = events(place, place.dollars).await?;
    let moved = |from: Address, to: Address| -> U256 {
        let between = transfers
            .iter()
            .filter(|one| one.from == from && one.to == to);
        between.map(|one| one.value).sum()
    };
    let mut checks = vec![governed(place).await?, lowered(place).await?];
    checks.push(Check::new(
        "crash_liquidated_without_loss",
        !liquidations.is_empty() && lost.is_zero(),
        format!(
            "{} liquidations, {} of bad debt",
            liquidations.len(),
            exact(lost)
        ),
    ));
    for person in &place.suppliers {
        let account = person.client.sender();
        let (paid, got) = (moved(account, place.market), moved(place.market, account));
        checks.push(Check::new(
            "crash_suppliers_are_whole",
            paid < got,
            format!("{} paid {}, got {}", person.name, exact(paid), exact(got)),
        ));
    }
    let account = place.market;
    let held = place.ask(place.dollars, &balanceOfCall { account }).await?;
    let totals = place.ask(place.market, &totalsCall {}).await?;
    checks.push(Check::equal(
        "crash_market_balances",
        ("held", held),
        (
            "supplied and not lent",
            totals.supplyAssets - totals.borrowAssets,
        ),
    ));
    let account = place.keeper.client.sender();
    let gained = place.ask(place.dollars, &balanceOfCall { account }).await?;
    checks.push(Check::new(
        "crash_keeper_gained",
        !gained.is_zero(),
        format!("{} without capital", exact(gained)),
    ));
    let happened = |event| days.iter().filter(|row| row.event == event).count();
    let (executed, seen) = (happened(Event::Execution), happened(Event::Sight));
    checks.push(Check::new(
        "crash_keeper_carried_out_proposals",
        executed == 2 && seen != 0,
        format!("{executed} executed, the borrower seen unhealthy {seen} times"),
    ));
    Ok(checks)
}

/// Whether the timelock governs everything, and nobody else is about to.
async fn governed(place: &Place) -> anyhow::Result<Check> {
    let mut governed = 0;
    for module in place.modules() {
        let authority = place.ask(module, &authorityCall {}).await?;
        let pending = place.ask(module, &pendingAuthorityCall {}).await?;
        governed += usize::from(authority == place.timelock && pending.is_zero());
    }
    let all = place.modules().len();
    Ok(Check::new(
        "crash_timelock_governs",
        governed == all,
        format!("{governed} of {all} modules"),
    ))
}

/// Whether the market's LTVs are those that were voted for.
async fn lowered(place: &Place) -> anyhow::Result<Check> {
    let collateral = place.vault;
    let question = collateralTermsCall { collateral };
    let terms = place.ask(place.market, &question).await?;
    let found = [terms.borrowBps, terms.liquidationBps];
    Ok(Check::new(
        "crash_ltv_is_what_was_voted_for",
        found == LTV_LAST.map(U256::from),
        format!("{} and {} basis points", found[0], found[1]),
    ))
}

async fn events<E: SolEvent>(place: &Place, contract: Address) -> anyhow::Result<Vec<E>> {
    let filter = Filter::new()
        .address(contract)
        .event_signature(E::SIGNATURE_HASH);
    let logs = place.owner.client.logs(&filter).await?;
    let events = logs.iter().map(|log| E::decode_log_data(log.data()));
    Ok(events.collect::<Result<_, _>>()?)
}
