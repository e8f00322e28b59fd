//! Where governance keeps what the laws look at, and what faults are planted in.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;

use crate::contract::uint;

/// The token's supply as a snapshot: `contracts/votes/src/state.rs`.
pub const SUPPLY: u128 = 5;

/// A balance of the token.
pub fn balance(account: Address) -> U256 {
    keccak256((account, uint(2)).abi_encode()).into()
}

/// With whom an account's tokens vote.
pub fn delegate(account: Address) -> U256 {
    keccak256((account, uint(6)).abi_encode()).into()
}

/// The latest snapshot of an account's votes.
pub fn votes(account: Address) -> U256 {
    keccak256((account, uint(7)).abi_encode()).into()
}

/// An earlier snapshot of an account's votes.
pub fn earlier_votes(account: Address, index: u128) -> U256 {
    let inner: U256 = keccak256((account, uint(8)).abi_encode()).into();
    keccak256((uint(index), inner).abi_encode()).into()
}

/// The shortest delay of the timelock: `contracts/timelock/src/state.rs`.
pub const MIN_DELAY: u128 = 1;

/// Whether an account has a role of the timelock.
pub fn role(role: B256, account: Address) -> U256 {
    let inner: U256 = keccak256((role, uint(2)).abi_encode()).into();
    keccak256((account, inner).abi_encode()).into()
}

/// An operation of the timelock: its time in the last eight bytes.
pub fn operation(id: B256) -> U256 {
    keccak256((id, uint(3)).abi_encode()).into()
}

/// The votes that a proposer needs: `contracts/governor/src/state.rs`.
pub const THRESHOLD: u128 = 7;

/// Who cancels proposals in the last twenty bytes, the end of their time in the six before.
pub const GUARDIAN: u128 = 8;

/// A proposal of the governor.
pub fn proposal(id: U256) -> U256 {
    keccak256((id, uint(12)).abi_encode()).into()
}

/// Votes for a proposal, with the deadline that late ones put off.
pub fn votes_for(id: U256) -> U256 {
    keccak256((id, uint(13)).abi_encode()).into()
}

/// Whether somebody voted.
pub fn voted(id: U256, voter: Address) -> U256 {
    let inner: U256 = keccak256((id, uint(16)).abi_encode()).into();
    keccak256((voter, inner).abi_encode()).into()
}

/// A limit of the treasury in the right half, what was used in the left:
/// `contracts/treasury/src/state.rs`.
pub fn outflow(token: Address) -> U256 {
    keccak256((token, uint(5)).abi_encode()).into()
}

/// A parameter's value in the left half: `contracts/params/src/state.rs`.
pub fn parameter(key: B256) -> U256 {
    keccak256((key, uint(5)).abi_encode()).into()
}
