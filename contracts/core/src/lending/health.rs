//! Whether an account may act, and whether it may be liquidated.
//!
//! To act, an account must be solvent at every price: spot, fast average, slow average and bid, at
//! its borrow LTVs (Panoptic's rule). To be liquidated it must be unhealthy at its liquidation LTVs
//! at spot and at the fast average. A healthy slow average delays that, for a governed time at
//! most, and not at all once both others are deep below: a price that was pushed for a moment
//! liquidates nobody, and a true crash is not waited out.
//!
//! Collateral rounds down and debt up, price by price, as Morpho Blue's `_isHealthy`.

use super::{Position, UnitPrice, Wad};
use crate::{Assets, Bps, Collateral, Seconds};

/// Which of the prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// What the oracle says now.
    Spot,
    /// The mean over the last minutes.
    Fast,
    /// The mean over the last hours.
    Slow,
    /// What the collateral can be sold for.
    Bid,
}

impl Quote {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Spot, Self::Fast, Self::Slow, Self::Bid];
}

/// A collateral at every price, in the debt's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// What the oracle says now.
    pub spot: UnitPrice,
    /// The mean over the last minutes.
    pub fast: UnitPrice,
    /// The mean over the last hours.
    pub slow: UnitPrice,
    /// What the collateral can be sold for, at what the debt can be bought for.
    pub bid: UnitPrice,
}

impl Prices {
    /// One of them.
    pub const fn at(&self, quote: Quote) -> UnitPrice {
        match quote {
            Quote::Spot => self.spot,
            Quote::Fast => self.fast,
            Quote::Slow => self.slow,
            Quote::Bid => self.bid,
        }
    }
}

/// How much may be owed against a collateral, in parts of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ltv {
    borrow: Wad,
    liquidation: Wad,
}

impl Ltv {
    /// Up to `borrow` may be borrowed; above `liquidation` the account may be liquidated.
    ///
    /// `None` unless `borrow < liquidation < 1`.
    pub fn new(borrow: Bps, liquidation: Bps) -> Option<Self> {
        (borrow < liquidation && liquidation < Bps::ONE).then_some(Self {
            borrow: Wad::from_bps(borrow),
            liquidation: Wad::from_bps(liquidation),
        })
    }

    /// Up to which an account may go by itself.
    pub const fn borrow(&self) -> Wad {
        self.borrow
    }

    /// Above which it may be liquidated.
    pub const fn liquidation(&self) -> Wad {
        self.liquidation
    }
}

/// One collateral of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// How much of it.
    pub amount: Collateral,
    /// What it is worth.
    pub prices: Prices,
    /// How much may be owed against it.
    pub ltv: Ltv,
}

/// An account's collaterals and debt.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    holdings: &'a [Holding],
    debt: Assets,
}

impl<'a> Account<'a> {
    /// The most collaterals of one account.
    pub const HOLDINGS_MAX: usize = 10;

    /// `debt` secured by `holdings`; `None` for more than ten of them.
    ///
    /// The debt is to be rounded up, as [`to_assets_up`](super::Totals::to_assets_up) does.
    pub fn new(holdings: &'a [Holding], debt: Assets) -> Option<Self> {
        (holdings.len() <= Self::HOLDINGS_MAX).then_some(Self { holdings, debt })
    }

    /// Whether `debt <= sum(value * borrow LTV)` at every price; always without debt.
    ///
    /// `None` if a sum exceeds 128 bits, which is to be refused.
    pub fn may_act(&self) -> Option<bool> {
        for quote in Quote::ALL {
            if self.sum(quote, Ltv::borrow)? < self.debt {
                return Some(false);
            }
        }
        Some(true)
    }

    /// `sum(value)` at a price; every value rounds down. `None` if it exceeds 128 bits.
    pub fn value_at(&self, quote: Quote) -> Option<Assets> {
        self.sum(quote, |_| Wad::ONE)
    }

    /// `sum(value * liquidation LTV)` at a price: the debt that is still healthy.
    ///
    /// Every product rounds down. `None` if the sum exceeds 128 bits.
    pub fn capacity_at(&self, quote: Quote) -> Option<Assets> {
        self.sum(quote, Ltv::liquidation)
    }

    /// `capacity / debt`, rounded down: below one the account is unhealthy at this price.
    ///
    /// The greatest ratio without debt. `None` if the capacity exceeds 128 bits.
    pub fn health_at(&self, quote: Quote) -> Option<Wad> {
        let capacity = self.capacity_at(quote)?;
        Some(Wad::ratio_down(capacity.to_u256(), self.debt.to_u256()))
    }

    /// The least liquidation LTV among the collaterals; one without any.
    pub fn least_ltv(&self) -> Wad {
        let ltvs = self.holdings.iter().filter(|held| !held.amount.is_zero());
        ltvs.map(|held| held.ltv.liquidation)
            .fold(Wad::ONE, Wad::min)
    }

    /// The account as a liquidator finds it who wants the collateral at `index`, at a price.
    ///
    /// `None` if there is no such collateral or a sum exceeds 128 bits.
    pub fn position(&self, index: usize, quote: Quote) -> Option<Position> {
        let held = self.holdings.get(index)?;
        Some(Position {
            debt: self.debt,
            capacity: self.capacity_at(quote)?,
            value: self.value_at(quote)?,
            least_ltv: self.least_ltv(),
            collateral: held.amount,
            price: held.prices.at(quote),
            ltv: held.ltv.liquidation,
        })
    }

    /// Where the account stands with liquidators; `since` is what [`mark`](Self::mark) remembered.
    ///
    /// `None` if a sum exceeds 128 bits.
    pub fn standing(
        &self,
        patience: Patience,
        since: Option<Seconds>,
        now: Seconds,
    ) -> Option<Standing> {
        let [spot, fast, slow] = self.healths()?;
        if Wad::ONE <= spot.max(fast) {
            return Some(Standing::Healthy);
        }
        if slow < Wad::ONE || spot.max(fast) < patience.deep {
            return Some(Standing::Liquidatable);
        }
        let until = since.unwrap_or(now).after(patience.delay);
        Some(if now < until {
            Standing::Waits { until }
        } else {
            Standing::Liquidatable
        })
    }

    /// Since when the account is seen unhealthy, for the market to remember.
    ///
    /// It begins when spot and fast average are both below, and ends when they and the slow average
    /// are all healthy: a price that is lifted for a moment does not begin the delay anew as long
    /// as the fast average stands below. `None` if a sum exceeds 128 bits.
    pub fn mark(&self, since: Option<Seconds>, now: Seconds) -> Option<Option<Seconds>> {
        let healths = self.healths()?;
        let [spot, fast, _] = healths;
        Some(if healths.iter().all(|health| Wad::ONE <= *health) {
            None
        } else if spot.max(fast) < Wad::ONE {
            since.or(Some(now))
        } else {
            since
        })
    }

    fn healths(&self) -> Option<[Wad; 3]> {
        Some([
            self.health_at(Quote::Spot)?,
            self.health_at(Quote::Fast)?,
            self.health_at(Quote::Slow)?,
        ])
    }

    fn sum(&self, quote: Quote, part: fn(&Ltv) -> Wad) -> Option<Assets> {
        self.holdings.iter().try_fold(Assets::ZERO, |sum, held| {
            let value = held.prices.at(quote).value_down(held.amount)?;
            sum.checked_add(part(&held.ltv).of_down(value)?)
        })
    }
}

/// How long a slow average may hold a liquidation up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    delay: Seconds,
    deep: Wad,
}

impl Patience {
    /// `delay` at most, and not at all below the health `deep` at spot and fast average.
    ///
    /// `None` unless `0 < deep < 1`.
    pub fn new(delay: Seconds, deep: Wad) -> Option<Self> {
        (Wad::ZERO < deep && deep < Wad::ONE).then_some(Self { delay, deep })
    }
}

/// Where an account stands with liquidators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not to be liquidated.
    Healthy,
    /// Unhealthy, but not yet by the slow average.
    Waits {
        /// From when on it may be liquidated all the same.
        until: Seconds,
    },
    /// To be liquidated.
    Liquidatable,
}

#[cfg(test)]
mod tests;
