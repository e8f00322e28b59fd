//! What the timelock keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_shell::{Cells, Field, Slot, Word};
use stylus_sdk::prelude::*;

use crate::operation::{Operation, Phase};

/// One once the constructor has run.
pub(crate) const CONSTRUCTED: Field = Field::new(0);
/// The shortest delay, in seconds.
const MIN_DELAY: Field = Field::new(1);
/// Role to account to whether it has it.
const ROLES: Field = Field::new(2);
/// Id to [`Operation`].
const OPERATIONS: Field = Field::new(3);

/// Operations that wait; see the crate's documentation.
#[storage]
pub struct Timelock {
    pub(crate) cells: Cells,
}

impl Timelock {
    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }

    /// The shortest delay.
    pub(crate) fn min_delay(&self) -> U256 {
        self.cells.uint(MIN_DELAY.slot())
    }

    /// Writes it.
    pub(crate) fn set_min_delay(&mut self, delay: U256) {
        self.cells.set_uint(MIN_DELAY.slot(), delay);
    }

    /// Whether an account has a role.
    #[inline(never)]
    pub(crate) fn has_role(&self, role: Word, account: Address) -> bool {
        !self.cells.uint(role_slot(role, account)).is_zero()
    }

    /// Gives it, or takes it.
    pub(crate) fn write_role(&mut self, role: Word, account: Address, has_it: bool) {
        let value = U256::from_limbs([u64::from(has_it), 0, 0, 0]);
        self.cells.set_uint(role_slot(role, account), value);
    }

    /// An operation.
    #[inline(never)]
    pub(crate) fn operation(&self, id: Word) -> Operation {
        Operation::from_uint(self.cells.uint(OPERATIONS.slot().entry_of(id)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_operation(&mut self, id: Word, operation: Operation) {
        let slot = OPERATIONS.slot().entry_of(id);
        self.cells.set_uint(slot, operation.to_uint());
    }

    /// Where an operation stands now.
    pub(crate) fn phase(&self, id: Word) -> Phase {
        self.operation(id).phase_at(self.cells.now())
    }
}

fn role_slot(role: Word, account: Address) -> Slot {
    ROLES.slot().entry_of(role).entry(account)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let account = Address::with_last_byte(1);
        let id = account.into_word().0;
        let slots = [
            CONSTRUCTED.slot(),
            MIN_DELAY.slot(),
            role_slot([0; 32], account),
            role_slot(id, account),
            OPERATIONS.slot().entry_of(id),
        ];
        for (i, one) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(one), "{one:?} has two meanings");
        }
    }
}
