//! What sources say: each asked with a bound of gas.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::oracle::Oracle as Abi;
use ballast_abi::price_feed::IAggregator;
use ballast_core::oracle::{Band, Fault, Reading, Trust, UnitPrice, power_of_ten};
use ballast_core::{GrowthRate, Price, Seconds, Tick};
use ballast_shell::remote;
use ballast_shell::{Word, encode, number, uint, word};
use ballast_uniswap_v3::Pool;
use stylus_sdk::prelude::*;

use crate::record::{Kind, Source};
use crate::state::Oracle;

/// Gas of a feed: proxy and aggregator read some ten slots.
const FEED_GAS: u64 = 200_000;

/// Gas of a pool: a search among 65,535 observations reads 34 slots.
const POOL_GAS: u64 = 300_000;

/// Gas of a vault's quote, which may ask all its venues.
const SHARE_GAS: u64 = 1_500_000;

/// Gas that must be left besides what a source gets: for what follows.
const RESERVE_GAS: u64 = 50_000;

/// What a source is like. The number is the interface's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There is none.
    Empty = 0,
    /// It has a price, and agrees.
    Live = 1,
    /// It is not asked.
    Disabled = 2,
    /// It does not answer.
    Silent = 3,
    /// What it answers is no price.
    NoPrice = 4,
    /// The round has no answer of its own.
    Incomplete = 5,
    /// Older than the heartbeat.
    Stale = 6,
    /// At an edge of its band or beyond.
    OutOfBand = 7,
    /// It does not have the decimals that it had.
    Rescaled = 8,
    /// A pool with too little liquidity or memory.
    Thin = 9,
    /// What it is quoted in has no price.
    Unquoted = 10,
    /// Its price is too far from what lies in the middle.
    Disagrees = 11,
}

impl From<Fault> for State {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoPrice => Self::NoPrice,
            Fault::Incomplete => Self::Incomplete,
            Fault::Stale => Self::Stale,
            Fault::OutOfBand => Self::OutOfBand,
        }
    }
}

/// The asset of a source: where it is, in which place the source, and both sides' decimals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) asset: Address,
    pub(crate) index: u8,
    pub(crate) decimals: u8,
    pub(crate) quote_decimals: u8,
}

/// A price, or why there is none; and on top of it the refusal of a caller who gave too little gas.
pub(crate) type Said<T> = Result<Result<T, State>, Vec<u8>>;

impl Oracle {
    /// What a source says its asset is worth in its quote.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn read(&self, place: Place, source: &Source) -> Said<Band> {
        let price = match source.kind {
            Kind::Aggregator | Kind::Inverse => self.read_feed(place, source)?,
            Kind::Pool => return self.read_pool(place, source),
            Kind::Share => self.read_share(place, source)?,
            Kind::Empty => Err(State::Empty),
        };
        Ok(price.and_then(|price| {
            let band = Band::around(price, source.confidence);
            let band = if source.kind == Kind::Inverse {
                band.and_then(Band::inverse)
            } else {
                band
            };
            band.ok_or(State::NoPrice)
        }))
    }

    /// The latest round of a feed; `None` if it does not answer one.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn round_of(&self, feed: Address) -> Result<Option<Reading>, Vec<u8>> {
        self.require_gas(FEED_GAS)?;
        let question = encode(IAggregator::latestRoundDataCall::SELECTOR, &[]);
        let answer = remote::view(self.vm(), feed, &question, FEED_GAS);
        Ok(answer.and_then(|answer| {
            let (words, _) = answer.as_chunks();
            let words: &[Word; 5] = words.first_chunk()?;
            let [round, answer, started_at, updated_at, answered_in_round] =
                words.each_ref().map(number);
            Some(Reading {
                round,
                answer,
                started_at,
                updated_at,
                answered_in_round,
            })
        }))
    }

    /// The decimals of a feed, if it says.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn decimals_of(&self, feed: Address) -> Result<Option<u8>, Vec<u8>> {
        self.require_gas(FEED_GAS)?;
        let question = encode(IERC20::decimalsCall::SELECTOR, &[]);
        let answer = remote::view_uint(self.vm(), feed, &question, FEED_GAS);
        Ok(answer.and_then(|decimals| decimals.try_into().ok()))
    }

    /// The price a feed answers, the way round in which the feed has it.
    #[inline(never)]
    fn read_feed(&self, place: Place, source: &Source) -> Said<UnitPrice> {
        let Some(reading) = self.round_of(source.target)? else {
            return Ok(Err(State::Silent));
        };
        let phase = reading.phase();
        if phase == 0 || phase != source.phase {
            let decimals = self.decimals_of(source.target)?;
            if decimals != Some(source.decimals) {
                return Ok(Err(State::Rescaled));
            }
        }
        let trust = Trust {
            heartbeat: Seconds::new(u64::from(source.span)),
            above: source.lower,
            below: source.upper,
        };
        let [mut base, mut quote] = [place.decimals, place.quote_decimals];
        if source.kind == Kind::Inverse {
            (base, quote) = (quote, base);
        }
        Ok(trust
            .believe(&reading, self.now())
            .map_err(State::from)
            .and_then(|answer| {
                UnitPrice::from_answer(answer, source.decimals, base, quote).ok_or(State::NoPrice)
            }))
    }

    /// The mean price of a pool, with bid and ask that hold its price now.
    #[inline(never)]
    fn read_pool(&self, place: Place, source: &Source) -> Said<Band> {
        let pool = Pool(source.target);
        self.require_gas(POOL_GAS)?;
        let Some(now) = pool.slot0_within(self.vm(), POOL_GAS) else {
            return Ok(Err(State::Silent));
        };
        self.require_gas(POOL_GAS)?;
        let Some(window) = pool.window_within(self.vm(), source.span, POOL_GAS) else {
            return Ok(Err(State::Silent));
        };
        if window.liquidity < source.lower || u128::from(now.observations) < source.upper {
            return Ok(Err(State::Thin));
        }
        // Pools have their tokens in the order of their addresses.
        let sells_token0 = place.asset < source.quote;
        let [mean, spot] = [window.mean, now.tick].map(|tick| price_at(tick, sells_token0));
        let band = mean
            .and_then(|mean| Band::around(mean, source.confidence))
            .zip(spot)
            .map(|(band, spot)| band.with(spot));
        Ok(band.ok_or(State::NoPrice))
    }

    /// What of a share's price is believed.
    #[inline(never)]
    fn read_share(&self, place: Place, source: &Source) -> Said<UnitPrice> {
        let Some(current) = self.shares_worth(source)? else {
            return Ok(Err(State::Silent));
        };
        let checkpoint = self.checkpoint_of(place.asset, place.index);
        let price = growth(source)
            .map(|rate| checkpoint.answer(rate, self.now(), current))
            .zip(power_of_ten(source.decimals))
            .and_then(|(price, shares)| UnitPrice::of(price.to_u256(), shares));
        Ok(price.ok_or(State::NoPrice))
    }

    /// What a vault says that the quoted shares are worth.
    ///
    /// # Errors
    /// `NotEnoughGas`.
    #[inline(never)]
    pub(crate) fn shares_worth(&self, source: &Source) -> Result<Option<Price>, Vec<u8>> {
        self.require_gas(SHARE_GAS)?;
        let Some(shares) = power_of_ten(source.decimals) else {
            return Ok(None);
        };
        let question = encode(IERC4626::convertToAssetsCall::SELECTOR, &[word(shares)]);
        let answer = remote::view_uint(self.vm(), source.target, &question, SHARE_GAS);
        Ok(answer.map(Price::from_u256_saturating))
    }

    /// Makes sure that a source gets so much gas: else whoever calls could choose which one fails.
    #[inline(never)]
    fn require_gas(&self, gas: u64) -> Result<(), Vec<u8>> {
        if remote::affords(self.vm(), gas, RESERVE_GAS) {
            return Ok(());
        }
        Err(encode(Abi::NotEnoughGas::SELECTOR, &[uint(gas)]))
    }
}

/// How fast a share's price is believed to grow.
pub(crate) fn growth(source: &Source) -> Option<GrowthRate> {
    GrowthRate::from_bps_per_year(u16::try_from(source.upper).ok()?)
}

/// What a unit of one token of a pool is worth in units of the other at a tick. Rounds down.
#[inline(never)]
fn price_at(tick: Tick, sells_token0: bool) -> Option<UnitPrice> {
    let (root, one): (_, U256) = (tick.sqrt_price(), UnitPrice::ONE.get());
    let price = if sells_token0 {
        root.to_token1_down(one)
    } else {
        root.to_token0_down(one)
    };
    UnitPrice::new(price?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_prices_units_either_way() {
        let tick = Tick::new(0).unwrap();
        assert_eq!(price_at(tick, true), Some(UnitPrice::ONE));
        assert_eq!(price_at(tick, false), Some(UnitPrice::ONE));
        // 1.0001^6932 is 2.00003.
        let two = Tick::new(6_932).unwrap();
        let [there, back] = [true, false].map(|way| price_at(two, way).unwrap());
        let two = UnitPrice::ONE.get() * U256::from(2);
        assert!(two < there.get() && there.get() < two + two / U256::from(10_000));
        let product = there.then_up(back).unwrap().get();
        let off = UnitPrice::ONE.get() - product;
        assert!(off < U256::from(1_000_000_000_000_u64), "{off}");
    }

    #[test]
    fn prices_at_the_ends_are_none() {
        assert_eq!(price_at(Tick::MIN, true), None);
        assert!(price_at(Tick::MIN, false).is_some());
        assert_eq!(price_at(Tick::MAX, false), None);
    }
}
