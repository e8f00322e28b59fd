//! Gas of what host functions do on the chain; their ink is in [`ink`](crate::ink).

mod storage;

pub use storage::SlotWrite;
pub use storage::slot_write;
pub use storage::storage_cache_gas;
pub use storage::storage_load_gas;
pub use storage::storage_load_required_gas;

use crate::arbos;
use crate::format::MAX_CODE_SIZE;

/// Gas that must be left before a storage word is cached.
pub const STORAGE_CACHE_REQUIRED_GAS: u64 = 2_310;

/// Gas that must be left before the storage cache is flushed.
pub const STORAGE_FLUSH_REQUIRED_GAS: u64 = 2_300;

/// Gas of loading or storing a transient word.
pub const TRANSIENT_GAS: u64 = 100;

/// Gas that must be left before an account is asked for.
pub const ACCOUNT_REQUIRED_GAS: u64 = 2_600;

/// Gas a callee gets on top when it is sent value. What it leaves is lost to the caller.
pub const CALL_STIPEND: u64 = 2_300;

/// Most topics of a log.
pub const MAX_TOPICS: u32 = 4;

/// What decides the base gas of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallTarget {
    /// The address is not in the access list.
    pub cold: bool,
    /// The call sends value.
    pub sends_value: bool,
    /// The account is empty (EIP-161).
    pub empty: bool,
}

/// Gas of a call before the callee runs: 100, 2,500 more if cold, 25,000 for value to an empty
/// account, 9,000 for value.
#[must_use]
pub const fn call_base_gas(target: CallTarget) -> u64 {
    let mut gas = 100;
    if target.cold {
        gas += 2_500;
    }
    if target.sends_value && target.empty {
        gas += 25_000;
    }
    if target.sends_value {
        gas += 9_000;
    }
    gas
}

/// Gas a callee starts with, stipend included: what was requested, at most floor(63/64) of what
/// remains after the base gas. `None` if `gas_left` does not cover the base gas: the call fails at
/// a cost of `gas_left`.
#[must_use]
pub fn call_forwarded_gas(gas_left: u64, target: CallTarget, requested: u64) -> Option<u64> {
    let rest = gas_left.checked_sub(call_base_gas(target))?;
    let allowance = u128::from(rest) * 63 / 64;
    // 63/64 of a 64-bit number fits 64 bits.
    let forwarded = requested.min(gas_left).min(allowance as u64);
    Some(forwarded.saturating_add(if target.sends_value { CALL_STIPEND } else { 0 }))
}

/// Gas of a creation before the init code runs: 32,000, with a salt 6 more per word of init code.
#[must_use]
pub const fn create_base_gas(init_code_bytes: u64, salted: bool) -> u64 {
    let hash = if salted {
        init_code_bytes.div_ceil(32).saturating_mul(6)
    } else {
        0
    };
    hash.saturating_add(32_000)
}

/// Gas that init code starts with: what `gas_left` leaves after the base gas, without a 64th
/// (rounded down) that is held back. `None` if the base gas is not covered: the program fails.
#[must_use]
pub fn create_forwarded_gas(gas_left: u64, base_gas: u64) -> Option<u64> {
    let rest = gas_left.checked_sub(base_gas)?;
    Some(rest - rest / 64)
}

/// Gas of a log of `len` bytes of which the first `topics` words are topics. `None` if there are
/// more than four or they do not fit: the program fails.
#[must_use]
pub fn log_gas(len: u32, topics: u32) -> Option<u64> {
    if MAX_TOPICS < topics {
        return None;
    }
    let data_bytes = len.checked_sub(32 * topics)?;
    Some(375 * (1 + u64::from(topics)) + 8 * u64::from(data_bytes))
}

/// Gas of asking for an account: 2,600 cold, 100 warm.
#[must_use]
pub const fn account_gas(cold: bool) -> u64 {
    if cold { 2_600 } else { 100 }
}

/// Gas of asking for an account's code: 700 for each 24,576 bytes that a contract may have on this
/// chain, rounded down, and the account.
#[must_use]
pub const fn account_code_gas(cold: bool, max_code_size: u64) -> u64 {
    (max_code_size / MAX_CODE_SIZE as u64)
        .saturating_mul(700)
        .saturating_add(account_gas(cold))
}

/// True if an empty code, too, is remembered as the last code asked for.
#[must_use]
pub const fn remembers_empty_code(arbos_version: u64) -> bool {
    arbos_version < arbos::WASM_SIZE_PARAMETER
}
