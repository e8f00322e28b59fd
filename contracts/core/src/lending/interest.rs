//! What a debt has grown to.
//!
//! A market keeps an *anchor*: what was owed when debt last changed hands, the integral of the rate
//! since, and where the rate stood when balances last changed. What is owed now is a pure function
//! of anchor and time, `principal * e^exponent`. Whoever looks, or calls for interest to be
//! accrued without changing a balance, moves nothing: whatever the number of such calls, the
//! result is the same to the unit.
//!
//! A change of the supply alone adds to the exponent, exactly, and reads the utilization anew. Only
//! a change of the debt turns interest into principal, rounded down once, by less than a unit.

use ballast_math::{WAD, exp_wad, mul_div_down};
use ruint::aliases::U256;

use super::{Growth, Rate, RateModel, Totals, Wad};
use crate::{Assets, DebtShares, Seconds, Shares};

/// What a debt grows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// What all owed when debt last changed.
    pub principal: Assets,
    /// The integral of the rate from then to `at`, in WAD.
    pub exponent: u128,
    /// How much of the supply is lent, from `at` on.
    pub utilization: Wad,
    /// The rate at target at `at`, for a model that adapts.
    pub at_target: Rate,
    /// When a balance last changed.
    pub at: Seconds,
}

impl Anchor {
    /// What the span does since a balance last changed, for the methods below. `None` as
    /// [`growth`](RateModel::growth).
    pub fn growth(&self, model: &RateModel, now: Seconds) -> Option<Growth> {
        model.growth(self.utilization, self.at_target, now.since(self.at))
    }

    /// `floor(principal * (e^exponent - 1))`, with the integral of the rate since debt last changed:
    /// what was earned since.
    ///
    /// Rounds down, for the borrowers, as Morpho Blue does; the exponential is off by at most 1e-18
    /// of itself. Never decreases with time. `None` if debt and interest exceed 128 bits.
    pub fn interest_after(&self, growth: &Growth) -> Option<Assets> {
        let exponent = self.exponent.checked_add(growth.exponent)?;
        if exponent == 0 {
            return Some(Assets::ZERO);
        }
        let exponent = i128::try_from(exponent).ok()?;
        let whole = Wad::ONE.to_u256();
        let gain = exp_wad(exponent)?.checked_sub(whole)?;
        let interest = mul_div_down(self.principal.to_u256(), gain, whole)?;
        let interest = Assets::from_u256(interest)?;
        self.principal.checked_add(interest)?;
        Some(interest)
    }

    /// The anchor after the supply changed, so that `utilization` is lent from `now` on.
    ///
    /// Principal and interest stay as they are. The same utilization leaves the anchor as it is,
    /// since a rate that is read again could only round. `None` if the integral exceeds 128 bits.
    pub fn moved(&self, growth: &Growth, now: Seconds, utilization: Wad) -> Option<Self> {
        if utilization == self.utilization || now <= self.at {
            return Some(Self {
                utilization,
                ..*self
            });
        }
        Some(Self {
            principal: self.principal,
            exponent: self.exponent.checked_add(growth.exponent)?,
            utilization,
            at_target: growth.at_target,
            at: now,
        })
    }

    /// The anchor after debt changed: all owe `principal`, and nothing was earned on it yet.
    ///
    /// To be called with what [`settle`] left, after the change.
    pub fn settled(
        &self,
        growth: &Growth,
        now: Seconds,
        principal: Assets,
        utilization: Wad,
    ) -> Self {
        Self {
            principal,
            exponent: 0,
            utilization,
            at_target: growth.at_target,
            at: now.max(self.at),
        }
    }
}

/// A market with its interest in the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// What is lent, with the interest.
    pub debt: Totals<DebtShares>,
    /// What is supplied, with the interest and the shares of the fee.
    pub supply: Totals<Shares>,
    /// The shares minted for the fee.
    pub fee_shares: Shares,
}

/// Books interest: debt and supply grow by it, and of it the part `fee` becomes shares.
///
/// As Morpho Blue's `_accrueInterest`: the fee rounds down, and so do its shares, at the price that
/// the supply has without the fee. So suppliers are never diluted by more than the fee. `None` if
/// a total exceeds 128 bits or `fee` is more than the whole.
pub fn settle(
    debt: Totals<DebtShares>,
    supply: Totals<Shares>,
    interest: Assets,
    fee: Wad,
) -> Option<Settled> {
    if Wad::ONE < fee {
        return None;
    }
    if interest.is_zero() {
        return Some(Settled {
            debt,
            supply,
            fee_shares: Shares::ZERO,
        });
    }
    let debt = debt.with(interest, DebtShares::ZERO)?;
    let fee = fee.of_down(interest)?;
    let without = supply.with(interest.checked_sub(fee)?, Shares::ZERO)?;
    let fee_shares = without.to_shares_down(fee)?;
    Some(Settled {
        debt,
        supply: without.with(fee, fee_shares)?,
        fee_shares,
    })
}

/// `x + x^2 / 2 + x^3 / 6` with `x = rate * span`: Morpho Blue's `wTaylorCompounded`, in WAD.
///
/// Every term rounds down, as there. Below `e^x - 1`, by `x^4 / 24` and more, and by the more the
/// longer nobody called: what a market here earns beyond Morpho's, at the same rate. `None` if it
/// exceeds 256 bits.
pub fn taylor_compounded_down(rate: Rate, span: Seconds) -> Option<U256> {
    let wad = |count: u64| U256::from(WAD).checked_mul(U256::from(count));
    let first = rate.to_u256().checked_mul(span.to_u256())?;
    let second = mul_div_down(first, first, wad(2)?)?;
    let third = mul_div_down(second, first, wad(3)?)?;
    first.checked_add(second)?.checked_add(third)
}

#[cfg(test)]
mod tests;
