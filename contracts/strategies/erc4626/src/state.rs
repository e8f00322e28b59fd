//! What the strategy keeps, and where.

use alloy_primitives::Address;
use ballast_shell::{Cells, Field, address_in};
use ballast_strategy::Parties;
use ballast_strategy::rewards::Rewarded;
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

impl Rewarded for Strategy {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }

    fn governing_registry(&self) -> Address {
        self.registry()
    }

    fn protected(&self) -> [Address; 2] {
        [self.asset(), self.venue().0]
    }
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
        Venue(address_in(&self.cells.word(VENUE.slot())))
    }

    /// The registry alone; one word.
    pub(crate) fn registry(&self) -> Address {
        address_in(&self.cells.word(REGISTRY.slot()))
    }

    /// The asset; one word.
    pub(crate) fn asset(&self) -> Address {
        address_in(&self.cells.word(ASSET.slot()))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_apart() {
        assert_ne!(VENUE, REGISTRY);
        assert_ne!(REGISTRY, ASSET);
        assert_ne!(ASSET, VENUE);
    }
}
