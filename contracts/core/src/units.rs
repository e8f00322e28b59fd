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
