//! Who acts.

use alloy_primitives::{Address, address};
use alloy_signer_local::PrivateKeySigner;
use ballast_bench::chain::Chain;
use ballast_devnet::DEV_ACCOUNTS;

/// Deploys and mints; never acts in a test.
pub const DEPLOYER: Address = Chain::account(0);
/// A depositor.
pub const ALICE: Address = Chain::account(1);
/// Another one.
pub const BOB: Address = Chain::account(2);
/// A third.
pub const CAROL: Address = Chain::account(3);
/// The attacker.
pub const MALLORY: Address = Chain::account(4);
/// Has a key, and neither tokens nor shares nor allowances.
pub const PAUPER: Address = Chain::account(5);
/// Nobody: has neither money nor a key.
pub const STRANGER: Address = address!("57a4ae57a4ae57a4ae57a4ae57a4ae57a4ae57a4");

/// The key of an actor.
pub fn key_of(actor: Address) -> PrivateKeySigner {
    let account = DEV_ACCOUNTS.iter().find(|account| account.address == actor);
    let key = account.expect("an actor with a key").key;
    PrivateKeySigner::from_bytes(&key).expect("a valid key")
}
