//! `ballast soak`: random calls by everybody on the contracts' WASM, with the laws checked after
//! every one. What is done, and which laws there are, is in `ballast_tests::soak`.

use anyhow::Context;
use ballast_bench::peers::Peers;
use ballast_tests::soak::{self, Failure, Outcome};
use serde::Serialize;

use crate::Verdict;
use crate::output::Output;
use crate::progress::Progress;

/// How much is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
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
    let result = soak::run_all(args.seed..end, args.calls_per_seed, |seed| {
        progress.step();
        progress.say(format!("seed {seed}"));
    });
    drop(progress);
    let verdict = if result.is_ok() {
        Verdict::Good
    } else {
        Verdict::Bad
    };
    output.print(&Report::new(args, seeds, result), |report| {
        report.text.clone()
    })?;
    Ok(verdict)
}

impl Report {
    fn new(args: Args, seeds: u64, result: Result<Outcome, Box<Failure>>) -> Self {
        let (methods, breach, text) = match result {
            Ok(outcome) => (methods(&outcome), None, outcome.to_string()),
            Err(failure) => {
                let text = failure.to_string();
                (Vec::new(), Some(BreachLine::new(*failure)), text)
            }
        };
        Self {
            seed: args.seed,
            seeds,
            calls_per_seed: args.calls_per_seed,
            methods,
            breach,
            text,
        }
    }
}

fn methods(outcome: &Outcome) -> Vec<MethodLine> {
    let tallies = outcome.tallies.iter();
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
    fn new(failure: Failure) -> Self {
        Self {
            seed: failure.seed,
            calls: failure.calls,
            law: failure.breach.to_string(),
            last_calls: failure.tail,
        }
    }
}
