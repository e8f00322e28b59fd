//! `ballast replay`: crashes that happened, on the contracts' WASM, under the shipped rules and
//! under others. How it is played is in `ballast_tests::replay`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use ballast_bench::peers::Peers;
use ballast_tests::replay::crash::{Crash, MARCH_2020, MAY_2021};
use ballast_tests::replay::measure::Outcome;
use ballast_tests::replay::report::{picture, replaced, table};
use ballast_tests::replay::rules::{Case, cases};
use ballast_tests::replay::run::{Play, run_all};
use serde::Serialize;

use crate::Verdict;
use crate::output::Output;
use crate::progress::Progress;

/// What is played.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(crate) struct Args {
    /// Steps of a day: prices between which nothing happens.
    #[arg(long, default_value_t = 288, value_parser = clap::value_parser!(u64).range(3..=480))]
    steps: u64,
    /// How many borrow.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..=200))]
    borrowers: u64,
    /// The seed of paths and borrowers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Writes the tables into `replay.md` of this folder, and a plot of each crash beside it.
    #[arg(long)]
    docs: Option<PathBuf>,
}

/// What came of all crashes.
#[derive(Debug, Serialize)]
struct Report {
    steps: u64,
    borrowers: u64,
    seed: u64,
    crashes: Vec<CrashLine>,
    /// For people.
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct CrashLine {
    name: &'static str,
    first: &'static str,
    days: usize,
    cases: Vec<CaseLine>,
}

/// Amounts in dollars.
#[derive(Debug, Serialize)]
struct CaseLine {
    case: &'static str,
    lent: f64,
    liquidations: u64,
    liquidated_accounts: u64,
    healthy_liquidated: u64,
    repaid: f64,
    taken_beyond: f64,
    bad_debt: f64,
    from_reserve: f64,
    from_suppliers: f64,
    largest: f64,
    uncovered: f64,
    lost_part: f64,
    unhealthy_hours: f64,
    longest_hours: f64,
}

/// Plays, prints, and writes the documents if asked to.
pub(crate) fn run(args: &Args, output: Output) -> anyhow::Result<Verdict> {
    Peers::load().context("the replay needs contracts that npm fetches")?;
    let (crashes, cases) = ([MARCH_2020, MAY_2021], cases());
    let progress = Progress::new(output, (crashes.len() * cases.len()) as u64);
    let mut report = Report {
        steps: args.steps,
        borrowers: args.borrowers,
        seed: args.seed,
        crashes: Vec::new(),
        text: String::new(),
    };
    for crash in crashes {
        let play = Play {
            crash,
            steps: args.steps,
            borrowers: args.borrowers,
            seed: args.seed,
        };
        let outcomes = run_all(&play, &cases, |case| {
            progress.step();
            progress.say(format!("{}: {case}", crash.name));
        });
        let rows = table(&cases, &outcomes);
        if let Some(folder) = &args.docs {
            write(folder, &crash, &rows, &outcomes)?;
        }
        report.text += &format!("{}\n\n{rows}\n", crash.name);
        report
            .crashes
            .push(CrashLine::new(crash, &cases, &outcomes));
    }
    drop(progress);
    output.print(&report, |report| report.text.clone())?;
    Ok(Verdict::Good)
}

/// Puts the table into the document, and the picture of the first case beside it.
fn write(folder: &Path, crash: &Crash, rows: &str, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let path = folder.join("replay.md");
    let document = fs::read_to_string(&path);
    let document = document.with_context(|| format!("reading {}", path.display()))?;
    let document = replaced(&document, crash.name, rows)
        .with_context(|| format!("{} has no place for {}", path.display(), crash.name))?;
    fs::write(&path, document).with_context(|| format!("writing {}", path.display()))?;
    if let Some(outcome) = outcomes.first() {
        let path = folder.join(format!("replay-{}.svg", crash.name));
        let svg = picture(crash, outcome).svg();
        fs::write(&path, svg).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

impl CrashLine {
    fn new(crash: Crash, cases: &[Case], outcomes: &[Outcome]) -> Self {
        let lines = cases.iter().zip(outcomes);
        Self {
            name: crash.name,
            first: crash.first,
            days: crash.days,
            cases: lines.map(|(case, it)| CaseLine::new(case, it)).collect(),
        }
    }
}

impl CaseLine {
    fn new(case: &Case, outcome: &Outcome) -> Self {
        Self {
            case: case.name,
            lent: outcome.lent,
            liquidations: outcome.liquidations,
            liquidated_accounts: outcome.liquidated,
            healthy_liquidated: outcome.healthy_liquidated,
            repaid: outcome.repaid,
            taken_beyond: outcome.taken,
            bad_debt: outcome.bad_debt,
            from_reserve: outcome.from_reserve,
            from_suppliers: outcome.from_suppliers(),
            largest: outcome.largest,
            uncovered: outcome.uncovered,
            lost_part: outcome.lost_part(),
            unhealthy_hours: outcome.unhealthy_hours,
            longest_hours: outcome.longest_hours,
        }
    }
}
