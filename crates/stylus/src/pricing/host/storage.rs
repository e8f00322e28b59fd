//! Gas of storage through a program's cache.

use crate::arbos;
use crate::ink::EVM_API;
use crate::ink::InkPrice;

const COLD_SLOT_GAS: u64 = 2_100;
const WARM_SLOT_GAS: u64 = 100;
const ZERO: [u8; 32] = [0; 32];

/// Gas that must be left before a storage word is loaded: a cold read, the highest price of the
/// cache, and the price of a request in gas; 2,115 at the default ink price.
#[must_use]
pub fn storage_load_required_gas(ink_price: InkPrice) -> u64 {
    COLD_SLOT_GAS + 10 + ink_price.ink_to_gas(EVM_API)
}

/// Gas of a storage load: `reads` counts this one and those before it in the same invocation;
/// `miss` is the slot's coldness if the cache does not hold the word.
///
/// 0, 2 or 10 for up to 32, up to 128, more reads; for a miss the access and a surcharge, which is
/// the price of a request in gas, and before ArbOS 32 that same figure in ink taken for gas.
#[must_use]
pub fn storage_load_gas(
    reads: u64,
    miss: Option<bool>,
    ink_price: InkPrice,
    arbos_version: u64,
) -> u64 {
    let cache = match reads {
        0..=32 => 0,
        33..=128 => 2,
        _ => 10,
    };
    let Some(cold) = miss else {
        return cache;
    };
    let access = if cold { COLD_SLOT_GAS } else { WARM_SLOT_GAS };
    let surcharge = if arbos_version < arbos::CHARGING_FIXES {
        EVM_API
    } else {
        ink_price.ink_to_gas(EVM_API)
    };
    cache + access + surcharge
}

/// Gas of caching a storage word: 0, 7 or 10 for up to 8, up to 64, more writes; `writes` counts
/// this one and those before it in the same invocation.
#[must_use]
pub const fn storage_cache_gas(writes: u64) -> u64 {
    match writes {
        0..=8 => 0,
        9..=64 => 7,
        _ => 10,
    }
}

/// What flushing one word does to gas and to the refund counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotWrite {
    /// Gas.
    pub gas: u64,
    /// Change of the refund counter, in gas.
    pub refund: i64,
}

/// Gas and refund of flushing `new` to a slot that held `original` when the transaction started
/// and holds `current` now. There is no sentry of 2,300 gas per slot.
#[must_use]
pub fn slot_write(
    cold: bool,
    original: &[u8; 32],
    current: &[u8; 32],
    new: &[u8; 32],
) -> SlotWrite {
    let access = if cold { COLD_SLOT_GAS } else { 0 };
    if new == current {
        return SlotWrite {
            gas: access + 100,
            refund: 0,
        };
    }
    if current == original {
        let (gas, refund) = match (*original == ZERO, *new == ZERO) {
            (true, _) => (20_000, 0),
            (false, true) => (2_900, 4_800),
            (false, false) => (2_900, 0),
        };
        return SlotWrite {
            gas: access + gas,
            refund,
        };
    }
    let mut refund = 0;
    if *original != ZERO {
        if *current == ZERO {
            refund -= 4_800;
        } else if *new == ZERO {
            refund += 4_800;
        }
    }
    if new == original {
        refund += if *original == ZERO { 19_900 } else { 2_800 };
    }
    SlotWrite {
        gas: access + 100,
        refund,
    }
}
