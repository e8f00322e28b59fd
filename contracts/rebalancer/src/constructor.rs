//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry;
use ballast_core::{Assets, Band, Bps, Budget, Seconds, Tolerance};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Field, Reply, address_in, word};
use stylus_sdk::prelude::*;

use crate::errors::encode;
use crate::roles::AUTHORITY_ROLE;
use crate::state::{MOVES, Purse, REALLOCATIONS, REGISTRY, Rebalancer, Settings, VAULT};

/// Until they are changed: a hundredth, and an hour.
const SETTINGS: Settings = Settings {
    band: Band {
        width: Bps::new(100),
        change_min: Assets::ZERO,
    },
    wait: Seconds::new(3_600),
    last: Seconds::new(0),
    is_stopped: false,
    count: 0,
};

/// What moves may lose until it is changed, in basis points a week. A reallocation that loses more
/// than what venues round is for the authority to allow.
const TOLERANCES: [(Field, u16); 2] = [(MOVES, 20), (REALLOCATIONS, 1)];

/// A week.
const PERIOD: Seconds = Seconds::new(604_800);

impl Rebalancer {
    /// `constructor(address registry, address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (registry, authority) = (input.address()?, input.address()?);
        if !self.address_at(REGISTRY).is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if authority.is_zero() {
            return Err(encode(Abi::ZeroAddress::SELECTOR, &[]));
        }
        let question = encode(IRegistry::vaultCall::SELECTOR, &[]);
        let vault = remote::view_uint(self.vm(), registry, &question, ALL_GAS);
        let vault = address_in(&word(vault.unwrap_or_default()));
        if vault.is_zero() {
            let words = [registry.into_word().0];
            return Err(encode(Abi::InvalidRegistry::SELECTOR, &words));
        }
        self.put_address(VAULT, vault);
        self.put_address(REGISTRY, registry);
        AUTHORITY_ROLE.give(&mut self.cells, authority);
        let before = Settings::default();
        self.set_settings(&SETTINGS);
        self.log_band_changed(&before, &SETTINGS);
        self.log_wait_changed(&before, &SETTINGS);
        for (field, bps) in TOLERANCES {
            let tolerance = Tolerance {
                part: Bps::new(bps),
                period: PERIOD,
            };
            let before = Tolerance::default();
            let budget = Budget::default();
            self.set_purse(field, &Purse { tolerance, budget });
            self.log_tolerance_changed(field, &before, &tolerance);
        }
        Ok(Vec::new())
    }
}
