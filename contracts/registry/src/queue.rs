//! The order in which exits ask strategies.

use crate::place::{Place, Places};

/// Up to ten different places in order, in 64 bits: the length in the lowest four, then six bits
/// for each place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Queue(u64);

const LENGTH_BITS: u32 = 4;
const PLACE_BITS: u32 = 6;

impl Queue {
    /// The most places that fit.
    pub(crate) const LENGTH_MAX: u8 = 10;

    /// Takes back what [`bits`](Self::bits) gave.
    pub(crate) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    /// How many places there are.
    pub(crate) const fn len(self) -> u8 {
        (self.0 & 15) as u8
    }

    /// The queue with another place at its end; `None` if it is full.
    pub(crate) fn push(self, place: Place) -> Option<Self> {
        let length = self.len();
        if Self::LENGTH_MAX <= length {
            return None;
        }
        let shift = PLACE_BITS
            .wrapping_mul(u32::from(length))
            .wrapping_add(LENGTH_BITS);
        // The length counts up in bits of its own: it is below ten here.
        let bits = self.0 | u64::from(place.index()).wrapping_shl(shift);
        Some(Self(bits.wrapping_add(1)))
    }

    /// The queue without a place.
    pub(crate) fn without(self, place: Place) -> Self {
        self.iter()
            .filter(|other| *other != place)
            .fold(Self::default(), |queue, other| {
                // No more than were there before.
                queue.push(other).unwrap_or(queue)
            })
    }

    /// The places in their order.
    pub(crate) fn iter(self) -> impl Iterator<Item = Place> {
        let mut rest = self.0 >> LENGTH_BITS;
        (0..self.len()).map(move |_| {
            let place = Place::from_bits(rest);
            rest >>= PLACE_BITS;
            place
        })
    }

    /// The first place that comes a second time.
    pub(crate) fn repeated(self) -> Option<Place> {
        let mut seen = Places::default();
        self.iter().find(|place| !seen.insert(*place))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn queue(indices: &[u8]) -> Option<Queue> {
        indices.iter().try_fold(Queue::default(), |queue, index| {
            queue.push(Place::new(*index).unwrap())
        })
    }

    fn indices(queue: Queue) -> Vec<u8> {
        queue.iter().map(Place::index).collect()
    }

    #[test]
    fn ten_fit_and_no_more() {
        let ten = queue(&[63; 10]).unwrap();
        assert_eq!((ten.len(), ten.bits()), (10, u64::MAX << 4 | 10));
        assert_eq!(ten.push(Place::new(0).unwrap()), None);
    }

    #[test]
    fn repetition_is_found() {
        let place = |index| Place::new(index);
        assert_eq!(queue(&[3, 0, 5, 0, 3]).unwrap().repeated(), place(0));
        assert_eq!(queue(&[3, 0, 5]).unwrap().repeated(), None);
        assert_eq!(Queue::default().repeated(), None);
    }

    proptest! {
        #[test]
        fn order_is_kept(places in prop::collection::vec(0..64u8, 0..=10)) {
            let queue = queue(&places).unwrap();
            prop_assert_eq!(usize::from(queue.len()), places.len());
            prop_assert_eq!(indices(Queue::from_bits(queue.bits())), places);
        }

        #[test]
        fn only_what_is_taken_out_is_gone(
            places in prop::collection::vec(0..6u8, 0..=10), gone in 0..6u8,
        ) {
            let left = queue(&places).unwrap().without(Place::new(gone).unwrap());
            let expected: Vec<u8> = places.into_iter().filter(|place| *place != gone).collect();
            prop_assert_eq!(indices(left), expected);
        }
    }
}
