//! What governs the market.

use alloy_primitives::{Address, U256};
use ballast_core::lending::{Incentive, Pace, Patience, Rules, Terms, Wad};
use ballast_core::{Assets, Bps, Seconds};
use ballast_shell::Word;

use super::bits::{Reader, Writer, apart, beside, halves, whole};
use super::compact::{COMPACT_BITS, compact_down, expand};

/// Bits of a time constant: a week fits.
const PACE_BITS: u32 = 20;

/// What every change of a balance reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// What is lent.
    pub asset: Address,
    /// The part of the interest that is kept.
    pub fee: Bps,
    /// The part of that which goes to the reserve.
    pub reserve_part: Bps,
    /// What an ERC-3156 loan costs, at most a hundredth.
    pub flash_fee: Bps,
    /// Whether the rate is kinked; else it adapts.
    pub is_kinked: bool,
    /// Whether nothing new may be supplied.
    pub supply_stopped: bool,
    /// Whether nothing new may be borrowed.
    pub borrow_stopped: bool,
    /// The most that may be supplied.
    pub supply_cap: Assets,
}

impl Config {
    /// From the right: asset (20 bytes), supply cap (6), fee, part of the reserve (2 each), flash
    /// fee (1), flags.
    pub fn to_word(&self) -> Word {
        let bits = Writer::new()
            .put(compact_down(self.supply_cap), COMPACT_BITS)
            .bps(self.fee)
            .bps(self.reserve_part)
            .put(u64::from(self.flash_fee.get()), 8)
            .flag(self.is_kinked)
            .flag(self.supply_stopped)
            .flag(self.borrow_stopped);
        beside(self.asset, bits.done())
    }

    /// The opposite of [`to_word`](Self::to_word).
    pub fn from_word(word: &Word) -> Self {
        let (asset, bits) = apart(word);
        let mut bits = Reader::new(bits);
        Self {
            asset,
            supply_cap: expand(bits.take(COMPACT_BITS)),
            fee: bits.bps(),
            reserve_part: bits.bps(),
            flash_fee: Bps::new(bits.take(8) as u16),
            is_kinked: bits.flag(),
            supply_stopped: bits.flag(),
            borrow_stopped: bits.flag(),
        }
    }
}

/// What every change of risk reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pricing {
    /// Who names prices.
    pub oracle: Address,
    /// The most that may be lent.
    pub borrow_cap: Assets,
    /// How fast the averages follow.
    pub pace: Pace,
    /// Whether the oracle's gate is asked.
    pub is_gated: bool,
}

impl Pricing {
    /// From the right: oracle (20 bytes), cap (6), both time constants (20 bits each), a flag.
    pub fn to_word(&self) -> Word {
        let bits = Writer::new()
            .put(compact_down(self.borrow_cap), COMPACT_BITS)
            .put(self.pace.fast().get(), PACE_BITS)
            .put(self.pace.slow().get(), PACE_BITS)
            .flag(self.is_gated);
        beside(self.oracle, bits.done())
    }

    /// The opposite of [`to_word`](Self::to_word).
    pub fn from_word(word: &Word) -> Self {
        let (oracle, bits) = apart(word);
        let mut bits = Reader::new(bits);
        let borrow_cap = expand(bits.take(COMPACT_BITS));
        let [fast, slow] = [PACE_BITS; 2].map(|width| Seconds::new(bits.take(width)));
        Self {
            oracle,
            borrow_cap,
            pace: Pace::new(fast, slow).unwrap_or_default(),
            is_gated: bits.flag(),
        }
    }
}

/// What governs liquidations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LiquidationRecord {
    /// The bonus factor at health one.
    pub least: Bps,
    /// The greatest.
    pub most: Bps,
    /// The health from which down it is the greatest.
    pub full_at: Bps,
    /// The health that a liquidation leads to.
    pub target: Bps,
    /// The part of a debt that may be paid at once.
    pub close_factor: Bps,
    /// The health below which that does not count.
    pub full_close_below: Bps,
    /// The health below which the slow average delays nothing.
    pub deep: Bps,
    /// The least value left of collateral and debt beside each other.
    pub dust: Assets,
    /// How long an account is left in peace after a check, of 32 bits.
    pub cool_off: Seconds,
    /// How long the slow average may delay, of 32 bits.
    pub delay: Seconds,
}

impl LiquidationRecord {
    /// The word.
    pub fn to_uint(&self) -> U256 {
        let right = Writer::new()
            .bps(self.least)
            .bps(self.most)
            .bps(self.full_at)
            .bps(self.target)
            .bps(self.close_factor)
            .bps(self.full_close_below)
            .bps(self.deep);
        let left = Writer::new()
            .put(compact_down(self.dust), COMPACT_BITS)
            .put(self.cool_off.get(), 32)
            .put(self.delay.get(), 32);
        whole(left.done(), right.done())
    }

    /// The opposite of [`to_uint`](Self::to_uint).
    pub fn from_uint(value: U256) -> Self {
        let (left, right) = halves(value);
        let (mut left, mut right) = (Reader::new(left), Reader::new(right));
        Self {
            least: right.bps(),
            most: right.bps(),
            full_at: right.bps(),
            target: right.bps(),
            close_factor: right.bps(),
            full_close_below: right.bps(),
            deep: right.bps(),
            dust: expand(left.take(COMPACT_BITS)),
            cool_off: Seconds::new(left.take(32)),
            delay: Seconds::new(left.take(32)),
        }
    }

    /// The terms, if they fit together.
    pub fn terms(&self) -> Option<Terms> {
        Terms::new(Rules {
            incentive: Incentive::new(
                Wad::from_bps(self.least),
                Wad::from_bps(self.most),
                Wad::from_bps(self.full_at),
            )?,
            target: Wad::from_bps(self.target),
            close_factor: Wad::from_bps(self.close_factor),
            full_close_below: Wad::from_bps(self.full_close_below),
            dust: self.dust,
            cool_off: self.cool_off,
        })
    }

    /// How long the slow average may hold up a liquidation, if that is a term at all.
    pub fn patience(&self) -> Option<Patience> {
        Patience::new(self.delay, Wad::from_bps(self.deep))
    }
}
