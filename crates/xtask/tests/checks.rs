//! What the tree carries is what its tools would write.

use std::process::Command;

fn holds(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_ballast-xtask"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo xtask {}\n{}{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn gas_is_what_the_snapshot_says() {
    holds(&["gas", "--check"]);
}

#[test]
fn sizes_are_what_the_snapshot_says() {
    holds(&["size", "--check"]);
}

#[test]
fn exported_interfaces_are_the_contracts() {
    holds(&["abi", "--check"]);
}

#[test]
fn the_tree_keeps_the_house_rules() {
    holds(&["tidy"]);
}
