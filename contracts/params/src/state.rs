//! What the parameter store keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{Parameter, Ramp, Rules, Safety, Seconds};
use ballast_shell::{Cells, Field, Slot, Word, address_in, uint};
use stylus_sdk::prelude::*;

use crate::errors::unknown_key;

/// Who sets.
pub(crate) const AUTHORITY: Field = Field::new(0);
/// Who will set once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(1);
/// Who moves towards safety.
pub(crate) const SENTINEL: Field = Field::new(2);
/// How many parameters there are.
const COUNT: Field = Field::new(3);
/// Place to key.
const KEYS: Field = Field::new(4);
/// Key to where the parameter is and goes: [`Standing::point`].
const POINTS: Field = Field::new(5);
/// Key to step, times, class and safety: [`Standing::limits`].
const LIMITS: Field = Field::new(6);
/// Key to the least value (16, from the right) and the greatest (16).
const BOUNDS: Field = Field::new(7);
/// Key to where a parameter that moves comes from.
const ORIGINS: Field = Field::new(8);
/// Key to place to [`Subscription`].
const SUBSCRIPTIONS: Field = Field::new(9);
/// Key to module, subject and name.
const NAMES: [Field; 3] = [Field::new(10), Field::new(11), Field::new(12)];

/// The most subscribers of a parameter.
pub(crate) const SUBSCRIBERS_MAX: u8 = 8;

const TIME_BITS: u32 = 40;

/// The parameter store; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Params {
    pub(crate) cells: Cells,
}

/// A parameter, and how many are told of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The parameter.
    pub(crate) parameter: Parameter,
    /// Its delay class.
    pub(crate) class: u8,
    /// How many subscribers it has, at most [`SUBSCRIBERS_MAX`].
    pub(crate) subscribers: u8,
    /// How many of them could not be told.
    pub(crate) failures: u8,
}

impl Standing {
    /// From the right: subscribers (half a byte), failures (half a byte), changed (5), end (5),
    /// start (5), value (16).
    fn point(&self) -> U256 {
        let Parameter { ramp, changed, .. } = self.parameter;
        let counts = u128::from(self.failures << 4 | (self.subscribers & 15));
        let times = [ramp.start, ramp.end, changed]
            .iter()
            .fold(0, |word: u128, time| word << TIME_BITS | time_bits(*time));
        join(ramp.to, times << 8 | counts)
    }

    /// From the right: duration (4), interval (4), class (1), safety (1), a one (1), then from the
    /// 17th byte on the step (16).
    fn limits(&self) -> U256 {
        let Rules {
            interval,
            duration,
            step,
            safety,
            ..
        } = self.parameter.rules;
        let kinds = 1 << 16 | u128::from(safety_byte(safety)) << 8 | u128::from(self.class);
        // Neither exceeds a year.
        let times = u128::from(interval.get()) << 32 | u128::from(duration.get());
        join(step, kinds << 64 | times)
    }

    /// The opposite of both; `None` if nothing was written. `origin` is read only if it counts.
    fn read(point: U256, limits: U256, bounds: U256, origin: impl Fn() -> u128) -> Option<Self> {
        let (step, low) = split(limits);
        if low >> 80 == 0 {
            return None;
        }
        let (max, min) = split(bounds);
        let rules = Rules {
            min,
            max,
            step,
            interval: Seconds::new((low >> 32) as u32 as u64),
            duration: Seconds::new(low as u32 as u64),
            safety: safety_of((low >> 72) as u8).unwrap_or_default(),
        };
        let (to, low) = split(point);
        let time = |place: u32| {
            let bits = (low >> 8 >> place.wrapping_mul(TIME_BITS)) as u64;
            Seconds::new(bits & ((1 << TIME_BITS) - 1))
        };
        let (start, end) = (time(2), time(1));
        let from = if start < end { origin() } else { to };
        let ramp = Ramp {
            from,
            to,
            start,
            end,
        };
        Some(Self {
            parameter: Parameter {
                rules,
                ramp,
                changed: time(0),
            },
            class: (limits.as_limbs()[1]) as u8,
            subscribers: low as u8 & 15,
            failures: low as u8 >> 4,
        })
    }
}

/// A time in the bits there are for it: more than 30,000 years.
fn time_bits(time: Seconds) -> u128 {
    u128::from(time.get() & ((1 << TIME_BITS) - 1))
}

/// Two halves as a word, the first from the left.
const fn join(high: u128, low: u128) -> U256 {
    U256::from_limbs([
        low as u64,
        (low >> 64) as u64,
        high as u64,
        (high >> 64) as u64,
    ])
}

/// The opposite of [`join`].
const fn split(word: U256) -> (u128, u128) {
    let [a, b, c, d] = *word.as_limbs();
    ((d as u128) << 64 | c as u128, (b as u128) << 64 | a as u128)
}

/// What the ABI calls a way to be safer.
pub(crate) const fn safety_byte(safety: Safety) -> u8 {
    match safety {
        Safety::Neither => 0,
        Safety::Lower => 1,
        Safety::Higher => 2,
    }
}

/// The opposite of [`safety_byte`]; `None` for what the ABI does not have.
pub(crate) const fn safety_of(byte: u8) -> Option<Safety> {
    match byte {
        0 => Some(Safety::Neither),
        1 => Some(Safety::Lower),
        2 => Some(Safety::Higher),
        _ => None,
    }
}

/// Who is told of a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subscription {
    /// The account.
    pub(crate) account: Address,
    /// Since when it could not be told; the beginning of time if it was.
    pub(crate) failed_since: Seconds,
}

impl Subscription {
    /// From the right: account (20), failed since (5).
    fn to_word(self) -> Word {
        let mut word = self.account.into_word().0;
        let [_, _, _, time @ ..] = self.failed_since.get().to_be_bytes();
        if let Some(bytes) = word.get_mut(7..12) {
            bytes.copy_from_slice(&time);
        }
        word
    }

    /// The opposite of [`to_word`](Self::to_word).
    fn from_word(word: &Word) -> Self {
        let [_, _, _, _, _, _, _, a, b, c, d, e, ..] = *word;
        Self {
            account: address_in(word),
            failed_since: Seconds::new(u64::from_be_bytes([0, 0, 0, a, b, c, d, e])),
        }
    }
}

impl Params {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// How many parameters there are.
    pub(crate) fn parameters(&self) -> u64 {
        self.cells.uint(COUNT.slot()).as_limbs()[0]
    }

    /// The key at a place.
    pub(crate) fn key_at(&self, place: u64) -> Word {
        self.cells.word(KEYS.slot().entry_of(uint(place)))
    }

    /// Module, subject and name of a key.
    pub(crate) fn names(&self, key: Word) -> [Word; 3] {
        NAMES.map(|field| self.cells.word(field.slot().entry_of(key)))
    }

    /// Puts a key at the end of the list.
    pub(crate) fn push_key(&mut self, key: Word, names: [Word; 3]) {
        let count = self.parameters();
        self.cells.set_word(KEYS.slot().entry_of(uint(count)), key);
        // Each costs 100,000 gas.
        let count = count.wrapping_add(1);
        self.cells.set_word(COUNT.slot(), uint(count));
        for (field, name) in NAMES.into_iter().zip(names) {
            self.cells.set_word(field.slot().entry_of(key), name);
        }
    }

    /// A parameter; `None` if there is none.
    #[inline(never)]
    pub(crate) fn find(&self, key: Word) -> Option<Standing> {
        let read = |field: Field| self.cells.uint(field.slot().entry_of(key));
        let origin = || split(read(ORIGINS)).1;
        Standing::read(read(POINTS), read(LIMITS), read(BOUNDS), origin)
    }

    /// A parameter.
    ///
    /// # Errors
    /// `UnknownKey`.
    pub(crate) fn standing(&self, key: Word) -> Result<Standing, Vec<u8>> {
        self.find(key).ok_or_else(|| unknown_key(key))
    }

    /// Writes where a parameter is and goes.
    #[inline(never)]
    pub(crate) fn set_point(&mut self, key: Word, standing: &Standing) {
        let at = |field: Field| field.slot().entry_of(key);
        let ramp = standing.parameter.ramp;
        self.cells.set_uint(at(POINTS), standing.point());
        if ramp.start < ramp.end {
            self.cells.set_uint(at(ORIGINS), join(0, ramp.from));
        }
    }

    /// Writes a parameter's rules.
    pub(crate) fn set_rules(&mut self, key: Word, standing: &Standing) {
        let at = |field: Field| field.slot().entry_of(key);
        let Rules { min, max, .. } = standing.parameter.rules;
        self.cells.set_uint(at(LIMITS), standing.limits());
        self.cells.set_uint(at(BOUNDS), join(max, min));
    }

    /// Who is told at a place.
    #[inline(never)]
    pub(crate) fn subscription(&self, key: Word, place: u8) -> Subscription {
        Subscription::from_word(&self.cells.word(subscription_slot(key, place)))
    }

    /// Writes it.
    #[inline(never)]
    pub(crate) fn set_subscription(&mut self, key: Word, place: u8, subscription: Subscription) {
        let slot = subscription_slot(key, place);
        self.cells.set_word(slot, subscription.to_word());
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

fn subscription_slot(key: Word, place: u8) -> Slot {
    SUBSCRIPTIONS
        .slot()
        .entry_of(key)
        .entry_of(uint(place.into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_two_things_share_a_word() {
        let keys = [[0; 32], [1; 32], uint(3)];
        let fields = [AUTHORITY, PENDING_AUTHORITY, SENTINEL, COUNT];
        let mut slots: Vec<_> = fields.map(Field::slot).into();
        for key in keys {
            let mappings = [KEYS, POINTS, LIMITS, BOUNDS, ORIGINS];
            let entries = mappings.iter().chain(&NAMES);
            slots.extend(entries.map(|field| field.slot().entry_of(key)));
            slots.extend((0..SUBSCRIBERS_MAX).map(|place| subscription_slot(key, place)));
        }
        for (i, one) in slots.iter().enumerate() {
            assert!(!slots[..i].contains(one), "{one:?} has two meanings");
        }
    }

    #[test]
    fn empty_words_are_no_parameter() {
        let zero = U256::ZERO;
        assert_eq!(Standing::read(zero, zero, zero, || 0), None);
    }

    fn standings() -> impl Strategy<Value = Standing> {
        let times = (0..1_u64 << 40, 0..1_u64 << 40, 0..1_u64 << 40);
        let rules = (any::<[u128; 3]>(), any::<[u32; 2]>(), 0..3_u8);
        let counts = (any::<u8>(), 0..=8_u8, 0..=8_u8);
        (any::<[u128; 2]>(), times, rules, counts).prop_map(|(ends, times, rules, counts)| {
            let ([from, to], (start, end, changed)) = (ends, times);
            let ([min, max, step], seconds, safety) = rules;
            let [interval, duration] = seconds.map(|it| Seconds::new(it.into()));
            let (class, subscribers, failures) = counts;
            let from = if start < end { from } else { to };
            let [start, end, changed] = [start, end, changed].map(Seconds::new);
            let safety = safety_of(safety).unwrap();
            let rules = Rules {
                min,
                max,
                step,
                interval,
                duration,
                safety,
            };
            let ramp = Ramp {
                from,
                to,
                start,
                end,
            };
            let parameter = Parameter {
                rules,
                ramp,
                changed,
            };
            Standing {
                parameter,
                class,
                subscribers,
                failures,
            }
        })
    }

    proptest! {
        #[test]
        fn parameters_come_back(standing in standings()) {
            let Parameter { rules, ramp, .. } = standing.parameter;
            let bounds = join(rules.max, rules.min);
            let (point, limits) = (standing.point(), standing.limits());
            let read = Standing::read(point, limits, bounds, || ramp.from);
            prop_assert_eq!(read, Some(standing));
        }

        #[test]
        fn subscriptions_come_back(account: [u8; 20], since in 0..1_u64 << 40) {
            let subscription = Subscription {
                account: account.into(),
                failed_since: Seconds::new(since),
            };
            let read = Subscription::from_word(&subscription.to_word());
            prop_assert_eq!(read, subscription);
        }
    }
}
