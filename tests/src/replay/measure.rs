//! What came of a run.

/// A moment of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Seconds since the first day began.
    pub seconds: u64,
    /// What bitcoin costs, in dollars.
    pub price: f64,
    /// What all borrowers owe, in dollars.
    pub debt: f64,
    /// The least health at the true price; none if nobody owes.
    pub weakest: Option<f64>,
    /// Liquidations so far.
    pub liquidations: u64,
}

/// What came of a run; amounts in dollars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// How many liquidations there were.
    pub liquidations: u64,
    /// Of whose accounts: how many.
    pub liquidated: u64,
    /// Accounts that were healthy at the true price when they were liquidated.
    pub healthy_liquidated: u64,
    /// All that was ever lent.
    pub lent: f64,
    /// What liquidators paid.
    pub repaid: f64,
    /// What liquidators took, at the true price, beyond what they paid.
    pub taken: f64,
    /// What was written off.
    pub bad_debt: f64,
    /// What the reserve paid of that.
    pub from_reserve: f64,
    /// The largest that one account left.
    pub largest: f64,
    /// What is owed at the end beyond what the collateral is worth then, and not written off yet.
    pub uncovered: f64,
    /// Hours for which accounts were unhealthy at the true price, all together.
    pub unhealthy_hours: f64,
    /// The longest of those of one account.
    pub longest_hours: f64,
    /// The course of it.
    pub samples: Vec<Sample>,
}

impl Outcome {
    /// What is lost: written off or no longer covered.
    pub fn lost(&self) -> f64 {
        self.bad_debt + self.uncovered
    }

    /// What suppliers bear of what was written off.
    pub fn from_suppliers(&self) -> f64 {
        self.bad_debt - self.from_reserve
    }

    /// What is lost, in parts of all that was lent.
    pub fn lost_part(&self) -> f64 {
        if 0.0 < self.lent {
            self.lost() / self.lent
        } else {
            0.0
        }
    }
}
