//! Swaps, and liquidity in and out.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{TickRange, sale_to_ratio};
use ballast_uniswap_v3::{Market, Paid};
use stylus_sdk::prelude::*;

use crate::refusals::failed;
use crate::state::{Pair, Place, Strategy};
use crate::terms::Terms;
use crate::worth::part_to_burn_up;

/// What burnt liquidity may fall short of by rounding.
const SLACK: U256 = U256::from_limbs([2, 0, 0, 0]);

/// How many swaps it takes at most until what there is fits a range.
const SWAPS_MAX: usize = 2;

/// The second swap has to be more than the 2^7th part of the first.
const WORTHWHILE_BITS: usize = 7;

impl Strategy {
    /// Where liquidity goes: where there is some, or around the mean price.
    pub(crate) fn open_range(
        &mut self,
        terms: &Terms,
        pair: &Pair,
        market: &Market,
    ) -> Result<TickRange, Vec<u8>> {
        if let Some((range, _)) = self.liquidity()? {
            return Ok(range);
        }
        let range = self.range_around(terms, pair, market)?;
        let budget = self.place().map(|place| place.budget).unwrap_or_default();
        let since = self.now();
        self.set_place(Place {
            range,
            since,
            budget,
        });
        Ok(range)
    }

    /// The range around the mean price.
    pub(crate) fn range_around(
        &self,
        terms: &Terms,
        pair: &Pair,
        market: &Market,
    ) -> Result<TickRange, Vec<u8>> {
        // At most 400,000 ticks.
        TickRange::around(market.mean, terms.half_width as i32, pair.spacing)
            .ok_or_else(|| failed(self.pool().0))
    }

    /// Puts what lies here into a range: swaps until it fits, as far as the price stays within its
    /// bounds, and adds as much liquidity as that pays for.
    ///
    /// A swap moves the price, and with it what fits: a second one takes back what the first had too
    /// much of, where that is worth a call.
    pub(crate) fn invest(
        &mut self,
        terms: &Terms,
        pair: &Pair,
        market: &Market,
        range: TickRange,
    ) -> Result<(), Vec<u8>> {
        let pool = self.pool();
        let mut least = U256::ZERO;
        for _ in 0..SWAPS_MAX {
            let price = pool.slot0(self.vm()).ok_or_else(|| pool.failed())?.price;
            let sale = sale_to_ratio(price, range, self.idle(), pair.fee);
            // Of either token, in the asset.
            let size = pair.worth_down(market.price(), sale.amounts());
            if size <= least {
                break;
            }
            least = size.wrapping_shr(WORTHWHILE_BITS);
            let limit = market.worst_price(sale.sells_token0, terms.slippage as i32);
            let paid = pool.sell(self, sale.sells_token0, sale.amount, limit)?;
            self.settle(paid);
        }

        let price = pool.slot0(self.vm()).ok_or_else(|| pool.failed())?.price;
        let idle = self.idle();
        let liquidity = range.liquidity_down(price, idle);
        if liquidity != 0 {
            let cost = pool.mint(self, range, liquidity, idle)?;
            self.set_idle(idle.saturating_sub(cost));
        }
        Ok(())
    }

    /// Takes liquidity out and swaps until `asked` of the asset lies here, or as much as can be had
    /// within the bounds of the price.
    ///
    /// What is burnt brings enough even at the worst price of a swap; what it brings beyond that
    /// stays.
    pub(crate) fn gather(
        &mut self,
        terms: &Terms,
        pair: &Pair,
        market: &Market,
        asked: U256,
    ) -> Result<(), Vec<u8>> {
        let sells_token0 = !pair.asset_is_token0;
        let worst = market.worst_price(sells_token0, terms.slippage as i32);
        let brought = pair.worth_down(worst, self.idle());
        if brought < asked
            && let Some((range, liquidity)) = self.liquidity()?
        {
            let need = asked.saturating_sub(brought).saturating_add(SLACK);
            let provided = range.amounts_down(market.slot0.price, liquidity);
            let whole = pair.worth_down(worst, provided);
            self.withdraw(range, part_to_burn_up(liquidity, need, whole))?;
        }
        let idle = self.idle();
        let (asset, other) = pair.split(idle);
        let affordable = pair.worth_down(worst, pair.without_asset(idle));
        let missing = asked.saturating_sub(asset);
        let pool = self.pool();
        // Where it is not certain that all of it is enough, all of it is sold.
        let paid = if missing <= affordable {
            pool.buy(self, sells_token0, missing, other, worst)?
        } else {
            pool.sell(self, sells_token0, other, worst)?
        };
        self.settle(paid);
        Ok(())
    }

    /// Books a swap.
    pub(crate) fn settle(&mut self, paid: Paid) {
        let idle = self.idle().saturating_sub(paid.taken);
        self.set_idle(idle.saturating_add(paid.given));
    }
}
