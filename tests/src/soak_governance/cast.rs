//! Who acts in a soak of governance. All but Alice and Bob have no key: the chain sends for them.

use alloy_primitives::Address;

pub use crate::actors::ALICE;
use crate::actors::BOB;

/// Holds and votes.
pub const DAVE: Address = Address::repeat_byte(0xda);
/// Holds and votes.
pub const ERIN: Address = Address::repeat_byte(0xe1);
/// Holds and votes.
pub(super) const FRANK: Address = Address::repeat_byte(0xfa);
/// Holds a little, and has bad intentions.
pub const EVE: Address = Address::repeat_byte(0xee);
/// Executes what is ready.
pub const KEEPER: Address = Address::repeat_byte(0xc0);
/// Schedules and cancels beside the governor.
pub const COUNCIL: Address = Address::repeat_byte(0xc1);
/// Cancels proposals and operations, and lowers limits.
pub const GUARDIAN: Address = Address::repeat_byte(0x60);
/// Lowers parameters.
pub const SENTINEL: Address = Address::repeat_byte(0x5e);
/// Appoints in the timelock, besides the timelock itself.
pub(super) const ADMIN: Address = Address::repeat_byte(0xad);
/// Asks views.
pub(super) const ASKER: Address = Address::repeat_byte(0xdd);

/// Who holds tokens and votes.
pub(super) const PEOPLE: [Address; 6] = [ALICE, BOB, DAVE, ERIN, FRANK, EVE];

/// Who signs.
pub(super) const SIGNERS: [Address; 2] = [ALICE, BOB];

/// Who has some role.
pub(super) const OFFICERS: [Address; 5] = [KEEPER, COUNCIL, GUARDIAN, SENTINEL, ADMIN];

/// What they are called.
pub(super) const NAMES: [(Address, &str); 12] = [
    (ALICE, "alice"),
    (BOB, "bob"),
    (DAVE, "dave"),
    (ERIN, "erin"),
    (FRANK, "frank"),
    (EVE, "eve"),
    (KEEPER, "keeper"),
    (COUNCIL, "council"),
    (GUARDIAN, "guardian"),
    (SENTINEL, "sentinel"),
    (ADMIN, "admin"),
    (ASKER, "asker"),
];
