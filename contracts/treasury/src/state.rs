//! What the treasury keeps, and where.

use alloy_primitives::Address;
use ballast_shell::{Cells, Field, Slot, Word, address_in};
use stylus_sdk::prelude::*;

use crate::outflow::Outflow;

/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(0);
/// Who will once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(1);
/// Who may lower limits.
pub(crate) const GUARDIAN: Field = Field::new(2);
/// Seconds in which a limit becomes whole.
pub(crate) const EPOCH: Field = Field::new(3);
/// Seconds that a raise takes.
pub(crate) const RAISE_DELAY: Field = Field::new(4);
/// Token to the first word of its [`Outflow`].
const USED: Field = Field::new(5);
/// Token to the second.
const RAISED: Field = Field::new(6);

/// Money with limits; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Treasury {
    pub(crate) cells: Cells,
}

impl Treasury {
    /// Who holds a role.
    pub(crate) fn holder(&self, role: Field) -> Address {
        address_in(&self.cells.word(role.slot()))
    }

    /// Seconds that the constructor fixed.
    pub(crate) fn seconds(&self, field: Field) -> u64 {
        let [seconds, ..] = *self.cells.uint(field.slot()).as_limbs();
        seconds
    }

    /// A token's limit and what is left of it, as of now.
    #[inline(never)]
    pub(crate) fn outflow(&self, token: Address) -> Outflow {
        let words: [Word; 2] = slots(token).map(|slot| self.cells.word(slot));
        Outflow::from_words(words).at(self.cells.now(), self.seconds(EPOCH))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_outflow(&mut self, token: Address, outflow: Outflow) {
        for (slot, word) in slots(token).into_iter().zip(outflow.to_words()) {
            self.cells.set_word(slot, word);
        }
    }
}

fn slots(token: Address) -> [Slot; 2] {
    [USED, RAISED].map(|field| field.entry(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let roles = [AUTHORITY, PENDING_AUTHORITY, GUARDIAN, EPOCH, RAISE_DELAY];
        let mut seen = roles.map(Field::slot).to_vec();
        seen.extend(
            [0, 1]
                .map(Address::with_last_byte)
                .map(slots)
                .as_flattened(),
        );
        for (i, one) in seen.iter().enumerate() {
            assert!(!seen[..i].contains(one), "{one:?} has two meanings");
        }
    }
}
