//! Assets: which there are, and what is asked of their sources.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_core::Bps;
use ballast_core::oracle::{DECIMALS_MAX, SOURCES_MAX};
use ballast_shell::{Calldata, Reply, token};
use stylus_sdk::prelude::*;

use crate::errors::{about, bounded};
use crate::record::Asset;
use crate::roles::Act;
use crate::state::Oracle;

/// The widest that sources may differ and still agree: half.
const DEVIATION_BPS_MAX: u64 = 5_000;

/// Of a currency that is no contract, as ERC-7726 and Euler's oracles have it.
const CURRENCY_DECIMALS: u8 = 18;

impl Oracle {
    /// `setAsset(address,uint256,uint256)`
    pub(crate) fn set_asset(&mut self, mut input: Calldata<'_>) -> Reply {
        let asset = input.address()?;
        let least = bounded(input.uint()?, 1, SOURCES_MAX as u64)? as u8;
        let deviation = Bps::new(bounded(input.uint()?, 1, DEVIATION_BPS_MAX)? as u16);
        let from = self.asset_of(asset);
        let narrows = from.least != 0 && from.least <= least && deviation <= from.deviation;
        self.only_to(Act::that(narrows))?;
        let mut to = Asset {
            least,
            deviation,
            ..from
        };
        if from.least == 0 {
            let (numeraire, decimals) = self.unit();
            (to.numeraire, to.numeraire_decimals) = (numeraire, decimals);
            to.decimals = self
                .token_decimals(asset)
                .filter(|_| asset != numeraire)
                .ok_or_else(|| about(Abi::InvalidAsset::SELECTOR, asset))?;
            self.list(asset);
        }
        self.set_asset_of(asset, to);
        self.log_asset_changed(asset, &from, &to);
        Ok(Vec::new())
    }

    /// An asset that is registered.
    ///
    /// # Errors
    /// `UnknownAsset`.
    #[inline(never)]
    pub(crate) fn registered(&self, asset: Address) -> Result<Asset, Vec<u8>> {
        let record = self.asset_of(asset);
        if record.least == 0 {
            return Err(about(Abi::UnknownAsset::SELECTOR, asset));
        }
        Ok(record)
    }

    /// The decimals of a token, if it says some that a price fits; those of a currency if there is no
    /// contract. Nothing has the zero address.
    pub(crate) fn token_decimals(&self, asset: Address) -> Option<u8> {
        let decimals = if asset.is_zero() {
            None
        } else if self.vm().code_size(asset) == 0 {
            Some(CURRENCY_DECIMALS)
        } else {
            token::decimals(self.vm(), asset)
        };
        decimals.filter(|decimals| *decimals <= DECIMALS_MAX)
    }
}
