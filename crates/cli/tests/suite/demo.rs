//! `ballast demo`.

use std::process::Stdio;

use serde_json::Value;

use crate::command::{ballast, run, run_json};

/// What every step tells as a number.
const FIGURES: [&str; 3] = ["gas_used", "execution_gas", "ink"];

fn array<'a>(document: &'a Value, name: &str) -> &'a [Value] {
    document[name].as_array().unwrap()
}

#[test]
fn json_tells_steps_contracts_and_checks() {
    let document = run_json(&["demo", "--json"]);
    let contracts: Vec<_> = array(&document, "contracts")
        .iter()
        .map(|one| &one["name"])
        .collect();
    assert_eq!(contracts, ["token", "vault"]);
    for contract in array(&document, "contracts") {
        let number = |name: &str| contract[name].as_u64().unwrap();
        assert!(number("code_bytes") <= 24_576);
        assert!(number("footprint_pages") <= 2);
        assert!(number("entry_gas_cached") < number("entry_gas_uncached"));
    }
    for step in array(&document, "steps") {
        let [gas_used, execution_gas, ink] = FIGURES.map(|name| step[name].as_u64().unwrap());
        assert!(execution_gas + 21_000 < gas_used, "{step}");
        // The program's ink is part of the gas, unless a refund took some of that back.
        assert!(ink / 10_000 <= execution_gas + 4_800, "{step}");
        assert!(step["name"].as_str().unwrap().contains('.'), "{step}");
    }
    assert!(
        array(&document, "checks")
            .iter()
            .all(|check| check["ok"] == true)
    );
    assert_eq!(document["deployment"]["chain_id"], 412_346);
}

#[test]
fn every_way_in_and_out_is_shown() {
    let document = run_json(&["demo", "--json"]);
    let names: Vec<_> = array(&document, "steps")
        .iter()
        .map(|step| step["name"].as_str().unwrap())
        .collect();
    for name in [
        "token.mint",
        "token.approve",
        "vault.deposit",
        "vault.mint",
        "vault.transfer",
        "vault.permit",
        "vault.transferFrom",
        "vault.withdraw",
        "vault.redeem",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let checks: Vec<_> = array(&document, "checks")
        .iter()
        .map(|check| &check["name"])
        .collect();
    for name in [
        "shares_sum_to_supply",
        "assets_are_booked",
        "claims_are_covered",
        "share_price_never_fell",
        "exits_got_share_price",
    ] {
        assert!(checks.contains(&&Value::from(name)), "{name} in {checks:?}");
    }
}

#[test]
fn a_season_is_lived_through_and_its_books_balance() {
    let document = run_json(&["demo", "--json"]);
    let season = &document["season"];
    assert!(season.get("left_out").is_none(), "{season}");
    let checks: Vec<_> = array(season, "checks").iter().collect();
    assert_eq!(checks.len(), 7);
    assert!(checks.iter().all(|check| check["ok"] == true), "{checks:?}");
    let did = |what: &str| {
        let mut rows = array(season, "days").iter();
        rows.any(|row| row["what"].as_str().unwrap().contains(what))
    };
    for what in [
        "deposits",
        "rebalances",
        "harvests Aave v3: +",
        "harvests Uniswap v3: +",
        "moves the range of Uniswap v3",
        "quarantine",
        "redeems everything",
    ] {
        assert!(did(what), "{what}");
    }
}

#[test]
fn a_market_goes_through_a_crash_and_its_suppliers_are_whole() {
    let document = run_json(&["demo", "--json"]);
    let crash = &document["crash"];
    assert!(crash.get("left_out").is_none(), "{crash}");
    let checks = array(crash, "checks");
    assert_eq!(checks.len(), 8);
    assert!(checks.iter().all(|check| check["ok"] == true), "{checks:?}");
    let did = |who: &str, what: &str| {
        let mut rows = array(crash, "days").iter();
        rows.any(|row| row["who"] == who && row["what"].as_str().unwrap().contains(what))
    };
    for (who, what) in [
        ("Felix", "posts the vault's shares"),
        ("owner", "proposes: Less is lent"),
        ("owner", "votes"),
        ("keeper", "queues"),
        ("keeper", "executes"),
        ("keeper", "liquidates"),
        ("Emil", "withdraws"),
    ] {
        assert!(did(who, what), "{who} {what}");
    }
}

#[test]
fn without_npm_a_part_is_left_out_and_said_so() {
    let mut command = ballast(&["demo", "--json"]);
    // Nothing is found on this path, npm least of all, and nothing was fetched there before.
    let elsewhere = tempfile::tempdir().unwrap();
    command.env("PATH", elsewhere.path());
    command.env("BALLAST_PEERS", elsewhere.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let season = &document["season"];
    assert!(
        season["left_out"].as_str().unwrap().contains("npm"),
        "{season}"
    );
    assert!(
        array(season, "checks")
            .iter()
            .all(|check| check["ok"] == true),
        "{season}"
    );
    let crash = &document["crash"];
    assert!(
        crash["left_out"].as_str().unwrap().contains("npm"),
        "{crash}"
    );
    assert!(array(crash, "checks").is_empty(), "{crash}");
}

#[test]
fn a_separator_before_options_is_forgiven() {
    let document = run_json(&["demo", "--", "--json"]);
    assert!(!array(&document, "steps").is_empty());
}

#[test]
fn two_runs_use_the_same_gas() {
    let gas = || {
        let document = run_json(&["demo", "--json"]);
        let steps = array(&document, "steps").iter();
        steps
            .map(|step| FIGURES.map(|name| step[name].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(gas(), gas());
}

#[test]
fn people_get_tables_and_a_verdict() {
    let output = run(&["demo", "--arbos", "60"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "Contracts",
        "vault.redeem (all)",
        "share price",
        "All checks hold.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = ballast(&["demo"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}
