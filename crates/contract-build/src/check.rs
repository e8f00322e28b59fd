//! The limits a contract has to keep, and what it costs.

use ballast_stylus::Activation;
use ballast_stylus::Rules;
use ballast_stylus::activate;
use ballast_stylus::arbos;
use ballast_stylus::format;
use ballast_stylus::format::MAX_CODE_SIZE;
use ballast_stylus::params::StylusParams;

use crate::BuildError;
use crate::clean::clean;

/// Memory pages a contract may start with: those that a transaction has for free.
pub const MAX_FOOTPRINT_PAGES: u16 = 2;

/// Bytes of deployed code from which the build warns.
pub const WARN_CODE_SIZE: usize = 22_000;

/// A contract that a chain takes, and what it costs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its name, as in `vault`.
    pub name: String,
    /// What is deployed: prefix and compressed WASM.
    pub code: Vec<u8>,
    /// The WASM in it.
    pub wasm: Vec<u8>,
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

impl Contract {
    /// Cleans, checks, measures and compresses the compiler's `wasm` of a contract.
    ///
    /// # Errors
    /// [`BuildError::Clean`], [`BuildError::Invalid`], [`BuildError::Footprint`] and
    /// [`BuildError::TooLarge`].
    pub fn check(name: &str, wasm: &[u8]) -> Result<Self, BuildError> {
        let contract = || name.to_owned();
        let wasm = clean(wasm).map_err(|source| BuildError::Clean {
            contract: contract(),
            source,
        })?;
        let activation = activation(&wasm).map_err(|source| BuildError::Invalid {
            contract: contract(),
            source,
        })?;
        if MAX_FOOTPRINT_PAGES < activation.footprint {
            return Err(BuildError::Footprint {
                contract: contract(),
                pages: activation.footprint,
            });
        }
        let code = format::compress(&wasm);
        if MAX_CODE_SIZE < code.len() {
            return Err(BuildError::TooLarge {
                contract: contract(),
                bytes: code.len(),
            });
        }
        Ok(Self {
            name: contract(),
            code,
            wasm,
            footprint_pages: activation.footprint,
            init_cost: activation.init_cost,
            cached_init_cost: activation.cached_init_cost,
            asm_estimate_bytes: activation.asm_estimate_bytes,
            activation_gas: activation.gas,
        })
    }

    /// What the build should say about a contract that is close to the limit.
    #[must_use]
    pub fn warning(&self) -> Option<String> {
        let bytes = self.code.len();
        let name = &self.name;
        (WARN_CODE_SIZE <= bytes).then(|| {
            format!("contract {name} has {bytes} bytes of code, {MAX_CODE_SIZE} are allowed")
        })
    }
}

/// Activates under the newest rules of a production chain, and under the strictest there are.
fn activation(wasm: &[u8]) -> Result<Activation, ballast_stylus::InvalidProgram> {
    let rules = |version| Rules::new(version, &StylusParams::for_arbos(version));
    activate(wasm, &rules(arbos::FRAGMENTS))?;
    activate(wasm, &rules(arbos::NEWEST))
}
