//! What the rebalancer keeps, and where.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_core::{Assets, Band, Bps, Budget, Seconds, Tolerance};
use ballast_shell::{Cells, Field, Slot, Word, address_in};
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
/// The [`Progress`].
const PROGRESS: Field = Field::new(7);
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

/// How debts are moved. It fits one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Where nothing is moved.
    pub(crate) band: Band,
    /// The least time between two rebalances; of at most 32 bits.
    pub(crate) wait: Seconds,
    /// What moves may lose; the period has at most 32 bits.
    pub(crate) tolerance: Tolerance,
    /// Whether moves are stopped.
    pub(crate) is_stopped: bool,
    /// How many targets there are.
    pub(crate) count: u8,
}

impl Settings {
    /// From the left: 2 empty bytes, count, stopped, part (2), width (2), wait (4), period (4),
    /// the least change (16).
    pub(crate) fn from_uint(word: U256) -> Self {
        let [low, high, times, parts] = *word.as_limbs();
        let [w0, w1, p0, p1, stopped, count, ..] = parts.to_le_bytes();
        Self {
            band: Band {
                width: Bps::new(u16::from_le_bytes([w0, w1])),
                change_min: Assets::new(u128::from(high) << 64 | u128::from(low)),
            },
            wait: Seconds::new(times >> 32),
            tolerance: Tolerance {
                part: Bps::new(u16::from_le_bytes([p0, p1])),
                period: Seconds::new(times & u64::from(u32::MAX)),
            },
            is_stopped: stopped != 0,
            count,
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let change_min = self.band.change_min.get();
        let [w0, w1] = self.band.width.get().to_le_bytes();
        let [p0, p1] = self.tolerance.part.get().to_le_bytes();
        let stopped = u8::from(self.is_stopped);
        let parts = u64::from_le_bytes([w0, w1, p0, p1, stopped, self.count, 0, 0]);
        let times = self.wait.get() << 32 | self.tolerance.period.get() & u64::from(u32::MAX);
        // The two halves of the amount.
        U256::from_limbs([change_min as u64, (change_min >> 64) as u64, times, parts])
    }
}

/// What was done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What of the budget was used.
    pub(crate) budget: Budget,
    /// When the last rebalance was.
    pub(crate) last: Seconds,
}

impl Progress {
    /// From the left: 8 empty bytes, the last rebalance (8), the budget's moment (8), used (8).
    pub(crate) const fn from_uint(word: U256) -> Self {
        let [used_wad, at, last, _] = *word.as_limbs();
        Self {
            budget: Budget {
                used_wad,
                at: Seconds::new(at),
            },
            last: Seconds::new(last),
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) const fn to_uint(self) -> U256 {
        let Budget { used_wad, at } = self.budget;
        U256::from_limbs([used_wad, at.get(), self.last.get(), 0])
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

    /// How debts are moved.
    #[inline(never)]
    pub(crate) fn settings(&self) -> Settings {
        Settings::from_uint(self.cells.uint(SETTINGS.slot()))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_settings(&mut self, settings: &Settings) {
        self.cells.set_uint(SETTINGS.slot(), settings.to_uint());
    }

    /// What was done so far.
    #[inline(never)]
    pub(crate) fn progress(&self) -> Progress {
        Progress::from_uint(self.cells.uint(PROGRESS.slot()))
    }

    /// Writes it back.
    #[inline(never)]
    pub(crate) fn set_progress(&mut self, progress: &Progress) {
        self.cells.set_uint(PROGRESS.slot(), progress.to_uint());
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
        self.cells.set_word(target_slot(index), target.to_word());
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
            (width, part, change_min) in any::<(u16, u16, u128)>(),
            (wait, period) in any::<(u32, u32)>(),
            (is_stopped, count) in any::<(bool, u8)>(),
        ) {
            let settings = Settings {
                band: Band { width: Bps::new(width), change_min: Assets::new(change_min) },
                wait: Seconds::new(wait.into()),
                tolerance: Tolerance {
                    part: Bps::new(part),
                    period: Seconds::new(period.into()),
                },
                is_stopped,
                count,
            };
            prop_assert_eq!(Settings::from_uint(settings.to_uint()), settings);
        }

        #[test]
        fn progress_comes_back(used_wad: u64, at: u64, last: u64) {
            let progress = Progress {
                budget: Budget { used_wad, at: Seconds::new(at) },
                last: Seconds::new(last),
            };
            prop_assert_eq!(Progress::from_uint(progress.to_uint()), progress);
        }
    }
}
