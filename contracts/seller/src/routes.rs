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

use crate::errors::about;
use crate::route::{PoolLeg, Route};
use crate::sale::{invalid_pool, read_key, unknown};
use crate::state::{ASSET, AUTHORITY, Key, ROUTES_MAX, SENTINEL, Seller, Used, VAULT};
use crate::terms::Terms;

impl Seller {
    /// `setRoute`, with its thirteen arguments
    pub(crate) fn change_route(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, SENTINEL])?;
        let key = read_key(&mut input)?;
        let parties = [input.address()?, input.address()?, input.address()?];
        let terms = Terms::read(&mut input)?;
        let before = self.route(key);
        let narrowed = before
            .filter(|before| before.parties() == parties && terms.is_within(&before.terms))
            .map(|before| Route { terms, ..before });
        self.only_to(narrowed.is_some())?;
        let after = match narrowed {
            Some(route) => route,
            None => self.checked(key, parties, terms)?,
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

    /// A route between strategies of the vault, whose pools lead from the token to the asset and can
    /// say their prices.
    ///
    /// # Errors
    /// `InvalidToken`, `InvalidStrategy`, `InvalidPool`, `PriceUnavailable`.
    fn checked(&self, key: Key, parties: [Address; 3], terms: Terms) -> Result<Route, Vec<u8>> {
        let [payee, first, second] = parties;
        let asset = self.address_at(ASSET);
        if key.token == asset {
            return Err(about(Abi::InvalidToken::SELECTOR, key.token));
        }
        for strategy in [key.strategy, payee] {
            self.require_ours(strategy)?;
        }
        let [first, second] = [first, second].map(Pool);
        let (first, bought) = self.leg_of(first, key.token)?;
        let (second, bought) = if second.0.is_zero() {
            (None, bought)
        } else {
            let (second, bought) = self.leg_of(second, bought)?;
            (Some(second), bought)
        };
        let route = Route {
            payee,
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

    /// Makes sure that a strategy is one of the vault's.
    ///
    /// # Errors
    /// `InvalidStrategy`.
    fn require_ours(&self, strategy: Address) -> Result<(), Vec<u8>> {
        let [vault, asset] = [VAULT, ASSET].map(|field| Some(self.address_at(field)));
        let says = |selector| self.name(strategy, selector);
        if says(IStrategy::vaultCall::SELECTOR) == vault
            && says(IStrategy::assetCall::SELECTOR) == asset
        {
            Ok(())
        } else {
            Err(about(Abi::InvalidStrategy::SELECTOR, strategy))
        }
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
