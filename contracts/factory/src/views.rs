//! Views.

use ballast_shell::{Calldata, Reply, ShortString, Word, reply, uint};
use stylus_sdk::prelude::*;

use crate::copies::{address_of, salt_of};
use crate::errors::out_of_bounds;
use crate::state::{BLUEPRINTS, Factory, INIT_HASHES};

/// The release that this crate is part of.
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Factory {
    /// `version()`
    pub(crate) fn version(&self) -> Reply {
        // A version has fewer than 31 letters.
        let version = ShortString::new(VERSION.as_bytes());
        let [length, letters] = version.map_or([[0; 32]; 2], |version| version.to_abi());
        reply(&[uint(32), length, letters])
    }

    /// `blueprints()`
    pub(crate) fn blueprints(&self) -> Reply {
        reply(&BLUEPRINTS.map(|field| self.address_at(field).into_word().0))
    }

    /// `vaultCount()`
    pub(crate) fn vault_count(&self) -> Reply {
        reply(&[uint(self.count())])
    }

    /// `vaultAt(uint256)`
    pub(crate) fn vault_at(&self, mut input: Calldata<'_>) -> Reply {
        let (index, count) = (input.uint()?, self.count());
        let number = index.try_into().unwrap_or(u64::MAX);
        if count <= number {
            return Err(out_of_bounds(number, count));
        }
        reply(&[self.vault(number).into_word().0])
    }

    /// `isVault(address)`
    pub(crate) fn is_vault(&self, mut input: Calldata<'_>) -> Reply {
        let parts = self.parts(input.address()?);
        reply(&[uint((!parts.registry.is_zero()).into())])
    }

    /// `partsOf(address)`
    pub(crate) fn parts_of(&self, mut input: Calldata<'_>) -> Reply {
        let parts = self.parts(input.address()?);
        reply(&[parts.registry, parts.rebalancer].map(|part| part.into_word().0))
    }

    /// `addressesOf(address,bytes32)`
    pub(crate) fn addresses_of(&self, mut input: Calldata<'_>) -> Reply {
        let salt = salt_of(input.address()?, *input.word()?);
        let this = self.vm().contract_address();
        let addresses = INIT_HASHES.map(|field| -> Word {
            let init_hash = self.cells.word(field.slot());
            address_of(this, salt, init_hash).into_word().0
        });
        reply(&addresses)
    }
}
