//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, encode};
use ballast_strategy::Parties;
use stylus_sdk::prelude::*;

use crate::state::{ASSET, REGISTRY, Strategy, VENUE};

impl Strategy {
    /// `constructor(address vault, address registry, address venue)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, registry, venue) = (input.address()?, input.address()?, input.address()?);
        // A venue that passed the checks has an address.
        if self.cells.word(VENUE.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let Some(asset) = self.asset_of(vault).filter(|asset| !asset.is_zero()) else {
            let words = [vault.into_word().0];
            return Err(encode(Abi::InvalidVault::SELECTOR, &words));
        };
        if venue == vault || self.asset_of(venue) != Some(asset) {
            let words = [venue.into_word().0];
            return Err(encode(Abi::InvalidVenue::SELECTOR, &words));
        }
        let parties = Parties {
            position: venue,
            registry,
            vault,
        };
        let [first, second] = parties.to_words();
        self.cells.set_word(VENUE.slot(), first);
        self.cells.set_word(REGISTRY.slot(), second);
        self.cells.set_uint(ASSET.slot(), asset);
        Ok(Vec::new())
    }

    /// What an ERC-4626 vault names as its asset, if it is one.
    fn asset_of(&self, vault: Address) -> Option<U256> {
        let calldata = encode(IERC4626::assetCall::SELECTOR, &[]);
        remote::view_uint(self.vm(), vault, &calldata, ALL_GAS)
    }
}
