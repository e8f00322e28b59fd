//! What the factory keeps, and where.

use alloy_primitives::Address;
use ballast_shell::{Cells, Field, Word, address_in, uint};
use stylus_sdk::prelude::*;

/// The blueprints of vault, registry and rebalancer.
pub(crate) const BLUEPRINTS: [Field; 3] = [Field::new(0), Field::new(1), Field::new(2)];
/// The hashes of the init code of their copies.
pub(crate) const INIT_HASHES: [Field; 3] = [Field::new(3), Field::new(4), Field::new(5)];
/// How many vaults there are.
const COUNT: Field = Field::new(6);
/// Vault to registry.
const REGISTRIES: Field = Field::new(7);
/// Vault to rebalancer.
const REBALANCERS: Field = Field::new(8);
/// Number to vault.
const VAULTS: Field = Field::new(9);

/// Makes vaults; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Factory {
    pub(crate) cells: Cells,
}

/// A vault with what was made for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The registry.
    pub(crate) registry: Address,
    /// The registry's allocator.
    pub(crate) rebalancer: Address,
}

impl Factory {
    /// The address in a field.
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// How many vaults there are.
    pub(crate) fn count(&self) -> u64 {
        let [count, ..] = *self.cells.uint(COUNT.slot()).as_limbs();
        count
    }

    /// What was made with a vault; zero addresses for a vault of others.
    pub(crate) fn parts(&self, vault: Address) -> Parts {
        let at = |field: Field| address_in(&self.cells.word(field.entry(vault)));
        Parts {
            registry: at(REGISTRIES),
            rebalancer: at(REBALANCERS),
        }
    }

    /// The vault with a number.
    pub(crate) fn vault(&self, number: u64) -> Address {
        address_in(&self.cells.word(VAULTS.slot().entry_of(uint(number))))
    }

    /// Writes down a new vault.
    pub(crate) fn register(&mut self, vault: Address, parts: Parts) {
        let number = self.count();
        let word = |address: Address| -> Word { address.into_word().0 };
        let slot = VAULTS.slot().entry_of(uint(number));
        self.cells.set_word(slot, word(vault));
        let (registry, rebalancer) = (REGISTRIES.entry(vault), REBALANCERS.entry(vault));
        self.cells.set_word(registry, word(parts.registry));
        self.cells.set_word(rebalancer, word(parts.rebalancer));
        // Nobody makes 2^64 vaults.
        self.cells
            .set_word(COUNT.slot(), uint(number.wrapping_add(1)));
    }
}
