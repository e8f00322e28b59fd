//! What the tree carries is what its tools would write.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use ballast_contract_build::isolated;

fn holds(arguments: &[&str]) {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_ballast-xtask"));
    succeeds(xtask.args(arguments));
}

fn succeeds(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}\n{}{}",
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

/// They are a workspace of their own, whose patches must not reach the contracts.
#[test]
fn contracts_work_together_natively() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // Apart from the outer cargo's, whose lock the nested run would wait for forever.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("motsu");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut tests = isolated(Path::new(&cargo));
    tests.args(["test", "--locked"]);
    tests.args(["--manifest-path", "tests/motsu/Cargo.toml"]);
    tests.arg("--target-dir").arg(target);
    // Some packages name a toolchain of their own, which rustup's `rustc` would look for there.
    if let Some(toolchain) = env::var_os("RUSTUP_TOOLCHAIN") {
        tests.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    succeeds(tests.current_dir(root));
}
