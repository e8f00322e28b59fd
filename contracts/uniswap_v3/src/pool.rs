//! Calls of a pool.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::uniswap_v3::{IUniswapV3Factory, IUniswapV3Pool as Abi, IUniswapV3Trader};
use ballast_core::{
    Amounts, SqrtPrice, Tick, TickRange, fees_down, harmonic_mean_liquidity, mean_tick_down,
};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Word, address_in, encode, number, uint, word};
use stylus_sdk::host::VM;

use crate::word::{int, long, signed};

/// A pool of Uniswap v3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool(pub Address);

/// A pool's price now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot0 {
    /// The root of the price.
    pub price: SqrtPrice,
    /// Its tick.
    pub tick: Tick,
    /// How many observations the pool has room for.
    pub observations: u16,
}

/// What a pool was like over a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The mean tick, rounded down.
    pub mean: Tick,
    /// The harmonic mean of the liquidity in range, rounded down; nothing if it never was any.
    pub liquidity: u128,
}

/// A position as of the last time that the pool touched it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Its liquidity.
    pub liquidity: u128,
    /// What its fees had grown to.
    pub growth: Growth,
    /// What the pool owes it.
    pub owed: Amounts,
}

impl Position {
    /// What the pool owes it once it sees how far fees have grown. Rounds down, as the pool does.
    pub fn owed_at(&self, growth: Growth) -> Amounts {
        let fees = |growth, last| fees_down(self.liquidity, growth, last);
        self.owed.saturating_add(Amounts {
            token0: fees(growth.token0, self.growth.token0),
            token1: fees(growth.token1, self.growth.token1),
        })
    }
}

/// Fees per unit of liquidity since the pool began, in Q128; they go round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// In token0.
    pub token0: U256,
    /// In token1.
    pub token1: U256,
}

impl Growth {
    /// What has grown between two ticks, of what has grown on the other side of either.
    ///
    /// Source: "Uniswap v3 Core" (2021), equations 6.17 to 6.19.
    fn between(self, lower: Self, upper: Self, range: TickRange, tick: Tick) -> Self {
        let inside = |global: U256, lower: U256, upper: U256| {
            let below = if range.lower() <= tick {
                lower
            } else {
                global.wrapping_sub(lower)
            };
            let above = if tick < range.upper() {
                upper
            } else {
                global.wrapping_sub(upper)
            };
            global.wrapping_sub(below).wrapping_sub(above)
        };
        Self {
            token0: inside(self.token0, lower.token0, upper.token0),
            token1: inside(self.token1, lower.token1, upper.token1),
        }
    }
}

impl Pool {
    /// Whether the factory that it names names it too, for its own tokens and fee.
    pub fn is_genuine(self, host: &VM) -> bool {
        let [token0, token1] = match self.tokens(host) {
            Some(tokens) => tokens.map(|token| token.into_word().0),
            None => return false,
        };
        let Some((factory, fee)) = self.factory(host).zip(self.fee(host)) else {
            return false;
        };
        let words = [token0, token1, uint(u64::from(fee))];
        let question = encode(IUniswapV3Factory::getPoolCall::SELECTOR, &words);
        remote::view_uint(host, factory, &question, ALL_GAS).map(word) == Some(self.0.into_word().0)
    }

    /// Its tokens, the one with the lower address first.
    pub fn tokens(self, host: &VM) -> Option<[Address; 2]> {
        let token = |selector| Some(address_in(&self.words::<1>(host, selector, &[])?[0]));
        Some([
            token(Abi::token0Call::SELECTOR)?,
            token(Abi::token1Call::SELECTOR)?,
        ])
    }

    /// Who made it.
    pub fn factory(self, host: &VM) -> Option<Address> {
        let [word] = self.words(host, Abi::factoryCall::SELECTOR, &[])?;
        Some(address_in(&word))
    }

    /// Its fee, in millionths.
    pub fn fee(self, host: &VM) -> Option<u32> {
        let [word] = self.words(host, Abi::feeCall::SELECTOR, &[])?;
        number(&word).try_into().ok()
    }

    /// What its ranges begin and end at multiples of.
    pub fn spacing(self, host: &VM) -> Option<i32> {
        let [word] = self.words(host, Abi::tickSpacingCall::SELECTOR, &[])?;
        number(&word).try_into().ok()
    }

    /// Its price now.
    pub fn slot0(self, host: &VM) -> Option<Slot0> {
        self.slot0_within(host, ALL_GAS)
    }

    /// Its price now, asked with so much gas.
    pub fn slot0_within(self, host: &VM, gas: u64) -> Option<Slot0> {
        let [price, tick, _, _, observations, _, _] =
            self.words_within(host, gas, Abi::slot0Call::SELECTOR, &[])?;
        Some(Slot0 {
            price: SqrtPrice::new(number(&price))?,
            tick: Tick::new(int(&tick))?,
            observations: number(&observations).try_into().ok()?,
        })
    }

    /// The mean tick over the last seconds, rounded down.
    pub fn mean_tick(self, host: &VM, seconds: u32) -> Option<Tick> {
        // An array of two.
        let question = [uint(32), uint(2), uint(u64::from(seconds)), uint(0)];
        // Two offsets, and the length of the first array before its items.
        let [_, _, _, older, newer] = self.words(host, Abi::observeCall::SELECTOR, &question)?;
        mean_tick_down(long(&older), long(&newer), seconds)
    }

    /// The mean tick and the liquidity over the last seconds, asked with so much gas.
    pub fn window_within(self, host: &VM, seconds: u32, gas: u64) -> Option<Window> {
        let question = [uint(32), uint(2), uint(u64::from(seconds)), uint(0)];
        // Two offsets, and each array with its length before its items.
        let [_, _, _, older, newer, _, before, after] =
            self.words_within(host, gas, Abi::observeCall::SELECTOR, &question)?;
        Some(Window {
            mean: mean_tick_down(long(&older), long(&newer), seconds)?,
            liquidity: harmonic_mean_liquidity(number(&before), number(&after), seconds)
                .unwrap_or_default(),
        })
    }

    /// A position of `owner`.
    pub fn position(self, host: &VM, owner: Address, range: TickRange) -> Option<Position> {
        let [_, lower @ ..] = range.lower().get().to_be_bytes();
        let [_, upper @ ..] = range.upper().get().to_be_bytes();
        let key = keccak256([owner.as_slice(), &lower, &upper].concat());
        let [liquidity, growth0, growth1, owed0, owed1] =
            self.words(host, Abi::positionsCall::SELECTOR, &[key.0])?;
        Some(Position {
            liquidity: number(&liquidity).try_into().ok()?,
            growth: Growth {
                token0: number(&growth0),
                token1: number(&growth1),
            },
            owed: Amounts {
                token0: number(&owed0),
                token1: number(&owed1),
            },
        })
    }

    /// How far fees have grown in a range that begins and ends at ticks with liquidity.
    pub fn growth_in(self, host: &VM, range: TickRange, tick: Tick) -> Option<Growth> {
        let global = |selector| Some(number(&self.words::<1>(host, selector, &[])?[0]));
        let outside = |tick: Tick| {
            let question = [signed(tick.get())];
            let [_, _, growth0, growth1] = self.words(host, Abi::ticksCall::SELECTOR, &question)?;
            Some(Growth {
                token0: number(&growth0),
                token1: number(&growth1),
            })
        };
        let all = Growth {
            token0: global(Abi::feeGrowthGlobal0X128Call::SELECTOR)?,
            token1: global(Abi::feeGrowthGlobal1X128Call::SELECTOR)?,
        };
        let (lower, upper) = (outside(range.lower())?, outside(range.upper())?);
        Some(all.between(lower, upper, range, tick))
    }

    /// The first words that a view answers with.
    #[inline(never)]
    fn words<const N: usize>(
        self,
        host: &VM,
        selector: [u8; 4],
        words: &[Word],
    ) -> Option<[Word; N]> {
        self.words_within(host, ALL_GAS, selector, words)
    }

    #[inline(always)]
    fn words_within<const N: usize>(
        self,
        host: &VM,
        gas: u64,
        selector: [u8; 4],
        words: &[Word],
    ) -> Option<[Word; N]> {
        let answer = remote::view(host, self.0, &encode(selector, words), gas)?;
        let (chunks, _) = answer.as_chunks();
        chunks.first_chunk().copied()
    }

    /// It answered nothing that makes sense.
    pub fn failed(self) -> Vec<u8> {
        encode(
            IUniswapV3Trader::VenueFailed::SELECTOR,
            &[self.0.into_word().0],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(token0: u64, token1: u64) -> Growth {
        Growth {
            token0: U256::from(token0),
            token1: U256::from(token1),
        }
    }

    #[test]
    fn fees_grow_in_a_range_while_the_price_is_in_it() {
        let tick = |tick| Tick::new(tick).unwrap();
        let range = TickRange::new(tick(-10), tick(10)).unwrap();
        let (all, lower, upper) = (growth(100, 1_000), growth(20, 200), growth(30, 300));
        let inside = |at| all.between(lower, upper, range, tick(at));
        assert_eq!((inside(0), inside(-10)), (growth(50, 500), growth(50, 500)));
        // On the other side of both ends, less what is beyond one of them.
        let [below, above] = [inside(-11), inside(10)];
        assert_eq!(below.token0, U256::from(20).wrapping_sub(U256::from(30)));
        assert_eq!(above.token1, U256::from(100));
    }

    #[test]
    fn fees_are_owed_for_growth_since_the_last_touch() {
        let one = U256::from_limbs([0, 0, 1, 0]);
        let position = Position {
            liquidity: 1_000,
            growth: Growth {
                token0: one,
                token1: U256::ZERO,
            },
            owed: Amounts {
                token0: U256::from(7),
                token1: U256::ZERO,
            },
        };
        let grown = Growth {
            token0: one * U256::from(3),
            token1: one,
        };
        let owed = position.owed_at(grown);
        assert_eq!(
            (owed.token0, owed.token1),
            (U256::from(2_007), U256::from(1_000))
        );
    }
}
