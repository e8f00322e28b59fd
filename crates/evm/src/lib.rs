//! Executes one Arbitrum transaction: EVM bytecode and Stylus programs side by side, with the gas of
//! Arbitrum to the unit.
//!
//! The EVM is revm and the WebAssembly runtime is wasmi; what is written here is only what Arbitrum
//! adds to them: program entry and host functions, ArbOS state and precompiles, fee rules. The crate
//! holds no chain: state comes in through [`revm::Database`], changes go out in [`Execution`].

mod arbos;
mod context;
mod executor;
mod handler;
mod instructions;
mod poster;
mod program;
mod recent;
mod rules;
mod types;
mod vm;

pub use executor::{Executor, NoExecutor};
pub use recent::RecentPrograms;
pub use types::*;
