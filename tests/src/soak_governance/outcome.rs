//! What a soak of governance counts besides calls.

use std::fmt::{self, Display, Formatter};
use std::ops::AddAssign;

/// What a soak of governance counts besides calls.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Votes that were counted.
    pub votes: u64,
    /// Proposals that were made.
    pub proposals: u64,
    /// Those of them that were executed.
    pub enacted: u64,
    /// Operations that were executed, those of proposals included.
    pub operations: u64,
    /// Payments of the treasury.
    pub payments: u64,
    /// Changes of parameters.
    pub changes: u64,
    /// Moments of the past that were asked for again.
    pub lookups: u64,
    /// How often everything was compared to views.
    pub views: u64,
}

impl AddAssign<&Self> for Counts {
    fn add_assign(&mut self, other: &Self) {
        self.votes += other.votes;
        self.proposals += other.proposals;
        self.enacted += other.enacted;
        self.operations += other.operations;
        self.payments += other.payments;
        self.changes += other.changes;
        self.lookups += other.lookups;
        self.views += other.views;
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} votes on {} proposals ({} enacted), {} operations, {} payments, {} changes of \
             parameters, {} looks at the past, {} at all views",
            self.votes,
            self.proposals,
            self.enacted,
            self.operations,
            self.payments,
            self.changes,
            self.lookups,
            self.views
        )
    }
}
