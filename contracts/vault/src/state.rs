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
        unpack(self.cells.uint(TOTALS.slot()), config.virtual_shares)
    }

    /// Writes the totals back.
    pub(crate) fn set_books(&mut self, books: &Books) {
        self.cells.set_uint(TOTALS.slot(), pack(books));
    }
}

fn unpack(totals: U256, virtual_shares: u64) -> Books {
    let [supply_low, supply_high, assets_low, assets_high] = *totals.as_limbs();
    let assets = Assets::new(join(assets_high, assets_low));
    let supply = Shares::new(join(supply_high, supply_low));
    Books::new(assets, supply, virtual_shares)
}

fn pack(books: &Books) -> U256 {
    let [supply_low, supply_high, ..] = *books.supply().to_u256().as_limbs();
    let [assets_low, assets_high, ..] = *books.assets().to_u256().as_limbs();
    U256::from_limbs([supply_low, supply_high, assets_low, assets_high])
}

const fn join(high: u64, low: u64) -> u128 {
    ((high as u128) << 64) | low as u128
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
        Self {
            asset,
            decimals: word[11],
            virtual_shares,
        }
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

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn config_fits_a_word_and_comes_back() {
        let config = Config {
            asset: address!("fedcba98765432100123456789abcdef00112233"),
            decimals: 24,
            virtual_shares: 1_000_000,
        };
        let word = config.to_word();
        assert_eq!(word[..8], 1_000_000_u64.to_be_bytes());
        assert_eq!(word[8..12], [0, 0, 0, 24]);
        assert_eq!(word[12..], *config.asset);
        assert_eq!(Config::from_word(word), config);
    }

    #[test]
    fn fields_are_told_apart() {
        let all = [
            slots::NAME,
            slots::SYMBOL,
            slots::BALANCES,
            slots::ALLOWANCES,
            slots::NONCES,
            TOTALS,
            CONFIG,
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(
                all[..i].iter().all(|other| other != one),
                "{one:?} has two meanings"
            );
        }
    }

    #[test]
    fn totals_share_a_word_and_come_back() {
        let (assets, supply) = (0x11 << 120 | 0x22, 0x33 << 120 | 0x44);
        let books = Books::new(Assets::new(assets), Shares::new(supply), 1_000);
        let word = pack(&books).to_be_bytes::<32>();
        assert_eq!(word[..16], assets.to_be_bytes());
        assert_eq!(word[16..], supply.to_be_bytes());
        assert_eq!(unpack(pack(&books), 1_000), books);
    }
}
