//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::oracle::Oracle as Abi;
use ballast_shell::{Calldata, Reply, encode};

use crate::errors::{about, named};
use crate::roles::AUTHORITY_ROLE;
use crate::state::{NUMERAIRE, Oracle};

impl Oracle {
    /// `constructor(address numeraire, address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (numeraire, authority) = (input.address()?, input.address()?);
        // The numeraire is never zero.
        if self.cells.word(NUMERAIRE.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if numeraire.is_zero() || authority.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        let Some(decimals) = self.token_decimals(numeraire) else {
            return Err(about(Abi::InvalidAsset::SELECTOR, numeraire));
        };
        let mut word = named(numeraire);
        word[0] = decimals;
        self.cells.set_word(NUMERAIRE.slot(), word);
        AUTHORITY_ROLE.give(&mut self.cells, authority);
        Ok(Vec::new())
    }
}
