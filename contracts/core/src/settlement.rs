//! What a report does to a vault: fees are taken, profit is locked, losses are borne.

use ballast_math::{WAD, mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::{Assets, Bps, Holdings, Seconds, Shares};

/// What a strategy's report changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is worth more than was booked, by so much.
    Gain(Assets),
    /// It is worth less than was booked, by so much.
    Loss(Assets),
}

/// The largest part of a gain that a reward takes. Without it whoever reports every second would get
/// all of many small gains, each below the floor.
const REWARD_MAX: Bps = Bps::new(1_000);

/// What whoever reports earns, in parts of the gain: never more than a tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reward {
    /// Part of the booked gain.
    pub part: Bps,
    /// At least so much, as far as a tenth of the gain goes.
    pub floor: Assets,
    /// At most so much.
    pub cap: Assets,
}

/// What governance has set for reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Part of the booked gain that goes to the fee's recipient, after old losses are made up for.
    pub performance_fee: Bps,
    /// Over what time a gain is unlocked; for zero it is at once.
    pub unlock_period: Seconds,
    /// The most that may be gained in a second, in WAD of what is lent: what is idle earns nothing,
    /// and nobody raises the limit by a deposit.
    pub growth_limit_wad_per_second: u64,
    /// For whoever reports.
    pub reward: Reward,
}

/// What one settlement leaves to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carry {
    /// Losses that gains have not made up for.
    pub losses: Assets,
    /// Growth that was allowed and not used: of several reports in one block, each is booked.
    pub growth: Assets,
}

/// What follows from a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The vault afterwards.
    pub holdings: Holdings,
    /// The part of the gain that was booked; the rest may be reported again later.
    pub gain: Assets,
    /// Shares minted for the fees' recipient; they are in the supply.
    pub fee_shares: Shares,
    /// Shares minted for whoever reports; they are in the supply.
    pub reward_shares: Shares,
    /// What the next settlement must know.
    pub carry: Carry,
}

impl Holdings {
    /// Settles the vault: takes the fee for management, and books what a strategy reports.
    ///
    /// - The fee for management becomes shares at the price after the fee.
    /// - A gain is booked as far as the growth limit goes. All of it mints shares at the price
    ///   before it, rounded down, so the price stays: some for the fee on performance, some for
    ///   whoever reports, the rest locked. With no period the rest is not minted, and the price
    ///   rises at once.
    /// - A loss burns as many locked shares as would keep the price, rounded up; only what they do
    ///   not cover lowers it.
    /// - Gains that make up for earlier losses pay no fee on performance, so nobody pays twice for
    ///   the same profit.
    ///
    /// Fees and rewards round down. `None` if a total does not fit, or if more is lost than was
    /// lent. Formulas: Yearn V3 (lock and burn), Morpho Vault V2 (growth limit, price of fees).
    pub fn settle(
        &self,
        now: Seconds,
        change: Change,
        terms: &Terms,
        carry: Carry,
    ) -> Option<Settlement> {
        let locked = self.unlocking.locked_at(now);
        let management_shares = self.management_shares(now, locked)?;
        let supply = self.supply.checked_add(management_shares)?;
        let price = Price {
            numerator: self.price_numerator(),
            denominator: supply
                .checked_add(locked)?
                .to_u256()
                .wrapping_add(U256::from_limbs([self.virtual_shares, 0, 0, 0])),
        };
        let settled = Self {
            supply,
            management: self.management.paid(now),
            ..*self
        };
        let growth = self.growth(now, terms, carry);
        match change {
            Change::Loss(loss) => {
                let burnt = price.shares_up(loss).unwrap_or(locked).min(locked);
                let left = locked.checked_sub(burnt)?;
                let unlocking = self
                    .unlocking
                    .lock(now, left, Shares::ZERO, Seconds::ZERO)?;
                Some(Settlement {
                    holdings: Self {
                        debt: self.debt.checked_sub(loss)?,
                        unlocking,
                        ..settled
                    },
                    gain: Assets::ZERO,
                    fee_shares: management_shares,
                    reward_shares: Shares::ZERO,
                    carry: Carry {
                        losses: carry.losses.checked_add(loss)?,
                        growth,
                    },
                })
            }
            Change::Gain(gain) => {
                let gain = gain.min(growth);
                let split = split(gain, terms, carry.losses);
                let minted = price.shares_down(gain)?;
                let fee_shares = price.shares_down(split.fee)?;
                let reward_shares = price.shares_down(split.reward)?;
                let given = fee_shares.checked_add(reward_shares)?;
                let more = match terms.unlock_period {
                    Seconds::ZERO => Shares::ZERO,
                    _ => minted.checked_sub(given)?,
                };
                let supply = supply.checked_add(given)?;
                let period = terms.unlock_period;
                let unlocking = self.unlocking.lock(now, locked, more, period)?;
                supply.checked_add(unlocking.locked)?;
                let debt = self.debt.checked_add(gain)?;
                debt.checked_add(self.idle)?;
                Some(Settlement {
                    holdings: Self {
                        debt,
                        supply,
                        unlocking,
                        ..settled
                    },
                    gain,
                    fee_shares: fee_shares.checked_add(management_shares)?,
                    reward_shares,
                    carry: Carry {
                        losses: carry.losses.checked_sub(split.recovered)?,
                        growth: growth.checked_sub(gain)?,
                    },
                })
            }
        }
    }

    /// `fee * shares / (assets - fee)`, rounded down: what the pending fee is worth in new shares.
    /// At most what fits: when nearly everything is lost a share costs next to nothing, and a fee
    /// must not keep the loss from being booked.
    fn management_shares(&self, now: Seconds, locked: Shares) -> Option<Shares> {
        let fee = self.pending_fee(now).to_u256();
        let supply = self.supply.checked_add(locked)?;
        let shares =
            supply
                .to_u256()
                .wrapping_add(U256::from_limbs([self.virtual_shares, 0, 0, 0]));
        // At most half of the assets: never zero.
        let left = self.price_numerator().wrapping_sub(fee);
        let room = supply.room();
        Some(
            mul_div_down(fee, shares, left)
                .and_then(Shares::from_u256)
                .map_or(room, |shares| shares.min(room)),
        )
    }

    /// What is left of earlier limits, and `debt * limit * seconds since the last settlement`,
    /// rounded down.
    fn growth(&self, now: Seconds, terms: &Terms, carry: Carry) -> Assets {
        let span = now.since(self.unlocking.from).to_u256();
        // 64 bits by 64 bits.
        let factor = U256::from_limbs([terms.growth_limit_wad_per_second, 0, 0, 0]);
        let factor = factor.wrapping_mul(span);
        let wad = U256::from_limbs([WAD, 0, 0, 0]);
        mul_div_down(self.debt.to_u256(), factor, wad)
            .and_then(Assets::from_u256)
            .and_then(|growth| growth.checked_add(carry.growth))
            .unwrap_or(Assets::MAX)
    }
}

/// Who gets what of a gain.
struct Split {
    fee: Assets,
    reward: Assets,
    /// What makes up for earlier losses.
    recovered: Assets,
}

fn split(gain: Assets, terms: &Terms, losses: Assets) -> Split {
    let recovered = gain.min(losses);
    let profit = gain.checked_sub(recovered).unwrap_or_default();
    let fee = terms.performance_fee.of_down(profit);
    let reward = terms.reward;
    let left = gain.checked_sub(fee).unwrap_or_default();
    Split {
        fee,
        reward: reward
            .part
            .of_down(gain)
            .max(reward.floor)
            .min(reward.cap)
            .min(REWARD_MAX.of_down(gain))
            .min(left),
        recovered,
    }
}

/// Assets over shares.
struct Price {
    numerator: U256,
    denominator: U256,
}

impl Price {
    fn shares_down(&self, assets: Assets) -> Option<Shares> {
        let shares = mul_div_down(assets.to_u256(), self.denominator, self.numerator)?;
        Shares::from_u256(shares)
    }

    fn shares_up(&self, assets: Assets) -> Option<Shares> {
        let shares = mul_div_up(assets.to_u256(), self.denominator, self.numerator)?;
        Shares::from_u256(shares)
    }
}

#[cfg(test)]
mod tests;
