//! The `ballast` command.
//!
//! Every command prints for people, or with `--json` one JSON document on standard output;
//! progress and errors go to standard error. Exit codes: 0 done, 1 failed, 2 not understood,
//! 3 done, and what was checked does not hold.

mod args;
mod bench;
mod demo;
mod devnet;
mod keeper;
mod output;
mod progress;
mod replay;
mod signals;
mod soak;
mod table;

use std::process::ExitCode;

use args::{Cli, Command};
use output::Output;

/// What a command found, if it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Everything is as it should be.
    Good,
    /// Something that was checked does not hold.
    Bad,
}

fn main() -> ExitCode {
    let cli = args::parse();
    match run(cli) {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::from(3),
        // Whoever reads the output has seen enough.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", output::describe(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Verdict> {
    let output = Output::new(cli.json);
    match cli.command {
        Command::Demo(args) => block_on(demo::run(args, output)),
        Command::Devnet(args) => block_on(devnet::run(args, output)),
        Command::Keeper(args) => block_on(keeper::run(args, output)),
        Command::Status(target) => block_on(keeper::status(target, output)),
        Command::Soak(args) => soak::run(args, output),
        Command::Replay(args) => replay::run(&args, output),
        Command::Bench(bench) => bench::run(bench, output),
    }
}

fn block_on(command: impl Future<Output = anyhow::Result<Verdict>>) -> anyhow::Result<Verdict> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(command)
}
