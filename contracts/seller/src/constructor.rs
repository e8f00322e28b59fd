//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::seller::Seller as Abi;
use ballast_shell::{Calldata, Reply, encode};

use crate::errors::about;
use crate::roles::AUTHORITY_ROLE;
use crate::state::{ASSET, Seller, VAULT};

impl Seller {
    /// `constructor(address vault, address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, authority) = (input.address()?, input.address()?);
        if !self.address_at(VAULT).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if authority.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        let Some(asset) = self.name(vault, IERC4626::assetCall::SELECTOR) else {
            return Err(about(Abi::InvalidVault::SELECTOR, vault));
        };
        self.cells.set_word(VAULT.slot(), vault.into_word().0);
        self.cells.set_word(ASSET.slot(), asset.into_word().0);
        AUTHORITY_ROLE.give(&mut self.cells, authority);
        Ok(Vec::new())
    }
}
