//! Gas of entering and leaving a program.

use crate::params::COST_SCALAR_PERCENT;
use crate::params::ProgramRecord;
use crate::params::StylusParams;

/// Stylus version from which the cached cost is paid by every call.
const CACHED_COST_ALWAYS: u16 = 2;

fn scaled(cost: u16, scalar: u8) -> u64 {
    (u64::from(cost) * u64::from(scalar) * COST_SCALAR_PERCENT).div_ceil(100)
}

/// Gas of initialising a program that is not cached: the chain's minimum and the program's init
/// cost at the chain's scale, rounded up.
#[must_use]
pub fn init_gas(record: &ProgramRecord, params: &StylusParams) -> u64 {
    let (minimum, _) = params.min_init_gas();
    minimum + scaled(record.init_cost, params.init_cost_scalar)
}

/// Gas of initialising a program that is cached, likewise.
#[must_use]
pub fn cached_gas(record: &ProgramRecord, params: &StylusParams) -> u64 {
    let (_, minimum) = params.min_init_gas();
    minimum + scaled(record.cached_init_cost, params.cached_cost_scalar)
}

/// Gas of entering a program: the price of its initial pages (of
/// [`OpenPages::gas`](super::OpenPages::gas)) and of initialising it.
///
/// `cached` is the record's flag or, from ArbOS 60, a hit in the list of recent programs. Stylus
/// version 2 adds the init gas to the cached gas, version 1 takes one or the other.
#[must_use]
pub fn call_gas(
    record: &ProgramRecord,
    params: &StylusParams,
    pages_gas: u64,
    cached: bool,
) -> u64 {
    let mut gas = pages_gas;
    if cached || CACHED_COST_ALWAYS <= record.version {
        gas = gas.saturating_add(cached_gas(record, params));
    }
    if !cached {
        gas = gas.saturating_add(init_gas(record, params));
    }
    gas
}

/// Answer of `ArbWasm.programInitGas(address)`: gas of a call that is not cached and of one that
/// is, without pages.
#[must_use]
pub fn program_init_gas(record: &ProgramRecord, params: &StylusParams) -> (u64, u64) {
    (
        call_gas(record, params, 0, false),
        cached_gas(record, params),
    )
}

/// Least gas of returning `bytes` bytes, from ArbOS 31: what an EVM frame pays for as much memory,
/// 3w + floor(w² / 512) for w words.
#[must_use]
pub const fn return_data_gas(bytes: u64) -> u64 {
    let words = bytes.div_ceil(32);
    words
        .saturating_mul(3)
        .saturating_add(words.saturating_mul(words) / 512)
}
