//! What the strategy keeps, and where.

use alloy_primitives::{Address, B256};
use ballast_shell::{Cells, Field, Word};
use stylus_sdk::prelude::*;

use crate::reserve::Reserve;

/// The aToken, with the first twelve bytes of the vault's address before it.
pub(crate) const A_TOKEN: Field = Field::new(0);

/// The registry, with the other eight bytes of the vault's address before it.
///
/// Only a payment needs the vault, and it needs everybody: five addresses in four words spare each
/// exit a cold read, and no view reads more than it would otherwise.
pub(crate) const REGISTRY: Field = Field::new(1);

/// The pool.
pub(crate) const POOL: Field = Field::new(2);

/// The asset.
pub(crate) const ASSET: Field = Field::new(3);

/// A strategy that lends to an Aave v3 pool; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Strategy {
    pub(crate) cells: Cells,
}

impl Strategy {
    /// Everybody who is not the reserve; two words.
    pub(crate) fn parties(&self) -> Parties {
        Parties::from_words([
            self.cells.word(A_TOKEN.slot()),
            self.cells.word(REGISTRY.slot()),
        ])
    }

    /// The pool, its receipt and the asset; three words.
    pub(crate) fn reserve(&self) -> Reserve {
        Reserve {
            pool: self.pool(),
            a_token: self.a_token(),
            asset: self.asset(),
        }
    }

    /// The aToken alone; one word.
    pub(crate) fn a_token(&self) -> Address {
        address(self.cells.word(A_TOKEN.slot()))
    }

    /// The registry alone; one word.
    pub(crate) fn registry(&self) -> Address {
        address(self.cells.word(REGISTRY.slot()))
    }

    /// The pool alone; one word.
    pub(crate) fn pool(&self) -> Address {
        address(self.cells.word(POOL.slot()))
    }

    /// The asset alone; one word.
    pub(crate) fn asset(&self) -> Address {
        address(self.cells.word(ASSET.slot()))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }
}

/// Who shares the first two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parties {
    /// What the strategy holds.
    pub(crate) a_token: Address,
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
            a_token: address(first),
            registry: address(second),
            vault: Address::new(vault),
        }
    }

    /// The opposite of [`from_words`](Self::from_words): the words of [`A_TOKEN`] and [`REGISTRY`].
    pub(crate) fn to_words(self) -> [Word; 2] {
        let (start, end) = self.vault.split_at(12);
        let (mut first, mut second) = (self.a_token.into_word().0, self.registry.into_word().0);
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
            a_token: address!("fedcba98765432100123456789abcdef00112233"),
            registry: address!("00112233445566778899aabbccddeeff01234567"),
            vault: address!("0123456789abcdef0123456789abcdef01234567"),
        };
        let words = parties.to_words();
        assert_eq!(words[0][..12], parties.vault[..12]);
        assert_eq!(words[0][12..], *parties.a_token);
        assert_eq!(words[1][..8], parties.vault[12..]);
        assert_eq!(words[1][8..12], [0; 4]);
        assert_eq!(words[1][12..], *parties.registry);
        assert_eq!(Parties::from_words(words), parties);
    }
}
