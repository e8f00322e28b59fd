//! One built contract.

use alloy_json_abi::JsonAbi;
use ballast_stylus::arbos;
use ballast_stylus::format;
use ballast_stylus::params::ProgramRecord;
use ballast_stylus::params::StylusParams;
use ballast_stylus::params::asm_estimate_kib;
use ballast_stylus::pricing;

use crate::ALL;

/// A contract as it is deployed, and what it costs on a chain with the newest ArbOS of production
/// and its default parameters.
#[derive(Clone, Copy, Debug)]
pub struct Artifact {
    /// Name, as in `vault`.
    pub name: &'static str,
    /// What is deployed: `EF F0 00 00` and the compressed WASM.
    pub code: &'static [u8],
    /// The WASM in the code.
    pub wasm: &'static [u8],
    /// The contract's ABI, constructor included.
    pub abi: fn() -> JsonAbi,
    /// Name and version of the compiler that built it, as in `rustc 1.95.0`. Another compiler
    /// makes other bytes, and with them other costs.
    pub compiler: &'static str,
    /// Memory pages it starts with.
    pub footprint_pages: u16,
    /// Gas of initialising it when it is not cached, without the chain's minimum.
    pub init_cost: u16,
    /// Gas of initialising it when it is cached, without the chain's minimum.
    pub cached_init_cost: u16,
    /// Estimated bytes of native code; the data fee of an activation grows with them.
    pub asm_estimate_bytes: u32,
    /// Gas of an activation that depends on the program.
    pub activation_gas: u64,
}

impl Artifact {
    /// EVM init code that deploys the contract.
    #[must_use]
    pub fn init_code(&self) -> Vec<u8> {
        format::init_code(self.code)
    }

    /// Gas of a call before the program's first instruction while the contract is cached: 352 and
    /// the cached init cost.
    #[must_use]
    pub fn entry_gas_cached(&self) -> u64 {
        self.entry_gas().1
    }

    /// The same while it is not cached: another 8,832 and the init cost.
    #[must_use]
    pub fn entry_gas_uncached(&self) -> u64 {
        self.entry_gas().0
    }

    /// The ABI as JSON, in the form that Solidity tools read.
    ///
    /// # Errors
    /// Only if the serializer fails, which it does for no ABI that exists in memory.
    pub fn abi_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(&(self.abi)())
    }

    /// Uncached and cached. Pages cost nothing: the build allows no more than are free.
    fn entry_gas(&self) -> (u64, u64) {
        let params = StylusParams::for_arbos(arbos::NEWEST);
        let record = ProgramRecord {
            version: params.version,
            init_cost: self.init_cost,
            cached_init_cost: self.cached_init_cost,
            footprint: self.footprint_pages,
            asm_estimate_kib: asm_estimate_kib(self.asm_estimate_bytes),
            ..ProgramRecord::default()
        };
        pricing::program_init_gas(&record, &params)
    }
}

/// The contract of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Artifact> {
    ALL.iter().find(|artifact| artifact.name == name)
}
