//! What the vault keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use ballast_core::{Assets, Books, Shares};
use ballast_erc20::slots;
use ballast_shell::{Cells, Field, Word};
use stylus_sdk::prelude::*;

/// The totals: assets in the upper half of the word, share supply in the lower.
pub(crate) const TOTALS: Field = Field::new(slots::FIRST_FREE);

/// The [`Config`].
pub(crate) const CONFIG: Field = Field::new(slots::FIRST_FREE + 1);

/// An ERC-4626 vault; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Vault {
    pub(crate) cells: Cells,
}

impl Vault {
    /// What the constructor fixed.
    pub(crate) fn config(&self) -> Config {
        Config::from_word(self.cells.word(CONFIG.slot()))
    }

    /// The totals, with the price they make.
    pub(crate) fn books(&self, config: &Config) -> Books {
        let [supply_low, supply_high, assets_low, assets_high] =
            *self.cells.uint(TOTALS.slot()).as_limbs();
        let assets = Assets::new(join(assets_high, assets_low));
        let supply = Shares::new(join(supply_high, supply_low));
        Books::new(assets, supply, config.virtual_shares)
    }

    /// Writes the totals back.
    pub(crate) fn set_books(&mut self, books: &Books) {
        let [supply_low, supply_high, ..] = *books.supply().to_u256().as_limbs();
        let [assets_low, assets_high, ..] = *books.assets().to_u256().as_limbs();
        let totals = U256::from_limbs([supply_low, supply_high, assets_low, assets_high]);
        self.cells.set_uint(TOTALS.slot(), totals);
    }
}

const fn join(high: u64, low: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

/// What the constructor fixes. It fits one word, so that an entry or exit reads it at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    /// The underlying token.
    pub(crate) asset: Address,
    /// Decimals of the shares.
    pub(crate) decimals: u8,
    /// `10^offset`, where shares have `offset` decimals more than assets.
    pub(crate) virtual_shares: u64,
}

impl Config {
    /// From the left: virtual shares in 8 bytes, 3 empty bytes, decimals, asset.
    pub(crate) fn from_word(word: Word) -> Self {
        let [_, _, _, virtual_shares] = *U256::from_be_bytes(word).as_limbs();
        let asset = Address::from_word(B256::new(word));
        Self { asset, decimals: word[11], virtual_shares }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = self.asset.into_word().0;
        word[11] = self.decimals;
        U256::from_be_bytes(word)
            .wrapping_add(U256::from_limbs([0, 0, 0, self.virtual_shares]))
            .to_be_bytes()
    }
}
