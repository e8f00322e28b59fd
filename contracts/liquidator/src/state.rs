//! What is kept while a liquidation is under way. Between calls all of it is nothing.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_shell::{Cells, Field, address_in, encode, token};
use ballast_uniswap_v3::Pool;
use ballast_uniswap_v3::due::Trader;
use stylus_sdk::prelude::*;

/// The market that may call back.
const MARKET: Field = Field::new(0);
/// What it lends; a market that is liquidating answers nothing.
const ASSET: Field = Field::new(3);
/// The pool of the swap under way, and what it is paid with; what it may ask for is kept by
/// `ballast_uniswap_v3::due`.
const POOL: Field = Field::new(1);
const TOKEN: Field = Field::new(2);

/// Liquidates without capital; see the crate's documentation.
#[storage]
pub struct Liquidator {
    pub(crate) cells: Cells,
}

impl Trader for Liquidator {
    fn cells(&mut self) -> &mut Cells {
        &mut self.cells
    }
}

impl Liquidator {
    /// The market that may call back, zero for none, and what it lends.
    pub(crate) fn expected(&self) -> (Address, Address) {
        let [market, asset] =
            [MARKET, ASSET].map(|field| address_in(&self.cells.word(field.slot())));
        (market, asset)
    }

    /// Keeps them.
    pub(crate) fn expect(&mut self, market: Address, asset: Address) {
        for (field, address) in [(MARKET, market), (ASSET, asset)] {
            self.cells.set_word(field.slot(), address.into_word().0);
        }
    }

    /// The pool of the swap under way, and what it is paid with.
    pub(crate) fn under_way(&self) -> (Pool, Address) {
        let [pool, token] = [POOL, TOKEN].map(|field| address_in(&self.cells.word(field.slot())));
        (Pool(pool), token)
    }

    /// Keeps them.
    pub(crate) fn set_under_way(&mut self, pool: Pool, token: Address) {
        for (field, address) in [(POOL, pool.0), (TOKEN, token)] {
            self.cells.set_word(field.slot(), address.into_word().0);
        }
    }

    /// What this contract has of a token.
    ///
    /// # Errors
    /// `CallFailed`.
    pub(crate) fn balance(&self, of: Address) -> Result<U256, Vec<u8>> {
        token::balance_of(self.vm(), of, self.vm().contract_address()).ok_or_else(|| failed(of))
    }
}

/// `CallFailed(target)`
#[inline(never)]
pub(crate) fn failed(target: Address) -> Vec<u8> {
    encode(Abi::CallFailed::SELECTOR, &[target.into_word().0])
}
