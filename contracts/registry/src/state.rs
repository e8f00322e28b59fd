//! What the registry keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use ballast_core::{Assets, Seconds};
use ballast_shell::{Cells, Field, Slot, Word};
use stylus_sdk::prelude::*;

use crate::errors::wrong_status;
use crate::place::Place;
use crate::queue::Queue;
use crate::record::{Group, Loan, Record, Status};

/// The vault.
pub(crate) const VAULT: Field = Field::new(0);
/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(1);
/// Who will govern once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(2);
/// Who moves debt.
pub(crate) const ALLOCATOR: Field = Field::new(3);
/// Who lowers risk.
pub(crate) const SENTINEL: Field = Field::new(4);
/// The [`State`].
const STATE: Field = Field::new(5);
/// Strategy to its place, counted from 1.
const PLACES: Field = Field::new(6);
/// Id to [`Group`].
const GROUPS: Field = Field::new(7);
/// The [`Record`] and the [`Loan`] of each place.
const RECORDS: u64 = 64;
/// The ids of each place, four words.
const IDS: u64 = 192;

/// The most ids that a strategy has.
pub(crate) const IDS_MAX: usize = 4;

/// The strategies of one vault; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Registry {
    pub(crate) cells: Cells,
}

/// What holds for all strategies. It fits one word, so that an exit reads it at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// The order in which exits ask strategies.
    pub(crate) queue: Queue,
    /// Gas for a call of a strategy.
    pub(crate) call_gas: u32,
    /// How long a quarantine lasts at least.
    pub(crate) quarantine_seconds: u32,
    /// How many places are taken.
    pub(crate) count: u8,
    /// How many strategies are in quarantine.
    pub(crate) quarantined: u8,
    /// Whether new risk is stopped.
    pub(crate) is_risk_stopped: bool,
}

impl State {
    /// From the left: 13 empty bytes, risk stopped, quarantined, count, queue (8), quarantine (4),
    /// gas (4).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [limits, queue, counts, _] = *word.as_limbs();
        let [count, quarantined, stopped, ..] = counts.to_le_bytes();
        Self {
            queue: Queue::from_bits(queue),
            call_gas: limits as u32,
            quarantine_seconds: (limits >> 32) as u32,
            count,
            quarantined,
            is_risk_stopped: stopped != 0,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let limits = u64::from(self.call_gas) | u64::from(self.quarantine_seconds) << 32;
        let stopped = u8::from(self.is_risk_stopped);
        let counts = u64::from_le_bytes([self.count, self.quarantined, stopped, 0, 0, 0, 0, 0]);
        U256::from_limbs([limits, self.queue.bits(), counts, 0])
    }

    /// The places that are taken.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> + use<> {
        (0..self.count).filter_map(Place::new)
    }
}

/// A strategy that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Its place.
    pub(crate) place: Place,
    /// What is known about it.
    pub(crate) record: Record,
    /// What it owes.
    pub(crate) loan: Loan,
}

// What stands in many methods is not inlined here and elsewhere: each copy would bring along its
// own reversal of bytes, a few hundred bytes of code.
impl Registry {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        Address::from_word(B256::new(self.cells.word(field.slot())))
    }

    /// What holds for all strategies.
    #[inline(never)]
    pub(crate) fn state(&self) -> State {
        State::from_uint(self.cells.uint(STATE.slot()))
    }

    /// Writes it back.
    pub(crate) fn set_state(&mut self, state: &State) {
        self.cells.set_uint(STATE.slot(), state.to_uint());
    }

    /// Where a strategy is kept; `None` if it is not there.
    #[inline(never)]
    pub(crate) fn place_of(&self, strategy: Address) -> Option<Place> {
        let [number, ..] = *self.cells.uint(PLACES.entry(strategy)).as_limbs();
        // At most 64; there is none before the first.
        Some(Place::from_bits(number.checked_sub(1)?))
    }

    /// Remembers where a strategy is kept, or forgets it.
    pub(crate) fn set_place_of(&mut self, strategy: Address, place: Option<Place>) {
        let number = place.map_or(0, |place| u64::from(place.index()).wrapping_add(1));
        let number = U256::from_limbs([number, 0, 0, 0]);
        self.cells.set_uint(PLACES.entry(strategy), number);
    }

    /// Where a strategy is kept.
    ///
    /// # Errors
    /// `WrongStatus` if it is not there.
    pub(crate) fn find(&self, strategy: Address) -> Result<Place, Vec<u8>> {
        self.place_of(strategy)
            .ok_or_else(|| wrong_status(strategy, Status::Unknown))
    }

    /// All that is known about a strategy.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    #[inline(never)]
    pub(crate) fn entry(&self, strategy: Address) -> Result<Entry, Vec<u8>> {
        let place = self.find(strategy)?;
        Ok(Entry {
            place,
            record: self.record(place),
            loan: self.loan(place),
        })
    }

    /// What is known about the strategy at a place.
    #[inline(never)]
    pub(crate) fn record(&self, place: Place) -> Record {
        Record::from_word(&self.cells.word(record_slot(place)))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_record(&mut self, place: Place, record: Record) {
        self.cells.set_uint(record_slot(place), record.to_uint());
    }

    /// What the strategy at a place owes.
    #[inline(never)]
    pub(crate) fn loan(&self, place: Place) -> Loan {
        Loan::from_uint(self.cells.uint(loan_slot(place)))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_loan(&mut self, place: Place, loan: Loan) {
        self.cells.set_uint(loan_slot(place), loan.to_uint());
    }

    /// The ids at a place, of which there are `count`.
    #[inline(never)]
    pub(crate) fn ids(&self, place: Place, count: u8) -> Vec<Word> {
        (0..count)
            .map(|number| self.cells.word(id_slot(place, number)))
            .collect()
    }

    /// Writes the ids of a place.
    pub(crate) fn set_ids(&mut self, place: Place, ids: &[Word]) {
        for (number, id) in (0..).zip(ids) {
            self.cells.set_word(id_slot(place, number), *id);
        }
    }

    /// Who counts towards an id, and how much may.
    #[inline(never)]
    pub(crate) fn group(&self, id: Word) -> Group {
        Group::from_uint(self.cells.uint(group_slot(id)))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_group(&mut self, id: Word, group: Group) {
        self.cells.set_uint(group_slot(id), group.to_uint());
    }

    /// The debt of all members of a group.
    #[inline(never)]
    pub(crate) fn debt_of(&self, group: &Group) -> Assets {
        group.members.iter().fold(Assets::ZERO, |sum, place| {
            let debt = self.loan(place).debt;
            sum.checked_add(debt).unwrap_or(Assets::MAX)
        })
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

fn record_slot(place: Place) -> Slot {
    let offset = u64::from(place.index()).wrapping_mul(2);
    Field::new(RECORDS.wrapping_add(offset)).slot()
}

fn loan_slot(place: Place) -> Slot {
    let offset = u64::from(place.index()).wrapping_mul(2);
    Field::new(RECORDS.wrapping_add(offset).wrapping_add(1)).slot()
}

fn id_slot(place: Place, number: u8) -> Slot {
    let offset = u64::from(place.index())
        .wrapping_mul(IDS_MAX as u64)
        .wrapping_add(u64::from(number));
    Field::new(IDS.wrapping_add(offset)).slot()
}

/// An id is longer than an address, so its two halves are keys one after the other.
fn group_slot(id: Word) -> Slot {
    let [high, low] = halves(id).map(Address::from_word);
    GROUPS.entry(high).entry(low)
}

/// The first and the last 16 bytes, each at the end of a word.
fn halves(id: Word) -> [B256; 2] {
    let [a, b, c, d] = *U256::from_be_bytes(id).as_limbs();
    [[c, d], [a, b]].map(|[low, high]| U256::from_limbs([low, high, 0, 0]).into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_are_told_apart() {
        let mut slots = vec![
            VAULT.slot(),
            AUTHORITY.slot(),
            PENDING_AUTHORITY.slot(),
            ALLOCATOR.slot(),
            SENTINEL.slot(),
            STATE.slot(),
            PLACES.slot(),
            GROUPS.slot(),
        ];
        for place in (0..Place::COUNT).filter_map(Place::new) {
            slots.extend([record_slot(place), loan_slot(place)]);
            slots.extend((0..IDS_MAX as u8).map(|number| id_slot(place, number)));
        }
        assert_eq!(slots.len(), 8 + 64 * 6);
        for (i, one) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(one), "{one:?} has two meanings");
        }
    }

    #[test]
    fn ids_are_told_apart_by_every_byte() {
        let mut slots = vec![group_slot([0; 32])];
        for byte in 0..32 {
            let mut id = [0; 32];
            id[byte] = 1;
            slots.push(group_slot(id));
        }
        for (i, one) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(one), "id {i}");
        }
    }

    #[test]
    fn halves_are_the_bytes() {
        let id: Word = core::array::from_fn(|byte| byte as u8);
        let [high, low] = halves(id);
        assert_eq!((&high[..16], &low[..16]), (&[0; 16][..], &[0; 16][..]));
        assert_eq!([&high[16..], &low[16..]].concat(), id);
    }

    proptest! {
        #[test]
        fn states_come_back(
            queue: u64,
            (call_gas, quarantine_seconds) in any::<(u32, u32)>(),
            (count, quarantined) in any::<(u8, u8)>(),
            is_risk_stopped: bool,
        ) {
            let state = State {
                queue: Queue::from_bits(queue),
                call_gas,
                quarantine_seconds,
                count,
                quarantined,
                is_risk_stopped,
            };
            prop_assert_eq!(State::from_uint(state.to_uint()), state);
        }
    }
}
