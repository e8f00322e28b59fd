//! `ballast soak`.

use std::collections::BTreeSet;

use crate::command::{run, run_json};

/// Runs 300 calls from three seeds, and answers which contracts were called.
#[track_caller]
fn counts(world: &str, options: &[&str]) -> BTreeSet<String> {
    let arguments = ["--calls", "250", "--calls-per-seed", "100", "--seed", "3"];
    let document = run_json(&[&["soak", "--json"], &arguments[..], options].concat());
    assert_eq!(document["world"], world);
    assert_eq!(
        (&document["seed"], &document["seeds"]),
        (&3.into(), &3.into())
    );
    let methods = document["methods"].as_array().unwrap();
    let calls: u64 = methods
        .iter()
        .map(|one| one["calls"].as_u64().unwrap())
        .sum();
    assert_eq!(calls, 300);
    assert!(document.get("breach").is_none());
    let contracts = methods.iter().map(|one| one["contract"].as_str().unwrap());
    contracts.map(str::to_owned).collect()
}

#[test]
fn every_call_of_a_vault_is_counted() {
    let contracts = counts("vault", &[]);
    assert!(contracts.contains("Vault"), "{contracts:?}");
    assert!(!contracts.contains("Market"), "{contracts:?}");
}

#[test]
fn every_call_of_a_market_is_counted() {
    let contracts = counts("market", &["--world", "market"]);
    assert!(contracts.contains("Market"), "{contracts:?}");
    assert!(!contracts.contains("Vault"), "{contracts:?}");
}

#[test]
fn every_call_of_a_government_is_counted() {
    let contracts = counts("governance", &["--world", "governance"]);
    assert!(contracts.contains("Governor"), "{contracts:?}");
    assert!(!contracts.contains("Market"), "{contracts:?}");
}

#[test]
fn other_worlds_are_refused() {
    let output = run(&["soak", "--world", "moon"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn calls_without_end_are_refused() {
    let output = run(&["soak", "--calls-per-seed", "0"]);
    assert_eq!(output.status.code(), Some(2));
}
