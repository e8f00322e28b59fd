//! Values of the past: what a number was at a time, by binary search over what it became when.
//!
//! Snapshots are packed as OpenZeppelin's `Checkpoint208` packs them. Where they are kept differs:
//! the latest stands alone, so that a question about a time at which it held already, which is what
//! a vote asks, reads one word.

use ruint::aliases::U256;

use crate::Seconds;

/// The bits of a time.
const TIME_BITS: usize = 48;

/// From how many snapshots on the search looks at the recent ones first.
const RECENT_FIRST: u32 = 6;

/// What a value is from a time on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The first second at which it holds; zero if there is no snapshot.
    pub time: Seconds,
    /// The value, of at most 208 bits.
    pub value: U256,
}

impl Snapshot {
    /// The largest value: 208 bits.
    pub const VALUE_MAX: U256 = U256::from_limbs([u64::MAX, u64::MAX, u64::MAX, 0xffff]);

    /// From the right: time (48 bits), value (208).
    pub fn from_uint(word: U256) -> Self {
        let [low, ..] = *word.as_limbs();
        Self {
            time: Seconds::new(low & 0xffff_ffff_ffff),
            value: word.wrapping_shr(TIME_BITS),
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint); 48 bits of seconds last nine million years.
    pub fn to_uint(self) -> U256 {
        let time = U256::from_limbs([self.time.get(), 0, 0, 0]);
        self.value.wrapping_shl(TIME_BITS) | time
    }

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.time.get() == 0
    }
}

/// A value and its past: the latest snapshot, and the number of earlier ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// What holds now.
    pub latest: Snapshot,
    /// How many snapshots were there before.
    pub earlier: u32,
}

impl History {
    /// How many snapshots there are.
    pub fn count(self) -> u32 {
        // At most one a second: 2^32 of them take 136 years.
        self.earlier.wrapping_add(u32::from(!self.latest.is_none()))
    }

    /// What the value was at a time: that of the last snapshot no later than it, zero before the
    /// first. `read` gives the earlier snapshots by their index, oldest first; it is asked for
    /// `O(log n)` of them, for none if the latest held already.
    pub fn value_at(self, time: Seconds, read: impl Fn(u32) -> Snapshot) -> U256 {
        if self.latest.time <= time {
            return self.latest.value;
        }
        let (mut low, mut high) = (0, self.earlier);
        if RECENT_FIRST <= high {
            let recent = high.saturating_sub(root(high));
            if time < read(recent).time {
                high = recent;
            } else {
                low = recent.saturating_add(1);
            }
        }
        while low < high {
            let middle = low.midpoint(high);
            if time < read(middle).time {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        match high.checked_sub(1) {
            Some(last) => read(last).value,
            None => U256::ZERO,
        }
    }

    /// Takes a new value. Returns the history after it, and the snapshot that becomes an earlier
    /// one, at the index that [`earlier`](Self::earlier) was: none if the latest is of the same
    /// second or there was none.
    pub fn push(self, now: Seconds, value: U256) -> (Self, Option<Snapshot>) {
        let latest = Snapshot { time: now, value };
        if self.latest.is_none() || self.latest.time == now {
            return (Self { latest, ..self }, None);
        }
        // As in `count`.
        let earlier = self.earlier.wrapping_add(1);
        (Self { latest, earlier }, Some(self.latest))
    }
}

/// Near the square root: the power of two with half as many digits. The exact one of the standard
/// library brings a table of half a kilobyte, which every call of a contract would pay for.
const fn root(count: u32) -> u32 {
    let digits = u32::BITS.wrapping_sub(count.leading_zeros());
    1_u32.wrapping_shl(digits / 2)
}

#[cfg(test)]
mod tests;
