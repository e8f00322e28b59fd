//! Several methods in one call.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::market::IMarket as Abi;
use ballast_shell::{Calldata, Reply, Word, encode, malformed};

use crate::checks::Checks;
use crate::state::Market;

impl Market {
    /// `batch(bytes[])`: items run one after another, the caller's every one; accounts that took
    /// risk are checked once all have run.
    ///
    /// Liquidations and flash loans are no items: a liquidation in the middle would find accounts that
    /// are not checked yet, and a batch within one would not know whose checks are whose.
    pub(crate) fn batch(&mut self, mut input: Calldata<'_>) -> Reply {
        let mut checks = Checks::Deferred(Vec::new());
        for item in input.strings()? {
            let (head, arguments) = item.split_first_chunk().ok_or_else(malformed)?;
            let (selector, arguments) = (u32::from_be_bytes(*head), Calldata::new(arguments));
            let answer = self.dispatch_items(selector, arguments, &mut checks);
            answer.ok_or_else(|| invalid_item(*head))??;
        }
        checks.finish(self)?;
        Ok(Vec::new())
    }
}

/// `InvalidItem(selector)`
fn invalid_item(selector: [u8; 4]) -> Vec<u8> {
    let mut word: Word = [0; 32];
    if let Some(head) = word.first_chunk_mut() {
        *head = selector;
    }
    encode(Abi::InvalidItem::SELECTOR, &[word])
}
