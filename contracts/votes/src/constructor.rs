//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_abi::votes::Votes as Abi;
use ballast_core::Snapshot;
use ballast_erc20::{ledger, metadata};
use ballast_shell::{Calldata, Reply, encode, word};

use crate::state::Votes;

impl Votes {
    /// `constructor(string name, string symbol, address holder, uint256 supply)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let (name, symbol) = (input.string()?, input.string()?);
        let (holder, supply) = (input.address()?, input.uint()?);
        if !self.supply().is_none() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        if Snapshot::VALUE_MAX < supply {
            let words = [word(supply), word(Snapshot::VALUE_MAX)];
            return Err(encode(Abi::ERC20ExceededSafeSupply::SELECTOR, &words));
        }
        metadata::set(&mut self.cells, name, symbol)?;
        let (time, value) = (self.now(), supply);
        self.set_supply(Snapshot { time, value });
        ledger::mint(&mut self.cells, holder, supply)?;
        Ok(Vec::new())
    }
}
