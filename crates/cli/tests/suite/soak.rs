//! `ballast soak`.

use crate::command::{run, run_json};

#[test]
fn every_call_is_counted() {
    let arguments = ["--calls", "250", "--calls-per-seed", "100", "--seed", "3"];
    let document = run_json(&[&["soak", "--json"], &arguments[..]].concat());
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
}

#[test]
fn calls_without_end_are_refused() {
    let output = run(&["soak", "--calls-per-seed", "0"]);
    assert_eq!(output.status.code(), Some(2));
}
