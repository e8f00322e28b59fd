//! The vault at work: lending through its registry, reports, exits, and what goes wrong on the way.

mod aave;
mod debt;
mod exits;
mod governance;
mod harvest;
mod in_kind;
mod keeper;
mod quarantine;

use alloy_primitives::U256;
use ballast_tests::uint;

/// Equal but for some units of rounding.
fn near(value: U256, expected: u128, units: u128) {
    assert!(
        value.abs_diff(uint(expected)) <= uint(units),
        "{value}, {expected} expected"
    );
}
