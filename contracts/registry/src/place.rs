//! Places of strategies, and sets of them.

/// Where a strategy is kept: a number below 64 that it keeps for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u8);

impl Place {
    /// How many places there are.
    pub(crate) const COUNT: u8 = 64;

    /// The place with a number; `None` if there is none.
    pub(crate) const fn new(index: u8) -> Option<Self> {
        if index < Self::COUNT {
            Some(Self(index))
        } else {
            None
        }
    }

    /// The place in the lowest six bits; the others are not looked at.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self((bits & 63) as u8)
    }

    /// The place's number.
    pub(crate) const fn index(self) -> u8 {
        self.0
    }
}

/// A set of places, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(u64);

impl Places {
    /// The set of a word's bits.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// Puts a place in. Returns whether it was not there before.
    pub(crate) const fn insert(&mut self, place: Place) -> bool {
        let bit = Self::bit(place);
        let is_new = self.0 & bit == 0;
        self.0 |= bit;
        is_new
    }

    /// Takes a place out.
    pub(crate) const fn remove(&mut self, place: Place) {
        self.0 &= !Self::bit(place);
    }

    /// The places, from the lowest on.
    pub(crate) fn iter(self) -> impl Iterator<Item = Place> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            let lowest = u64::from(rest.trailing_zeros());
            (rest != 0).then(|| {
                rest &= rest.wrapping_sub(1);
                Place::from_bits(lowest)
            })
        })
    }

    const fn bit(place: Place) -> u64 {
        // The number is below 64.
        1_u64.wrapping_shl(place.0 as u32)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn there_are_64_places() {
        assert_eq!(Place::new(63).map(Place::index), Some(63));
        assert_eq!(Place::new(64), None);
    }

    proptest! {
        #[test]
        fn sets_are_what_was_put_in_and_not_taken_out(
            put in prop::collection::vec(0..64u8, 0..80),
            taken in prop::collection::vec(0..64u8, 0..40),
        ) {
            let mut set = Places::default();
            let mut model = std::collections::BTreeSet::new();
            for index in put {
                let is_new = set.insert(Place::new(index).unwrap());
                prop_assert_eq!(is_new, model.insert(index));
            }
            for index in taken {
                set.remove(Place::new(index).unwrap());
                model.remove(&index);
            }
            let found: Vec<u8> = Places::from_bits(set.bits()).iter().map(Place::index).collect();
            prop_assert_eq!(found, model.into_iter().collect::<Vec<_>>());
        }
    }
}
