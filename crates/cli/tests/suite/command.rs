//! Running the command.

use std::process::{Command, Output};

use serde_json::Value;

/// The command with these arguments.
pub(crate) fn ballast(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ballast"));
    command.args(args);
    command
}

/// Runs it to its end.
pub(crate) fn run(args: &[&str]) -> Output {
    ballast(args).output().unwrap()
}

/// Runs it with success and reads the one document it prints.
pub(crate) fn run_json(args: &[&str]) -> Value {
    let output = run(args);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert_eq!(errors, "");
    serde_json::from_slice(&output.stdout).unwrap()
}
