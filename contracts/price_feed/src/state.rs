//! What the feed keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_core::{Checkpoint, GrowthRate, Price, Seconds};
use ballast_shell::{Cells, Field, Word};
use stylus_sdk::prelude::*;

use crate::quote::Scale;

/// The vault, the decimals and the rate of growth: [`Config`].
pub(crate) const CONFIG: Field = Field::new(0);

/// The checkpoint and its number: [`Round`].
pub(crate) const ROUND: Field = Field::new(1);

/// The description, as a short string.
pub(crate) const DESCRIPTION: Field = Field::new(2);

/// The rate of growth in basis points, as it was given.
pub(crate) const GROWTH_BPS: Field = Field::new(3);

/// The price of a vault's share; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct PriceFeed {
    pub(crate) cells: Cells,
}

impl PriceFeed {
    /// What the constructor fixed.
    pub(crate) fn config(&self) -> Config {
        Config::from_word(&self.cells.word(CONFIG.slot()))
    }

    /// The latest checkpoint.
    pub(crate) fn round(&self) -> Round {
        Round::from_word(self.cells.uint(ROUND.slot()))
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

/// What the constructor fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) vault: Address,
    /// Of the answer.
    pub(crate) decimals: u8,
    pub(crate) scale: Scale,
    pub(crate) rate: GrowthRate,
}

impl Config {
    /// From the left: vault (20 bytes), decimals (1), scale (2), one that is free, rate (8).
    pub(crate) fn from_word(word: &Word) -> Self {
        let (vault, rest) = word.split_at(20);
        let (small, rate) = rest.split_at(4);
        let byte = |index| small.get::<usize>(index).copied().unwrap_or_default();
        let rate = rate.first_chunk().copied().unwrap_or_default();
        Self {
            vault: Address::from(vault.first_chunk().copied().unwrap_or_default()),
            decimals: byte(0),
            scale: Scale {
                quote_exponent: byte(1),
                divisor_exponent: byte(2),
            },
            rate: GrowthRate::new(u64::from_be_bytes(rate)),
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = [0; 32];
        let (vault, rest) = word.split_at_mut(20);
        let (small, rate) = rest.split_at_mut(4);
        vault.copy_from_slice(self.vault.as_slice());
        small.copy_from_slice(&[
            self.decimals,
            self.scale.quote_exponent,
            self.scale.divisor_exponent,
            0,
        ]);
        rate.copy_from_slice(&self.rate.get().to_be_bytes());
        word
    }
}

/// A checkpoint and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) checkpoint: Checkpoint,
    pub(crate) id: u64,
}

impl Round {
    /// From the left: price (16 bytes), time (8), number (8).
    pub(crate) const fn from_word(word: U256) -> Self {
        let [id, at, low, high] = *word.as_limbs();
        Self {
            checkpoint: Checkpoint {
                price: Price::new((high as u128) << 64 | low as u128),
                at: Seconds::new(at),
            },
            id,
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) const fn to_word(self) -> U256 {
        let price = self.checkpoint.price.get();
        let (low, high) = (price as u64, (price >> 64) as u64);
        U256::from_limbs([self.id, self.checkpoint.at.get(), low, high])
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn config_fits_a_word_and_comes_back() {
        let config = Config {
            vault: address!("fedcba98765432100123456789abcdef00112233"),
            decimals: 18,
            scale: Scale {
                quote_exponent: 21,
                divisor_exponent: 7,
            },
            rate: GrowthRate::new(0x0102_0304_0506_0708),
        };
        let word = config.to_word();
        assert_eq!(word[..20], *config.vault);
        assert_eq!(word[20..24], [18, 21, 7, 0]);
        assert_eq!(word[24..], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Config::from_word(&word), config);
    }

    #[test]
    fn round_fits_a_word_and_comes_back() {
        let round = Round {
            checkpoint: Checkpoint {
                price: Price::new((3 << 64) | 5),
                at: Seconds::new(7),
            },
            id: 9,
        };
        assert_eq!(round.to_word(), U256::from_limbs([9, 7, 5, 3]));
        assert_eq!(Round::from_word(round.to_word()), round);
    }
}
