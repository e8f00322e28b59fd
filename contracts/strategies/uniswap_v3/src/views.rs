//! Methods that only look.

use ballast_core::Tick;
use ballast_shell::{Calldata, Reply, reply, reply_uint, uint, word};
use ballast_strategy::{collateral_id, pool_id, rewards, venue_id};
use ballast_uniswap_v3::signed;
use stylus_sdk::prelude::*;

use crate::refusals::failed;
use crate::state::Strategy;

impl Strategy {
    /// `sweepable(address)`
    pub(crate) fn sweepable(&self, mut input: Calldata<'_>) -> Reply {
        reply_uint(rewards::sweepable(self, input.address()?))
    }

    /// `realAssets()`
    pub(crate) fn real_assets(&self) -> Reply {
        let market = self.market(&self.terms())?;
        reply_uint(self.worth(&self.pair(), &market)?)
    }

    /// `maxWithdrawable()`: what lies here, and what the rest brings at the worst price of a swap.
    pub(crate) fn max_withdrawable(&self) -> Reply {
        let (terms, pair) = (self.terms(), self.pair());
        let idle = self.idle();
        let Some(market) = self.agreed_market(&terms) else {
            return reply_uint(pair.split(idle).0);
        };
        let worst = market.worst_price(!pair.asset_is_token0, terms.slippage as i32);
        let provided = self
            .liquidity()?
            .map(|(range, liquidity)| range.amounts_down(market.slot0.price, liquidity))
            .unwrap_or_default();
        reply_uint(pair.worth_down(worst, idle.saturating_add(provided)))
    }

    /// `positions()`: all of both tokens, at the mean price.
    pub(crate) fn positions(&self) -> Reply {
        let market = self.market(&self.terms())?;
        let amounts = self.held(&market)?.amounts_down(market.price());
        let [token0, token1] = self.pair().tokens.map(|token| token.into_word().0);
        reply(&[
            uint(32),
            uint(2),
            token0,
            word(amounts.token0),
            uint(0),
            token1,
            word(amounts.token1),
            uint(0),
        ])
    }

    /// `ids()`: the pool, the token that is not the asset, and Uniswap as a whole.
    pub(crate) fn ids(&self) -> Reply {
        let pool = self.pool();
        let factory = pool.factory(self.vm()).ok_or_else(|| failed(pool.0))?;
        reply(&[
            uint(32),
            uint(3),
            pool_id(pool.0).0,
            collateral_id(self.pair().other()).0,
            venue_id(factory).0,
        ])
    }

    /// `range()`
    pub(crate) fn range(&self) -> Reply {
        let liquidity = self.liquidity()?.map_or(0, |(_, liquidity)| liquidity);
        let (lower, upper, since) = self.place().map_or((0, 0, 0), |place| {
            let range = place.range;
            (range.lower().get(), range.upper().get(), place.since.get())
        });
        reply(&[
            signed(lower),
            signed(upper),
            word(alloy_primitives::U256::from(liquidity)),
            uint(since),
        ])
    }

    /// `idle()`
    pub(crate) fn idle_amounts(&self) -> Reply {
        let idle = self.idle();
        reply(&[word(idle.token0), word(idle.token1)])
    }

    /// `prices()`
    pub(crate) fn prices(&self) -> Reply {
        let terms = self.terms();
        let market = self.market(&terms)?;
        let [spot, mean] = [market.slot0.tick, market.mean].map(|tick: Tick| signed(tick.get()));
        let agree = market.agrees(terms.deviation);
        reply(&[spot, mean, uint(u64::from(agree))])
    }

    /// `budgetLeft()`
    pub(crate) fn budget_left(&self) -> Reply {
        let budget = self.place().map(|place| place.budget).unwrap_or_default();
        let left = budget.left_at(self.terms().tolerance(), self.now());
        reply(&[uint(left)])
    }

    /// `terms()`
    pub(crate) fn terms_given(&self) -> Reply {
        let terms = self.terms();
        let numbers = [
            terms.half_width,
            terms.inner,
            terms.window,
            terms.deviation,
            terms.slippage,
            terms.wait,
            u32::from(terms.budget_bps),
            terms.budget_seconds,
        ];
        reply(&numbers.map(|number| uint(u64::from(number))))
    }
}
