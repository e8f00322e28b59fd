//! Amounts that cannot be mixed up.

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
}
