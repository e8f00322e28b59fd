//! Who acts in a soak.
//!
//! All but one have no key: the chain sends for them, which costs no signature. Alice signs herself
//! and can give permits.

use alloy_primitives::Address;

use crate::actors::ALICE;

/// Deposits.
pub const DAVE: Address = Address::repeat_byte(0xda);
/// Deposits.
pub const ERIN: Address = Address::repeat_byte(0xe1);
/// Deposits.
pub(super) const FRANK: Address = Address::repeat_byte(0xfa);
/// Has money and bad intentions.
pub const EVE: Address = Address::repeat_byte(0xee);
/// Harvests and probes.
pub const KEEPER: Address = Address::repeat_byte(0xc0);
/// Moves debt, at first.
pub const ALLOCATOR: Address = Address::repeat_byte(0xa1);
/// Narrows, at first.
pub(super) const SENTINEL: Address = Address::repeat_byte(0x5e);
/// Stops deposits, at first.
pub(super) const GUARDIAN: Address = Address::repeat_byte(0x60);
/// Governs vault and registry, at first.
pub const GOVERNOR: Address = Address::repeat_byte(0x90);
/// Is offered to govern now and then.
pub(super) const HEIR: Address = Address::repeat_byte(0x4e);
/// Gets fees.
pub(super) const TREASURY: Address = Address::repeat_byte(0x7e);
/// Lends what the second vault holds, and reports to it.
pub(super) const VENUE_KEEPER: Address = Address::repeat_byte(0xbe);
/// Where lost tokens go.
pub(super) const SINK: Address = Address::repeat_byte(0xdd);

/// Who deposits, withdraws and transfers: all have tokens.
pub const INVESTORS: [Address; 5] = [ALICE, DAVE, ERIN, FRANK, EVE];

/// Who acts in some role.
pub(super) const OFFICERS: [Address; 8] = [
    KEEPER,
    ALLOCATOR,
    SENTINEL,
    GUARDIAN,
    GOVERNOR,
    HEIR,
    TREASURY,
    VENUE_KEEPER,
];

/// What they are called.
pub(super) const PEOPLE: [(Address, &str); 14] = [
    (ALICE, "alice"),
    (DAVE, "dave"),
    (ERIN, "erin"),
    (FRANK, "frank"),
    (EVE, "eve"),
    (KEEPER, "keeper"),
    (ALLOCATOR, "allocator"),
    (SENTINEL, "sentinel"),
    (GUARDIAN, "guardian"),
    (GOVERNOR, "governor"),
    (HEIR, "heir"),
    (TREASURY, "treasury"),
    (VENUE_KEEPER, "venue_keeper"),
    (SINK, "sink"),
];
