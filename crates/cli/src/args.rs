//! The command line.

use std::ffi::OsString;

use clap::{Parser, Subcommand, ValueEnum};

use crate::bench::Bench;
use crate::{demo, devnet, keeper, replay, soak};

/// Risk-managed vaults for Arbitrum, and the embedded chain they are built on.
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(name = "ballast", version, propagate_version = true)]
pub(crate) struct Cli {
    /// Print one JSON document instead of text for people.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What there is to do.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Command {
    /// Start a chain, deploy token and vault, let three wallets use them, and check the books.
    Demo(demo::Args),
    /// Run the embedded chain until ctrl-c.
    Devnet(devnet::Args),
    /// Do what is due for a vault: reports of strategies, ends of quarantines, program life.
    Keeper(keeper::Args),
    /// Show how a vault, its registry and its strategies stand.
    Status(keeper::Target),
    /// Let everybody call anything on real WASM, and check the laws after every call.
    Soak(soak::Args),
    /// Play crashes that happened against the market, with each of its rules and without.
    Replay(replay::Args),
    /// Measure this project beside its peers, whose code npm fetches.
    #[command(subcommand)]
    Bench(Bench),
}

/// ArbOS versions the embedded chain knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Arbos {
    /// The newest that production chains run.
    #[default]
    #[value(name = "51")]
    V51,
    /// The newest there is; development chains run it ahead of production.
    #[value(name = "60")]
    V60,
}

impl Arbos {
    /// The version as a number.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::V51 => 51,
            Self::V60 => 60,
        }
    }
}

/// Reads the arguments of this process; ends it with code 2 if they make no sense, and with 0 if
/// they ask for help.
pub(crate) fn parse() -> Cli {
    Cli::parse_from(without_separator(std::env::args_os()))
}

/// Drops the first bare `--`. No command takes positional arguments, and behind the alias
/// `cargo demo` people write one out of habit: `cargo demo -- --json`.
fn without_separator(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<_> = args.into_iter().collect();
    if let Some(position) = args.iter().position(|arg| arg == "--") {
        args.remove(position);
    }
    args
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parsed(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(without_separator(line.split(' ').map(OsString::from)))
    }

    #[test]
    fn definitions_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn json_may_stand_anywhere() {
        let lines = [
            "ballast demo --json",
            "ballast --json demo",
            "ballast demo -- --json",
        ];
        for line in lines {
            let cli = parsed(line).unwrap();
            assert!(cli.json, "{line}");
            assert!(matches!(cli.command, Command::Demo(_)), "{line}");
        }
        assert!(!parsed("ballast demo").unwrap().json);
    }

    #[test]
    fn only_one_separator_is_forgiven() {
        assert!(parsed("ballast demo -- --").is_ok());
        assert!(parsed("ballast demo -- -- --json").is_err());
    }

    #[test]
    fn the_node_takes_its_options() {
        let line = "ballast devnet --port 9000 --host 0.0.0.0 --arbos 60 --state chain.db \
                    --block-time 0.25";
        let Command::Devnet(args) = parsed(line).unwrap().command else {
            panic!("{line}")
        };
        assert_eq!((args.port, args.arbos.number()), (9_000, 60));
        assert_eq!(args.block_time.unwrap().as_millis(), 250);
        assert_eq!(args.state.unwrap().to_str(), Some("chain.db"));
        for bad in [
            "--arbos 52",
            "--port 70000",
            "--host nowhere",
            "--block-time -1",
        ] {
            assert!(parsed(&format!("ballast devnet {bad}")).is_err(), "{bad}");
        }
    }
}
