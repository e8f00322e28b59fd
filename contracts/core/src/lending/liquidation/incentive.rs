//! What a liquidator gets for a unit paid.

use ballast_math::mul_div_down;

use super::Wad;

/// A bonus factor that grows from `least` at health one to `most` at health `full_at` and below
/// (Aave v4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incentive {
    least: Wad,
    most: Wad,
    full_at: Wad,
}

impl Incentive {
    /// The greatest factor there may be.
    pub const MOST_MAX: Wad = Wad::new(2_000_000_000_000_000_000);

    /// `None` unless `1 <= least <= most <= 2` and `full_at < 1`.
    pub fn new(least: Wad, most: Wad, full_at: Wad) -> Option<Self> {
        let is_ordered = Wad::ONE <= least && least <= most && most <= Self::MOST_MAX;
        (is_ordered && full_at < Wad::ONE).then_some(Self {
            least,
            most,
            full_at,
        })
    }

    /// `least + (most - least) * (1 - health) / (1 - full_at)`, within both; rounded down.
    pub fn factor_down(&self, health: Wad) -> Wad {
        if health <= self.full_at {
            return self.most;
        }
        let range = self.most.less(self.least).to_u256();
        let depth = Wad::ONE.less(health).to_u256();
        let room = Wad::ONE.less(self.full_at).to_u256();
        let bonus = mul_div_down(range, depth, room)
            .and_then(Wad::from_u256)
            .unwrap_or(Wad::ZERO);
        // The sum of the least factor and at most the range: no more than `most`.
        Wad::new(self.least.get().saturating_add(bonus.get()))
    }

    /// Whether the greatest factor times this liquidation LTV, rounded up, is below one.
    pub fn admits(&self, ltv: Wad) -> bool {
        self.most.times_up(ltv) < Wad::ONE
    }

    /// `min(1.15, 1 / (1 - 0.3 * (1 - LTV)))`: Morpho Blue's incentive for a liquidation LTV.
    ///
    /// Rounds as there, for whoever chooses a factor by it.
    pub fn morpho(ltv: Wad) -> Wad {
        let most = Wad::new(1_150_000_000_000_000_000);
        let cursor = Wad::new(300_000_000_000_000_000);
        let discount = cursor.times_down(Wad::ONE.less(ltv));
        let kept = Wad::ONE.less(discount).to_u256();
        Wad::ratio_down(Wad::ONE.to_u256(), kept).min(most)
    }
}
