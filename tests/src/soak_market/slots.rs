//! Where the market keeps what the laws look at: `contracts/market/src/state.rs`.

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::SolValue;

use crate::contract::uint;

/// What is supplied when interest was last booked: assets in the left half, shares in the right.
pub const SUPPLY: u128 = 3;
/// What is lent since then, alike.
pub const DEBT: u128 = 4;
/// Shares of the reserve in the left half, and of the fee's recipient.
pub const FEES: u128 = 6;
/// Who governs.
pub const AUTHORITY: u128 = 8;

/// The averages' word.
pub fn averages(index: usize) -> U256 {
    numbered(index, 19)
}

/// Shares of the supply.
pub fn supplier(account: Address) -> U256 {
    keccak256((account, uint(20)).abi_encode()).into()
}

/// Debt shares in the left half, collaterals, check and mark in the right.
pub fn account(account: Address) -> U256 {
    keccak256((account, uint(21)).abi_encode()).into()
}

/// Whether one may act for the other.
pub fn authorization(authorizer: Address, authorized: Address) -> U256 {
    let inner: U256 = keccak256((authorizer, uint(22)).abi_encode()).into();
    keccak256((authorized, inner).abi_encode()).into()
}

/// An account's amount of a collateral.
pub fn holding(account: Address, index: usize) -> U256 {
    keccak256((account, uint(64 + index as u128)).abi_encode()).into()
}

fn numbered(index: usize, field: u128) -> U256 {
    keccak256((uint(index as u128), uint(field)).abi_encode()).into()
}

/// Both halves of a word.
pub(super) fn halves(word: U256) -> (u128, u128) {
    let [a, b, c, d] = *word.as_limbs();
    let join = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
    (join(d, c), join(b, a))
}
