//! The Stylus parameters of a chain and the record of an activated program, with the 32-byte
//! words Arbitrum keeps them in.

mod record;
mod word;

use thiserror::Error;

pub use record::ARBITRUM_START;
pub use record::Inactive;
pub use record::ProgramRecord;
pub use record::asm_estimate_kib;
pub use record::hours_at;

use crate::arbos;
use crate::ink::InkPrice;
use word::WordReader;
use word::WordWriter;

/// Largest wasm, in bytes, where the chain has no parameter for it, and by default where it has.
pub const DEFAULT_MAX_WASM_SIZE: u32 = 131_072;

/// Page ramp as `ArbWasm.pageRamp()` reports it. No price is computed from it: the ramp in use is
/// the table of [`page_ramp`](crate::pricing::page_ramp).
pub const PAGE_RAMP: u64 = 620_674_314;

/// The gas that `activateProgram` burns on top from ArbOS 60, unless the chain's owner sets it.
/// Arbitrum keeps the setting outside the parameter word.
pub const DEFAULT_ACTIVATION_GAS: u64 = 0;

/// Gas per unit of [`StylusParams::min_init_gas`].
pub const MIN_INIT_GAS_UNIT: u64 = 128;

/// Gas per unit of [`StylusParams::min_cached_init_gas`].
pub const MIN_CACHED_INIT_GAS_UNIT: u64 = 32;

/// Percent per unit of the cost scalars.
pub const COST_SCALAR_PERCENT: u64 = 2;

const SECONDS_PER_DAY: u64 = 86_400;

/// A parameter word that no chain can hold: its ink price is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the parameter word has an ink price of zero")]
pub struct ZeroInkPrice;

/// The Stylus parameters of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StylusParams {
    /// Stylus version that programs are activated for.
    pub version: u16,
    /// Ink per gas.
    pub ink_price: InkPrice,
    /// Depth budget of a program, in words.
    pub max_stack_depth: u32,
    /// Memory pages a transaction has for free.
    pub free_pages: u16,
    /// Gas per page beyond the free ones.
    pub page_gas: u16,
    /// Initial pages a program may ask for at activation.
    pub page_limit: u16,
    /// Least gas of initialising a program that is not cached, in units of 128.
    pub min_init_gas: u8,
    /// Least gas of initialising a program that is cached, in units of 32.
    pub min_cached_init_gas: u8,
    /// Scale of a program's init cost, in units of 2 percent.
    pub init_cost_scalar: u8,
    /// Scale of a program's cached init cost, in units of 2 percent.
    pub cached_cost_scalar: u8,
    /// Days after which an activation expires.
    pub expiry_days: u16,
    /// Days after which an activation may be extended.
    pub keepalive_days: u16,
    /// Programs in the in-block list of recent ones; in effect from ArbOS 60.
    pub block_cache_size: u16,
    /// Largest wasm, in bytes.
    pub max_wasm_size: u32,
    /// Fragments a program may be cut into; 0 before ArbOS 60, when there are none.
    pub max_fragments: u8,
}

impl StylusParams {
    /// The parameters of a chain that starts at an ArbOS version; one older than Stylus counts as
    /// the first with it.
    #[must_use]
    pub fn for_arbos(version: u64) -> Self {
        let first = Self {
            version: 1,
            ink_price: InkPrice::DEFAULT,
            max_stack_depth: 262_144,
            free_pages: 2,
            page_gas: 1_000,
            page_limit: 128,
            min_init_gas: 72,
            min_cached_init_gas: 11,
            init_cost_scalar: 50,
            cached_cost_scalar: 50,
            expiry_days: 365,
            keepalive_days: 31,
            block_cache_size: 32,
            max_wasm_size: DEFAULT_MAX_WASM_SIZE,
            max_fragments: 0,
        };
        first.upgraded(arbos::STYLUS, version)
    }

    /// These parameters after the chain went from one ArbOS version to another. What an owner set
    /// stays, except where an upgrade rewrites it.
    #[must_use]
    pub fn upgraded(mut self, from: u64, to: u64) -> Self {
        let passes = |version: u64| from < version && version <= to;
        if passes(arbos::STYLUS_2) {
            self.version = 2;
            self.min_init_gas = 69;
        }
        if passes(arbos::WASM_SIZE_PARAMETER) {
            self.max_wasm_size = DEFAULT_MAX_WASM_SIZE;
        }
        if passes(arbos::SHALLOW_STACK) {
            self.max_stack_depth = self.max_stack_depth.min(22_000);
        }
        if passes(arbos::FRAGMENTS) {
            self.max_fragments = 2;
        }
        self
    }

    /// The word in which a chain of this ArbOS version keeps the parameters: the fields in the
    /// order of this struct, big-endian from the left, the ink price in 3 bytes. Fields that the
    /// version does not know are left out.
    #[must_use]
    pub fn encode(&self, arbos_version: u64) -> [u8; 32] {
        let mut word = WordWriter::default();
        word.put(&self.version.to_be_bytes());
        word.put(&self.ink_price.to_be_bytes());
        word.put(&self.max_stack_depth.to_be_bytes());
        word.put(&self.free_pages.to_be_bytes());
        word.put(&self.page_gas.to_be_bytes());
        word.put(&self.page_limit.to_be_bytes());
        word.put(&[self.min_init_gas, self.min_cached_init_gas]);
        word.put(&[self.init_cost_scalar, self.cached_cost_scalar]);
        word.put(&self.expiry_days.to_be_bytes());
        word.put(&self.keepalive_days.to_be_bytes());
        word.put(&self.block_cache_size.to_be_bytes());
        if arbos::WASM_SIZE_PARAMETER <= arbos_version {
            word.put(&self.max_wasm_size.to_be_bytes());
        }
        if arbos::FRAGMENTS <= arbos_version {
            word.put(&[self.max_fragments]);
        }
        word.finish()
    }

    /// The parameters in a word written by [`encode`](Self::encode) at the same ArbOS version.
    ///
    /// # Errors
    /// [`ZeroInkPrice`] for a word that no chain holds.
    pub fn decode(word: &[u8; 32], arbos_version: u64) -> Result<Self, ZeroInkPrice> {
        let mut word = WordReader::new(word);
        Ok(Self {
            version: word.u16(),
            ink_price: InkPrice::new(word.u24()).ok_or(ZeroInkPrice)?,
            max_stack_depth: word.u32(),
            free_pages: word.u16(),
            page_gas: word.u16(),
            page_limit: word.u16(),
            min_init_gas: word.u8(),
            min_cached_init_gas: word.u8(),
            init_cost_scalar: word.u8(),
            cached_cost_scalar: word.u8(),
            expiry_days: word.u16(),
            keepalive_days: word.u16(),
            block_cache_size: word.u16(),
            max_wasm_size: if arbos::WASM_SIZE_PARAMETER <= arbos_version {
                word.u32()
            } else {
                DEFAULT_MAX_WASM_SIZE
            },
            max_fragments: if arbos::FRAGMENTS <= arbos_version {
                word.u8()
            } else {
                0
            },
        })
    }

    /// Gas of `ArbWasm.minInitGas()`: least init gas, least cached init gas.
    #[must_use]
    pub fn min_init_gas(&self) -> (u64, u64) {
        (
            u64::from(self.min_init_gas) * MIN_INIT_GAS_UNIT,
            u64::from(self.min_cached_init_gas) * MIN_CACHED_INIT_GAS_UNIT,
        )
    }

    /// Sets the least gas of initialising a program, as `ArbOwner.setWasmMinInitGas` does: each
    /// rounded up to its unit, at most 255 units.
    pub fn set_min_init_gas(&mut self, gas: u8, cached_gas: u16) {
        self.min_init_gas = units_up(u64::from(gas), MIN_INIT_GAS_UNIT);
        self.min_cached_init_gas = units_up(u64::from(cached_gas), MIN_CACHED_INIT_GAS_UNIT);
    }

    /// Percent of `ArbWasm.initCostScalar()`.
    #[must_use]
    pub fn init_cost_percent(&self) -> u64 {
        u64::from(self.init_cost_scalar) * COST_SCALAR_PERCENT
    }

    /// Sets the scale of init costs, as `ArbOwner.setWasmInitCostScalar` does: rounded up to 2
    /// percent, at most 510.
    pub fn set_init_cost_percent(&mut self, percent: u64) {
        self.init_cost_scalar = units_up(percent, COST_SCALAR_PERCENT);
    }

    /// Seconds after which an activation expires.
    #[must_use]
    pub fn expiry_seconds(&self) -> u64 {
        u64::from(self.expiry_days) * SECONDS_PER_DAY
    }

    /// Seconds after which an activation may be extended.
    #[must_use]
    pub fn keepalive_seconds(&self) -> u64 {
        u64::from(self.keepalive_days) * SECONDS_PER_DAY
    }
}

fn units_up(value: u64, unit: u64) -> u8 {
    u8::try_from(value.div_ceil(unit)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
