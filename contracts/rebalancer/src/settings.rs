//! Band, wait, tolerance, and the stop.

use alloc::vec::Vec;

use alloy_primitives::U256;
use ballast_core::{Band, Bps, Budget, Seconds, Tolerance};
use ballast_shell::{Calldata, Field, Reply};

use crate::errors::{amount, out_of_bounds};
use crate::state::{Purse, Rebalancer};

/// A tenth: of a band that is wider little is left to do, of a tolerance too much.
const BPS_MAX: u64 = 1_000;
/// 30 days.
const WAIT_SECONDS_MAX: u64 = 2_592_000;
/// A day, and a year.
const PERIOD_SECONDS_MIN: u64 = 86_400;
const PERIOD_SECONDS_MAX: u64 = 31_536_000;

impl Rebalancer {
    /// `setBand(uint256,uint256)`
    pub(crate) fn set_band(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let width = read_bps(&mut input)?;
        let change_min = amount(input.uint()?)?;
        let before = self.settings();
        let mut after = before;
        after.band = Band { width, change_min };
        self.set_settings(&after);
        self.log_band_changed(&before, &after);
        Ok(Vec::new())
    }

    /// `setWait(uint256)`
    pub(crate) fn set_wait(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let before = self.settings();
        let mut after = before;
        after.wait = Seconds::new(read_number(&mut input, 0, WAIT_SECONDS_MAX)?);
        self.set_settings(&after);
        self.log_wait_changed(&before, &after);
        Ok(Vec::new())
    }

    /// `setTolerance(uint256,uint256)` and `setReallocationTolerance(uint256,uint256)`
    pub(crate) fn set_tolerance(&mut self, mut input: Calldata<'_>, field: Field) -> Reply {
        let part = read_bps(&mut input)?;
        let period = read_number(&mut input, PERIOD_SECONDS_MIN, PERIOD_SECONDS_MAX)?;
        let tolerance = Tolerance {
            part,
            period: Seconds::new(period),
        };
        let before = self.purse(field);
        self.only_to(tolerance.is_within(&before.tolerance))?;
        // What was refilled so far was refilled by the old tolerance.
        let now = self.now();
        let budget = Budget {
            used_wad: before.budget.used_at(before.tolerance, now),
            at: now,
        };
        self.set_purse(field, &Purse { tolerance, budget });
        self.log_tolerance_changed(field, &before.tolerance, &tolerance);
        Ok(Vec::new())
    }

    /// `stop(bool)`
    pub(crate) fn stop(&mut self, mut input: Calldata<'_>) -> Reply {
        let is_stopped = input.flag()?;
        self.only_to(is_stopped)?;
        let mut settings = self.settings();
        let before = settings.is_stopped;
        settings.is_stopped = is_stopped;
        self.set_settings(&settings);
        self.log_stopped(before, is_stopped);
        Ok(Vec::new())
    }
}

/// The next word as a part of at most a tenth.
fn read_bps(input: &mut Calldata<'_>) -> Result<Bps, Vec<u8>> {
    let parts = read_number(input, 0, BPS_MAX)?;
    // A tenth fits 16 bits.
    Ok(Bps::new(parts as u16))
}

/// The next word as a number from `min` to `max`.
#[inline(never)]
pub(crate) fn read_number(input: &mut Calldata<'_>, min: u64, max: u64) -> Result<u64, Vec<u8>> {
    let value = input.uint()?;
    match u64::try_from(value) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(out_of_bounds(value, U256::from_limbs([max, 0, 0, 0]))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_within_their_bounds() {
        let read = |value: u64| {
            let bytes = U256::from(value).to_be_bytes::<32>();
            read_number(&mut Calldata::new(&bytes), 5, 7)
        };
        assert_eq!((read(5), read(7)), (Ok(5), Ok(7)));
        for value in [4, 8, u64::MAX] {
            let refusal = out_of_bounds(U256::from(value), U256::from(7));
            assert_eq!(read(value), Err(refusal));
        }
    }
}
