//! Revert data.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::factory::Factory as Abi;
use ballast_shell::{Word, encode, uint};

/// `InvalidBlueprint(blueprint)`
pub(crate) fn invalid_blueprint(blueprint: Address) -> Vec<u8> {
    let words = [blueprint.into_word().0];
    encode(Abi::InvalidBlueprint::SELECTOR, &words)
}

/// `SaltUsed(salt)`
pub(crate) fn salt_used(salt: Word) -> Vec<u8> {
    encode(Abi::SaltUsed::SELECTOR, &[salt])
}

/// `CopyFailed(copy)`
pub(crate) fn copy_failed(copy: Address) -> Vec<u8> {
    encode(Abi::CopyFailed::SELECTOR, &[copy.into_word().0])
}

/// `OutOfBounds(value, max)`; a value beyond 64 bits is the largest.
pub(crate) fn out_of_bounds(value: u64, max: u64) -> Vec<u8> {
    encode(Abi::OutOfBounds::SELECTOR, &[uint(value), uint(max)])
}
