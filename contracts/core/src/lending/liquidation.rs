//! How much of an unhealthy account may be liquidated, and what for.
//!
//! A liquidator pays part of the debt and takes collateral of that value and a bonus, which grows
//! as health falls (Aave v4). The part is what leads back to a target health, capped by a close
//! factor, widened where little would be left. All roundings are the liquidator's loss.
//!
//! With `b` the bonus factor, `c` the liquidation LTV of what is seized, `C` the account's capacity
//! and `D` its debt, paying `x` leads to the health `(C - x * b * c) / (D - x)`. It does not fall
//! as long as `b * c <= C / D`. Of an account whose collateral covers debt and bonus, the
//! collateral of the least LTV always satisfies that; others are refused where they do not. Where
//! the collateral no longer covers both, nothing can heal the account: all may be taken at once,
//! and what remains is a loss.

use ballast_math::mul_div_up;

use super::{UnitPrice, Wad};
use crate::{Assets, Collateral, Seconds};

mod incentive;

pub use incentive::Incentive;

/// What governs liquidations of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What a liquidator gets.
    pub incentive: Incentive,
    /// The health that a liquidation leads to.
    pub target: Wad,
    /// The part of the debt that may be paid at once.
    pub close_factor: Wad,
    /// The health below which the close factor no longer counts.
    pub full_close_below: Wad,
    /// The least value of collateral, and of debt, that may be left beside each other.
    pub dust: Assets,
    /// For how long after its last check an account is left in peace.
    pub cool_off: Seconds,
}

/// [`Rules`] that fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms(Rules);

/// An account as a liquidator finds it, at the price that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// What it owes, rounded up.
    pub debt: Assets,
    /// The debt that would be healthy: [`capacity_at`](super::Account::capacity_at).
    pub capacity: Assets,
    /// All collateral: [`value_at`](super::Account::value_at).
    pub value: Assets,
    /// The least liquidation LTV among the collaterals, [`least_ltv`](super::Account::least_ltv).
    pub least_ltv: Wad,
    /// How much there is of the collateral to be seized.
    pub collateral: Collateral,
    /// Its price.
    pub price: UnitPrice,
    /// Its liquidation LTV.
    pub ltv: Wad,
}

/// What a liquidation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Paid by the liquidator.
    pub repaid: Assets,
    /// Taken by the liquidator; never more than there is.
    pub seized: Collateral,
    /// What was taken is worth at most this times what was paid.
    pub factor: Wad,
}

/// Why nothing can be liquidated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The account is healthy.
    Healthy,
    /// Taking this collateral would lower health; that of the least LTV would not.
    LowersHealth,
    /// Less than the dust would be left of debt or collateral.
    Dust,
    /// So little is paid that nothing would be taken, or nothing is there.
    Nothing,
    /// A number exceeds 128 bits.
    Overflow,
}

/// The most that may be paid.
#[derive(Clone, Copy)]
struct Limit {
    repaid: Assets,
    /// What pays for all of the collateral.
    whole: Assets,
    factor: Wad,
}

impl Terms {
    /// The greatest target, and so the greatest part of health that a liquidation may add.
    pub const TARGET_MAX: Wad = Wad::new(2_000_000_000_000_000_000);

    /// The rules, if they fit together.
    ///
    /// `None` unless the target lies from one to two, the close factor above nothing and up to the
    /// whole, and the health for a full close does not exceed one.
    pub fn new(rules: Rules) -> Option<Self> {
        let is_target = Wad::ONE <= rules.target && rules.target <= Self::TARGET_MAX;
        let is_factor = Wad::ZERO < rules.close_factor && rules.close_factor <= Wad::ONE;
        (is_target && is_factor && rules.full_close_below <= Wad::ONE).then_some(Self(rules))
    }

    /// Whether collateral of this liquidation LTV may be listed under these terms.
    ///
    /// Required of every collateral, and again when the terms change: the greatest bonus factor
    /// times the LTV stays below one.
    pub fn admits(&self, ltv: Wad) -> bool {
        self.0.incentive.admits(ltv)
    }

    /// Whether an account that was last checked at `checked` may be liquidated by now.
    pub fn has_cooled(&self, checked: Seconds, now: Seconds) -> bool {
        checked.after(self.0.cool_off) <= now
    }

    /// The most that may be paid now for this collateral.
    ///
    /// # Errors
    ///
    /// [`Refusal::Healthy`], [`Refusal::LowersHealth`] and [`Refusal::Overflow`].
    pub fn repayable(&self, position: &Position) -> Result<Assets, Refusal> {
        self.limit(position).map(|limit| limit.repaid)
    }

    /// What paying `asked`, or as much of it as is allowed, does.
    ///
    /// Paid is rounded up where all collateral is taken, and what is taken down in every other
    /// case. Paying what [`repayable`](Self::repayable) says never leaves dust. Where the target
    /// alone decides, it is met but for what the account's own roundings lose, two units of
    /// capacity; it is exceeded by no more than a few units, 1e-18 of what is paid and the worth of
    /// one unit of collateral.
    ///
    /// # Errors
    ///
    /// By what stands in the way, in the order of [`Refusal`].
    pub fn plan(&self, position: &Position, asked: Assets) -> Result<Plan, Refusal> {
        let limit = self.limit(position)?;
        let repaid = asked.min(limit.repaid);
        let seized = if repaid == limit.whole {
            position.collateral
        } else {
            limit
                .factor
                .of_down(repaid)
                .and_then(|value| position.price.amount_down(value))
                .ok_or(Refusal::Overflow)?
                .min(position.collateral)
        };
        if self.leaves_dust(position, repaid, seized)? {
            return Err(Refusal::Dust);
        }
        if repaid.is_zero() || seized.is_zero() {
            return Err(Refusal::Nothing);
        }
        Ok(Plan {
            repaid,
            seized,
            factor: limit.factor,
        })
    }

    fn limit(&self, position: &Position) -> Result<Limit, Refusal> {
        if position.debt <= position.capacity {
            return Err(Refusal::Healthy);
        }
        let Position { debt, capacity, .. } = *position;
        let health = Wad::ratio_down(capacity.to_u256(), debt.to_u256());
        let factor = self.0.incentive.factor_down(health);
        let whole = Self::whole(position, factor).ok_or(Refusal::Overflow)?;
        let covered = factor.of_up(debt).ok_or(Refusal::Overflow)?;
        let limit = |repaid| Limit {
            repaid,
            whole,
            factor,
        };
        let most = debt.min(whole);
        if position.value < covered {
            return Ok(limit(most));
        }
        let fall = factor.times_up(position.ltv);
        let is_lowered = fall.of_up(debt).ok_or(Refusal::Overflow)? > capacity;
        if position.least_ltv < position.ltv && is_lowered {
            return Err(Refusal::LowersHealth);
        }
        let sized = self.sized(position, health, fall);
        let repaid = sized.ok_or(Refusal::Overflow)?.min(most);
        let seized = factor
            .of_down(repaid)
            .and_then(|value| position.price.amount_down(value))
            .ok_or(Refusal::Overflow)?
            .min(position.collateral);
        // Where a unit of collateral is worth more than the size, the size would buy nothing.
        let is_widened =
            repaid < most && (seized.is_zero() || self.leaves_dust(position, repaid, seized)?);
        Ok(limit(if is_widened { most } else { repaid }))
    }

    /// What leads to the target, `(T * D - C) / (T - b * c)`, capped by the close factor; up.
    fn sized(&self, position: &Position, health: Wad, fall: Wad) -> Option<Assets> {
        let target = self.0.target;
        let missing = target
            .of_up(position.debt)?
            .checked_sub(position.capacity)?;
        // Positive: the target is one at least, and `admits` keeps the fall below one.
        let gain = target.less(fall).to_u256();
        let sized = mul_div_up(missing.to_u256(), Wad::ONE.to_u256(), gain)
            .and_then(Assets::from_u256)
            .unwrap_or(Assets::MAX);
        if health < self.0.full_close_below {
            return Some(sized);
        }
        Some(sized.min(self.0.close_factor.of_up(position.debt)?))
    }

    /// What pays for all of the collateral, rounded up.
    fn whole(position: &Position, factor: Wad) -> Option<Assets> {
        let value = position.price.value_up(position.collateral)?;
        mul_div_up(value.to_u256(), Wad::ONE.to_u256(), factor.to_u256())
            .and_then(Assets::from_u256)
    }

    /// Whether both debt and this collateral are left, and one of them is worth too little.
    fn leaves_dust(
        &self,
        position: &Position,
        repaid: Assets,
        seized: Collateral,
    ) -> Result<bool, Refusal> {
        let debt = position.debt.checked_sub(repaid);
        let collateral = position.collateral.checked_sub(seized);
        let (debt, collateral) = debt.zip(collateral).ok_or(Refusal::Overflow)?;
        let value = position.price.value_down(collateral);
        let least = debt.min(value.ok_or(Refusal::Overflow)?);
        Ok(!debt.is_zero() && !collateral.is_zero() && least < self.0.dust)
    }
}

/// Who bears what an account without collateral still owes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// Paid out of the reserve.
    pub from_reserve: Assets,
    /// Taken off all suppliers alike.
    pub from_suppliers: Assets,
}

impl Loss {
    /// The reserve as far as it goes, then all suppliers.
    ///
    /// To be booked in the call that seizes the last collateral, so that nobody leaves first.
    pub fn split(owed: Assets, reserve: Assets) -> Self {
        let from_reserve = owed.min(reserve);
        // The lesser of both, so the difference exists.
        let from_suppliers = owed.checked_sub(from_reserve).unwrap_or(Assets::ZERO);
        Self {
            from_reserve,
            from_suppliers,
        }
    }
}

#[cfg(test)]
mod tests;
