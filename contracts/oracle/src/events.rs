//! Logs.

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::oracle::Oracle as Abi;
use ballast_core::Price;
use ballast_shell::{Literal, Word, uint, word};

use crate::errors::named;
use crate::record::{Asset, Source, Uptime};
use crate::state::Oracle;

const ASSET_CHANGED: Literal = Literal::new(Abi::AssetChanged::SIGNATURE_HASH.0);
const SOURCE_CHANGED: Literal = Literal::new(Abi::SourceChanged::SIGNATURE_HASH.0);
const SOURCE_DISABLED: Literal = Literal::new(Abi::SourceDisabled::SIGNATURE_HASH.0);
const CHECKPOINT_MOVED: Literal = Literal::new(Abi::CheckpointMoved::SIGNATURE_HASH.0);
const GATE_CHANGED: Literal = Literal::new(Abi::GateChanged::SIGNATURE_HASH.0);

impl Oracle {
    pub(crate) fn log_asset_changed(&mut self, asset: Address, from: &Asset, to: &Asset) {
        let topics = [ASSET_CHANGED.word(), named(asset)];
        self.log_both(&topics, &from.words(), &to.words());
    }

    pub(crate) fn log_source_changed(
        &mut self,
        asset: Address,
        index: u8,
        from: &Source,
        to: &Source,
    ) {
        let topics = place(SOURCE_CHANGED, asset, index);
        self.log_both(&topics, &from.words(), &to.words());
    }

    pub(crate) fn log_disabled(&mut self, asset: Address, index: u8, from: bool, to: bool) {
        let [from, to] = [from, to].map(|flag| uint(u64::from(flag)));
        self.log_both(&place(SOURCE_DISABLED, asset, index), &[from], &[to]);
    }

    pub(crate) fn log_checkpoint(&mut self, asset: Address, index: u8, from: Price, to: Price) {
        let [from, to] = [from, to].map(|price| word(price.to_u256()));
        self.log_both(&place(CHECKPOINT_MOVED, asset, index), &[from], &[to]);
    }

    pub(crate) fn log_gate_changed(&mut self, from: &Uptime, to: &Uptime) {
        self.log_both(&[GATE_CHANGED.word()], &from.words(), &to.words());
    }

    /// Both sides of a change.
    #[inline(never)]
    fn log_both(&mut self, topics: &[Word], from: &[Word], to: &[Word]) {
        self.cells.log(&[topics, from, to].concat(), topics.len());
    }
}

/// An event about a place.
fn place(event: Literal, asset: Address, index: u8) -> [Word; 3] {
    [event.word(), named(asset), uint(u64::from(index))]
}
