//! What the rebalancer keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{Assets, Band, Bps, Budget, Flow, Seconds, Tolerance};
use ballast_shell::{Cells, Field, Slot, Word, address_in, number};
use stylus_sdk::prelude::*;

/// The vault.
pub(crate) const VAULT: Field = Field::new(0);
/// The registry.
pub(crate) const REGISTRY: Field = Field::new(1);
/// Who governs.
pub(crate) const AUTHORITY: Field = Field::new(2);
/// Who will govern once they accept.
pub(crate) const PENDING_AUTHORITY: Field = Field::new(3);
/// Who moves debt.
pub(crate) const OPERATOR: Field = Field::new(4);
/// Who narrows.
pub(crate) const SENTINEL: Field = Field::new(5);
/// The [`Settings`].
const SETTINGS: Field = Field::new(6);
/// The [`Purse`] of rebalances, of the operator and of the authority.
pub(crate) const MOVES: Field = Field::new(7);
/// The [`Purse`] of reallocations.
pub(crate) const REALLOCATIONS: Field = Field::new(8);
/// Strategy to its [`Flow`].
const FLOWS: Field = Field::new(9);
/// Who gives targets instead of the own table; nobody if it is zero.
pub(crate) const TARGET_SOURCE: Field = Field::new(10);
/// Strategy to what forced deallocations cost, in basis points.
const PENALTIES: Field = Field::new(11);
/// The [`Target`]s, a word each.
const TARGETS: u64 = 16;

/// The most targets there are.
pub(crate) const TARGETS_MAX: usize = 12;

/// Moves the debts of one vault; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Rebalancer {
    pub(crate) cells: Cells,
}

/// How debts are moved, and when they were last. It fits one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where nothing is moved.
    pub(crate) band: Band,
    /// The least time between two rebalances; of at most 32 bits.
    pub(crate) wait: Seconds,
    /// When the last rebalance was.
    pub(crate) last: Seconds,
    /// Whether moves are stopped.
    pub(crate) is_stopped: bool,
    /// How many targets there are.
    pub(crate) count: u8,
}

impl Settings {
    /// From the left: wait (4), count, stopped, width (2), the last rebalance (8), the least
    /// change (16).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [low, high, last, parts] = *word.as_limbs();
        let [w0, w1, stopped, count, ..] = parts.to_le_bytes();
        Self {
            band: Band {
                width: Bps::new(u16::from_le_bytes([w0, w1])),
                change_min: Assets::new(u128::from(high) << 64 | u128::from(low)),
            },
            wait: Seconds::new(parts >> 32),
            last: Seconds::new(last),
            is_stopped: stopped != 0,
            count,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let change_min = self.band.change_min.get();
        let [w0, w1] = self.band.width.get().to_le_bytes();
        let stopped = u8::from(self.is_stopped);
        let parts = u32::from_le_bytes([w0, w1, stopped, self.count]);
        let parts = self.wait.get() << 32 | u64::from(parts);
        // The two halves of the amount.
        let [low, high] = [change_min as u64, (change_min >> 64) as u64];
        U256::from_limbs([low, high, self.last.get(), parts])
    }
}

/// What moves may lose, and what of it was used. It fits one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purse {
    /// What may be lost; the period has at most 32 bits.
    pub(crate) tolerance: Tolerance,
    /// What was used.
    pub(crate) budget: Budget,
}

impl Purse {
    /// From the left: 8 empty bytes, part (4), period (4), the budget's moment (8), used (8).
    pub(crate) const fn from_uint(word: U256) -> Self {
        let [used_wad, at, tolerance, _] = *word.as_limbs();
        Self {
            tolerance: Tolerance {
                // Written as 16 bits.
                part: Bps::new((tolerance >> 32) as u16),
                period: Seconds::new(tolerance & u32::MAX as u64),
            },
            budget: Budget {
                used_wad,
                at: Seconds::new(at),
            },
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let Budget { used_wad, at } = self.budget;
        let Tolerance { part, period } = self.tolerance;
        let tolerance = u64::from(part.get()) << 32 | period.get() & u64::from(u32::MAX);
        U256::from_limbs([used_wad, at.get(), tolerance, 0])
    }

    /// What may be lost now, as a part of all assets in WAD.
    pub(crate) fn left_at(&self, now: Seconds) -> u64 {
        self.budget.left_at(self.tolerance, now)
    }
}

/// What a strategy should owe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    /// The strategy.
    pub(crate) strategy: Address,
    /// The part of all assets.
    pub(crate) weight_wad: u64,
}

impl Target {
    /// From the left: weight (8), 4 empty bytes, strategy (20).
    pub(crate) fn from_word(word: &Word) -> Self {
        let weight = word.first_chunk().copied().unwrap_or_default();
        Self {
            strategy: address_in(word),
            weight_wad: u64::from_be_bytes(weight),
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = self.strategy.into_word().0;
        if let Some(weight) = word.first_chunk_mut() {
            *weight = self.weight_wad.to_be_bytes();
        }
        word
    }
}

impl Rebalancer {
    /// The address in a field.
    #[inline(never)]
    pub(crate) fn address_at(&self, field: Field) -> Address {
        address_in(&self.cells.word(field.slot()))
    }

    /// Writes an address.
    pub(crate) fn put_address(&mut self, field: Field, address: Address) {
        self.put(field.slot(), number(&address.into_word()));
    }

    /// Writes a word. Not inlined: it is needed in many places, and is not short.
    #[inline(never)]
    fn put(&mut self, slot: Slot, word: U256) {
        self.cells.set_uint(slot, word);
    }

    /// How debts are moved.
    #[inline(never)]
    pub(crate) fn settings(&self) -> Settings {
        Settings::from_uint(self.cells.uint(SETTINGS.slot()))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_settings(&mut self, settings: &Settings) {
        self.put(SETTINGS.slot(), settings.to_uint());
    }

    /// What some moves may lose.
    #[inline(never)]
    pub(crate) fn purse(&self, field: Field) -> Purse {
        Purse::from_uint(self.cells.uint(field.slot()))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_purse(&mut self, field: Field, purse: &Purse) {
        self.put(field.slot(), purse.to_uint());
    }

    /// How much anybody may move into a strategy and out of it.
    #[inline(never)]
    pub(crate) fn flow(&self, strategy: Address) -> Flow {
        let [a, b, c, d] = *self.cells.uint(FLOWS.entry(strategy)).as_limbs();
        let join = |high, low| Assets::new(u128::from(high) << 64 | u128::from(low));
        Flow {
            in_max: join(d, c),
            out_max: join(b, a),
        }
    }

    /// Writes it back: into it in the upper half of the word, out of it in the lower.
    #[inline(never)]
    pub(crate) fn set_flow(&mut self, strategy: Address, flow: Flow) {
        // The two halves of each amount.
        let split = |amount: Assets| [amount.get() as u64, (amount.get() >> 64) as u64];
        let [[a, b], [c, d]] = [flow.out_max, flow.in_max].map(split);
        let word = U256::from_limbs([a, b, c, d]);
        self.put(FLOWS.entry(strategy), word);
    }

    /// What a forced deallocation of a strategy costs; nothing if there is none.
    pub(crate) fn penalty(&self, strategy: Address) -> Bps {
        let [parts, ..] = *self.cells.uint(PENALTIES.entry(strategy)).as_limbs();
        // At most two hundredths.
        Bps::new(parts as u16)
    }

    /// Writes it back.
    pub(crate) fn set_penalty(&mut self, strategy: Address, parts: u64) {
        let word = U256::from_limbs([parts, 0, 0, 0]);
        self.put(PENALTIES.entry(strategy), word);
    }

    /// The first `count` targets.
    #[inline(never)]
    pub(crate) fn targets(&self, count: u8) -> Vec<Target> {
        (0..count)
            .map(|index| Target::from_word(&self.cells.word(target_slot(index))))
            .collect()
    }

    /// Writes the target at a place.
    pub(crate) fn set_target(&mut self, index: u8, target: Target) {
        self.put(target_slot(index), number(&target.to_word()));
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }
}

fn target_slot(index: u8) -> Slot {
    Field::new(TARGETS.wrapping_add(u64::from(index))).slot()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_target_lies_where_it_should() {
        let strategy = Address::repeat_byte(0xab);
        let weight_wad = 0x0102_0304_0506_0708;
        let target = Target {
            strategy,
            weight_wad,
        };
        let word = target.to_word();
        assert_eq!(word[..8], [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(word[8..12], [0; 4]);
        assert_eq!(word[12..], *strategy);
        assert_eq!(Target::from_word(&word), target);
    }

    proptest! {
        #[test]
        fn settings_come_back(
            (width, change_min) in any::<(u16, u128)>(),
            (wait, last) in any::<(u32, u64)>(),
            (is_stopped, count) in any::<(bool, u8)>(),
        ) {
            let settings = Settings {
                band: Band { width: Bps::new(width), change_min: Assets::new(change_min) },
                wait: Seconds::new(wait.into()),
                last: Seconds::new(last),
                is_stopped,
                count,
            };
            prop_assert_eq!(Settings::from_uint(settings.to_uint()), settings);
        }

        #[test]
        fn a_purse_comes_back(part: u16, period: u32, used_wad: u64, at: u64) {
            let purse = Purse {
                tolerance: Tolerance {
                    part: Bps::new(part),
                    period: Seconds::new(period.into()),
                },
                budget: Budget { used_wad, at: Seconds::new(at) },
            };
            prop_assert_eq!(Purse::from_uint(purse.to_uint()), purse);
        }
    }
}
