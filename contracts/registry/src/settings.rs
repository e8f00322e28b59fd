//! Caps, bounds, the queue, limits and stops.

use alloc::vec::Vec;

use alloy_primitives::U256;
use alloy_sol_types::SolError;
use ballast_abi::registry::IRegistry as Abi;
use ballast_core::{Assets, Bounds, Bps, Caps};
use ballast_shell::{Calldata, Reply, encode};

use crate::errors::{invalid_strategy, out_of_bounds, word};
use crate::queue::Queue;
use crate::state::{ALLOCATOR, AUTHORITY, Registry};

/// Less gas would make sound strategies fail, more would leave no block to exit in.
const CALL_GAS_MIN: u64 = 200_000;
const CALL_GAS_MAX: u64 = 10_000_000;
/// 30 days.
const QUARANTINE_SECONDS_MAX: u64 = 2_592_000;

impl Registry {
    /// `setCap(address,uint256)`
    pub(crate) fn set_cap(&mut self, mut input: Calldata<'_>) -> Reply {
        let (strategy, cap) = (input.address()?, read_amount(&mut input)?);
        let place = self.find(strategy)?;
        let mut loan = self.loan(place);
        let before = loan.cap;
        self.only_to(cap <= before)?;
        loan.cap = cap;
        self.set_loan(place, loan);
        self.log_cap_changed(strategy, before, cap);
        Ok(Vec::new())
    }

    /// `setIdCap(bytes32,uint256,uint256)`
    pub(crate) fn set_id_cap(&mut self, mut input: Calldata<'_>) -> Reply {
        let id = *input.word()?;
        let caps = Caps {
            absolute: read_amount(&mut input)?,
            relative: read_bps(&mut input)?,
        };
        let mut group = self.group(id);
        self.only_to(caps.is_within(&group.caps))?;
        group.caps = caps;
        self.set_group(id, group);
        self.log_id_cap_changed(id, caps.absolute, caps.relative.get());
        Ok(Vec::new())
    }

    /// `setBounds(address,uint256,uint256)`
    pub(crate) fn set_bounds(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let strategy = input.address()?;
        let bounds = Bounds {
            loss: read_bps(&mut input)?,
            gain: read_bps(&mut input)?,
        };
        let place = self.find(strategy)?;
        let mut record = self.record(place);
        record.bounds = bounds;
        self.set_record(place, record);
        self.log_bounds_changed(strategy, bounds.loss.get(), bounds.gain.get());
        Ok(Vec::new())
    }

    /// `setQueue(address[])`
    pub(crate) fn set_queue(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(&[AUTHORITY, ALLOCATOR])?;
        let strategies = input.addresses()?;
        let mut queue = Queue::default();
        for strategy in &strategies {
            let place = self.find(*strategy)?;
            queue = queue.push(place).ok_or_else(|| {
                let length = U256::from_limbs([strategies.len() as u64, 0, 0, 0]);
                out_of_bounds(length, u64::from(Queue::LENGTH_MAX))
            })?;
        }
        if let Some(place) = queue.repeated() {
            return Err(invalid_strategy(self.record(place).strategy));
        }
        let mut state = self.state();
        state.queue = queue;
        self.set_state(&state);
        self.log_queue_changed(&strategies);
        Ok(Vec::new())
    }

    /// `setLimits(uint256,uint256)`
    pub(crate) fn set_limits(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let call_gas = read_number(&mut input, CALL_GAS_MIN, CALL_GAS_MAX)?;
        let quarantine_seconds = read_number(&mut input, 0, QUARANTINE_SECONDS_MAX)?;
        let mut state = self.state();
        // Both maxima fit 32 bits.
        state.call_gas = call_gas as u32;
        state.quarantine_seconds = quarantine_seconds as u32;
        self.set_state(&state);
        self.log_limits_changed(state.call_gas, state.quarantine_seconds);
        Ok(Vec::new())
    }

    /// `stopRisk(bool)`
    pub(crate) fn stop_risk(&mut self, mut input: Calldata<'_>) -> Reply {
        let is_stopped = input.flag()?;
        self.only_to(is_stopped)?;
        let mut state = self.state();
        state.is_risk_stopped = is_stopped;
        self.set_state(&state);
        self.log_risk_stopped(is_stopped);
        Ok(Vec::new())
    }
}

/// The next word as an amount that fits the books.
fn read_amount(input: &mut Calldata<'_>) -> Result<Assets, Vec<u8>> {
    let amount = input.uint()?;
    Assets::from_u256(amount).ok_or_else(|| {
        let words = [ballast_shell::word(amount), word(Assets::MAX)];
        encode(Abi::OutOfBounds::SELECTOR, &words)
    })
}

/// The next word as a part of at most the whole.
fn read_bps(input: &mut Calldata<'_>) -> Result<Bps, Vec<u8>> {
    let parts = read_number(input, 0, u64::from(Bps::ONE.get()))?;
    // The whole fits 16 bits.
    Ok(Bps::new(parts as u16))
}

/// The next word as a number from `min` to `max`.
fn read_number(input: &mut Calldata<'_>, min: u64, max: u64) -> Result<u64, Vec<u8>> {
    let value = input.uint()?;
    match u64::try_from(value) {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(out_of_bounds(value, max)),
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
            assert_eq!(read(value), Err(out_of_bounds(U256::from(value), 7)));
        }
        let most = [255; 32];
        let refusal = Err(out_of_bounds(U256::MAX, 7));
        assert_eq!(read_number(&mut Calldata::new(&most), 5, 7), refusal);
    }

    #[test]
    fn amounts_have_128_bits() {
        let read = |value: U256| {
            let bytes = value.to_be_bytes::<32>();
            read_amount(&mut Calldata::new(&bytes))
        };
        let most = U256::from(u128::MAX);
        assert_eq!(read(most), Ok(Assets::MAX));
        assert!(read(most + U256::from(1)).is_err());
    }
}
