//! What the strategy keeps, and where.

use alloy_primitives::{Address, B256};
use ballast_shell::{Cells, Field, Word};
use stylus_sdk::prelude::*;

use crate::venue::Venue;

/// The venue, with the first twelve bytes of the vault's address before it.
pub(crate) const VENUE: Field = Field::new(0);

/// The registry, with the other eight bytes of the vault's address before it.
///
/// Only a payment needs the vault, and it needs the other two as well: three addresses in two words
/// spare each exit a cold read, and no view reads more than it would otherwise.
pub(crate) const REGISTRY: Field = Field::new(1);

/// The asset, which only an allocation needs.
pub(crate) const ASSET: Field = Field::new(2);

/// A strategy that lends to another ERC-4626 vault; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Strategy {
    pub(crate) cells: Cells,
}

impl Strategy {
    /// Everybody there is; two words.
    pub(crate) fn parties(&self) -> Parties {
        Parties::from_words([
            self.cells.word(VENUE.slot()),
            self.cells.word(REGISTRY.slot()),
        ])
    }

    /// The venue alone; one word.
    pub(crate) fn venue(&self) -> Venue {
        Venue(address(self.cells.word(VENUE.slot())))
    }

    /// The registry alone; one word.
    pub(crate) fn registry(&self) -> Address {
        address(self.cells.word(REGISTRY.slot()))
    }

    /// The asset; one word.
    pub(crate) fn asset(&self) -> Address {
        address(self.cells.word(ASSET.slot()))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }
}

/// Whom the constructor fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parties {
    /// Where the strategy deposits.
    pub(crate) venue: Address,
    /// Whom it obeys.
    pub(crate) registry: Address,
    /// Whom it pays.
    pub(crate) vault: Address,
}

impl Parties {
    /// Puts the vault together again.
    pub(crate) fn from_words([first, second]: [Word; 2]) -> Self {
        let mut vault = [0; 20];
        let (start, end) = vault.split_at_mut(12);
        start.copy_from_slice(&first[..12]);
        end.copy_from_slice(&second[..8]);
        Self {
            venue: address(first),
            registry: address(second),
            vault: Address::new(vault),
        }
    }

    /// The opposite of [`from_words`](Self::from_words): the words of [`VENUE`] and [`REGISTRY`].
    pub(crate) fn to_words(self) -> [Word; 2] {
        let (start, end) = self.vault.split_at(12);
        let (mut first, mut second) = (self.venue.into_word().0, self.registry.into_word().0);
        first[..12].copy_from_slice(start);
        second[..8].copy_from_slice(end);
        [first, second]
    }
}

/// The address in the last twenty bytes.
fn address(word: Word) -> Address {
    Address::from_word(B256::new(word))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn parties_fit_two_words_and_come_back() {
        let parties = Parties {
            venue: address!("fedcba98765432100123456789abcdef00112233"),
            registry: address!("00112233445566778899aabbccddeeff01234567"),
            vault: address!("0123456789abcdef0123456789abcdef01234567"),
        };
        let words = parties.to_words();
        assert_eq!(words[0][..12], parties.vault[..12]);
        assert_eq!(words[0][12..], *parties.venue);
        assert_eq!(words[1][..8], parties.vault[12..]);
        assert_eq!(words[1][8..12], [0; 4]);
        assert_eq!(words[1][12..], *parties.registry);
        assert_eq!(Parties::from_words(words), parties);
    }

    #[test]
    fn fields_are_told_apart() {
        assert_ne!(VENUE, REGISTRY);
        assert_ne!(REGISTRY, ASSET);
        assert_ne!(ASSET, VENUE);
    }
}
