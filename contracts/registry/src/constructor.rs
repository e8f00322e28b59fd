//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::registry::IRegistry as Abi;
use ballast_shell::{Calldata, Reply, encode};

use crate::state::{Registry, State, VAULT};

/// Gas for a call of a strategy, until it is changed.
const CALL_GAS: u32 = 2_000_000;
/// How long a quarantine lasts at least, until it is changed: a day.
const QUARANTINE_SECONDS: u32 = 86_400;

impl Registry {
    /// `constructor(address vault, address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, authority) = (input.address()?, input.address()?);
        if !self.address_at(VAULT).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if vault.is_zero() || authority.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        self.cells.set_word(VAULT.slot(), vault.into_word().0);
        self.appoint_authority(authority);
        self.set_state(&State {
            call_gas: CALL_GAS,
            quarantine_seconds: QUARANTINE_SECONDS,
            ..State::default()
        });
        self.log_limits_changed(CALL_GAS, QUARANTINE_SECONDS);
        Ok(Vec::new())
    }
}
