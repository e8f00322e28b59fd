//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::params::IParams as Abi;
use ballast_shell::{Calldata, Reply, encode};

use crate::state::{AUTHORITY, Params};

impl Params {
    /// `constructor(address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let authority = input.address()?;
        if !self.address_at(AUTHORITY).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if authority.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        self.appoint_authority(authority);
        Ok(Vec::new())
    }
}
