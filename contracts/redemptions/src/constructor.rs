//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_core::Bps;
use ballast_shell::{Calldata, Reply, encode, word};
use stylus_sdk::prelude::*;

use crate::refusals::about;
use crate::state::{ASSET, CONFIG, Config, Head, Redemptions};
use crate::vault::Vault;

/// No vault's members can agree to more: 5 %.
const LOSS_MAX: Bps = Bps::new(500);

impl Redemptions {
    /// `constructor(address vault, uint256 maxLossBps, uint256 collectSeconds, uint256
    /// noticeSeconds)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let vault = Vault(input.address()?);
        let terms = [input.uint()?, input.uint()?, input.uint()?];
        // A vault that passed the checks has an address.
        if self.cells.word(CONFIG.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let [loss_max, collect, notice] = terms;
        let config = u16::try_from(loss_max)
            .ok()
            .zip(u32::try_from(collect).ok())
            .zip(u32::try_from(notice).ok())
            .map(|((loss_max, collect), notice)| Config {
                vault,
                loss_max: Bps::new(loss_max),
                collect,
                notice,
            })
            .filter(|config| config.loss_max <= LOSS_MAX && 0 < config.notice)
            .ok_or_else(|| encode(Abi::InvalidTerms::SELECTOR, &terms.map(word)))?;

        let invalid = || about(Abi::InvalidVault::SELECTOR, vault.0);
        let asset = vault.asset(self.vm()).ok_or_else(invalid)?;
        let this = self.this();
        // Vaults without the long form of `maxRedeem` would never be paid out of.
        let known = vault.max_redeem(self.vm(), this, config.loss_max, &[]);
        known.map_err(|_| invalid())?;
        self.cells.set_word(CONFIG.slot(), config.to_word());
        self.cells.set_word(ASSET.slot(), asset.into_word().0);
        let (open, settling) = (1, 0);
        self.set_head(Head { open, settling });
        Ok(Vec::new())
    }
}
