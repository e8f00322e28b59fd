//! The project's own tools: `cargo xtask <task>`.
//!
//! Exit codes: 0 done, 1 failed, 2 not understood, 3 done, and what was checked does not hold.

mod abi;
mod coverage;
mod gas;
mod size;
mod snapshot;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own tools.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measure the gas of the contracts' methods and write tests/snapshots/gas.json.
    Gas(Mode),
    /// Write the sizes of the contracts to tests/snapshots/size.json.
    Size(Mode),
    /// Write the ABIs of the contracts to deployments/abi.
    Abi(Mode),
    /// Measure which lines of the contracts run natively and write tests/snapshots/coverage.md.
    Coverage(coverage::Options),
    /// Check the house rules.
    Tidy,
}

/// Whether files are written or compared.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Mode {
    /// Write nothing; fail if what would be written differs from what is there.
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(3),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a task; whether everything is as it should be.
fn run(task: Task) -> anyhow::Result<bool> {
    match task {
        Task::Gas(mode) => gas::run(mode.check),
        Task::Size(mode) => size::run(mode.check),
        Task::Abi(mode) => abi::run(mode.check),
        Task::Coverage(options) => coverage::run(options),
        Task::Tidy => tidy::run(),
    }
}

/// A path in the workspace, from its root on.
fn workspace_path(path: impl AsRef<Path>) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.unwrap_or(Path::new(".")).join(path)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn definitions_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn paths_start_at_the_workspace() {
        assert!(workspace_path("Cargo.lock").exists());
    }
}
