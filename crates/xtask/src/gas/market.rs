//! What lending costs, in the state of the figures that it is compared with: 11,000 supplied, 200
//! borrowed against 500 of collateral, one for one, everything touched an hour ago.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::SolValue;
use ballast_abi::market::IFlashLender::flashLoanCall;
use ballast_bench::peers::Peers;

use super::case::{Case, Transaction};
use super::lending::{Lending, Rules, USER, repay, supply};
use super::rules;
use super::stage::{ONE_TOKEN, Stage};

/// Looks at a price, an hour apart, until both averages have followed it.
const LOOKS: usize = 24;

/// Two markets: with averages, gate and fee, and without. They come last, so that they move the
/// clock of no other case.
pub(super) async fn cases(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let all = Lending::set(stage, "market", Rules::ALL).await?;
    let bare = Lending::set(stage, "bare market", Rules::NONE).await?;
    let mut cases = changes(&all, &bare);
    cases.push(flash_loan(stage, &all).await?);
    cases.extend(liquidations(&all, &bare));
    cases.extend(rules::cases(stage, &bare, &all));
    Ok(cases)
}

fn changes(all: &Lending, bare: &Lending) -> Vec<Case> {
    vec![
        Case::new(
            "market.supply.warm",
            "11,000 supplied, 200 borrowed, the supplier has a position; adaptive rate, a fee",
            all.send(USER, &supply(ONE_TOKEN)),
        )
        .after(all.touch()),
        Case::new(
            "market.repay.warm",
            "the same; a part of the debt; the fee is booked",
            all.send(USER, &repay(ONE_TOKEN)),
        )
        .after(all.touch()),
        Case::new(
            "market.borrow.one_feed",
            "one collateral, one feed; adaptive rate; no averages, no gate, no fee",
            bare.borrow(ONE_TOKEN),
        )
        .after(bare.touch()),
        Case::new(
            "market.borrow.warm",
            "one collateral, one feed; adaptive rate, averages, gate with its own feed, a fee",
            all.borrow(ONE_TOKEN),
        )
        .after(all.touch()),
    ]
}

/// The borrower does what Morpho Blue's `FlashBorrowerMock` does: it approves, and nothing else.
async fn flash_loan(stage: &Stage, lending: &Lending) -> anyhow::Result<Case> {
    let code = Peers::load()?;
    let code = code.contract("FlashBorrower")?;
    let receiver = stage.create(code, &lending.market.abi_encode()).await?;
    let loan = flashLoanCall {
        receiver,
        token: lending.asset,
        amount: U256::from(1_000 * ONE_TOKEN),
        data: Bytes::new(),
    };
    Ok(Case::new(
        "market.flash_loan",
        "by ERC-3156, without a fee, to a contract that approves and does nothing else",
        lending.send(USER, &loan),
    )
    .after(lending.touch()))
}

/// By somebody who has both tokens, without a callback; a part of the debt.
fn liquidations(all: &Lending, bare: &Lending) -> Vec<Case> {
    vec![
        Case::new(
            "market.liquidate.one_feed",
            "a part; one collateral, one feed; adaptive rate; no averages, no gate, no fee",
            bare.liquidate(),
        )
        .after(bare.touch())
        .after(bare.fall()),
        Case::new(
            "market.liquidate",
            "a part; one collateral, one feed; adaptive rate, averages that follow a fall, gate with \
             its own feed, a fee",
            all.liquidate(),
        )
        .after(all.touch())
        .after(all.fall())
        .after_all(looks(all)),
    ]
}

/// Looks at a price until both averages have followed it.
pub(super) fn looks(lending: &Lending) -> Vec<Transaction> {
    (0..LOOKS).map(|_| lending.poke()).collect()
}
