//! A rate of two straight lines, as Compound and Aave have it.

use ballast_math::mul_div_down;

use super::{Rate, Wad};

/// `base + below * u / kink` up to the kink, then `base + below + above * (u - kink) / (1 - kink)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinked {
    base: Rate,
    below: Rate,
    above: Rate,
    kink: Wad,
}

impl Kinked {
    /// The lines through `base` at no utilization, `base + below` at the kink and
    /// `base + below + above` at the whole.
    ///
    /// `None` unless the kink lies between nothing and the whole and the highest rate does not
    /// exceed [`Rate::MAX`].
    pub fn new(base: Rate, below: Rate, above: Rate, kink: Wad) -> Option<Self> {
        let sum = base.0.checked_add(below.0)?.checked_add(above.0)?;
        if kink == Wad::ZERO || Wad::ONE <= kink || Rate::MAX.0 < sum {
            return None;
        }
        Some(Self {
            base,
            below,
            above,
            kink,
        })
    }

    /// The rate at a utilization, rounded down; one above the whole counts as the whole.
    ///
    /// `None` never comes of a model that [`new`](Self::new) accepted.
    pub fn rate_down(&self, utilization: Wad) -> Option<Rate> {
        let utilization = utilization.min(Wad::ONE);
        let part = |rate: Rate, run: Wad, whole: Wad| {
            let rate = mul_div_down(rate.to_u256(), run.to_u256(), whole.to_u256())?;
            Wad::from_u256(rate).map(Wad::get)
        };
        let below = part(self.below, utilization.min(self.kink), self.kink)?;
        let run = utilization.less(self.kink);
        let above = part(self.above, run, Wad::ONE.less(self.kink))?;
        let sum = self.base.0.checked_add(below)?.checked_add(above)?;
        Some(Rate(sum))
    }
}
