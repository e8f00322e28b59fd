//! Numbers from a seed.

use alloy_primitives::{U256, U512};

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers for the same seed, on any machine.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Numbers that follow from a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Any number.
    pub const fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// A number below `bound`, which is not zero. The remainder favours small ones by less than
    /// `bound / 2^64`.
    pub const fn below(&mut self, bound: u64) -> u64 {
        self.word() % bound
    }

    /// True in so many cases of a hundred.
    pub const fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of some items, of which there is at least one.
    pub const fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    /// One of some items, each as often as its weight says.
    pub fn weighted<T: Copy>(&mut self, items: &[(u64, T)]) -> T {
        let whole = items.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(whole);
        for (weight, item) in items {
            match left.checked_sub(*weight) {
                None => return *item,
                Some(rest) => left = rest,
            }
        }
        unreachable!("a number below the sum lies within one of the weights")
    }

    /// A part of `whole`, each as likely as any other to a 2^64th.
    pub fn part(&mut self, whole: U256) -> U256 {
        let product: U512 = whole.widening_mul(U256::from(self.word()));
        U256::from(product >> 64)
    }

    /// A number up to `whole`, each magnitude as likely as any other.
    pub fn magnitude(&mut self, whole: U256) -> U256 {
        let bits = self.below(whole.bit_len() as u64 + 1) as usize;
        let top = (U256::ONE << bits).saturating_sub(U256::ONE);
        self.part(top).min(whole)
    }

    /// A part of `whole`, all of it, nothing, one unit, a unit too many, or far too many.
    pub fn amount(&mut self, whole: U256) -> U256 {
        match self.below(100) {
            0..=2 => U256::ZERO,
            3..=5 => U256::ONE,
            6..=11 => U256::from(self.below(1_000) + 2),
            12..=17 => whole,
            18..=19 => whole.saturating_add(U256::ONE),
            20 => U256::from(u128::MAX),
            21 => U256::from(u128::MAX) + U256::ONE,
            22 => U256::MAX,
            23..=55 => self.magnitude(whole),
            _ => self.part(whole),
        }
    }
}
