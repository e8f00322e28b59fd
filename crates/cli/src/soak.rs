//! `ballast soak`: random calls by everybody on the contracts' WASM, with the laws checked after
//! every one. What is done, and which laws there are, is in `ballast_tests::soak`,
//! `ballast_tests::soak_market` and `ballast_tests::soak_governance`.

use std::fmt::{Debug, Display};
use std::ops::Range;

use anyhow::Context;
use ballast_bench::peers::Peers;
use ballast_tests::soak::{self, Failure, Outcome, Play, Tallies, Vaults};
use ballast_tests::soak_governance::Governments;
use ballast_tests::soak_market::Markets;
use clap::ValueEnum;
use serde::Serialize;

use crate::Verdict;
use crate::output::Output;
use crate::progress::Progress;

/// What is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum World {
    /// A vault, its registry, strategies, rebalancer and redemptions.
    #[default]
    Vault,
    /// A lending market, its oracle and its parameters.
    Market,
    /// A token that votes, a governor, a timelock, and what they govern.
    Governance,
}

/// How much of what is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
    /// What is called.
    #[arg(long, value_enum, default_value_t)]
    world: World,
    /// Calls at least, all together.
    #[arg(long, default_value_t = 2_000_000)]
    calls: u64,
    /// Calls from each seed: each begins with a world of its own.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u64).range(1..))]
    calls_per_seed: u64,
    /// The first seed; the others follow it.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// What came of it.
#[derive(Debug, Serialize)]
struct Report {
    /// What was called.
    world: World,
    /// The first seed.
    seed: u64,
    /// How many there were.
    seeds: u64,
    /// Calls from each.
    calls_per_seed: u64,
    /// Calls of each method, unless a law was broken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    methods: Vec<MethodLine>,
    /// The law that was broken, if one was, and what led to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    breach: Option<BreachLine>,
    /// For people.
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct MethodLine {
    contract: String,
    method: &'static str,
    calls: u64,
    passed: u64,
    forbidden: u64,
}

#[derive(Debug, Serialize)]
struct BreachLine {
    seed: u64,
    calls: u64,
    law: String,
    last_calls: Vec<String>,
}

/// Makes the calls and prints what came of them.
pub(crate) fn run(args: Args, output: Output) -> anyhow::Result<Verdict> {
    // One of the venues is another project's, and the misbehaving strategies are Solidity.
    Peers::load().context("the soak needs contracts that npm fetches")?;
    let seeds = args.calls.div_ceil(args.calls_per_seed);
    let end = args.seed.checked_add(seeds).context("too many seeds")?;
    let progress = Progress::new(output, seeds);
    let ended = |seed| {
        progress.step();
        progress.say(format!("seed {seed}"));
    };
    let seeds = args.seed..end;
    let (verdict, report) = match args.world {
        World::Vault => play::<Vaults>(args, seeds, ended),
        World::Market => play::<Markets>(args, seeds, ended),
        World::Governance => play::<Governments>(args, seeds, ended),
    };
    drop(progress);
    output.print(&report, |report| report.text.clone())?;
    Ok(verdict)
}

/// Makes the calls in one world.
fn play<P: Play<Counts: Display>>(
    args: Args,
    seeds: Range<u64>,
    ended: impl Fn(u64) + Sync,
) -> (Verdict, Report) {
    let result = soak::run_all::<P>(seeds.clone(), args.calls_per_seed, ended);
    Report::new(args, seeds.end - seeds.start, result)
}

impl Report {
    fn new<C: Display, L: Debug>(
        args: Args,
        seeds: u64,
        result: Result<Outcome<C>, Box<Failure<L>>>,
    ) -> (Verdict, Self) {
        let (verdict, methods, breach, text) = match result {
            Ok(outcome) => {
                let methods = methods(&outcome.tallies);
                (Verdict::Good, methods, None, outcome.to_string())
            }
            Err(failure) => {
                let text = failure.to_string();
                let breach = BreachLine::new(*failure);
                (Verdict::Bad, Vec::new(), Some(breach), text)
            }
        };
        let report = Self {
            world: args.world,
            seed: args.seed,
            seeds,
            calls_per_seed: args.calls_per_seed,
            methods,
            breach,
            text,
        };
        (verdict, report)
    }
}

fn methods(tallies: &Tallies) -> Vec<MethodLine> {
    let tallies = tallies.iter();
    tallies
        .map(|((place, method), tally)| MethodLine {
            contract: format!("{place:?}"),
            method,
            calls: tally.calls(),
            passed: tally.passed,
            forbidden: tally.forbidden,
        })
        .collect()
}

impl BreachLine {
    fn new<L: Debug>(failure: Failure<L>) -> Self {
        Self {
            seed: failure.seed,
            calls: failure.calls,
            law: failure.breach.to_string(),
            last_calls: failure.tail,
        }
    }
}
