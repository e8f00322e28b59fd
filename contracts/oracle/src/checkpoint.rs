//! `checkpoint(address,uint256)`

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::oracle::Oracle as Abi;
use ballast_shell::{Calldata, Reply};

use crate::errors::{about, unknown_source};
use crate::reading::growth;
use crate::record::Kind;
use crate::state::Oracle;

impl Oracle {
    /// `checkpoint(address,uint256)`
    pub(crate) fn move_checkpoint(&mut self, mut input: Calldata<'_>) -> Reply {
        let (asset, index, _) = self.place(&mut input)?;
        let source = self.source_of(asset, index);
        let rate = growth(&source)
            .filter(|_| source.kind == Kind::Share)
            .ok_or_else(|| unknown_source(asset, U256::from_limbs([u64::from(index), 0, 0, 0])))?;
        let current = self
            .shares_worth(&source)?
            .ok_or_else(|| about(Abi::InvalidSource::SELECTOR, source.target))?;
        let from = self.checkpoint_of(asset, index);
        if let Some(to) = from.moved(rate, self.now(), current) {
            self.set_checkpoint_of(asset, index, to);
            self.log_checkpoint(asset, index, from.price, to.price);
        }
        Ok(Vec::new())
    }
}
