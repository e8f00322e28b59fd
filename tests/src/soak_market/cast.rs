//! Who acts in a market's soak. All but Alice have no key: the chain sends for them.

use alloy_primitives::Address;

use crate::actors::ALICE;

/// Supplies and borrows.
pub const DAVE: Address = Address::repeat_byte(0xda);
/// Supplies and borrows.
pub const ERIN: Address = Address::repeat_byte(0xe1);
/// Supplies and borrows.
pub(super) const FRANK: Address = Address::repeat_byte(0xfa);
/// Has money and bad intentions.
pub const EVE: Address = Address::repeat_byte(0xee);
/// Pokes, touches and liquidates.
pub const KEEPER: Address = Address::repeat_byte(0xc0);
/// Narrows, at first.
pub(super) const SENTINEL: Address = Address::repeat_byte(0x5e);
/// Governs the market, at first, and the parameter store.
pub const GOVERNOR: Address = Address::repeat_byte(0x90);
/// Is offered to govern now and then.
pub(super) const HEIR: Address = Address::repeat_byte(0x4e);
/// Gets the fee.
pub(super) const TREASURY: Address = Address::repeat_byte(0x7e);
/// Asks views.
pub(super) const ASKER: Address = Address::repeat_byte(0xdd);

/// Who has tokens: all of them act for themselves.
pub const PEOPLE: [Address; 6] = [ALICE, DAVE, ERIN, FRANK, EVE, KEEPER];

/// Who acts in some role.
pub(super) const OFFICERS: [Address; 4] = [SENTINEL, GOVERNOR, HEIR, TREASURY];

/// What they are called.
pub(super) const NAMES: [(Address, &str); 11] = [
    (ALICE, "alice"),
    (DAVE, "dave"),
    (ERIN, "erin"),
    (FRANK, "frank"),
    (EVE, "eve"),
    (KEEPER, "keeper"),
    (SENTINEL, "sentinel"),
    (GOVERNOR, "governor"),
    (HEIR, "heir"),
    (TREASURY, "treasury"),
    (ASKER, "asker"),
];
