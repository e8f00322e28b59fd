//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::vault::Vault as Abi;
use ballast_core::{Assets, Management, Seconds, Ticks, Unlocking};
use ballast_erc20::metadata;
use ballast_shell::{Calldata, Reply, encode, token, uint};
use stylus_sdk::prelude::*;

use crate::state::{AUTHORITY, CONFIG, Pace, Vault, unauthorized};

/// Fewer virtual shares than 10^3 would leave an inflation attack worth trying.
const OFFSET_MIN: u8 = 3;
/// 10^18 is the last power of ten for which totals of 128 bits leave room for real supplies.
const OFFSET_MAX: u8 = 18;

impl Vault {
    /// `constructor(address asset, string name, string symbol, uint8 decimalsOffset,
    /// address authority)`
    ///
    /// Without fees, a limit or a registry until the authority sets them.
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, name, symbol) = (input.address()?, input.string()?, input.string()?);
        let (offset, authority) = (input.byte()?, input.address()?);
        if self.cells.word(CONFIG.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if authority.is_zero() {
            return Err(unauthorized(authority));
        }
        let mut config = asset.into_word().0;
        config[11] = self.share_decimals(asset, offset)?;
        self.cells.set_word(CONFIG.slot(), config);
        self.cells
            .set_word(AUTHORITY.slot(), authority.into_word().0);
        self.set_loans(Assets::MAX, Assets::ZERO);
        let now = Seconds::new(self.cells.now());
        self.set_pace(Pace {
            flags: 0,
            quarantined: 0,
            offset,
            management: Management {
                clock: Ticks::at(now),
                ..Management::default()
            },
            unlocking: Unlocking {
                from: now,
                until: now,
                ..Unlocking::default()
            },
        });
        metadata::set(&mut self.cells, name, symbol)?;
        Ok(Vec::new())
    }

    /// Checks what the vault is to be made of.
    fn share_decimals(&self, asset: Address, offset: u8) -> Result<u8, Vec<u8>> {
        let asset_decimals = token::decimals(self.vm(), asset)
            .ok_or_else(|| encode(Abi::InvalidAsset::SELECTOR, &[asset.into_word().0]))?;
        let decimals = asset_decimals.checked_add(offset);
        match (decimals, offset) {
            (Some(decimals), OFFSET_MIN..=OFFSET_MAX) => Ok(decimals),
            _ => {
                let words = [uint(u64::from(offset))];
                Err(encode(Abi::InvalidDecimalsOffset::SELECTOR, &words))
            }
        }
    }
}
