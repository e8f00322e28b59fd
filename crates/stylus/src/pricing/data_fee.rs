//! The data fee: wei for the native code that every node must keep.

use crate::params::ARBITRUM_START;

const BASIS_POINTS: u64 = 10_000;

/// Terms of the exponential's series.
const EXP_TERMS: u64 = 12;

/// State of the data fee's price: a demand that activations raise and time lowers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataPricer {
    /// Bytes of native code activated and not yet worked off.
    pub demand: u32,
    /// Bytes worked off per second.
    pub bytes_per_second: u32,
    /// Time of the last activation, in seconds since 1970.
    pub last_update: u64,
    /// Wei per byte at no demand.
    pub min_price: u32,
    /// Bytes of demand that raise the price by a factor of e.
    pub inertia: u32,
}

impl Default for DataPricer {
    /// The state of a chain on which nothing was activated yet.
    fn default() -> Self {
        Self {
            demand: 0,
            bytes_per_second: 34_865,
            last_update: ARBITRUM_START,
            min_price: 82_928_201,
            inertia: 21_360_419,
        }
    }
}

impl DataPricer {
    /// Takes in `bytes` of native code at `now` (seconds since 1970) and gives the fee in wei.
    ///
    /// Demand first falls by what passed since the last update; the price per byte, minimum times
    /// e^(demand / inertia) rounded down, includes the new bytes.
    pub fn charge(&mut self, bytes: u32, now: u64) -> u128 {
        let passed = now.saturating_sub(self.last_update);
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        let credit = self.bytes_per_second.saturating_mul(passed);
        self.demand = self.demand.saturating_sub(credit).saturating_add(bytes);
        self.last_update = now;

        // An inertia of zero is in no chain's state; the steepest price stands in for it.
        let exponent = (BASIS_POINTS * u64::from(self.demand)).checked_div(u64::from(self.inertia));
        let multiplier = exp_basis_points(exponent.unwrap_or(u64::MAX));
        let price = u128::from(self.min_price) * u128::from(multiplier) / u128::from(BASIS_POINTS);
        let price = u64::try_from(price).unwrap_or(u64::MAX);
        u128::from(price) * u128::from(bytes)
    }
}

/// e^x in basis points, by the first terms of its series, each step rounded down and saturating.
fn exp_basis_points(x: u64) -> u64 {
    let mut sum = BASIS_POINTS + x / EXP_TERMS;
    for term in (1..EXP_TERMS).rev() {
        sum = BASIS_POINTS + sum.saturating_mul(x) / (term * BASIS_POINTS);
    }
    sum
}
