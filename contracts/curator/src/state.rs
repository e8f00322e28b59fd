//! What the curator keeps, and where.

use alloy_primitives::{Address, U256};
use ballast_core::{Delay, Seconds, Window};
use ballast_shell::{Cells, Field, Slot, Word, address_in, selector_word};
use stylus_sdk::prelude::*;

/// Who appoints.
pub(crate) const OWNER: Field = Field::new(0);
/// Who will be the owner once they accept.
pub(crate) const PENDING_OWNER: Field = Field::new(1);
/// Who submits.
pub(crate) const PROPOSER: Field = Field::new(2);
/// The [`Head`].
const HEAD: Field = Field::new(3);
/// Account to whether it is a sentinel.
const SENTINELS: Field = Field::new(4);
/// Target to selector to [`Rule`].
const RULES: Field = Field::new(5);
/// Id to [`Action`].
const ACTIONS: Field = Field::new(6);
/// Id to the hash of the code it relies on.
const PINS: Field = Field::new(7);
/// The ids of all actions in the queue, a word each.
const IDS: u64 = 64;

/// The most actions in the queue.
pub(crate) const ACTIONS_MAX: u8 = 64;

/// The first four bytes of a call.
pub(crate) type Selector = [u8; 4];

/// A timelock per action; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Curator {
    pub(crate) cells: Cells,
}

/// What holds for the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many actions are in the queue.
    pub(crate) count: u8,
    /// Whether the table is sealed.
    pub(crate) is_sealed: bool,
}

impl Head {
    /// From the right: count (1), sealed (1).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [low, ..] = *word.as_limbs();
        let [count, sealed, ..] = low.to_le_bytes();
        Self {
            count,
            is_sealed: sealed != 0,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let low = [self.count, u8::from(self.is_sealed), 0, 0, 0, 0, 0, 0];
        U256::from_limbs([u64::from_le_bytes(low), 0, 0, 0])
    }
}

/// What the table says about a target and a selector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Nothing.
    #[default]
    Unknown,
    /// It may be called after a delay.
    Allowed(Delay),
    /// It may never be called again.
    Abdicated,
}

impl Rule {
    /// From the right: delay (8), kind (8).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [delay, kind, ..] = *word.as_limbs();
        match kind {
            0 => Self::Unknown,
            // Only what is a delay is ever written.
            1 => Self::Allowed(Delay::new(Seconds::new(delay)).unwrap_or(Delay::MAX)),
            _ => Self::Abdicated,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) const fn to_uint(self) -> U256 {
        let (delay, kind) = match self {
            Self::Unknown => (0, 0),
            Self::Allowed(delay) => (delay.seconds().get(), 1),
            Self::Abdicated => (0, 2),
        };
        U256::from_limbs([delay, kind, 0, 0])
    }
}

/// An action in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Action {
    /// When it may be executed.
    pub(crate) window: Window,
    /// Where its id stands.
    pub(crate) place: u8,
}

impl Action {
    /// From the right: opens (8), place counted from 1 (8); `None` for an empty word.
    pub(crate) fn from_uint(word: U256) -> Option<Self> {
        let [opens, place, ..] = *word.as_limbs();
        let place = u8::try_from(place).ok()?.checked_sub(1)?;
        let opens = Seconds::new(opens);
        let window = Window { opens };
        Some(Self { window, place })
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let place = u64::from(self.place).wrapping_add(1);
        U256::from_limbs([self.window.opens.get(), place, 0, 0])
    }
}

impl Curator {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// What holds for the whole.
    #[inline(never)]
    pub(crate) fn head(&self) -> Head {
        Head::from_uint(self.cells.uint(HEAD.slot()))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_head(&mut self, head: Head) {
        self.cells.set_uint(HEAD.slot(), head.to_uint());
    }

    /// Whether an account is a sentinel.
    pub(crate) fn sentinel(&self, account: Address) -> bool {
        !self.cells.uint(SENTINELS.entry(account)).is_zero()
    }

    /// Makes an account a sentinel, or none.
    pub(crate) fn write_sentinel(&mut self, account: Address, is_sentinel: bool) {
        let value = U256::from_limbs([u64::from(is_sentinel), 0, 0, 0]);
        self.cells.set_uint(SENTINELS.entry(account), value);
    }

    /// What the table says.
    #[inline(never)]
    pub(crate) fn rule(&self, target: Address, selector: Selector) -> Rule {
        Rule::from_uint(self.cells.uint(rule_slot(target, selector)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_rule(&mut self, target: Address, selector: Selector, rule: Rule) {
        let slot = rule_slot(target, selector);
        self.cells.set_uint(slot, rule.to_uint());
    }

    /// An action in the queue.
    #[inline(never)]
    pub(crate) fn action(&self, id: Word) -> Option<Action> {
        Action::from_uint(self.cells.uint(ACTIONS.slot().entry_of(id)))
    }

    /// Writes it; `None` to take it away.
    #[inline(never)]
    pub(crate) fn set_action(&mut self, id: Word, action: Option<Action>) {
        let word = action.map_or(U256::ZERO, Action::to_uint);
        self.cells.set_uint(ACTIONS.slot().entry_of(id), word);
    }

    /// The hash of the code that an action relies on.
    pub(crate) fn pin(&self, id: Word) -> Word {
        self.cells.word(PINS.slot().entry_of(id))
    }

    /// Writes it.
    pub(crate) fn set_pin(&mut self, id: Word, pin: Word) {
        self.cells.set_word(PINS.slot().entry_of(id), pin);
    }

    /// The id at a place.
    pub(crate) fn id_at(&self, place: u8) -> Word {
        self.cells.word(id_slot(place))
    }

    /// Writes it.
    pub(crate) fn set_id_at(&mut self, place: u8, id: Word) {
        self.cells.set_word(id_slot(place), id);
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

fn rule_slot(target: Address, selector: Selector) -> Slot {
    RULES.entry(target).entry_of(selector_word(selector))
}

fn id_slot(place: u8) -> Slot {
    Field::new(IDS.wrapping_add(u64::from(place))).slot()
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let key = Address::with_last_byte(1);
        let fields = [OWNER, PENDING_OWNER, PROPOSER, HEAD];
        let mut slots: vec::Vec<_> = fields.map(Field::slot).into();
        slots.extend((0..ACTIONS_MAX).map(id_slot));
        slots.push(SENTINELS.entry(key));
        for selector in [[0, 0, 0, 1], [1, 0, 0, 0]] {
            slots.push(rule_slot(key, selector));
        }
        let id = key.into_word().0;
        slots.extend([ACTIONS, PINS].map(|field| field.slot().entry_of(id)));
        for (i, one) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(one), "{one:?} has two meanings");
        }
    }

    #[test]
    fn an_empty_word_is_no_rule_and_no_action() {
        assert_eq!(Rule::from_uint(U256::ZERO), Rule::Unknown);
        assert_eq!(Action::from_uint(U256::ZERO), None);
    }

    proptest! {
        #[test]
        fn heads_come_back(count: u8, is_sealed: bool) {
            let head = Head { count, is_sealed };
            prop_assert_eq!(Head::from_uint(head.to_uint()), head);
        }

        #[test]
        fn rules_come_back(seconds in 86_400_u64..=2_592_000) {
            let delay = Delay::new(Seconds::new(seconds)).unwrap();
            let allowed = [Delay::NONE, delay].map(Rule::Allowed);
            for rule in [&[Rule::Unknown, Rule::Abdicated], &allowed[..]].concat() {
                prop_assert_eq!(Rule::from_uint(rule.to_uint()), rule);
            }
        }

        #[test]
        fn actions_come_back(opens: u64, place in 0..ACTIONS_MAX) {
            let window = Window { opens: Seconds::new(opens) };
            let action = Action { window, place };
            prop_assert_eq!(Action::from_uint(action.to_uint()), Some(action));
        }
    }
}
