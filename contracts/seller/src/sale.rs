//! A sale, and where what it brings goes.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::seller::Seller as Abi;
use ballast_core::Assets;
use ballast_shell::{Calldata, Reply, encode, reply, token};
use ballast_uniswap_v3::{Pool, due};
use stylus_sdk::prelude::*;

use crate::errors::{about, numbers};
use crate::offer::Prices;
use crate::route::Route;
use crate::state::{ASSET, Key, Seller};

/// What a sale moved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sale {
    /// Of the token.
    pub(crate) sold: Assets,
    /// What that is worth by the mean prices.
    pub(crate) worth: U256,
    /// What came of the asset.
    pub(crate) received: U256,
}

impl Sale {
    /// What it lost; more than fits is the most that does.
    fn loss(&self) -> Assets {
        let loss = self.worth.saturating_sub(self.received);
        Assets::from_u256(loss).unwrap_or(Assets::MAX)
    }
}

/// Reads which route is meant.
pub(crate) fn read_key(input: &mut Calldata<'_>) -> Result<Key, Vec<u8>> {
    Ok(Key {
        token: input.address()?,
        strategy: input.address()?,
    })
}

/// `UnknownRoute(token, strategy)`
pub(crate) fn unknown(key: Key) -> Vec<u8> {
    let words = [key.token, key.strategy].map(|address| address.into_word().0);
    encode(Abi::UnknownRoute::SELECTOR, &words)
}

impl Seller {
    /// `sell(address,address)`
    ///
    /// Limits are written after the swaps, because what these bring must be measured; the entry point
    /// keeps everybody but the pool from coming in between.
    pub(crate) fn sell(&mut self, mut input: Calldata<'_>) -> Reply {
        let key = read_key(&mut input)?;
        let route = self.route(key).ok_or_else(|| unknown(key))?;
        if self.is_stopped() {
            return Err(encode(Abi::IsStopped::SELECTOR, &[]));
        }
        self.collect(key)?;
        let amount = self.sellable(key, &route)?;
        let prices = self.prices(&route)?;
        let asset = self.address_at(ASSET);
        let before = self.balance(asset)?;
        let sold = self.trade(key, &route, &prices, amount)?;
        let received = self.balance(asset)?.saturating_sub(before);
        let least = prices.least(sold.to_u256(), route.terms.slippage);
        if received < least {
            return Err(numbers(Abi::SlippageExceeded::SELECTOR, received, least));
        }
        let sale = Sale {
            sold,
            worth: prices.worth(sold.to_u256()),
            received,
        };
        self.book(key, &route, &sale)?;
        token::transfer(self, asset, route.payee, received)?;
        if !self.request_reinvestment(route.payee)? {
            return Err(about(Abi::ReinvestFailed::SELECTOR, route.payee));
        }
        reply(&[sold.to_u256(), received].map(ballast_shell::word))
    }

    /// `uniswapV3SwapCallback(int256,int256,bytes)`
    pub(crate) fn called_back(&mut self, input: Calldata<'_>) -> Reply {
        // What is not sold has no amount set aside, so which of the two it is does not matter.
        let (pool, token) = self.under_way();
        due::settle(self, pool.0, [token; 2], input)
    }

    /// Has the strategy hand over what it has, and keeps it for the route.
    fn collect(&mut self, key: Key) -> Result<(), Vec<u8>> {
        let before = self.balance(key.token)?;
        self.request_sweep(key)?;
        let came = self.balance(key.token)?.saturating_sub(before);
        if came.is_zero() {
            return Ok(());
        }
        let pile = self.pile(key);
        // Of more than fits, the rest is nobody's.
        let grown = pile.to_u256().saturating_add(came);
        let pile = Assets::from_u256(grown).unwrap_or(Assets::MAX);
        self.set_pile(key, pile);
        self.log_collected(key, came, pile);
        Ok(())
    }

    /// How much is to be sold.
    ///
    /// # Errors
    /// `TooLittle`.
    fn sellable(&self, key: Key, route: &Route) -> Result<Assets, Vec<u8>> {
        let held = Assets::from_u256(self.balance(key.token)?).unwrap_or(Assets::MAX);
        let amount = self.pile(key).min(held).min(self.size_left(key, route));
        if amount < route.terms.least {
            return Err(too_little(amount, route));
        }
        Ok(amount)
    }

    /// Swaps up to `amount` of the token for the asset, leg by leg, each no further than its worst
    /// price. Returns what the first pool took; the second takes all that this brought.
    ///
    /// # Errors
    /// `TooLittle` if the first pool takes nothing, `Incomplete`, and the pools' own.
    fn trade(
        &mut self,
        key: Key,
        route: &Route,
        prices: &Prices,
        amount: Assets,
    ) -> Result<Assets, Vec<u8>> {
        let (mut token, mut amount) = (key.token, amount.to_u256());
        let mut sold = None;
        for (leg, at) in route.legs().zip(&prices.legs) {
            let limit = at.worst_tick(route.terms.slippage).sqrt_price();
            self.set_under_way(leg.pool, token);
            let paid = leg.pool.sell(self, leg.sells_token0, amount, limit)?;
            let (taken, given, bought) = if leg.sells_token0 {
                (paid.taken.token0, paid.given.token1, 1)
            } else {
                (paid.taken.token1, paid.given.token0, 0)
            };
            if sold.is_some() && taken < amount {
                let words = [
                    leg.pool.0.into_word().0,
                    ballast_shell::word(amount.saturating_sub(taken)),
                ];
                return Err(encode(Abi::Incomplete::SELECTOR, &words));
            }
            sold = sold.or(Some(taken));
            amount = given;
            if route.second.is_some() {
                let tokens = leg.pool.tokens(self.vm()).unwrap_or_default();
                token = tokens.get(bought).copied().unwrap_or_default();
            }
        }
        self.set_under_way(Pool(Default::default()), Default::default());
        // No pool takes more than was set aside for it.
        let sold = sold.and_then(Assets::from_u256).unwrap_or_default();
        if sold.is_zero() {
            return Err(too_little(sold, route));
        }
        Ok(sold)
    }

    /// Takes a sale from the pile and from both limits.
    ///
    /// # Errors
    /// `LossExceeded`.
    fn book(&mut self, key: Key, route: &Route, sale: &Sale) -> Result<(), Vec<u8>> {
        let pile = self.pile(key).checked_sub(sale.sold).unwrap_or_default();
        self.set_pile(key, pile);
        let (now, terms, loss) = (self.now(), &route.terms, sale.loss());
        let left = self.loss_left(key, route);
        let mut used = self.used(key);
        used.size = used
            .size
            .spend(terms.size_tolerance(), now, sale.sold, terms.chunk)
            // No more is sold than is left.
            .map_err(|_| too_little(sale.sold, route))?;
        used.loss = used
            .loss
            .spend(terms.loss_tolerance(), now, loss, terms.loss_max)
            .map_err(|_| {
                let selector = Abi::LossExceeded::SELECTOR;
                numbers(selector, loss.to_u256(), left.to_u256())
            })?;
        self.set_used(key, used);
        self.log_sold(key, sale);
        if !loss.is_zero() {
            let after = self.loss_left(key, route);
            self.log_loss_spent(key, left, after);
        }
        Ok(())
    }
}

/// `TooLittle(amount, least)`
fn too_little(amount: Assets, route: &Route) -> Vec<u8> {
    let selector = Abi::TooLittle::SELECTOR;
    numbers(selector, amount.to_u256(), route.terms.least.to_u256())
}

/// `InvalidPool(pool)`
pub(crate) fn invalid_pool(pool: Pool) -> Vec<u8> {
    about(Abi::InvalidPool::SELECTOR, pool.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_is_what_the_worth_exceeds() {
        let loss = |worth: u64, received: u64| {
            let sale = Sale {
                sold: Assets::ZERO,
                worth: U256::from(worth),
                received: U256::from(received),
            };
            sale.loss().get()
        };
        assert_eq!((loss(10, 7), loss(7, 7), loss(7, 10)), (3, 0, 0));
    }
}
