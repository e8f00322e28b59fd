//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::price_feed::PriceFeed as Abi;
use ballast_core::{Checkpoint, GrowthRate, Price};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Reply, ShortString, encode, token, uint, word};
use stylus_sdk::prelude::*;

use crate::quote::Scale;
use crate::state::{CONFIG, Config, DESCRIPTION, GROWTH_BPS, PriceFeed};

/// The number of the constructor's checkpoint.
const FIRST_ROUND: u64 = 1;

impl PriceFeed {
    /// `constructor(address vault, uint8 decimals, uint256 growthBpsPerYear, string description)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (vault, decimals) = (input.address()?, input.byte()?);
        let (growth_bps, description) = (input.uint()?, input.string()?);
        // A vault that passed the checks has an address.
        if self.cells.word(CONFIG.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let rate = u16::try_from(growth_bps)
            .ok()
            .and_then(GrowthRate::from_bps_per_year)
            .ok_or_else(|| encode(Abi::InvalidGrowth::SELECTOR, &[word(growth_bps)]))?;
        let description = ShortString::new(description).ok_or_else(|| {
            let length = uint(description.len() as u64);
            encode(IConstruction::StringTooLong::SELECTOR, &[length])
        })?;
        let invalid = || encode(Abi::InvalidVault::SELECTOR, &[vault.into_word().0]);
        let [share_decimals, asset_decimals] = self.decimals_of(vault).ok_or_else(invalid)?;
        let scale = Scale::new(decimals, share_decimals, asset_decimals).ok_or_else(|| {
            let words = [uint(u64::from(decimals))];
            encode(Abi::InvalidDecimals::SELECTOR, &words)
        })?;
        // A first price of nothing would never grow, and one that does not fit is no price.
        let price = scale
            .price(self.vm(), vault)
            .filter(|price| Price::ZERO < *price && *price < Price::MAX)
            .ok_or_else(invalid)?;

        let config = Config {
            vault,
            decimals,
            scale,
            rate,
        };
        self.cells.set_word(CONFIG.slot(), config.to_word());
        self.cells.set_word(DESCRIPTION.slot(), description.word());
        self.cells.set_uint(GROWTH_BPS.slot(), growth_bps);
        let at = self.now();
        self.set_round(Checkpoint { price, at }, FIRST_ROUND);
        Ok(Vec::new())
    }

    /// The decimals of a vault and of its asset, if it is a vault.
    fn decimals_of(&self, vault: Address) -> Option<[u8; 2]> {
        let calldata = encode(IERC4626::assetCall::SELECTOR, &[]);
        let asset = remote::view_uint(self.vm(), vault, &calldata, ALL_GAS)?;
        let asset = Address::from_word(B256::new(word(asset)));
        Some([
            token::decimals(self.vm(), vault)?,
            token::decimals(self.vm(), asset)?,
        ])
    }
}
