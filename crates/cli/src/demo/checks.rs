//! What must hold after the play.

use std::collections::BTreeSet;

use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::Filter;
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20::{Transfer, allowanceCall, balanceOfCall, totalSupplyCall};
use ballast_abi::erc4626::IERC4626::previewRedeemCall;
use ballast_client::Client;
use serde::Serialize;

use super::books::Books;
use super::play::Step;
use super::script::Act;
use super::stage::Stage;

/// Something that must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// What it is called.
    pub(super) name: &'static str,
    /// Whether it holds.
    pub(super) ok: bool,
    /// The figures that were compared.
    pub(super) detail: String,
}

impl Check {
    /// With the figures in words.
    pub(super) fn new(name: &'static str, ok: bool, detail: String) -> Self {
        Self { name, ok, detail }
    }

    /// Of two numbers with their names.
    pub(super) fn equal(name: &'static str, left: (&str, U256), right: (&str, U256)) -> Self {
        let ((left_name, left), (right_name, right)) = (left, right);
        let sign = if left == right { "=" } else { "≠" };
        Self::new(
            name,
            left == right,
            format!("{left_name} {left} {sign} {right_name} {right}"),
        )
    }
}

/// Checks everything.
pub(super) async fn all(stage: &Stage, steps: &[Step]) -> anyhow::Result<Vec<Check>> {
    let client = &stage.wallets[0].client;
    let books = stage.books(client).await?;
    let mut checks = on_chain(stage, client, &books, steps).await?;
    checks.push(share_price_never_fell(steps));
    checks.push(at_share_price("entries_paid_share_price", steps, false));
    checks.push(at_share_price("exits_got_share_price", steps, true));
    checks.push(permit_is_used_up(stage, client, steps).await?);
    Ok(checks)
}

async fn on_chain(
    stage: &Stage,
    client: &Client,
    books: &Books,
    steps: &[Step],
) -> anyhow::Result<Vec<Check>> {
    let holders = holders(client, stage.vault).await?;
    let (mut shares, mut claims) = (U256::ZERO, U256::ZERO);
    for holder in &holders {
        let balance = client
            .call(stage.vault, &balanceOfCall { account: *holder })
            .await?;
        shares += balance;
        claims += client
            .call(stage.vault, &previewRedeemCall { shares: balance })
            .await?;
    }
    let vault_tokens = client
        .call(
            stage.token,
            &balanceOfCall {
                account: stage.vault,
            },
        )
        .await?;
    let mut tokens = vault_tokens;
    for wallet in &stage.wallets {
        let account = wallet.client.sender();
        tokens += client.call(stage.token, &balanceOfCall { account }).await?;
    }
    let minted = client.call(stage.token, &totalSupplyCall {}).await?;
    let booked = vault_tokens.saturating_sub(donated(steps));
    let covered = format!(
        "claims {claims} of {} holders, assets {}",
        holders.len(),
        books.assets
    );
    Ok(vec![
        Check::equal(
            "shares_sum_to_supply",
            ("shares", shares),
            ("supply", books.supply),
        ),
        Check::equal(
            "assets_are_booked",
            ("assets", books.assets),
            ("tokens less donations", booked),
        ),
        Check::new("claims_are_covered", claims <= books.assets, covered),
        Check::equal("tokens_are_conserved", ("held", tokens), ("minted", minted)),
    ])
}

/// Everybody who ever got shares.
async fn holders(client: &Client, vault: Address) -> anyhow::Result<BTreeSet<Address>> {
    let filter = Filter::new().address(vault).from_block(0);
    let filter = filter.event_signature(Transfer::SIGNATURE_HASH);
    let logs = client.request("eth_getLogs", (filter,)).await?;
    let logs: Vec<alloy_rpc_types_eth::Log> = logs;
    let receivers = logs.iter().filter_map(|log| log.topics().get(2).copied());
    let mut holders: BTreeSet<_> = receivers.map(Address::from_word).collect();
    holders.remove(&Address::ZERO);
    Ok(holders)
}

fn donated(steps: &[Step]) -> U256 {
    let donations = steps.iter().map(|step| match step.act {
        Act::Donate { tokens, .. } => U256::from(tokens),
        _ => U256::ZERO,
    });
    donations.sum()
}

fn share_price_never_fell(steps: &[Step]) -> Check {
    let fell = steps
        .iter()
        .find(|step| !step.after.books.is_worth_at_least(&step.before.books));
    let detail = match (fell, steps.last()) {
        (Some(step), _) => format!("it fell at {}", step.act.name()),
        (None, Some(last)) => format!("at the end {}", last.after.books.share_price()),
        (None, None) => "nothing happened".to_owned(),
    };
    Check::new("share_price_never_fell", fell.is_none(), detail)
}

/// Whether wallet and vault moved, in every entry or in every exit, what shares were worth before
/// it, to the unit.
fn at_share_price(name: &'static str, steps: &[Step], exits: bool) -> Check {
    let flows = steps
        .iter()
        .filter(|step| step.flow.is_some_and(|flow| flow.is_exit() == exits));
    let (mut count, mut wrong) = (0, None);
    for step in flows {
        count += 1;
        if !is_at_share_price(step) {
            wrong = wrong.or(Some(step.act.name()));
        }
    }
    let detail = match wrong {
        Some(act) => format!("not at {act}"),
        None => format!("{count} of {count}, to the unit"),
    };
    Check::new(name, wrong.is_none() && count != 0, detail)
}

fn is_at_share_price(step: &Step) -> bool {
    let (Some(flow), before, after) = (step.flow, &step.before, &step.after) else {
        return false;
    };
    let (assets, shares) = before.books.moved(flow);
    // Written as sums, so that nothing can fall below zero.
    let [from, to] = if flow.is_exit() {
        [after, before]
    } else {
        [before, after]
    };
    from.tokens == to.tokens + assets
        && from.shares + shares == to.shares
        && from.books.assets + assets == to.books.assets
        && from.books.supply + shares == to.books.supply
}

async fn permit_is_used_up(
    stage: &Stage,
    client: &Client,
    steps: &[Step],
) -> anyhow::Result<Check> {
    let permits = steps.iter().filter_map(|step| match step.act {
        Act::Permit { wallet, owner, .. } => Some((wallet, owner)),
        _ => None,
    });
    let (mut left, mut count) = (U256::ZERO, 0);
    for (wallet, owner) in permits {
        let address = |wallet: usize| stage.wallets[wallet].client.sender();
        let call = allowanceCall {
            owner: address(owner),
            spender: address(wallet),
        };
        left += client.call(stage.vault, &call).await?;
        count += 1;
    }
    let ok = left.is_zero() && count != 0;
    Ok(Check::new(
        "permits_are_used_up",
        ok,
        format!("{count} signed, {left} shares left"),
    ))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::B256;

    use super::super::books::Flow;
    use super::super::play::Moment;
    use super::*;

    fn moment(assets: u64, supply: u64, tokens: u64, shares: u64) -> Moment {
        let virtual_shares = U256::from(1_000);
        let books = Books {
            assets: U256::from(assets),
            supply: U256::from(supply),
            virtual_shares,
        };
        Moment {
            books,
            tokens: U256::from(tokens),
            shares: U256::from(shares),
        }
    }

    fn step(flow: Flow, before: Moment, after: Moment) -> Step {
        Step {
            act: Act::Redeem {
                wallet: 0,
                parts: 1,
            },
            transaction: B256::ZERO,
            gas_used: 0,
            execution_gas: 0,
            ink: 0,
            flow: Some(flow),
            before,
            after,
        }
    }

    #[test]
    fn an_exit_that_pays_a_unit_more_or_less_is_found() {
        let before = moment(10, 10_000, 0, 4_000);
        let redeem = Flow::Redeem(U256::from(4_000));
        let check = |paid| {
            let after = moment(10 - paid, 6_000, paid, 0);
            at_share_price("exits", &[step(redeem, before, after)], true).ok
        };
        assert_eq!([check(3), check(4), check(5)], [false, true, false]);
    }

    #[test]
    fn an_entry_that_mints_a_share_too_many_is_found() {
        let before = moment(10, 10_000, 5, 0);
        let deposit = Flow::Deposit(U256::from(5));
        let check = |minted| {
            let after = moment(15, 10_000 + minted, 0, minted);
            at_share_price("entries", &[step(deposit, before, after)], false).ok
        };
        assert_eq!(
            [check(4_999), check(5_000), check(5_001)],
            [false, true, false]
        );
    }

    #[test]
    fn nothing_checked_is_nothing_good() {
        assert!(!at_share_price("exits", &[], true).ok);
    }

    #[test]
    fn a_falling_price_is_found() {
        let flow = Flow::Redeem(U256::ZERO);
        let (high, low) = (moment(10, 9_000, 0, 0), moment(10, 9_001, 0, 0));
        assert!(share_price_never_fell(&[step(flow, low, high)]).ok);
        assert!(!share_price_never_fell(&[step(flow, low, high), step(flow, high, low)]).ok);
    }
}
