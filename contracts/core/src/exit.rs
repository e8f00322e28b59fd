//! What an exit takes from a strategy, and who bears what the strategy has lost.
//!
//! Debt is what a strategy was lent and has reported. If it is worth less than that and has not
//! reported it, whoever has assets pulled from it bears the part of the loss that belongs to them
//! (Yearn V3): those who stay lose nothing to those who leave first.
//!
//! An exit asks for one of two things. A redemption has a claim, and is paid what that is worth,
//! rounded down. A withdrawal names what it is to be paid, and owes the claim that this takes,
//! rounded up.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::Assets;

/// A strategy that is worth less than its debt over this pays for no exit until it has reported:
/// nobody leaves at a loss of more than nine tenths, nor by more than nine units for nothing.
const SHORTEST: u128 = 10;

/// A strategy as an exit finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it was lent and has reported.
    pub debt: Assets,
    /// What it says it is worth now. Anything above the debt belongs to a later report.
    pub worth: Assets,
}

/// What an exit takes from a strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// What is taken off the debt: the leaver's claim.
    pub debt: Assets,
    /// What is paid for it. The difference is the loss that the leaver bears.
    pub paid: Assets,
}

/// What an exit asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// So much debt is to be taken, whatever is paid for it.
    Claim(Assets),
    /// So much is to be paid, whatever debt that takes.
    Payment(Assets),
}

impl Slice {
    /// What the leaver loses.
    pub fn loss(&self) -> Assets {
        self.debt.checked_sub(self.paid).unwrap_or_default()
    }

    /// Both slices together.
    pub fn plus(&self, other: &Self) -> Self {
        let plus = |a: Assets, b| a.checked_add(b).unwrap_or(Assets::MAX);
        Self {
            debt: plus(self.debt, other.debt),
            paid: plus(self.paid, other.paid),
        }
    }
}

impl Demand {
    /// Whether nothing is asked for.
    pub fn is_met(&self) -> bool {
        match self {
            Self::Claim(left) | Self::Payment(left) => left.is_zero(),
        }
    }

    /// What is asked for after `slice` was taken.
    pub fn after(&self, slice: &Slice) -> Self {
        let minus = |from: &Assets, part| from.checked_sub(part).unwrap_or_default();
        match self {
            Self::Claim(left) => Self::Claim(minus(left, slice.debt)),
            Self::Payment(left) => Self::Payment(minus(left, slice.paid)),
        }
    }
}

impl Source {
    /// Whether exits ask it: it owes something, and has not lost nearly all of it.
    pub fn pays(&self) -> bool {
        // What does not fit is more than any debt.
        let worth = self.worth.get().saturating_mul(SHORTEST);
        !self.debt.is_zero() && self.debt.get() <= worth
    }

    /// Whether taking anything from it costs the leaver something.
    pub fn is_short(&self) -> bool {
        self.worth < self.debt
    }

    /// The slice that `demand` takes, if the strategy can pay it.
    pub fn asked(&self, demand: Demand) -> Slice {
        match demand {
            Demand::Claim(claim) => self.claim(claim),
            Demand::Payment(assets) => self.payment(assets),
        }
    }

    /// The slice that `received` pays for, where `asked` was to be taken for `demand`. What was
    /// received above that stays with the strategy's other claimants.
    ///
    /// For a claim, the largest whose price is covered: the largest `s` with
    /// `floor(s * worth / debt) <= received` means `s < (received + 1) * debt / worth`.
    pub fn covered(&self, demand: Demand, asked: Slice, received: Assets) -> Slice {
        if asked.paid <= received {
            return asked;
        }
        if matches!(demand, Demand::Payment(_)) || !self.is_short() {
            return self.payment(received);
        }
        let more = received.to_u256().wrapping_add(U256::ONE);
        let debt = mul_div_up(more, self.debt.to_u256(), self.worth.to_u256())
            .and_then(|bound| Assets::from_u256(bound.wrapping_sub(U256::ONE)))
            .map_or(asked.debt, |debt| debt.min(asked.debt));
        Slice {
            debt,
            paid: received,
        }
    }

    /// The slice for a claim: `min(claim, debt)`, for which `floor(slice * worth / debt)` is to be
    /// paid. The leaver's loss rounds up.
    fn claim(&self, claim: Assets) -> Slice {
        let debt = claim.min(self.debt);
        let paid = if self.is_short() {
            scaled_down(debt, self.worth, self.debt).unwrap_or_default()
        } else {
            debt
        };
        Slice { debt, paid }
    }

    /// The slice that pays `min(assets, worth, debt)`: `ceil(paid * debt / worth)` for it. The
    /// leaver's loss rounds up.
    fn payment(&self, assets: Assets) -> Slice {
        let paid = assets.min(self.worth).min(self.debt);
        let debt = if self.is_short() {
            // What is paid is at most the worth, so that this is at most the debt.
            mul_div_up(paid.to_u256(), self.debt.to_u256(), self.worth.to_u256())
                .and_then(Assets::from_u256)
                .unwrap_or(self.debt)
        } else {
            paid
        };
        Slice { debt, paid }
    }

    /// What it is short of.
    fn missing(&self) -> Assets {
        self.debt.checked_sub(self.worth).unwrap_or_default()
    }
}

/// The largest exit that would be met, foreseen strategy by strategy in the order in which the exit
/// asks them.
///
/// It stops where the exit could take more from a strategy but the owner must not: exits do not
/// leave anything behind for a better strategy further on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    demand: Demand,
    claim: Assets,
    loss: Assets,
    taken: Slice,
    is_over: bool,
}

impl Forecast {
    /// An exit that takes at most `demand`, no more debt than `claim`, and loses at most `loss`.
    pub const fn new(demand: Demand, claim: Assets, loss: Assets) -> Self {
        Self {
            demand,
            claim,
            loss,
            taken: Slice {
                debt: Assets::ZERO,
                paid: Assets::ZERO,
            },
            is_over: false,
        }
    }

    /// Whether nothing more would be taken.
    pub fn is_over(&self) -> bool {
        self.is_over || self.demand.is_met()
    }

    /// What would be taken.
    pub const fn taken(&self) -> Slice {
        self.taken
    }

    /// Has the next strategy pay, which can send `liquid` at once.
    pub fn add(&mut self, source: &Source, liquid: Assets) {
        if self.is_over() || !source.pays() {
            return;
        }
        let demand = match self.demand {
            Demand::Claim(left) => {
                let whole = Demand::Claim(Assets::MAX);
                let most = source.covered(whole, source.asked(whole), liquid).debt;
                let allowed = self.claim.min(self.claim_at_loss(source));
                self.is_over = allowed < most;
                Demand::Claim(left.min(allowed).min(most))
            }
            Demand::Payment(left) => {
                let most = source.payment(liquid).paid;
                let allowed = self.payment_for_claim(source);
                let allowed = allowed.min(self.payment_at_loss(source));
                self.is_over = allowed < most;
                Demand::Payment(left.min(allowed).min(most))
            }
        };
        let slice = source.asked(demand);
        let minus = |from: Assets, part| from.checked_sub(part).unwrap_or_default();
        self.demand = self.demand.after(&slice);
        self.claim = minus(self.claim, slice.debt);
        self.loss = minus(self.loss, slice.loss());
        self.taken = self.taken.plus(&slice);
    }

    /// The largest claim that loses no more than what may be lost still.
    ///
    /// `ceil(s * missing / debt) <= loss` means `s <= loss * debt / missing`.
    fn claim_at_loss(&self, source: &Source) -> Assets {
        scaled_down(self.loss, source.debt, source.missing()).unwrap_or(Assets::MAX)
    }

    /// The largest payment that loses no more than what may be lost still.
    ///
    /// `ceil(p * debt / worth) - p <= loss` means `p <= loss * worth / missing`.
    fn payment_at_loss(&self, source: &Source) -> Assets {
        scaled_down(self.loss, source.worth, source.missing()).unwrap_or(Assets::MAX)
    }

    /// The largest payment that takes no more than what may be claimed still.
    ///
    /// `ceil(p * debt / worth) <= claim` means `p <= claim * worth / debt`.
    fn payment_for_claim(&self, source: &Source) -> Assets {
        if source.is_short() {
            scaled_down(self.claim, source.worth, source.debt).unwrap_or(Assets::MAX)
        } else {
            self.claim
        }
    }
}

/// `floor(a * b / c)`; `None` if that does not fit, or `c` is nothing.
fn scaled_down(a: Assets, b: Assets, c: Assets) -> Option<Assets> {
    mul_div_down(a.to_u256(), b.to_u256(), c.to_u256()).and_then(Assets::from_u256)
}

#[cfg(test)]
mod tests;
