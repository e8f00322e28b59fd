//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::vault::Vault as Abi;
use ballast_erc20::metadata;
use ballast_shell::{Calldata, Reply, encode, token, uint};
use stylus_sdk::prelude::*;

use crate::state::{CONFIG, Config, Vault};

/// Fewer virtual shares than 10^3 would leave an inflation attack worth trying.
const OFFSET_MIN: u8 = 3;
/// 10^18 is the last power of ten for which totals of 128 bits leave room for real supplies.
const OFFSET_MAX: u8 = 18;

impl Vault {
    /// `constructor(address asset, string name, string symbol, uint8 decimalsOffset)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, name, symbol) = (input.address()?, input.string()?, input.string()?);
        let offset = input.byte()?;
        if self.cells.word(CONFIG.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let config = self.configure(asset, offset)?;
        self.cells.set_word(CONFIG.slot(), config.to_word());
        metadata::set(&mut self.cells, name, symbol)?;
        Ok(Vec::new())
    }

    /// Checks what the vault is to be made of.
    fn configure(&self, asset: Address, offset: u8) -> Result<Config, Vec<u8>> {
        let asset_decimals = token::decimals(self.vm(), asset)
            .ok_or_else(|| encode(Abi::InvalidAsset::SELECTOR, &[asset.into_word().0]))?;
        let decimals = asset_decimals.checked_add(offset);
        match (decimals, offset) {
            (Some(decimals), OFFSET_MIN..=OFFSET_MAX) => Ok(Config {
                asset,
                decimals,
                virtual_shares: power_of_ten(offset),
            }),
            _ => {
                let words = [uint(u64::from(offset))];
                Err(encode(Abi::InvalidDecimalsOffset::SELECTOR, &words))
            }
        }
    }
}

/// `10^exponent`, for an exponent of at most 19.
fn power_of_ten(exponent: u8) -> u64 {
    (0..exponent).fold(1, |power: u64, _| power.wrapping_mul(10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten() {
        assert_eq!(power_of_ten(OFFSET_MIN), 1_000);
        assert_eq!(power_of_ten(OFFSET_MAX), 1_000_000_000_000_000_000);
    }
}
