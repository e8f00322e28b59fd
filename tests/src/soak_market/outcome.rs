//! What a market's soak has done.

use std::fmt::{self, Display, Formatter};
use std::ops::AddAssign;

use crate::soak::outcome::{add_tallies, note, write_tallies};
use crate::soak::{Act, Sent, Tallies, Tally};

/// What was done without breaking a law.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// By contract and method.
    pub tallies: Tallies,
    /// Seconds that went by.
    pub seconds: u64,
    /// How often prices slumped.
    pub slumps: u64,
    /// Liquidations.
    pub liquidations: u64,
    /// Those of them that left bad debt.
    pub bad_debts: u64,
    /// Those of them whose bad debt the reserve did not cover: suppliers lost.
    pub losses: u64,
    /// Accounts of which all views were compared.
    pub views: u64,
    /// How often time passed twice.
    pub twins: u64,
    /// Round trips that were tried.
    pub round_trips: u64,
    /// Those of them of which both halves passed.
    pub whole_round_trips: u64,
}

impl Outcome {
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
        note(&mut self.tallies, act, sent);
    }
}

impl AddAssign<&Self> for Outcome {
    fn add_assign(&mut self, other: &Self) {
        add_tallies(&mut self.tallies, &other.tallies);
        self.seconds += other.seconds;
        self.slumps += other.slumps;
        self.liquidations += other.liquidations;
        self.bad_debts += other.bad_debts;
        self.losses += other.losses;
        self.views += other.views;
        self.twins += other.twins;
        self.round_trips += other.round_trips;
        self.whole_round_trips += other.whole_round_trips;
    }
}

impl Display for Outcome {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_tallies(f, &self.tallies)?;
        writeln!(
            f,
            "{} calls, {} of them passed, over {} days; {} slumps, {} liquidations ({} left bad \
             debt, {} more than the reserve had), {} accounts compared, {} times time passed \
             twice, {} round trips ({} both ways)",
            self.calls(),
            self.passed(),
            self.seconds / 86_400,
            self.slumps,
            self.liquidations,
            self.bad_debts,
            self.losses,
            self.views,
            self.twins,
            self.round_trips,
            self.whole_round_trips
        )
    }
}
