//! What each rule of a market costs: the bare market with that rule alone.

use alloy_primitives::U256;
use ballast_abi::market::IMarket::withdrawCollateralCall;

use super::Gas;
use super::case::{Case, Transaction};
use super::lending::{Lending, Rules, USER};
use super::market::looks;
use super::stage::{ONE_TOKEN, ONE_TOKEN_IN_SHARES, Stage};
use crate::snapshot::Snapshot;

const AVERAGES: Rules = Rules {
    averages: true,
    ..Rules::NONE
};

const GATE: Rules = Rules {
    gate: true,
    ..Rules::NONE
};

const FEE: Rules = Rules {
    fee: true,
    ..Rules::NONE
};

/// The cases of a rule: in words, its key for a borrow, and for a liquidation.
const TABLE: [(&str, &str, Option<&str>); 5] = [
    (
        "both averages",
        "market.borrow.averages",
        Some("market.liquidate.averages"),
    ),
    (
        "the gate and its feed",
        "market.borrow.gate",
        Some("market.liquidate.gate"),
    ),
    (
        "a fee, a part of it the reserve's",
        "market.borrow.fee",
        Some("market.liquidate.fee"),
    ),
    (
        "a second collateral and its feed",
        "market.borrow.two_feeds",
        None,
    ),
    (
        "shares of a vault instead of a token with a feed",
        "market.borrow.vault_shares",
        None,
    ),
];

/// What each rule adds, as rows of a table.
pub(super) fn differences(found: &Snapshot<Gas>) -> String {
    let more = |key: &str, without: &str| {
        let [with, without] = [key, without].map(|key| found.get(key));
        let [with, without] = [with?, without?].map(|gas| i128::from(gas.execution_gas));
        Some((with - without).to_string())
    };
    let row = |(rule, borrow, liquidate): (&str, &str, Option<&str>)| {
        let borrow = more(borrow, "market.borrow.one_feed").unwrap_or_default();
        let liquidate = liquidate.and_then(|key| more(key, "market.liquidate.one_feed"));
        let liquidate = liquidate.unwrap_or_default();
        format!("| {rule} | {borrow} | {liquidate} |\n")
    };
    let head = "| rule | borrow | liquidate |\n| --- | ---: | ---: |\n";
    TABLE
        .map(row)
        .into_iter()
        .fold(head.to_owned(), |table, row| table + &row)
}

/// On a market without rules; `other` has a collateral that becomes the second one.
pub(super) fn cases(stage: &Stage, bare: &Lending, other: &Lending) -> Vec<Case> {
    let mut cases = borrows(bare);
    cases.extend(liquidations(bare));
    cases.extend([second_collateral(bare, other), shares(stage, bare)]);
    cases
}

fn borrows(bare: &Lending) -> Vec<Case> {
    let borrow = |key, state, rules| {
        let case = Case::new(key, state, bare.borrow(ONE_TOKEN));
        case.after_all(bare.rules(rules)).after(bare.touch())
    };
    vec![
        borrow(
            "market.borrow.averages",
            "as with one feed, and both averages",
            AVERAGES,
        ),
        borrow(
            "market.borrow.gate",
            "as with one feed, and the gate with its own",
            GATE,
        ),
        borrow("market.borrow.fee", "as with one feed, and a fee", FEE),
    ]
}

fn liquidations(bare: &Lending) -> Vec<Case> {
    let liquidate = |key, state, rules| {
        let case = Case::new(key, state, bare.liquidate());
        let case = case.after_all(bare.rules(rules)).after(bare.touch());
        case.after(bare.fall())
    };
    vec![
        liquidate(
            "market.liquidate.averages",
            "as with one feed, and both averages, which follow a fall",
            AVERAGES,
        )
        .after_all(looks(bare)),
        liquidate(
            "market.liquidate.gate",
            "as with one feed, and the gate with its own",
            GATE,
        ),
        liquidate("market.liquidate.fee", "as with one feed, and a fee", FEE),
    ]
}

fn second_collateral(bare: &Lending, other: &Lending) -> Case {
    let second = other.collateral;
    Case::new(
        "market.borrow.two_feeds",
        "as with one feed, and a second collateral with another",
        bare.borrow(ONE_TOKEN),
    )
    .after_all(bare.list(second, other.feed.proxy))
    .after(bare.allow(second))
    .after(bare.pledge(second, 100 * ONE_TOKEN))
    .after(bare.touch())
}

/// The vault of the other cases: its registry, one strategy, fees.
fn shares(stage: &Stage, bare: &Lending) -> Case {
    let vault = stage.vault;
    let release = withdrawCollateralCall {
        collateral: bare.collateral,
        assets: U256::from(500 * ONE_TOKEN),
        onBehalf: USER.address(),
        receiver: USER.address(),
    };
    let release: Transaction = bare.send(USER, &release);
    Case::new(
        "market.borrow.vault_shares",
        "as with one feed, but against shares of the vault, by its capped price",
        bare.borrow(ONE_TOKEN),
    )
    .after_all(bare.list_share(vault))
    .after(bare.allow(vault))
    .after(bare.pledge(vault, 500 * ONE_TOKEN_IN_SHARES))
    .after(release)
    .after(bare.touch())
}
