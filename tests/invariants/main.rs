//! Everybody does anything, and the laws hold. Each law is shown to be one that can be broken.

mod governance;
mod market;
mod planted;
mod planting;

use std::collections::BTreeSet;

use ballast_artifacts::{Artifact, REBALANCER, REDEMPTIONS, REGISTRY, STRATEGY_ERC4626, VAULT};
use ballast_tests::soak::{self, Place, Tallies, Vaults};

const SEEDS: u64 = 40;
const CALLS: u64 = 5_000;

/// What of a contract changes anything.
fn changing(artifact: &Artifact) -> BTreeSet<String> {
    (artifact.abi)()
        .functions()
        .filter(|function| function.state_mutability.as_json_str() == "nonpayable")
        .map(|function| function.signature())
        .collect()
}

/// What of a contract was called.
fn called(tallies: &Tallies, place: Place) -> BTreeSet<String> {
    let all = tallies.keys().filter(|(of, _)| *of == place);
    all.map(|(_, method)| (*method).to_owned()).collect()
}

/// What is not always forbidden has to pass at times.
fn nothing_is_dead(tallies: &Tallies) {
    for ((place, method), tally) in tallies {
        let is_alive = 0 < tally.passed || tally.forbidden == tally.calls();
        assert!(is_alive, "{place:?} {method} never passes");
    }
}

#[test]
fn two_hundred_thousand_calls_break_no_law() {
    let outcome = soak::run_all::<Vaults>(0..SEEDS, CALLS, |_| {});
    let outcome = outcome.unwrap_or_else(|failure| panic!("{failure}"));
    println!("{outcome}");
    assert!(200_000 <= outcome.calls());
    // Half of the calls do something, and limits are looked at where they have to be exact.
    assert!(outcome.calls() / 2 < outcome.passed());
    let counts = &outcome.counts;
    assert!(counts.exits / 3 < counts.exact_exits);
    assert!(counts.round_trips / 5 < counts.whole_round_trips);

    for (artifact, place) in [
        (&VAULT, Place::Vault),
        (&REGISTRY, Place::Registry),
        (&STRATEGY_ERC4626, Place::Strategy),
        (&REBALANCER, Place::Rebalancer),
        (&REDEMPTIONS, Place::Redemptions),
    ] {
        assert_eq!(
            changing(artifact),
            called(&outcome.tallies, place),
            "{}",
            artifact.name
        );
    }
    nothing_is_dead(&outcome.tallies);
}
