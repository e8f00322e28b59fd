//! The same of a lending market.

mod planted;

use std::collections::BTreeSet;

use ballast_artifacts::{MARKET, MARKET_GOVERNANCE, MARKET_RISK};
use ballast_tests::soak::{Place, Tally};
use ballast_tests::soak_market;

use crate::changing;

const SEEDS: u64 = 4;
const CALLS: u64 = 3_000;

#[test]
fn two_hundred_thousand_calls_of_a_market_break_no_law() {
    let outcome =
        soak_market::run_all(0..SEEDS, CALLS, |_| {}).unwrap_or_else(|failure| panic!("{failure}"));
    println!("{outcome}");
    assert!(800 <= outcome.calls());
    // A third of the calls do something, among them everything that moves money.
    assert!(outcome.calls() / 3 < outcome.passed());
    assert!(0 < outcome.liquidations);
    assert!(outcome.round_trips / 5 < outcome.whole_round_trips);

    let called: BTreeSet<String> = outcome
        .tallies
        .keys()
        .filter(|(place, _)| *place == Place::Market)
        .map(|(_, method)| (*method).to_owned())
        .collect();
    let programs = [&MARKET, &MARKET_RISK, &MARKET_GOVERNANCE];
    let all: BTreeSet<String> = programs
        .into_iter()
        .flat_map(|program| changing(program))
        .collect();
    assert_eq!(all, called);
    // What is not always forbidden has to pass at times.
    let is_alive = |tally: &Tally| 0 < tally.passed || tally.forbidden == tally.calls();
    for ((place, method), tally) in &outcome.tallies {
        assert!(is_alive(tally), "{place:?} {method} never passes");
    }
}
