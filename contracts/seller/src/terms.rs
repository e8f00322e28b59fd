//! Bounds of a route.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Assets, Bps, Seconds, Tolerance};
use ballast_shell::Calldata;

use crate::errors::out_of_bounds;

const WINDOW_SECONDS: (u64, u64) = (600, 86_400);
const TICKS: (u64, u64) = (1, 1_000);
/// A minute, and 30 days.
const CHUNK_SECONDS: (u64, u64) = (60, 2_592_000);
/// A day, and a year.
const LOSS_SECONDS: (u64, u64) = (86_400, 31_536_000);

/// How a token is sold. It fits three words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    /// Seconds over which the mean prices are taken.
    pub(crate) window: u32,
    /// Ticks that spot may be off the mean.
    pub(crate) deviation: u16,
    /// Ticks that the worst price of a sale is off the mean.
    pub(crate) slippage: u16,
    /// The most of the token that is sold at once.
    pub(crate) chunk: Assets,
    /// Seconds in which that refills.
    pub(crate) chunk_seconds: u32,
    /// The least that is sold.
    pub(crate) least: Assets,
    /// The most of the asset that is lost at once.
    pub(crate) loss_max: Assets,
    /// Seconds in which that refills.
    pub(crate) loss_seconds: u32,
}

impl Terms {
    /// Reads the eight numbers of a call.
    ///
    /// # Errors
    /// `OutOfBounds`.
    pub(crate) fn read(input: &mut Calldata<'_>) -> Result<Self, Vec<u8>> {
        let window = number(input, WINDOW_SECONDS)?;
        let deviation = number(input, TICKS)?;
        let slippage = number(input, TICKS)?;
        let chunk = amount(input, 1, u128::MAX)?;
        let chunk_seconds = number(input, CHUNK_SECONDS)?;
        let least = amount(input, 1, chunk.get())?;
        let loss_max = amount(input, 0, u128::MAX)?;
        let loss_seconds = number(input, LOSS_SECONDS)?;
        Ok(Self {
            window,
            // At most 1,000.
            deviation: deviation as u16,
            slippage: slippage as u16,
            chunk,
            chunk_seconds,
            least,
            loss_max,
            loss_seconds,
        })
    }

    /// Whether nothing is allowed that `other` does not: older means, prices nearer to them, less at
    /// once and refilled no faster.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        other.window <= self.window
            && self.deviation <= other.deviation
            && self.slippage <= other.slippage
            && self.chunk <= other.chunk
            && other.chunk_seconds <= self.chunk_seconds
            && other.least <= self.least
            && self.loss_max <= other.loss_max
            && other.loss_seconds <= self.loss_seconds
    }

    /// How much of a chunk may be sold at once: all of it, which refills.
    pub(crate) const fn size_tolerance(&self) -> Tolerance {
        whole(self.chunk_seconds)
    }

    /// How much of the limit of losses may be lost at once: all of it, which refills.
    pub(crate) const fn loss_tolerance(&self) -> Tolerance {
        whole(self.loss_seconds)
    }

    /// From the left: 16 empty bytes, the seconds of losses and of a chunk (4 each), slippage (2),
    /// deviation (2), window (4); then chunk and least (16 each); then 16 empty bytes, the loss (16).
    pub(crate) fn from_words([times, sizes, losses]: [U256; 3]) -> Self {
        let [a, b, _, _] = *times.as_limbs();
        let [least_low, least_high, chunk_low, chunk_high] = *sizes.as_limbs();
        let [loss_low, loss_high, _, _] = *losses.as_limbs();
        let join = |low: u64, high: u64| Assets::new(u128::from(high) << 64 | u128::from(low));
        let [w0, w1, w2, w3, d0, d1, s0, s1] = a.to_le_bytes();
        let [c0, c1, c2, c3, l0, l1, l2, l3] = b.to_le_bytes();
        Self {
            window: u32::from_le_bytes([w0, w1, w2, w3]),
            deviation: u16::from_le_bytes([d0, d1]),
            slippage: u16::from_le_bytes([s0, s1]),
            chunk: join(chunk_low, chunk_high),
            chunk_seconds: u32::from_le_bytes([c0, c1, c2, c3]),
            least: join(least_low, least_high),
            loss_max: join(loss_low, loss_high),
            loss_seconds: u32::from_le_bytes([l0, l1, l2, l3]),
        }
    }

    /// The opposite of [`from_words`](Self::from_words).
    pub(crate) fn to_words(self) -> [U256; 3] {
        let [w0, w1, w2, w3] = self.window.to_le_bytes();
        let ([d0, d1], [s0, s1]) = (self.deviation.to_le_bytes(), self.slippage.to_le_bytes());
        let [c0, c1, c2, c3] = self.chunk_seconds.to_le_bytes();
        let [l0, l1, l2, l3] = self.loss_seconds.to_le_bytes();
        let a = u64::from_le_bytes([w0, w1, w2, w3, d0, d1, s0, s1]);
        let b = u64::from_le_bytes([c0, c1, c2, c3, l0, l1, l2, l3]);
        // The two halves of each amount.
        let halves = |amount: Assets| [amount.get() as u64, (amount.get() >> 64) as u64];
        let ([least_low, least_high], [chunk_low, chunk_high]) =
            (halves(self.least), halves(self.chunk));
        let [loss_low, loss_high] = halves(self.loss_max);
        [
            U256::from_limbs([a, b, 0, 0]),
            U256::from_limbs([least_low, least_high, chunk_low, chunk_high]),
            U256::from_limbs([loss_low, loss_high, 0, 0]),
        ]
    }

    /// The numbers as a call gives them.
    pub(crate) fn numbers(&self) -> [U256; 8] {
        let small = |number: u32| U256::from_limbs([u64::from(number), 0, 0, 0]);
        [
            small(self.window),
            small(u32::from(self.deviation)),
            small(u32::from(self.slippage)),
            self.chunk.to_u256(),
            small(self.chunk_seconds),
            self.least.to_u256(),
            self.loss_max.to_u256(),
            small(self.loss_seconds),
        ]
    }
}

const fn whole(seconds: u32) -> Tolerance {
    Tolerance {
        part: Bps::ONE,
        period: Seconds::new(seconds as u64),
    }
}

fn number(input: &mut Calldata<'_>, (min, max): (u64, u64)) -> Result<u32, Vec<u8>> {
    let value = input.uint()?;
    match u64::try_from(value) {
        // All bounds have 32 bits.
        Ok(number) if (min..=max).contains(&number) => Ok(number as u32),
        _ => {
            let [min, max] = [min, max].map(|bound| U256::from_limbs([bound, 0, 0, 0]));
            Err(out_of_bounds(value, min, max))
        }
    }
}

fn amount(input: &mut Calldata<'_>, min: u128, max: u128) -> Result<Assets, Vec<u8>> {
    let (value, [min, max]) = (input.uint()?, [min, max].map(Assets::new));
    match Assets::from_u256(value) {
        Some(amount) if min <= amount && amount <= max => Ok(amount),
        _ => Err(out_of_bounds(value, min.to_u256(), max.to_u256())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(numbers: [u128; 8]) -> Result<Terms, Vec<u8>> {
        let words = numbers.map(|number| ballast_shell::word(U256::from(number)));
        Terms::read(&mut Calldata::new(words.as_flattened()))
    }

    const USUAL: [u128; 8] = [1_800, 100, 150, 1_000, 3_600, 10, 50, 604_800];

    #[test]
    fn numbers_are_taken_within_their_bounds() {
        let terms = read(USUAL).unwrap();
        assert_eq!(terms.numbers().map(|number| number.to::<u128>()), USUAL);
        let edges: [(u128, u128); 8] = [
            (600, 86_400),
            (1, 1_000),
            (1, 1_000),
            (10, u128::MAX),
            (60, 2_592_000),
            (1, 1_000),
            (0, u128::MAX),
            (86_400, 31_536_000),
        ];
        for (index, (min, max)) in edges.into_iter().enumerate() {
            let with = |number| {
                let mut numbers = USUAL;
                numbers[index] = number;
                read(numbers)
            };
            assert!(with(min).is_ok() && with(max).is_ok(), "{index}");
            if let Some(below) = min.checked_sub(1) {
                assert!(with(below).is_err(), "{index}");
            }
            if let Some(above) = max.checked_add(1) {
                assert!(with(above).is_err(), "{index}");
            }
        }
    }

    #[test]
    fn each_bound_narrows_in_its_direction() {
        let usual = read(USUAL).unwrap();
        assert!(usual.is_within(&usual));
        for (index, raise) in [true, false, false, false, true, true, false, true]
            .into_iter()
            .enumerate()
        {
            let changed = |up: bool| {
                let mut numbers = USUAL;
                numbers[index] = if up {
                    numbers[index] + 1
                } else {
                    numbers[index] - 1
                };
                read(numbers).unwrap()
            };
            assert!(changed(raise).is_within(&usual), "{index}");
            assert!(!changed(!raise).is_within(&usual), "{index}");
        }
    }

    proptest! {
        #[test]
        fn terms_come_back(
            (window, chunk_seconds, loss_seconds) in any::<(u32, u32, u32)>(),
            (deviation, slippage) in any::<(u16, u16)>(),
            (chunk, least, loss) in any::<(u128, u128, u128)>(),
        ) {
            let terms = Terms {
                window, deviation, slippage, chunk_seconds, loss_seconds,
                chunk: Assets::new(chunk),
                least: Assets::new(least),
                loss_max: Assets::new(loss),
            };
            prop_assert_eq!(Terms::from_words(terms.to_words()), terms);
        }
    }
}
