//! What a soak has done, and what it has found.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Display, Formatter};
use std::ops::AddAssign;

use super::act::{Act, Place, Sent};
use super::laws::{Breach, Law};

/// Calls of one method, by how they ended.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Passed.
    pub passed: u64,
    /// Reverted because the caller has not the right, as they should.
    pub forbidden: u64,
    /// Reverted otherwise, by the error's name.
    pub reverted: BTreeMap<String, u64>,
}

impl Tally {
    /// How many there were.
    pub fn calls(&self) -> u64 {
        self.passed + self.forbidden + self.reverted.values().sum::<u64>()
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.passed += other.passed;
        self.forbidden += other.forbidden;
        for (reason, count) in &other.reverted {
            *self.reverted.entry(reason.clone()).or_default() += count;
        }
    }
}

/// Calls by contract and method.
pub type Tallies = BTreeMap<(Place, &'static str), Tally>;

/// What was done without breaking a law.
#[derive(Clone, Debug, Default)]
pub struct Outcome<C = Counts> {
    /// By contract and method.
    pub tallies: Tallies,
    /// Seconds that went by.
    pub seconds: u64,
    /// What else a world counts.
    pub counts: C,
}

impl<C> Outcome<C> {
    /// Calls of all methods.
    pub fn calls(&self) -> u64 {
        self.tallies.values().map(Tally::calls).sum()
    }

    /// Those that passed.
    pub fn passed(&self) -> u64 {
        self.tallies.values().map(|tally| tally.passed).sum()
    }

    /// Counts an act.
    pub(super) fn note(&mut self, act: &Act, sent: &Sent) {
        let tally = self.tallies.entry((act.place, act.method)).or_default();
        match &sent.refusal {
            None => tally.passed += 1,
            Some(_) if act.is_forbidden => tally.forbidden += 1,
            Some(reason) => *tally.reverted.entry(reason.clone()).or_default() += 1,
        }
    }
}

impl<C: for<'a> AddAssign<&'a C>> AddAssign<&Self> for Outcome<C> {
    fn add_assign(&mut self, other: &Self) {
        for (method, tally) in &other.tallies {
            *self.tallies.entry(*method).or_default() += tally;
        }
        self.seconds += other.seconds;
        self.counts += &other.counts;
    }
}

impl<C: Display> Display for Outcome<C> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for ((place, method), tally) in &self.tallies {
            let name = method.split('(').next().unwrap_or_default();
            let arguments = method.matches(',').count() + 1;
            let call = format!("{place:?}.{name}/{arguments}");
            write!(f, "{call:<32} {:>7} passed", tally.passed)?;
            write!(f, " {:>6} forbidden", tally.forbidden)?;
            let mut reasons: Vec<_> = tally.reverted.iter().collect();
            reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (reason, count) in reasons {
                write!(f, ", {reason} {count}")?;
            }
            writeln!(f)?;
        }
        let (calls, passed, days) = (self.calls(), self.passed(), self.seconds / 86_400);
        let counts = &self.counts;
        writeln!(
            f,
            "{calls} calls, {passed} of them passed, over {days} days; {counts}"
        )
    }
}

/// What a vault's soak counts besides calls.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Holders whose exits were looked at.
    pub exits: u64,
    /// Those of them whose limits had to be exact.
    pub exact_exits: u64,
    /// People whose entries were looked at.
    pub entries: u64,
    /// How often everybody's part of the redemptions was looked at.
    pub waits: u64,
    /// Round trips that were tried.
    pub round_trips: u64,
    /// Those of them of which both halves passed.
    pub whole_round_trips: u64,
}

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.exits += other.exits;
        self.exact_exits += other.exact_exits;
        self.entries += other.entries;
        self.waits += other.waits;
        self.round_trips += other.round_trips;
        self.whole_round_trips += other.whole_round_trips;
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} exits ({} exact), {} entries, {} looks at who waits, {} round trips ({} both ways)",
            self.exits,
            self.exact_exits,
            self.entries,
            self.waits,
            self.round_trips,
            self.whole_round_trips
        )
    }
}

/// A law was broken.
#[derive(Clone, Debug, thiserror::Error)]
pub struct Failure<L = Law> {
    /// The seed.
    pub seed: u64,
    /// How many calls had been made.
    pub calls: u64,
    /// The law, and the numbers.
    pub breach: Breach<L>,
    /// What was done last.
    pub tail: Vec<String>,
}

impl<L: Debug> Display for Failure<L> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { seed, calls, .. } = self;
        writeln!(f, "seed {seed}, call {calls}: {}", self.breach)?;
        for line in &self.tail {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
