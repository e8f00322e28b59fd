//! From what was seized to what is owed.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_core::Tick;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, encode, word};
use ballast_uniswap_v3::{Pool, due};
use stylus_sdk::prelude::*;

use crate::state::{Liquidator, failed};

impl Liquidator {
    /// Passes an amount of a token through venues, one after another. Returns what it has become.
    pub(crate) fn sell_through(
        &mut self,
        venues: impl Iterator<Item = Address>,
        mut token: Address,
        mut amount: U256,
    ) -> Result<Address, Vec<u8>> {
        for venue in venues {
            (token, amount) = if venue == token {
                self.redeem(token, amount)?
            } else {
                self.swap(Pool(venue), token, amount)?
            };
        }
        Ok(token)
    }

    /// `uniswapV3SwapCallback(int256,int256,bytes)`
    pub(crate) fn on_swap(&mut self, input: Calldata<'_>) -> Reply {
        // What is not sold has no amount set aside, so which of the two it is does not matter.
        let (pool, token) = self.under_way();
        due::settle(self, pool.0, [token; 2], input)
    }

    /// Redeems shares of a vault. What came is measured.
    fn redeem(&mut self, share: Address, shares: U256) -> Result<(Address, U256), Vec<u8>> {
        let asset = self
            .named(share, IERC4626::assetCall::SELECTOR)
            .ok_or_else(|| failed(share))?;
        let before = self.balance(asset)?;
        let this = self.vm().contract_address().into_word().0;
        let call = encode(IERC4626::redeemCall::SELECTOR, &[word(shares), this, this]);
        remote::send(self, share, &call, ALL_GAS)?;
        let came = self.balance(asset)?.saturating_sub(before);
        Ok((asset, came))
    }

    /// Sells an amount in a pool, all of it, at any price.
    fn swap(
        &mut self,
        pool: Pool,
        token: Address,
        amount: U256,
    ) -> Result<(Address, U256), Vec<u8>> {
        let tokens = pool.tokens(self.vm()).unwrap_or_default();
        let [token0, token1] = tokens;
        let (sells_token0, bought, worst) = if token == token0 {
            (true, token1, Tick::MIN.shifted(1))
        } else if token == token1 {
            (false, token0, Tick::MAX.shifted(-1))
        } else {
            let words = [pool.0, token].map(|address| address.into_word().0);
            return Err(encode(Abi::WrongVenue::SELECTOR, &words));
        };
        self.set_under_way(pool, token);
        let paid = pool.sell(self, sells_token0, amount, worst.sqrt_price())?;
        self.set_under_way(Pool(Address::ZERO), Address::ZERO);
        let (taken, given) = if sells_token0 {
            (paid.taken.token0, paid.given.token1)
        } else {
            (paid.taken.token1, paid.given.token0)
        };
        if taken < amount {
            let words = [pool.0.into_word().0, word(amount.saturating_sub(taken))];
            return Err(encode(Abi::Incomplete::SELECTOR, &words));
        }
        Ok((bought, given))
    }
}
