//! What the contract keeps, and what it asks the market.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk;
use ballast_abi::market_shares::MarketShares as Abi;
use ballast_core::lending::Totals;
use ballast_core::{Assets, Shares};
use ballast_erc20::{metadata, slots};
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{Calldata, Cells, Field, Reply, Word, address_in, encode, number, token};
use stylus_sdk::prelude::*;

/// All shares.
const SUPPLY: Field = Field::new(slots::FIRST_FREE);
/// The market.
const MARKET: Field = Field::new(slots::FIRST_FREE + 1);
/// The decimals in the first byte, the asset in the last twenty.
const ASSET: Field = Field::new(slots::FIRST_FREE + 2);

/// The decimals that shares have more than the asset: the market's virtual shares are a million.
const MORE_DECIMALS: u8 = 6;

/// Shares of a market; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct MarketShares {
    pub(crate) cells: Cells,
}

/// What a market says of its supply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    /// All that is supplied.
    pub(crate) supply: Totals<Shares>,
    /// What is not lent.
    pub(crate) available: Assets,
}

impl MarketShares {
    /// `constructor(address market, string name, string symbol)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let market = input.address()?;
        let (name, symbol) = (input.string()?, input.string()?);
        if !self.market().is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let asset = self.ask(market, IMarket::assetCall::SELECTOR);
        let asset = asset.map(|[asset]| address_in(&asset));
        let decimals = asset.and_then(|asset| {
            let decimals = token::decimals(self.vm(), asset)?;
            decimals.checked_add(MORE_DECIMALS)
        });
        let Some((asset, decimals)) = asset.zip(decimals) else {
            let words = [market.into_word().0];
            return Err(encode(Abi::InvalidMarket::SELECTOR, &words));
        };
        let mut word = asset.into_word().0;
        word[0] = decimals;
        self.cells.set_word(ASSET.slot(), word);
        self.cells.set_word(MARKET.slot(), market.into_word().0);
        metadata::set(&mut self.cells, name, symbol)?;
        Ok(Vec::new())
    }

    /// The market.
    pub(crate) fn market(&self) -> Address {
        address_in(&self.cells.word(MARKET.slot()))
    }

    /// What is supplied, and the decimals of the shares.
    pub(crate) fn asset(&self) -> (Address, u8) {
        let word = self.cells.word(ASSET.slot());
        (address_in(&word), word[0])
    }

    /// All shares.
    pub(crate) fn supply(&self) -> U256 {
        self.cells.uint(SUPPLY.slot())
    }

    /// Writes them.
    pub(crate) fn set_supply(&mut self, to: U256) {
        self.cells.set_uint(SUPPLY.slot(), to);
    }

    /// What the market says of its supply now; `None` if it does not answer.
    pub(crate) fn pool(&self) -> Option<Pool> {
        let words = self.ask(self.market(), IMarket::totalsCall::SELECTOR)?;
        let [assets, shares, lent, _] = words.map(|word| number(&word));
        let (assets, lent) = (Assets::from_u256(assets)?, Assets::from_u256(lent)?);
        let supply = Totals {
            assets,
            shares: Shares::from_u256(shares)?,
        };
        let available = assets.checked_sub(lent).unwrap_or_default();
        Some(Pool { supply, available })
    }

    /// What the market still takes; nothing if it does not answer.
    pub(crate) fn room(&self, pool: &Pool) -> Assets {
        let room = || {
            let [supply_stopped, _] = self.ask(self.market(), IMarketRisk::stopsCall::SELECTOR)?;
            if supply_stopped != [0; 32] {
                return None;
            }
            let [cap, _] = self.ask(self.market(), IMarketRisk::capsCall::SELECTOR)?;
            let under_cap = Assets::from_u256(number(&cap))?.checked_sub(pool.supply.assets)?;
            // Shares have six decimals more, and are 128 bits, too.
            let countable = pool.supply.to_assets_down(pool.supply.shares.room());
            Some(under_cap.min(countable.unwrap_or(Assets::MAX)))
        };
        room().unwrap_or_default()
    }

    /// So many words that a view of the market answers; `None` if there are not so many.
    fn ask<const N: usize>(&self, market: Address, selector: [u8; 4]) -> Option<[Word; N]> {
        let answer = remote::view(self.vm(), market, &selector, ALL_GAS)?;
        answer.as_chunks().0.first_chunk().copied()
    }
}
