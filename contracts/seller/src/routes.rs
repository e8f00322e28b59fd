//! Setting and removing routes.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::seller::Seller as Abi;
use ballast_abi::strategy::IStrategy;
use ballast_core::Pips;
use ballast_shell::{Calldata, Reply, encode, uint};
use ballast_uniswap_v3::{Market, Pool};
use stylus_sdk::prelude::*;

use crate::route::{PoolLeg, Route};
use crate::sale::{invalid_pool, read_key, unknown};
use crate::state::{ASSET, AUTHORITY, Key, ROUTES_MAX, SENTINEL, Seller, Used, VAULT};
use crate::terms::Terms;

impl Seller {
    /// `setRoute`, with its twelve arguments
    pub(crate) fn change_route(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, SENTINEL])?;
        let key = read_key(&mut input)?;
        let pools = [input.address()?, input.address()?];
        let terms = Terms::read(&mut input)?;
        let before = self.route(key);
        let narrowed = before
            .filter(|before| before.pools() == pools && terms.is_within(&before.terms))
            .map(|before| Route { terms, ..before });
        self.only_to(narrowed.is_some())?;
        let after = match narrowed {
            Some(route) => route,
            None => self.checked(key, pools, terms)?,
        };
        let used = match &before {
            Some(before) => self.settled(key, &before.terms, &after.terms),
            None => {
                self.add_key(key)
                    .ok_or_else(|| encode(Abi::TooManyRoutes::SELECTOR, &[uint(ROUTES_MAX)]))?;
                Used::default()
            }
        };
        self.set_used(key, used);
        self.set_route(key, Some(&after));
        self.log_route_changed(key, before.as_ref(), Some(&after));
        Ok(Vec::new())
    }

    /// `removeRoute(address,address)`
    pub(crate) fn remove_route(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, SENTINEL])?;
        let key = read_key(&mut input)?;
        let before = self.route(key).ok_or_else(|| unknown(key))?;
        self.remove_key(key);
        self.set_route(key, None);
        self.log_route_changed(key, Some(&before), None);
        Ok(Vec::new())
    }

    /// What was used of both limits, as parts of the new ones: what was refilled so far was refilled
    /// by the old ones.
    fn settled(&self, key: Key, from: &Terms, to: &Terms) -> Used {
        let (mut used, now) = (self.used(key), self.now());
        used.size.used_wad = used.size.used_at(from.size_tolerance(), now);
        used.loss.used_wad = used.loss.used_at(from.loss_tolerance(), now);
        (used.size.at, used.loss.at) = (now, now);
        Used {
            size: used.size.rescaled_up(from.chunk, to.chunk),
            loss: used.loss.rescaled_up(from.loss_max, to.loss_max),
        }
    }

    /// A route whose strategy is the vault's, and whose pools lead from the token to the asset and
    /// can say their prices.
    ///
    /// # Errors
    /// `InvalidRoute`, `InvalidPool`, `PriceUnavailable`.
    fn checked(&self, key: Key, pools: [Address; 2], terms: Terms) -> Result<Route, Vec<u8>> {
        let [vault, asset] = [VAULT, ASSET].map(|field| self.address_at(field));
        let is_ours = self.name(key.strategy, IStrategy::vaultCall::SELECTOR) == Some(vault)
            && self.name(key.strategy, IStrategy::assetCall::SELECTOR) == Some(asset);
        if !is_ours || key.token == asset {
            let words = [key.token, key.strategy].map(|address| address.into_word().0);
            return Err(encode(Abi::InvalidRoute::SELECTOR, &words));
        }
        let [first, second] = pools.map(Pool);
        let (first, bought) = self.leg_of(first, key.token)?;
        let (second, bought) = if second.0.is_zero() {
            (None, bought)
        } else {
            let (second, bought) = self.leg_of(second, bought)?;
            (Some(second), bought)
        };
        let route = Route {
            first,
            second,
            terms,
        };
        if bought != asset {
            return Err(invalid_pool(second.unwrap_or(first).pool));
        }
        for leg in route.legs() {
            Market::of(leg.pool, self.vm(), terms.window)?;
        }
        Ok(route)
    }

    /// A pool that sells a token, and what for.
    fn leg_of(&self, pool: Pool, token: Address) -> Result<(PoolLeg, Address), Vec<u8>> {
        let host = self.vm();
        let invalid = || invalid_pool(pool);
        if !pool.is_genuine(host) {
            return Err(invalid());
        }
        let [token0, token1] = pool.tokens(host).ok_or_else(invalid)?;
        let fee = pool.fee(host).and_then(Pips::new).ok_or_else(invalid)?;
        let sells_token0 = token == token0;
        let bought = if sells_token0 {
            token1
        } else if token == token1 {
            token0
        } else {
            return Err(invalid());
        };
        let leg = PoolLeg {
            pool,
            sells_token0,
            fee,
        };
        Ok((leg, bought))
    }
}
