//! A word of an address and 96 bits before it.

use alloy_primitives::{Address, U256};
use ballast_shell::{Word, address_in, number, word};

/// The bits of an address.
const ADDRESS_BITS: usize = 160;

/// The address, and the bits before it.
pub(crate) fn split(word: &Word) -> (Address, u128) {
    let [low, high, ..] = *number(word).wrapping_shr(ADDRESS_BITS).as_limbs();
    (address_in(word), u128::from(high) << 64 | u128::from(low))
}

/// The opposite of [`split`]; `bits` above 96 are lost.
pub(crate) fn join(address: Address, bits: u128) -> Word {
    let bits = U256::from_limbs([bits as u64, (bits >> 64) as u64, 0, 0]);
    let address = number(&address.into_word().0);
    word(bits.wrapping_shl(ADDRESS_BITS) | address)
}
