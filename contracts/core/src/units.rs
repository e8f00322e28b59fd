//! Amounts that cannot be mixed up.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// The most that the books can hold.
            pub const MAX: Self = Self(u128::MAX);

            /// Wraps a raw amount.
            pub const fn new(amount: u128) -> Self {
                Self(amount)
            }

            /// The raw amount.
            pub const fn get(self) -> u128 {
                self.0
            }

            /// Whether the amount is nothing.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// `self + other`; `None` if the sum does not fit the books.
            pub const fn checked_add(self, other: Self) -> Option<Self> {
                match self.0.checked_add(other.0) {
                    Some(sum) => Some(Self(sum)),
                    None => None,
                }
            }

            /// `self - other`; `None` if that is negative.
            pub const fn checked_sub(self, other: Self) -> Option<Self> {
                match self.0.checked_sub(other.0) {
                    Some(difference) => Some(Self(difference)),
                    None => None,
                }
            }

            /// `other` less than `Self::MAX`: what still fits beside it.
            pub const fn room(self) -> Self {
                Self(u128::MAX.wrapping_sub(self.0))
            }

            /// An amount from the ABI; `None` if it does not fit the books.
            pub fn from_u256(amount: U256) -> Option<Self> {
                match *amount.as_limbs() {
                    [low, high, 0, 0] => Some(Self((high as u128) << 64 | low as u128)),
                    _ => None,
                }
            }

            /// The amount as the ABI has it.
            pub fn to_u256(self) -> U256 {
                U256::from_limbs([self.0 as u64, (self.0 >> 64) as u64, 0, 0])
            }
        }
    };
}

unit! {
    /// An amount of the underlying token, in the token's own smallest units.
    ///
    /// 128 bits: two totals share one storage slot, and no token's supply comes near.
    Assets
}

unit! {
    /// An amount of vault shares, in their smallest units.
    Shares
}

unit! {
    /// An amount of shares of a market's debt, in their smallest units.
    DebtShares
}

unit! {
    /// An amount of a token that secures a debt, in the token's own smallest units.
    Collateral
}

/// A moment, in seconds since 1970, or a span of seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(u64);

impl Seconds {
    /// No time, or the beginning of time.
    pub const ZERO: Self = Self(0);
    /// A year of 365 days.
    pub const YEAR: Self = Self(31_536_000);

    /// Wraps a raw number.
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// The raw number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The time from `earlier` to this moment; none if that lies ahead.
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }

    /// This moment, later by `span`.
    pub const fn after(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// A span from a result; `None` if it exceeds 64 bits.
    pub fn from_u256(seconds: U256) -> Option<Self> {
        match *seconds.as_limbs() {
            [seconds, 0, 0, 0] => Some(Self(seconds)),
            _ => None,
        }
    }

    /// The number for a product.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0, 0, 0, 0])
    }
}

/// A part in ten thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bps(u16);

impl Bps {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(10_000);

    /// Wraps a raw number of parts.
    pub const fn new(parts: u16) -> Self {
        Self(parts)
    }

    /// The raw number of parts.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// `floor(amount * self / 10,000)`; for more than the whole, the whole.
    pub fn of_down(self, amount: Assets) -> Assets {
        mul_div_down(amount.to_u256(), self.to_u256(), Self::ONE.to_u256())
            .and_then(Assets::from_u256)
            .map_or(amount, |part| part.min(amount))
    }

    /// `ceil(amount * self / 10,000)`; for more than the whole, the whole.
    pub fn of_up(self, amount: Assets) -> Assets {
        mul_div_up(amount.to_u256(), self.to_u256(), Self::ONE.to_u256())
            .and_then(Assets::from_u256)
            .map_or(amount, |part| part.min(amount))
    }

    /// The number for a product.
    pub const fn to_u256(self) -> U256 {
        U256::from_limbs([self.0 as u64, 0, 0, 0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_of_more_than_128_bits_do_not_fit() {
        let max = U256::from(u128::MAX);
        assert_eq!(Assets::from_u256(max), Some(Assets::MAX));
        assert_eq!(Assets::from_u256(max + U256::ONE), None);
        assert_eq!(Assets::from_u256(U256::MAX), None);
        assert_eq!(Assets::MAX.to_u256(), max);
    }

    #[test]
    fn halves_keep_their_places() {
        let amount = Shares::new((3 << 64) | 5);
        assert_eq!(amount.to_u256(), U256::from_limbs([5, 3, 0, 0]));
        assert_eq!(Shares::from_u256(amount.to_u256()), Some(amount));
    }

    #[test]
    fn sums_and_differences_stay_within() {
        assert_eq!(Assets::MAX.checked_add(Assets::new(1)), None);
        assert_eq!(Assets::ZERO.checked_sub(Assets::new(1)), None);
        assert_eq!(
            Assets::new(2).checked_sub(Assets::new(2)),
            Some(Assets::ZERO)
        );
        assert_eq!(
            Assets::new(7).room().checked_add(Assets::new(7)),
            Some(Assets::MAX)
        );
    }

    #[test]
    fn spans_never_go_below_zero() {
        assert_eq!(Seconds::new(7).since(Seconds::new(9)), Seconds::ZERO);
        assert_eq!(Seconds::new(9).since(Seconds::new(7)), Seconds::new(2));
        let end = Seconds::new(u64::MAX);
        assert_eq!(end.after(Seconds::new(1)), end);
        assert_eq!(Seconds::from_u256(U256::from(1u128 << 64)), None);
    }

    #[test]
    fn parts_round_as_named_and_stay_within_the_whole() {
        let amount = Assets::new(9_999);
        let one = Bps::new(1);
        assert_eq!((one.of_down(amount).get(), one.of_up(amount).get()), (0, 1));
        assert_eq!(Bps::ONE.of_down(amount), amount);
        assert_eq!(Bps::new(20_000).of_up(amount), amount);
        assert_eq!(Bps::new(5_000).of_down(Assets::MAX).get(), u128::MAX / 2);
    }
}
