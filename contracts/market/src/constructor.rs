//! The constructor.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::construction::IConstruction;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk;
use ballast_shell::{Calldata, Literal, Reply};
use stylus_sdk::prelude::*;

use crate::errors::{about, named, plain};
use crate::money::check_address;
use crate::state::{ACCOUNTS_PROGRAM, AUTHORITY, Market, RISK_PROGRAM};

const ROLE_CHANGED: Literal = Literal::new(IMarketRisk::RoleChanged::SIGNATURE_HASH.0);
const AUTHORITY_ROLE: Literal = Literal::hash(b"authority");

impl Market {
    /// `constructor(address asset, address oracle, address accountsProgram, address riskProgram,
    /// address authority)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, oracle) = (input.address()?, input.address()?);
        let (accounts, risk) = (input.address()?, input.address()?);
        let authority = input.address()?;
        if !self.config().asset.is_zero() {
            return Err(plain(IConstruction::AlreadyConstructed::SELECTOR));
        }
        check_address(authority)?;
        for contract in [asset, oracle, accounts, risk] {
            self.check_contract(contract)?;
        }
        self.begin(asset, oracle);
        self.set_address_at(ACCOUNTS_PROGRAM, accounts);
        self.set_address_at(RISK_PROGRAM, risk);
        self.set_address_at(AUTHORITY, authority);
        let topics = [ROLE_CHANGED.word(), AUTHORITY_ROLE.word()];
        let words = [topics[0], topics[1], [0; 32], named(authority)];
        self.cells.log(&words, 2);
        Ok(Vec::new())
    }

    /// Refuses an address without code.
    fn check_contract(&self, contract: Address) -> Result<(), Vec<u8>> {
        if self.vm().code_size(contract) == 0 {
            return Err(about(Abi::InvalidAddress::SELECTOR, contract));
        }
        Ok(())
    }
}
