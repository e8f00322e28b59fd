//! `cargo xtask coverage`: which lines of the contracts run natively.
//!
//! Counted are the lines of `contracts/` that can become part of a contract: neither interfaces and
//! programs, which do nothing, nor tests. A line runs if a unit test of the contracts runs it, or the native tests
//! of several contracts together (`tests/motsu`). What the WASM runs on the embedded chain is not
//! counted: counters would make most contracts too large to be deployed.

mod lines;
mod table;
mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::workspace_path;
use lines::Lines;
use tools::Tools;

/// What is shown and what is asked for.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// Name the lines that nothing runs, too.
    #[arg(long)]
    missed: bool,
    /// Fail if less than this part of any crate's lines runs, in percent.
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    at_least: u64,
}

/// A workspace and what is tested of it.
struct Suite {
    manifest: PathBuf,
    target: PathBuf,
    packages: Vec<String>,
}

/// Runs the native tests with counters and writes tests/snapshots/coverage.md; whether every crate
/// has the part that is asked for.
///
/// # Errors
/// When a tool is missing, or a test fails.
pub(crate) fn run(options: Options) -> anyhow::Result<bool> {
    let tools = Tools::find()?;
    let folder = workspace_path("target/coverage");
    let profiles = folder.join("profiles");
    // Counts of another build are none of this one's.
    if profiles.exists() {
        fs::remove_dir_all(&profiles)?;
    }
    let suites = [
        Suite {
            manifest: workspace_path("Cargo.toml"),
            target: folder.join("unit"),
            packages: packages()?,
        },
        Suite {
            manifest: workspace_path("tests/motsu/Cargo.toml"),
            target: folder.join("motsu"),
            packages: Vec::new(),
        },
    ];
    let mut executables = Vec::new();
    for suite in &suites {
        executables.extend(suite.run(&tools.host, &profiles)?);
    }
    let report = tools.report(&profiles, &executables)?;
    let lines = Lines::read(&report, &workspace_path("").canonicalize()?)?;
    let table = table::markdown(&lines);
    print!("{table}");
    if options.missed {
        print!("{}", table::missed(&lines));
    }
    let path = workspace_path("tests/snapshots/coverage.md");
    fs::write(&path, table).with_context(|| path.display().to_string())?;
    Ok(table::falls_short(&lines, options.at_least).is_empty())
}

impl Suite {
    /// Builds and runs the tests; the executables that have run.
    fn run(&self, host: &str, profiles: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let mut build = self.cargo(host);
        build.args(["--no-run", "--message-format", "json"]);
        let output = build.stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "the build failed: {build:?}");
        let mut tests = self.cargo(host);
        tests.env("LLVM_PROFILE_FILE", profiles.join("%m-%p.profraw"));
        // The table is what is printed.
        let status = tests.arg("--quiet").stdout(Stdio::null()).status()?;
        ensure!(status.success(), "tests failed: {tests:?}");
        let messages = String::from_utf8(output.stdout)?;
        Ok(messages.lines().filter_map(executable).collect())
    }

    fn cargo(&self, host: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--locked", "--tests"]);
        cargo.arg("--manifest-path").arg(&self.manifest);
        cargo.arg("--target-dir").arg(&self.target);
        // With a target named, neither build scripts nor procedural macros are counted.
        cargo.args(["--target", host]);
        for package in &self.packages {
            cargo.args(["--package", package]);
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", "-Cinstrument-coverage");
        cargo.current_dir(workspace_path(""));
        cargo
    }
}

/// The executable that a message of cargo's tells of.
fn executable(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    Some(message.get("executable")?.as_str()?.into())
}

/// The packages of the contracts, without the programs.
fn packages() -> anyhow::Result<Vec<String>> {
    let mut cargo = Command::new("cargo");
    cargo.args(["metadata", "--no-deps", "--locked", "--format-version", "1"]);
    let output = cargo.current_dir(workspace_path("")).output()?;
    ensure!(output.status.success(), "cargo metadata failed");
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let contracts = workspace_path("contracts").canonicalize()?;
    let packages = metadata["packages"].as_array();
    let packages = packages.context("cargo metadata names no packages")?.iter();
    let names = packages.filter_map(|package| {
        let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
        let counts = folder.starts_with(&contracts) && !folder.ends_with("program");
        counts.then(|| package["name"].as_str().map(str::to_owned))?
    });
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_hold_nothing_to_count() {
        let packages = packages().unwrap();
        let has = |name: &str| packages.iter().any(|package| package == name);
        assert!(has("ballast-core") && has("ballast-vault") && has("ballast-strategy-aave-v3"));
        assert!(!has("ballast-vault-program") && !has("ballast-xtask"));
    }

    #[test]
    fn executables_are_read_from_messages() {
        let message = r#"{"reason":"compiler-artifact","executable":"/a/b"}"#;
        assert_eq!(executable(message), Some("/a/b".into()));
        assert_eq!(executable(r#"{"executable":null}"#), None);
        assert_eq!(executable("warning"), None);
    }
}
