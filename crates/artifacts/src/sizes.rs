//! What the contracts weigh, for snapshots and reports.

use ballast_stylus::format::MAX_CODE_SIZE;
use serde::Serialize;

use crate::ALL;
use crate::Artifact;

/// Size and fixed costs of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// Name of the contract.
    pub name: &'static str,
    /// Compiler that the figures hold for.
    pub compiler: &'static str,
    /// Bytes of deployed code.
    pub code_bytes: usize,
    /// Bytes of WASM.
    pub wasm_bytes: usize,
    /// Memory pages it starts with.
    pub footprint_pages: u16,
    /// Gas of entering it while it is cached.
    pub entry_gas_cached: u64,
    /// Gas of entering it while it is not.
    pub entry_gas_uncached: u64,
    /// Gas of an activation that depends on the program.
    pub activation_gas: u64,
    /// Estimated bytes of native code.
    pub asm_estimate_bytes: u32,
}

impl From<&Artifact> for Sizes {
    fn from(artifact: &Artifact) -> Self {
        Self {
            name: artifact.name,
            compiler: artifact.compiler,
            code_bytes: artifact.code.len(),
            wasm_bytes: artifact.wasm.len(),
            footprint_pages: artifact.footprint_pages,
            entry_gas_cached: artifact.entry_gas_cached(),
            entry_gas_uncached: artifact.entry_gas_uncached(),
            activation_gas: artifact.activation_gas,
            asm_estimate_bytes: artifact.asm_estimate_bytes,
        }
    }
}

/// The sizes of all contracts, by name.
#[must_use]
pub fn sizes() -> Vec<Sizes> {
    ALL.iter().map(Sizes::from).collect()
}

/// The sizes of all contracts as a Markdown table.
#[must_use]
pub fn table() -> String {
    let mut table = format!(
        "| contract | code (of {MAX_CODE_SIZE}) | wasm | pages | entry gas, cached | entry gas, \
         not cached | activation gas |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    );
    for sizes in sizes() {
        let Sizes {
            name,
            compiler: _,
            code_bytes,
            wasm_bytes,
            footprint_pages,
            entry_gas_cached,
            entry_gas_uncached,
            activation_gas,
            asm_estimate_bytes: _,
        } = sizes;
        table.push_str(&format!(
            "| {name} | {code_bytes} | {wasm_bytes} | {footprint_pages} | {entry_gas_cached} \
             | {entry_gas_uncached} | {activation_gas} |\n"
        ));
    }
    table
}
