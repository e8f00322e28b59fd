//! Why the contracts could not be built.

use std::io;
use std::path::PathBuf;

use ballast_stylus::InvalidProgram;
use ballast_stylus::format::MAX_CODE_SIZE;
use thiserror::Error;

use crate::check::MAX_FOOTPRINT_PAGES;
use crate::clean::CleanError;

/// Why the contracts could not be built.
#[derive(Debug, Error)]
pub enum BuildError {
    /// A program could not be started.
    #[error("cannot run {command}: {source}")]
    Start {
        /// What should have run.
        command: String,
        /// Why it did not.
        source: io::Error,
    },
    /// A program ran and failed; its own words follow.
    #[error("{command} failed\n{output}")]
    Failed {
        /// What ran.
        command: String,
        /// What it printed as its reason.
        output: String,
    },
    /// A program answered something that cannot be read.
    #[error("cannot read the answer of {command}: {source}")]
    Answer {
        /// What ran.
        command: &'static str,
        /// Why its answer cannot be read.
        source: serde_json::Error,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// `rust-toolchain.toml` names no channel.
    #[error("rust-toolchain.toml names no channel")]
    NoChannel,
    /// The variable that forces a toolchain has an unknown value.
    #[error("{variable} is \"{value}\", but may only be \"rustup\" or \"debian\"")]
    UnknownChoice {
        /// Name of the variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// There is no compiler for WASM and none could be installed.
    #[error(
        "no compiler for the contracts: run `rustup target add --toolchain {channel} \
         wasm32-unknown-unknown`, or on Debian, as root, `apt-get install rustc-web cargo-web \
         rust-web-src lld-N` with the N of the LLVM in that rustc"
    )]
    NoCompiler {
        /// The channel that `rust-toolchain.toml` pins.
        channel: String,
    },
    /// Cargo reported success, but no WASM of a contract.
    #[error("cargo built no wasm for contract {contract}")]
    NoWasm {
        /// Name of the contract.
        contract: String,
    },
    /// The compiler's WASM cannot be cleaned.
    #[error("contract {contract}: {source}")]
    Clean {
        /// Name of the contract.
        contract: String,
        /// Why not.
        source: CleanError,
    },
    /// No chain would activate the contract.
    #[error("contract {contract} cannot be activated: {source}")]
    Invalid {
        /// Name of the contract.
        contract: String,
        /// What is wrong with it.
        source: InvalidProgram,
    },
    /// The contract asks for more memory than a transaction has for free.
    #[error(
        "contract {contract} starts with {pages} memory pages, {MAX_FOOTPRINT_PAGES} are allowed"
    )]
    Footprint {
        /// Name of the contract.
        contract: String,
        /// Pages it asks for.
        pages: u16,
    },
    /// The contract is too large to be deployed.
    #[error("contract {contract} has {bytes} bytes of code, {MAX_CODE_SIZE} are allowed")]
    TooLarge {
        /// Name of the contract.
        contract: String,
        /// Bytes of its code.
        bytes: usize,
    },
}
