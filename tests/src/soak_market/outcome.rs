//! What a market's soak counts besides calls.

use std::fmt::{self, Display, Formatter};
use std::ops::AddAssign;

/// What a market's soak counts besides calls.
#[derive(Clone, Debug, Default)]
pub struct Counts {
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

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
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

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} slumps, {} liquidations ({} left bad debt, {} more than the reserve had), {} \
             accounts compared, {} times time passed twice, {} round trips ({} both ways)",
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
