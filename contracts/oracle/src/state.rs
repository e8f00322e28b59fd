//! What the oracle keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_core::{Checkpoint, Seconds};
use ballast_shell::{Cells, Field, Slot, address_in, uint};
use stylus_sdk::prelude::*;

use crate::record::{Asset, Source, Uptime, checkpoint_from, checkpoint_to};

/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(0);
/// Who will govern once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(1);
/// Who narrows.
pub(crate) const SENTINEL: Field = Field::new(2);
/// What prices are in: its decimals in the first byte, its address in the last twenty.
pub(crate) const NUMERAIRE: Field = Field::new(3);
/// The gate: [`Uptime`].
const GATE: Field = Field::new(4);
/// How many assets there are.
const COUNT: Field = Field::new(5);
/// All assets, by their number.
const LIST: Field = Field::new(6);
/// By asset: [`Asset`].
const ASSETS: Field = Field::new(7);

/// A byte of a source's head that [`Source`] leaves free.
const IN_NUMERAIRE: usize = 10;

/// By asset: four words for each place, three of a [`Source`] and a checkpoint.
const SOURCES: u64 = 16;
const WORDS: u64 = 4;

/// Prices of assets; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Oracle {
    pub(crate) cells: Cells,
}

impl Oracle {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// What prices are in, and its decimals.
    pub(crate) fn unit(&self) -> (Address, u8) {
        let word = self.cells.word(NUMERAIRE.slot());
        (address_in(&word), word[0])
    }

    /// An asset; all zero if it is not registered.
    pub(crate) fn asset_of(&self, asset: Address) -> Asset {
        Asset::from_uint(self.cells.uint(ASSETS.entry(asset)))
    }

    /// Writes it back.
    pub(crate) fn set_asset_of(&mut self, asset: Address, to: Asset) {
        self.cells.set_uint(ASSETS.entry(asset), to.to_uint());
    }

    /// The source in a place.
    pub(crate) fn source_of(&self, asset: Address, index: u8) -> Source {
        self.source_in(asset, index, &self.asset_of(asset))
    }

    /// The source in a place of an asset whose record is known. Where its price is in the numeraire,
    /// its head says so, and the word of its quote is neither kept nor read.
    #[inline(never)]
    pub(crate) fn source_in(&self, asset: Address, index: u8, record: &Asset) -> Source {
        let word = |part| self.cells.word(slot(asset, index, part));
        let head = word(0);
        let quote = if head[IN_NUMERAIRE] == 1 {
            record.numeraire.into_word().0
        } else {
            word(1)
        };
        Source::from_words([head, quote, word(2)])
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_source_of(&mut self, asset: Address, index: u8, source: Source) {
        let [mut head, mut quote, bounds] = source.to_words();
        if source.quote == self.address_at(NUMERAIRE) {
            (head[IN_NUMERAIRE], quote) = (1, [0; 32]);
        }
        for (part, word) in (0..).zip([head, quote, bounds]) {
            self.cells.set_word(slot(asset, index, part), word);
        }
    }

    /// The checkpoint of the share in a place.
    pub(crate) fn checkpoint_of(&self, asset: Address, index: u8) -> Checkpoint {
        checkpoint_from(self.cells.uint(slot(asset, index, 3)))
    }

    /// Writes it back.
    pub(crate) fn set_checkpoint_of(&mut self, asset: Address, index: u8, to: Checkpoint) {
        self.cells
            .set_uint(slot(asset, index, 3), checkpoint_to(to));
    }

    /// The gate.
    pub(crate) fn uptime(&self) -> Uptime {
        Uptime::from_word(&self.cells.word(GATE.slot()))
    }

    /// Writes it back.
    pub(crate) fn set_uptime(&mut self, to: Uptime) {
        self.cells.set_word(GATE.slot(), to.to_word());
    }

    /// How many assets there are.
    pub(crate) fn count(&self) -> U256 {
        self.cells.uint(COUNT.slot())
    }

    /// One of them; zero if there are not so many.
    pub(crate) fn listed(&self, index: U256) -> Address {
        let slot = LIST.slot().entry_of(ballast_shell::word(index));
        address_in(&self.cells.word(slot))
    }

    /// Adds one to the list.
    pub(crate) fn list(&mut self, asset: Address) {
        let count = self.count();
        let slot = LIST.slot().entry_of(ballast_shell::word(count));
        self.cells.set_word(slot, asset.into_word().0);
        // Fewer than transactions.
        self.cells.set_uint(
            COUNT.slot(),
            count.wrapping_add(ballast_shell::number(&uint(1))),
        );
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

/// Where a word of the source in a place lies.
fn slot(asset: Address, index: u8, part: u64) -> Slot {
    // Places are five.
    let first = SOURCES.wrapping_add(u64::from(index).wrapping_mul(WORDS));
    Field::new(first.wrapping_add(part)).entry(asset)
}
