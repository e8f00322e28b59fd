//! Votes that were given, and what they decide.

use alloy_primitives::U256;
use ballast_core::Snapshot;

/// What a vote says; the numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Support {
    /// 0
    Against,
    /// 1
    For,
    /// 2
    Abstain,
}

impl Support {
    /// By its number; `None` if it is another.
    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Against),
            1 => Some(Self::For),
            2 => Some(Self::Abstain),
            _ => None,
        }
    }
}

/// Votes so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Against.
    pub(crate) against: U256,
    /// For.
    pub(crate) pro: U256,
    /// Neither.
    pub(crate) abstain: U256,
}

impl Tally {
    /// The votes that count towards the quorum.
    pub(crate) fn present(self) -> U256 {
        // Of 208 bits each.
        self.pro.wrapping_add(self.abstain)
    }

    /// Whether more are for it than against it.
    pub(crate) fn is_won(self) -> bool {
        self.against < self.pro
    }
}

/// Votes with more of them; `None` if they would not fit 208 bits, as a token's do that says the
/// truth.
pub(crate) fn add(votes: U256, weight: U256) -> Option<U256> {
    let sum = votes.checked_add(weight)?;
    (sum <= Snapshot::VALUE_MAX).then_some(sum)
}

/// How many votes a proposal needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quorum {
    /// Hundredths of the supply, at most [`DENOMINATOR`].
    pub(crate) numerator: u8,
    /// Votes, whatever the supply; at most [`FLOOR_MAX`](Self::FLOOR_MAX).
    pub(crate) floor: U256,
}

/// All of the supply.
pub(crate) const DENOMINATOR: u8 = 100;

/// The bits of a numerator.
const NUMERATOR_BITS: usize = 8;

impl Quorum {
    /// The greatest floor: 200 bits.
    pub(crate) const FLOOR_MAX: U256 = U256::from_limbs([u64::MAX, u64::MAX, u64::MAX, 0xff]);

    /// From the right: numerator (1), floor (25): what a [`Snapshot`] keeps.
    pub(crate) fn from_value(value: U256) -> Self {
        let [low, ..] = *value.as_limbs();
        Self {
            numerator: low as u8,
            floor: value.wrapping_shr(NUMERATOR_BITS),
        }
    }

    /// The opposite of [`from_value`](Self::from_value).
    pub(crate) fn to_value(self) -> U256 {
        let numerator = U256::from_limbs([self.numerator.into(), 0, 0, 0]);
        self.floor.wrapping_shl(NUMERATOR_BITS) | numerator
    }

    /// `max(supply · numerator / 100, floor)`; the fraction rounds down, as OpenZeppelin's.
    pub(crate) fn of(self, supply: U256) -> U256 {
        let numerator = u64::from(self.numerator);
        // Hundreds and the rest apart: neither product exceeds the supply or ten thousand.
        let (hundreds, rest) = divide(supply);
        let part = rest.wrapping_mul(numerator).wrapping_div(ALL);
        let [numerator, part] = [numerator, part].map(|it| U256::from_limbs([it, 0, 0, 0]));
        let fraction = hundreds.wrapping_mul(numerator).wrapping_add(part);
        fraction.max(self.floor)
    }
}

/// The denominator, to divide by: not zero, so no division can fail.
const ALL: u64 = DENOMINATOR as u64;

/// Hundreds and the rest, by halves of limbs: the division of the library brings a table of half a
/// kilobyte, which every call would pay for.
fn divide(value: U256) -> (U256, u64) {
    let mut limbs = *value.as_limbs();
    let mut rest = 0_u64;
    for limb in limbs.iter_mut().rev() {
        // The rest is below a hundred, so neither half has more than 39 bits.
        let high = (rest << 32) | (*limb >> 32);
        let low = (high.wrapping_rem(ALL) << 32) | (*limb & u64::from(u32::MAX));
        *limb = (high.wrapping_div(ALL) << 32) | low.wrapping_div(ALL);
        rest = low.wrapping_rem(ALL);
    }
    (U256::from_limbs(limbs), rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(value: u64) -> U256 {
        U256::from(value)
    }

    #[test]
    fn a_small_supply_does_not_lower_the_floor() {
        let quorum = Quorum {
            numerator: 4,
            floor: number(50),
        };
        assert_eq!(quorum.of(number(10_000)), number(400));
        assert_eq!(quorum.of(number(1_250)), number(50));
        assert_eq!(quorum.of(number(100)), number(50));
        assert_eq!(quorum.of(U256::ZERO), number(50));
    }

    #[test]
    fn a_tie_is_lost() {
        let tally = |against: u64, pro: u64| Tally {
            against: number(against),
            pro: number(pro),
            abstain: number(9),
        };
        assert!(!tally(0, 0).is_won() && !tally(5, 5).is_won() && !tally(6, 5).is_won());
        assert!(tally(5, 6).is_won());
        assert_eq!(tally(5, 6).present(), number(15));
    }

    #[test]
    fn votes_have_208_bits() {
        assert_eq!(
            add(Snapshot::VALUE_MAX, U256::ZERO),
            Some(Snapshot::VALUE_MAX)
        );
        assert_eq!(add(Snapshot::VALUE_MAX, U256::ONE), None);
        assert_eq!(add(U256::ONE, U256::MAX), None);
    }

    #[test]
    fn there_are_three_ways_to_vote() {
        let known = (0..=u8::MAX).filter(|number| Support::from_number(*number).is_some());
        assert_eq!(known.collect::<Vec<_>>(), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn the_fraction_is_that_of_the_whole_product(
            limbs: [u64; 3], numerator in 0..=DENOMINATOR,
        ) {
            let [a, b, c] = limbs;
            let supply = U256::from_limbs([a, b, c, 0]);
            let whole = supply * U256::from(numerator) / number(100);
            let quorum = Quorum { numerator, floor: U256::ZERO };
            prop_assert_eq!(quorum.of(supply), whole);
        }

        #[test]
        fn halves_of_limbs_divide_as_the_library_does(limbs: [u64; 4]) {
            let value = U256::from_limbs(limbs);
            let (hundreds, rest) = value.div_rem(number(100));
            prop_assert_eq!(divide(value), (hundreds, rest.to()));
        }

        #[test]
        fn quorums_come_back(limbs: [u64; 3], top: u8, numerator: u8) {
            let [a, b, c] = limbs;
            let floor = U256::from_limbs([a, b, c, top.into()]);
            let quorum = Quorum { numerator, floor };
            prop_assert_eq!(Quorum::from_value(quorum.to_value()), quorum);
            prop_assert!(quorum.to_value() <= Snapshot::VALUE_MAX);
        }
    }
}
