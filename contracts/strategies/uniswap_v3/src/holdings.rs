//! What the strategy holds, and what that is worth.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Amounts, SqrtPrice, TickRange};
use ballast_uniswap_v3::Market;
use stylus_sdk::prelude::*;

use crate::refusals::failed;
use crate::state::{Pair, Strategy};
use crate::terms::Terms;

/// All that is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Liquidity and where it is.
    pub(crate) liquidity: Option<(TickRange, u128)>,
    /// What lies here by the books.
    pub(crate) idle: Amounts,
    /// Fees that the pool owes.
    pub(crate) owed: Amounts,
}

impl Held {
    /// What liquidity stands for at a price. Rounds down.
    pub(crate) fn provided_down(&self, price: SqrtPrice) -> Amounts {
        self.liquidity
            .map(|(range, liquidity)| range.amounts_down(price, liquidity))
            .unwrap_or_default()
    }

    /// All of both tokens at a price. Rounds down.
    pub(crate) fn amounts_down(&self, price: SqrtPrice) -> Amounts {
        self.provided_down(price)
            .saturating_add(self.idle)
            .saturating_add(self.owed)
    }
}

impl Strategy {
    /// The pool's price now and over the window.
    ///
    /// # Errors
    /// `PriceUnavailable`.
    pub(crate) fn market(&self, terms: &Terms) -> Result<Market, Vec<u8>> {
        Market::of(self.pool(), self.vm(), terms.window)
    }

    /// The same, if the price now is near enough to the mean for anything to be done.
    pub(crate) fn agreed_market(&self, terms: &Terms) -> Option<Market> {
        self.market(terms)
            .ok()
            .filter(|market| market.agrees(terms.deviation))
    }

    /// Where liquidity is and how much, as far as there is any.
    pub(crate) fn liquidity(&self) -> Result<Option<(TickRange, u128)>, Vec<u8>> {
        let Some(place) = self.place() else {
            return Ok(None);
        };
        let pool = self.pool();
        let position = pool
            .position(self.vm(), self.this(), place.range)
            .ok_or_else(|| failed(pool.0))?;
        Ok((position.liquidity != 0).then_some((place.range, position.liquidity)))
    }

    /// All that is held, with the fees that the pool will owe once it is asked.
    pub(crate) fn held(&self, market: &Market) -> Result<Held, Vec<u8>> {
        let mut held = Held {
            idle: self.idle(),
            ..Held::default()
        };
        let Some(place) = self.place() else {
            return Ok(held);
        };
        let (pool, range) = (self.pool(), place.range);
        let unanswered = || failed(pool.0);
        let position = pool
            .position(self.vm(), self.this(), range)
            .ok_or_else(unanswered)?;
        if position.liquidity == 0 {
            held.owed = position.owed;
            return Ok(held);
        }
        let growth = pool
            .growth_in(self.vm(), range, market.slot0.tick)
            .ok_or_else(unanswered)?;
        held.liquidity = Some((range, position.liquidity));
        held.owed = position.owed_at(growth);
        Ok(held)
    }

    /// What all of it is worth in the asset at the mean price, after the fee for selling the rest.
    /// Rounds down.
    pub(crate) fn worth(&self, pair: &Pair, market: &Market) -> Result<U256, Vec<u8>> {
        let price = market.price();
        let held = self.held(market)?;
        Ok(pair.worth_down(price, held.amounts_down(price)))
    }
}
