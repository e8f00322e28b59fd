//! Prices inside a program, in ink.
//!
//! The WASM side is metered in ink; what touches the chain is priced in gas and bought with ink at
//! the chain's ink price.

mod hosts;
pub(crate) mod operators;

use std::num::NonZeroU32;

pub use hosts::CONSOLE_FUNCTIONS;
pub use hosts::CONSOLE_MODULE;
pub use hosts::HOST_FUNCTIONS;
pub use hosts::HOST_MODULE;
pub use hosts::HostFunction;
pub use hosts::WasmType;
pub use hosts::host_function;

/// Ink of any host call that does work.
pub const HOSTIO: u64 = 8_400;

/// Ink per pointer a host function takes.
pub const PTR: u64 = 5_040;

/// Ink of a request to the chain.
pub const EVM_API: u64 = 59_673;

/// Bytes that a transfer between program and host has for free.
const FREE_BYTES: u64 = 32;

/// The ink that one gas buys: at least 1, at most 24 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InkPrice(NonZeroU32);

impl InkPrice {
    /// 10,000 ink per gas, the price of a chain whose owner left it alone.
    pub const DEFAULT: Self = Self(NonZeroU32::MIN.saturating_add(9_999));

    /// A price in ink per gas; `None` for 0 and beyond 24 bits.
    #[must_use]
    pub const fn new(ink_per_gas: u32) -> Option<Self> {
        match NonZeroU32::new(ink_per_gas) {
            Some(price) if ink_per_gas <= 0x00ff_ffff => Some(Self(price)),
            _ => None,
        }
    }

    /// Ink per gas.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The ink that buys `gas`, saturating.
    #[must_use]
    pub fn gas_to_ink(self, gas: u64) -> u64 {
        gas.saturating_mul(u64::from(self.get()))
    }

    /// The whole gas in `ink`, rounded down.
    #[must_use]
    pub fn ink_to_gas(self, ink: u64) -> u64 {
        ink / u64::from(self.get())
    }

    /// The three bytes of the parameter word.
    pub(crate) const fn to_be_bytes(self) -> [u8; 3] {
        let [_, high, middle, low] = self.get().to_be_bytes();
        [high, middle, low]
    }
}

/// Ink of writing `bytes` bytes into the program: 5,040 + 30 for each beyond 32.
#[must_use]
pub const fn write_ink(bytes: u64) -> u64 {
    PTR.saturating_add(bytes.saturating_sub(FREE_BYTES).saturating_mul(30))
}

/// Ink of reading `bytes` bytes from the program: 16,381 + 55 for each beyond 32.
#[must_use]
pub const fn read_ink(bytes: u64) -> u64 {
    bytes
        .saturating_sub(FREE_BYTES)
        .saturating_mul(55)
        .saturating_add(16_381)
}

/// Ink of hashing `bytes` bytes: 121,800 + 21,000 for each word of 32 beyond two.
#[must_use]
pub const fn keccak_ink(bytes: u64) -> u64 {
    let words = bytes.div_ceil(32);
    words
        .saturating_sub(2)
        .saturating_mul(21_000)
        .saturating_add(121_800)
}

/// Ink of raising to a power, by the big-endian exponent: 3,000 + 17,500 for each of its
/// significant bytes and one more. Exponent 0 costs as much as if it had no significant byte.
#[must_use]
pub fn pow_ink(exponent: &[u8; 32]) -> u64 {
    let leading_zeros = exponent.iter().take_while(|byte| **byte == 0).count() as u64;
    3_000 + 17_500 * (33 - leading_zeros)
}

#[cfg(test)]
mod tests;
