//! Trades with a pool.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::uniswap_v3::IUniswapV3Pool as Abi;
use ballast_core::{Amounts, SqrtPrice, TickRange};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, encode, number, uint, word};
use stylus_sdk::prelude::*;

use crate::due::{self, Trader};
use crate::pool::Pool;
use crate::word::{negative, positive, signed};

/// What a swap moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// What the pool took.
    pub taken: Amounts,
    /// What it gave.
    pub given: Amounts,
}

impl Pool {
    /// Pays for room for so many observations.
    ///
    /// # Errors
    /// The pool's, or `VenueFailed`.
    pub fn grow_observations<T: Trader>(self, trader: &mut T, count: u16) -> Result<(), Vec<u8>> {
        let words = [uint(u64::from(count))];
        let selector = Abi::increaseObservationCardinalityNextCall::SELECTOR;
        self.send(trader, selector, &words).map(drop)
    }

    /// Sells `amount` of one of the tokens, as far as the price does not pass `limit`, and pays for
    /// it out of this contract. Does nothing where the price has passed it already.
    ///
    /// # Errors
    /// The pool's, or `VenueFailed`.
    pub fn sell<T: Trader>(
        self,
        trader: &mut T,
        sells_token0: bool,
        amount: U256,
        limit: SqrtPrice,
    ) -> Result<Paid, Vec<u8>> {
        self.swap(trader, sells_token0, amount, amount, limit)
    }

    /// Buys `amount` for up to `most` of the other token, as far as the price does not pass `limit`.
    /// Does nothing where the price has passed it already.
    ///
    /// # Errors
    /// As [`sell`](Self::sell); `UnexpectedCallback` if `most` is not enough.
    pub fn buy<T: Trader>(
        self,
        trader: &mut T,
        sells_token0: bool,
        amount: U256,
        most: U256,
        limit: SqrtPrice,
    ) -> Result<Paid, Vec<u8>> {
        self.swap(trader, sells_token0, amount.wrapping_neg(), most, limit)
    }

    fn swap<T: Trader>(
        self,
        trader: &mut T,
        sells_token0: bool,
        amount: U256,
        most: U256,
        limit: SqrtPrice,
    ) -> Result<Paid, Vec<u8>> {
        let this = trader.vm().contract_address();
        let price = self.slot0(trader.vm()).ok_or_else(|| self.failed())?.price;
        let has_passed = if sells_token0 {
            price <= limit
        } else {
            limit <= price
        };
        if amount.is_zero() || has_passed {
            return Ok(Paid::default());
        }
        let mut aside = Amounts::default();
        if sells_token0 {
            aside.token0 = most;
        } else {
            aside.token1 = most;
        }
        due::set_aside(trader, aside);
        let words = [
            this.into_word().0,
            uint(u64::from(sells_token0)),
            word(amount),
            word(limit.get()),
            // No data.
            uint(160),
            uint(0),
        ];
        let answer = self.send(trader, Abi::swapCall::SELECTOR, &words)?;
        due::clear(trader);
        let [token0, token1] = self.two(&answer)?;
        Ok(Paid {
            taken: Amounts {
                token0: positive(token0),
                token1: positive(token1),
            },
            given: Amounts {
                token0: negative(token0),
                token1: negative(token1),
            },
        })
    }

    /// Adds liquidity, for up to `most`. Returns what it cost.
    ///
    /// # Errors
    /// As [`buy`](Self::buy).
    pub fn mint<T: Trader>(
        self,
        trader: &mut T,
        range: TickRange,
        liquidity: u128,
        most: Amounts,
    ) -> Result<Amounts, Vec<u8>> {
        let this = trader.vm().contract_address();
        due::set_aside(trader, most);
        let words = [
            this.into_word().0,
            signed(range.lower().get()),
            signed(range.upper().get()),
            word(U256::from(liquidity)),
            // No data.
            uint(160),
            uint(0),
        ];
        let answer = self.send(trader, Abi::mintCall::SELECTOR, &words)?;
        due::clear(trader);
        let [token0, token1] = self.two(&answer)?;
        Ok(Amounts { token0, token1 })
    }

    /// Takes liquidity out; nothing of it lets the pool see how far fees have grown. Returns what is
    /// owed for it.
    ///
    /// # Errors
    /// The pool's, or `VenueFailed`.
    pub fn burn<T: Trader>(
        self,
        trader: &mut T,
        range: TickRange,
        liquidity: u128,
    ) -> Result<Amounts, Vec<u8>> {
        let words = [
            signed(range.lower().get()),
            signed(range.upper().get()),
            word(U256::from(liquidity)),
        ];
        let answer = self.send(trader, Abi::burnCall::SELECTOR, &words)?;
        let [token0, token1] = self.two(&answer)?;
        Ok(Amounts { token0, token1 })
    }

    /// Has the pool pay up to `most` of what it owes to `receiver`. Returns what it paid.
    ///
    /// # Errors
    /// The pool's, or `VenueFailed`.
    pub fn collect<T: Trader>(
        self,
        trader: &mut T,
        range: TickRange,
        most: Amounts,
        receiver: Address,
    ) -> Result<Amounts, Vec<u8>> {
        let all = U256::MAX.wrapping_shr(128);
        let words = [
            receiver.into_word().0,
            signed(range.lower().get()),
            signed(range.upper().get()),
            word(most.token0.min(all)),
            word(most.token1.min(all)),
        ];
        let answer = self.send(trader, Abi::collectCall::SELECTOR, &words)?;
        let [token0, token1] = self.two(&answer)?;
        Ok(Amounts { token0, token1 })
    }

    fn send<T: Trader>(
        self,
        trader: &mut T,
        selector: [u8; 4],
        words: &[Word],
    ) -> Result<Vec<u8>, Vec<u8>> {
        remote::send(trader, self.0, &encode(selector, words), ALL_GAS).map_err(|reason| {
            if reason.is_empty() {
                self.failed()
            } else {
                reason
            }
        })
    }

    fn two(self, answer: &[u8]) -> Result<[U256; 2], Vec<u8>> {
        let (chunks, _) = answer.as_chunks();
        let words: &[Word; 2] = chunks.first_chunk().ok_or_else(|| self.failed())?;
        Ok([number(&words[0]), number(&words[1])])
    }
}
