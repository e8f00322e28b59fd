//! One price out of several.

use ballast_math::{mul_div_down, mul_div_up};
use ruint::aliases::U256;

use crate::Bps;
use crate::oracle::{Band, UnitPrice};

/// The most sources of one price.
pub const SOURCES_MAX: usize = 5;

/// What several sources say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consensus {
    /// The medians of bids, mids and asks.
    pub band: Band,
    /// The lower of the two mids in the middle; the one in the middle of an odd number.
    pub lower: UnitPrice,
    /// The upper of them.
    pub upper: UnitPrice,
}

/// Too few sources that say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// How many do.
    pub agreeing: usize,
}

/// `ceil(10,000 * (higher - lower) / lower)`: by how much the higher of two prices exceeds the
/// lower, in basis points of it.
///
/// Rounds up, against whoever wants them to be the same; the most there is if it does not fit.
pub fn deviation_bps_up(one: UnitPrice, other: UnitPrice) -> u64 {
    let (lower, higher) = (one.min(other).get(), one.max(other).get());
    let distance = higher.saturating_sub(lower);
    mul_div_up(distance, Bps::ONE.to_u256(), lower)
        .and_then(|bps| u64::try_from(bps).ok())
        .unwrap_or(u64::MAX)
}

/// Whether a price is no further from either price in the middle than `deviation`.
pub fn agrees(price: UnitPrice, lower: UnitPrice, upper: UnitPrice, deviation: Bps) -> bool {
    let bound = u64::from(deviation.get());
    deviation_bps_up(price, lower) <= bound && deviation_bps_up(price, upper) <= bound
}

/// The median of the prices of all sources that answered, if at least `least` of them agree with
/// what is in the middle.
///
/// Of an even number the two in the middle count, and their mean is taken: bid and mid round down,
/// the ask up. So of two sources each must agree with the other. Less than half of the sources move
/// a median no further than to what the others say.
///
/// # Errors
/// How many agree, if that is less than `least`, or nobody answered.
pub fn consensus(bands: &[Band], deviation: Bps, least: usize) -> Result<Consensus, Disagreement> {
    let none = Disagreement { agreeing: 0 };
    let (lower, upper) = middle(bands, |band| band.mid).ok_or(none)?;
    let agreeing = bands
        .iter()
        .filter(|band| agrees(band.mid, lower, upper, deviation))
        .count();
    if agreeing < least.max(1) {
        return Err(Disagreement { agreeing });
    }
    let bids = middle(bands, |band| band.bid).ok_or(none)?;
    let asks = middle(bands, |band| band.ask).ok_or(none)?;
    let band = Band {
        bid: mean(bids, false),
        mid: mean((lower, upper), false),
        ask: mean(asks, true),
    };
    Ok(Consensus { band, lower, upper })
}

/// The two prices in the middle, the same one twice of an odd number.
fn middle(bands: &[Band], side: impl Fn(&Band) -> UnitPrice) -> Option<(UnitPrice, UnitPrice)> {
    let last = bands.len().checked_sub(1)?;
    let [lower, upper] = [last / 2, bands.len() / 2].map(|rank| {
        bands.iter().map(&side).find(|price| {
            let below = bands.iter().filter(|band| side(band) < *price).count();
            let up_to = bands.iter().filter(|band| side(band) <= *price).count();
            below <= rank && rank < up_to
        })
    });
    lower.zip(upper)
}

/// The mean of two prices, the first no higher than the second; rounds as asked.
fn mean((lower, upper): (UnitPrice, UnitPrice), rounds_up: bool) -> UnitPrice {
    let (distance, two) = (
        upper.get().saturating_sub(lower.get()),
        U256::from_limbs([2, 0, 0, 0]),
    );
    let half = if rounds_up {
        mul_div_up(distance, U256::ONE, two)
    } else {
        mul_div_down(distance, U256::ONE, two)
    };
    // No more than the higher of them, and no less than the lower, which is a price.
    let price = lower.get().saturating_add(half.unwrap_or_default());
    UnitPrice::new(price).unwrap_or(lower)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const E36: u128 = 10_u128.pow(36);

    fn price(hundredths: u128) -> UnitPrice {
        UnitPrice::new(U256::from(hundredths) * U256::from(E36 / 100)).unwrap()
    }

    fn bands(hundredths: &[u128]) -> Vec<Band> {
        let exact = |value: &u128| Band::exact(price(*value));
        hundredths.iter().map(exact).collect()
    }

    fn mid(hundredths: &[u128], deviation: u16, least: usize) -> Result<UnitPrice, usize> {
        consensus(&bands(hundredths), Bps::new(deviation), least)
            .map(|found| found.band.mid)
            .map_err(|error| error.agreeing)
    }

    #[test]
    fn the_median_is_what_lies_in_the_middle() {
        assert_eq!(mid(&[100], 0, 1), Ok(price(100)));
        assert_eq!(mid(&[100, 104], 500, 2), Ok(price(102)));
        assert_eq!(mid(&[104, 100, 101], 500, 3), Ok(price(101)));
        assert_eq!(mid(&[104, 100, 101, 103], 500, 4), Ok(price(102)));
        assert_eq!(mid(&[5, 103, 101, 102, 999], 200, 3), Ok(price(102)));
        assert_eq!(mid(&[], 500, 1), Err(0));
        assert_eq!(mid(&[], 500, 0), Err(0));
    }

    #[test]
    fn too_few_that_agree_make_no_price() {
        // A dollar in place of an ether, as a wrong unit would have it.
        assert_eq!(mid(&[100, 300_000], 500, 1), Err(0));
        assert_eq!(mid(&[100, 106], 500, 1), Err(0));
        assert_eq!(mid(&[100, 102], 200, 2), Ok(price(101)));
        assert_eq!(mid(&[100, 101, 900], 500, 2), Ok(price(101)));
        assert_eq!(mid(&[100, 101, 900], 500, 3), Err(2));
        assert_eq!(mid(&[10, 101, 900], 500, 2), Err(1));
    }

    #[test]
    fn deviations_round_up() {
        assert_eq!(deviation_bps_up(price(100), price(100)), 0);
        assert_eq!(deviation_bps_up(price(105), price(100)), 500);
        assert_eq!(deviation_bps_up(price(100), price(105)), 500);
        let more = UnitPrice::new(price(105).get() + U256::ONE).unwrap();
        assert_eq!(deviation_bps_up(price(100), more), 501);
        let largest = UnitPrice::new(U256::MAX).unwrap();
        assert_eq!(deviation_bps_up(UnitPrice::MIN, largest), u64::MAX);
    }

    #[test]
    fn bids_and_asks_have_medians_of_their_own() {
        let around = |value, width| Band::around(price(value), Bps::new(width)).unwrap();
        let sources = [around(100, 0), around(101, 1_000), around(102, 100)];
        let found = consensus(&sources, Bps::new(500), 3).unwrap();
        assert_eq!(found.band.bid, price(100));
        assert_eq!(found.band.mid, price(101));
        assert_eq!(found.band.ask, around(102, 100).ask);
        assert_eq!((found.lower, found.upper), (price(101), price(101)));
    }

    proptest! {
        /// Against sorting.
        #[test]
        fn the_median_is_that_of_the_sorted(values in prop::collection::vec(1..2_000_u128, 1..6)) {
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let (low, high) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
            let found = consensus(&bands(&values), Bps::new(u16::MAX), 0);
            if let Ok(found) = found {
                prop_assert_eq!((found.lower, found.upper), (price(low), price(high)));
                let sum = price(low).get() + price(high).get();
                prop_assert_eq!(found.band.mid.get(), sum / U256::from(2));
            }
        }

        /// However few sources lie, the median stays among the honest ones.
        #[test]
        fn a_minority_cannot_leave_the_others(
            honest in prop::collection::vec(900..1_100_u128, 3..4), lies: [u32; 2],
        ) {
            let mut values = honest.clone();
            values.extend(lies.map(|lie| u128::from(lie) + 1));
            let found = consensus(&bands(&values), Bps::new(u16::MAX), 1).unwrap();
            prop_assert!(price(*honest.iter().min().unwrap()) <= found.band.mid);
            prop_assert!(found.band.mid <= price(*honest.iter().max().unwrap()));
        }

        #[test]
        fn the_band_stays_in_order(
            sources in prop::collection::vec((1..2_000_u128, 0..5_000_u16), 1..6),
        ) {
            let around = |(value, width): &(u128, u16)| Band::around(price(*value), Bps::new(*width));
            let sources: Option<Vec<Band>> = sources.iter().map(around).collect();
            if let Ok(found) = consensus(&sources.unwrap(), Bps::new(u16::MAX), 1) {
                prop_assert!(found.band.bid <= found.band.mid);
                prop_assert!(found.band.mid <= found.band.ask);
            }
        }
    }
}
