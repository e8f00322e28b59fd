//! What Arbitrum's Stylus defines as pure functions of bytes and numbers.
//!
//! No chain, no runtime, no I/O: state and time come in as values, a figure or an instrumented
//! module comes out. The contract build uses it to check and measure programs before they are
//! deployed; the embedded chain uses it to charge what Arbitrum charges, to the unit.
//!
//! - [`mod@format`]: deployed code and what is inside it (prefixes, brotli, fragments, init code);
//! - [`params`]: the Stylus parameters of a chain and the record of an activated program;
//! - [`pricing`]: gas of activation, program entry, memory pages and chain access; the data fee;
//! - [`ink`]: prices inside a program: operators, host functions, ink against gas;
//! - [`activate()`]: the validity rules and the instrumentation, from wasm bytes to the module that
//!   an engine runs.
//!
//! Gas is in EVM gas, ink in units of one over the chain's ink price. Unless a function says
//! otherwise arithmetic is on unsigned 64-bit integers and saturates, as it does on Arbitrum.
//! Nothing panics, whatever the input.

mod activate;
pub mod arbos;
pub mod format;
pub mod ink;
mod instrument;
pub mod params;
pub mod pricing;
mod validate;

pub use activate::Activation;
pub use activate::ModuleSize;
pub use activate::Rules;
pub use activate::activate;
pub use instrument::INK_LEFT_GLOBAL;
pub use instrument::INK_STATUS_GLOBAL;
pub use instrument::SCRATCH_GLOBAL;
pub use instrument::STACK_LEFT_GLOBAL;
pub use instrument::START_EXPORT;
pub use validate::ENTRYPOINT_EXPORT;
pub use validate::InvalidProgram;
pub use validate::MEMORY_EXPORT;
