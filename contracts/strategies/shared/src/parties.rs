//! Whom a strategy knows, and how that is kept.

use alloy_primitives::Address;
use ballast_shell::{Word, address_in};

/// Whom a strategy knows, in two words.
///
/// Only a payment needs the vault, and it needs the other two as well: three addresses in two words
/// spare each exit a cold read, and no view reads more than it would otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// What the strategy holds its position by: a venue, or the venue's receipt.
    pub position: Address,
    /// Whom it obeys.
    pub registry: Address,
    /// Whom it pays.
    pub vault: Address,
}

impl Parties {
    /// Puts the vault together again.
    pub fn from_words([first, second]: [Word; 2]) -> Self {
        let mut vault = [0; 20];
        let (start, end) = vault.split_at_mut(12);
        start.copy_from_slice(&first[..12]);
        end.copy_from_slice(&second[..8]);
        Self {
            position: address_in(&first),
            registry: address_in(&second),
            vault: Address::new(vault),
        }
    }

    /// The opposite of [`from_words`](Self::from_words): the words of the position and of the registry.
    pub fn to_words(self) -> [Word; 2] {
        let (start, end) = self.vault.split_at(12);
        let (mut first, mut second) = (self.position.into_word().0, self.registry.into_word().0);
        first[..12].copy_from_slice(start);
        second[..8].copy_from_slice(end);
        [first, second]
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn parties_fit_two_words_and_come_back() {
        let parties = Parties {
            position: address!("fedcba98765432100123456789abcdef00112233"),
            registry: address!("00112233445566778899aabbccddeeff01234567"),
            vault: address!("0123456789abcdef0123456789abcdef01234567"),
        };
        let words = parties.to_words();
        assert_eq!(words[0][..12], parties.vault[..12]);
        assert_eq!(words[0][12..], *parties.position);
        assert_eq!(words[1][..8], parties.vault[12..]);
        assert_eq!(words[1][8..12], [0; 4]);
        assert_eq!(words[1][12..], *parties.registry);
        assert_eq!(Parties::from_words(words), parties);
    }
}
