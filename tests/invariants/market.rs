//! The same of a lending market.

mod planted;

use std::collections::BTreeSet;

use ballast_artifacts::{MARKET, MARKET_ACCOUNTS, MARKET_GOVERNANCE, MARKET_RISK};
use ballast_tests::soak::{self, Place};
use ballast_tests::soak_market::Markets;

use crate::{called, changing};

const SEEDS: u64 = 40;
const CALLS: u64 = 5_000;

#[test]
fn two_hundred_thousand_calls_of_a_market_break_no_law() {
    let outcome = soak::run_all::<Markets>(0..SEEDS, CALLS, |_| {});
    let outcome = outcome.unwrap_or_else(|failure| panic!("{failure}"));
    println!("{outcome}");
    assert!(SEEDS * CALLS <= outcome.calls());
    // A third of the calls do something, among them everything that moves money.
    assert!(outcome.calls() / 3 < outcome.passed());
    let counts = &outcome.counts;
    assert!(600 <= counts.liquidations);
    assert!(20 <= counts.bad_debts);
    assert!(counts.round_trips / 5 < counts.whole_round_trips);

    let programs = [&MARKET, &MARKET_ACCOUNTS, &MARKET_RISK, &MARKET_GOVERNANCE];
    let all: BTreeSet<String> = programs
        .into_iter()
        .flat_map(|program| changing(program))
        .collect();
    assert_eq!(all, called(&outcome.tallies, Place::Market));
    // What moves money, and what keeps things fresh, has to pass at times.
    for name in [
        "supply",
        "withdraw",
        "supplyCollateral",
        "withdrawCollateral",
        "borrow",
        "repay",
        "liquidate",
        "batch",
        "flash",
        "flashLoan",
        "poke",
        "touch",
        "collectFees",
    ] {
        let mut tallies = outcome.tallies.iter();
        let passes = tallies.any(|((place, method), tally)| {
            let is_it = method.split('(').next() == Some(name);
            *place == Place::Market && is_it && 0 < tally.passed
        });
        assert!(passes, "{name} never passes");
    }
}
