//! What the strategy keeps, and where.

use alloy_primitives::Address;
use ballast_shell::{Cells, Field, address_in};
use ballast_strategy::Parties;
use ballast_strategy::rewards::Rewarded;
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

impl Rewarded for Strategy {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }

    fn governing_registry(&self) -> Address {
        self.registry()
    }

    fn protected(&self) -> [Address; 2] {
        [self.asset(), self.a_token()]
    }
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
        address_in(&self.cells.word(A_TOKEN.slot()))
    }

    /// The registry alone; one word.
    pub(crate) fn registry(&self) -> Address {
        address_in(&self.cells.word(REGISTRY.slot()))
    }

    /// The pool alone; one word.
    pub(crate) fn pool(&self) -> Address {
        address_in(&self.cells.word(POOL.slot()))
    }

    /// The asset alone; one word.
    pub(crate) fn asset(&self) -> Address {
        address_in(&self.cells.word(ASSET.slot()))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }
}
