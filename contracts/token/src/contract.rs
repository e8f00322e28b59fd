//! Storage, routing and methods of the token.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::token::Token as Abi;
use ballast_erc20::{ledger, metadata, slots};
use ballast_shell::{Calldata, Cells, Field, Reply, Word, encode, reply, selector};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;
use stylus_sdk::prelude::*;

const MINT: u32 = selector::<Abi::mintCall>();
const DECIMALS: u32 = selector::<IERC20::decimalsCall>();
const TOTAL_SUPPLY: u32 = selector::<IERC20::totalSupplyCall>();

/// The tokens in existence.
const SUPPLY: Field = Field::new(slots::FIRST_FREE);

/// The decimals in the last byte; the first is set once the constructor has run.
const CONFIG: Field = Field::new(slots::FIRST_FREE + 1);

/// A token that anyone may mint; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Token {
    cells: Cells,
}

impl Router<Self> for Token {
    type Storage = Self;

    fn route(token: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = token.cells.refuse_value() {
            return Some(Err(reason));
        }
        let input = Calldata::new(input);
        match selector {
            MINT => Some(token.mint(input)),
            DECIMALS => Some(token.decimals()),
            TOTAL_SUPPLY => Some(reply(&[token.cells.word(SUPPLY.slot())])),
            _ => ballast_erc20::route(&mut token.cells, selector, input, |_, _| Ok(())),
        }
    }

    fn receive(_: &mut Self) -> Option<Result<(), Vec<u8>>> {
        None
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(token: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = token.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(token.construct(Calldata::new(input)))
    }
}

impl Token {
    /// `constructor(string name, string symbol, uint8 decimals)`
    fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (name, symbol, decimals) = (input.string()?, input.string()?, input.byte()?);
        if self.cells.word(CONFIG.slot()) != [0; 32] {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        let mut config: Word = [0; 32];
        config[0] = 1;
        config[31] = decimals;
        self.cells.set_word(CONFIG.slot(), config);
        metadata::set(&mut self.cells, name, symbol)?;
        Ok(Vec::new())
    }

    /// `decimals()`
    fn decimals(&self) -> Reply {
        let mut decimals: Word = [0; 32];
        decimals[31] = self.cells.word(CONFIG.slot())[31];
        reply(&[decimals])
    }

    /// `mint(address,uint256)`
    fn mint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (to, value) = (input.address()?, input.uint()?);
        let Some(supply) = self.cells.uint(SUPPLY.slot()).checked_add(value) else {
            return Err(encode(Abi::SupplyOverflow::SELECTOR, &[]));
        };
        self.cells.set_uint(SUPPLY.slot(), supply);
        ledger::mint(&mut self.cells, to, value)?;
        Ok(Vec::new())
    }
}
