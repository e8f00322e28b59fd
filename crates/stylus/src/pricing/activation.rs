//! Gas of the activation precompile: flat charges here, the program's share in
//! [`ModuleSize::activation_gas`](crate::ModuleSize::activation_gas).
//!
//! The order is: [`start_gas`], [`READ_RECORD_GAS`], then per fragment [`fragment_gas`], then the
//! program's share, then [`store_gas`], then [`SETTLE_GAS`].

use crate::arbos;
use crate::format::MAX_CODE_SIZE;

/// Gas of opening or reading the system's own storage.
pub const STATE_READ_GAS: u64 = 800;

/// Gas of writing the system's own storage; no discount for zero here.
pub const STATE_WRITE_GAS: u64 = 20_000;

/// Gas per word of arguments, of returned data and of error data.
pub const DATA_WORD_GAS: u64 = 3;

/// Gas of reading the Stylus parameters.
pub const READ_PARAMS_GAS: u64 = 100;

/// Flat gas of starting an activation.
pub const START_GAS: u64 = 1_659_168;

/// Gas of reading the parameters and the program's record.
pub const READ_RECORD_GAS: u64 = READ_PARAMS_GAS + STATE_READ_GAS;

/// Gas of the end of an activation: the fee account, the event, two words of returned data.
pub const SETTLE_GAS: u64 = STATE_READ_GAS + event_gas(1, 128) + 2 * DATA_WORD_GAS;

const COLD_ACCOUNT_GAS: u64 = 2_600;
const WARM_ACCOUNT_GAS: u64 = 100;
const COPY_WORD_GAS: u64 = 3;

/// Gas of an event of a system contract: 375, as much for the signature and for each indexed
/// argument, 8 per byte of data.
#[must_use]
pub const fn event_gas(indexed: u64, data_bytes: u64) -> u64 {
    let topics = indexed.saturating_add(2).saturating_mul(375);
    topics.saturating_add(data_bytes.saturating_mul(8))
}

/// Gas from the call to the end of the flat charge; from ArbOS 60 that includes `setting`, the
/// chain's activation gas.
#[must_use]
pub const fn start_gas(arbos_version: u64, setting: u64) -> u64 {
    let fixed = STATE_READ_GAS + DATA_WORD_GAS + START_GAS;
    if arbos_version < arbos::FRAGMENTS {
        return fixed;
    }
    setting.saturating_add(fixed + STATE_READ_GAS)
}

/// Gas of what an activation writes: module hash, data pricer (five reads, two writes), record;
/// before that the old module hash if the program has the cached flag.
#[must_use]
pub const fn store_gas(cached: bool) -> u64 {
    let module_hash = STATE_WRITE_GAS + if cached { STATE_READ_GAS } else { 0 };
    let data_pricer = 5 * STATE_READ_GAS + 2 * STATE_WRITE_GAS;
    module_hash + data_pricer + STATE_WRITE_GAS
}

/// Gas of reading a fragment of `code_bytes` bytes whose address is cold or warm.
#[must_use]
pub const fn fragment_gas(code_bytes: u64, cold: bool) -> u64 {
    let access = if cold {
        COLD_ACCOUNT_GAS
    } else {
        WARM_ACCOUNT_GAS
    };
    code_bytes
        .div_ceil(32)
        .saturating_mul(COPY_WORD_GAS)
        .saturating_add(access)
}

/// Gas that must be left before a fragment is read; an activation with less burns all it has.
#[must_use]
pub const fn fragment_gas_required(cold: bool) -> u64 {
    fragment_gas(MAX_CODE_SIZE as u64, cold)
}
