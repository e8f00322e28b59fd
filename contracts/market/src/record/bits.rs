//! Numbers behind one another in a word.

use alloy_primitives::{Address, U256};
use ballast_core::{Bps, Seconds};
use ballast_shell::{Word, address_in};

/// Bits of a moment.
pub(super) const TIME_BITS: u32 = 40;
/// Bits of a part in ten thousand.
pub(super) const BPS_BITS: u32 = 16;

/// Reads numbers from the right.
pub(super) struct Reader(u128);

impl Reader {
    pub(super) const fn new(bits: u128) -> Self {
        Self(bits)
    }

    /// The next number of so many bits, at most 64.
    pub(super) const fn take(&mut self, bits: u32) -> u64 {
        let value = self.0 & mask(bits);
        self.0 >>= bits;
        value as u64
    }

    pub(super) const fn flag(&mut self) -> bool {
        self.take(1) == 1
    }

    pub(super) const fn bps(&mut self) -> Bps {
        Bps::new(self.take(BPS_BITS) as u16)
    }

    pub(super) const fn time(&mut self) -> Seconds {
        Seconds::new(self.take(TIME_BITS))
    }
}

/// Writes them. A number that has more bits is cut: who calls bounds it before.
pub(super) struct Writer {
    bits: u128,
    at: u32,
}

impl Writer {
    pub(super) const fn new() -> Self {
        Self { bits: 0, at: 0 }
    }

    pub(super) const fn put(mut self, value: u64, bits: u32) -> Self {
        self.bits |= (value as u128 & mask(bits)) << self.at;
        // Fields are counted out: 128 at most.
        self.at = self.at.wrapping_add(bits);
        self
    }

    pub(super) const fn flag(self, flag: bool) -> Self {
        self.put(flag as u64, 1)
    }

    pub(super) const fn bps(self, bps: Bps) -> Self {
        self.put(bps.get() as u64, BPS_BITS)
    }

    pub(super) const fn time(self, time: Seconds) -> Self {
        self.put(time.get(), TIME_BITS)
    }

    pub(super) const fn done(self) -> u128 {
        self.bits
    }
}

const fn mask(bits: u32) -> u128 {
    // Less than 128 always.
    (1_u128 << bits).wrapping_sub(1)
}

/// Both halves of a word, the left one first.
pub(super) const fn halves(value: U256) -> (u128, u128) {
    let [a, b, c, d] = *value.as_limbs();
    ((d as u128) << 64 | c as u128, (b as u128) << 64 | a as u128)
}

/// A word of both halves.
pub(super) const fn whole(left: u128, right: u128) -> U256 {
    U256::from_limbs([
        right as u64,
        (right >> 64) as u64,
        left as u64,
        (left >> 64) as u64,
    ])
}

/// An address, and the 96 bits before it.
pub(super) fn apart(word: &Word) -> (Address, u128) {
    let (left, _) = halves(ballast_shell::number(word));
    (address_in(word), left >> 32)
}

/// The opposite of [`apart`].
pub(super) fn beside(address: Address, bits: u128) -> Word {
    let bits = ballast_shell::word(whole(bits << 32, 0));
    let mut word = address.into_word().0;
    for (to, from) in word.iter_mut().zip(bits).take(12) {
        *to = from;
    }
    word
}
