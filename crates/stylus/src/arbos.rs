//! The ArbOS versions at which a Stylus rule changes.

/// Stylus exists, with Stylus version 1; only classic programs.
pub const STYLUS: u64 = 30;

/// Stylus version 2: the cached cost is always paid and the init cost no longer contains it;
/// returned data costs at least what it would cost an EVM frame in memory.
pub const STYLUS_2: u64 = 31;

/// Activation charges for the bytes of the wasm, imports are limited in number, and a missed
/// storage read is surcharged by 5 gas.
pub const CHARGING_FIXES: u64 = 32;

/// The largest wasm becomes a parameter, and an empty code answer is no longer remembered.
pub const WASM_SIZE_PARAMETER: u64 = 40;

/// The stack depth is lowered to 22,000 words.
pub const SHALLOW_STACK: u64 = 50;

/// The newest version a production chain may run.
pub const NEWEST: u64 = 51;

/// Fragmented programs, a setting for activation gas, and the in-block list of recent programs.
/// Accepted on chains with debug precompiles only.
pub const FRAGMENTS: u64 = 60;
