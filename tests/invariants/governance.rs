//! The same of a government.

mod planted;

use std::collections::BTreeSet;

use ballast_artifacts::{Artifact, GOVERNOR, PARAMS, TIMELOCK, TREASURY, VOTES};
use ballast_tests::soak::{self, Place};
use ballast_tests::soak_governance::Governments;

use crate::{called, changing, nothing_is_dead};

const SEEDS: u64 = 20;
const CALLS: u64 = 5_000;

#[test]
fn a_hundred_thousand_calls_of_a_government_break_no_law() {
    let outcome = soak::run_all::<Governments>(0..SEEDS, CALLS, |_| {});
    let outcome = outcome.unwrap_or_else(|failure| panic!("{failure}"));
    println!("{outcome}");
    assert!(SEEDS * CALLS <= outcome.calls());
    // Two fifths of the calls do something, and proposals are taken all the way.
    assert!(2 * outcome.calls() / 5 < outcome.passed());
    let counts = &outcome.counts;
    assert!(SEEDS * 25 <= counts.enacted);
    assert!(SEEDS * 75 <= counts.operations);
    assert!(SEEDS * 15 <= counts.payments && SEEDS * 30 <= counts.changes);

    for (artifact, place) in [
        (&VOTES, Place::Token),
        (&GOVERNOR, Place::Governor),
        (&TIMELOCK, Place::Timelock),
        (&TREASURY, Place::Treasury),
        (&PARAMS, Place::Params),
    ] {
        let called = called(&outcome.tallies, place);
        let all: BTreeSet<String> = moving(artifact);
        assert!(
            all.is_subset(&called),
            "{}: {all:?}, {called:?}",
            artifact.name
        );
    }
    nothing_is_dead(&outcome.tallies);
}

/// What of a contract changes anything, whether it takes ether or not.
fn moving(artifact: &Artifact) -> BTreeSet<String> {
    let functions = (artifact.abi)();
    let paid = functions
        .functions()
        .filter(|function| function.state_mutability.as_json_str() == "payable");
    let paid = paid.map(|function| function.signature());
    changing(artifact).into_iter().chain(paid).collect()
}
