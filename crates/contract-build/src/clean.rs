//! What is done to the compiler's WASM before it is deployed.
//!
//! The module is read and written anew, with the same functions in the same order, and
//! - every number in its shortest form: the compiler writes the table of a `call_indirect` in five
//!   bytes, which a chain rejects;
//! - without a DataCount section, which a chain rejects, and without custom sections;
//! - without exports other than the two that a chain asks for, and without the globals at the end
//!   that nothing uses then: a call pays 1.6 gas per global;
//! - without the names of source files that panics carry, which nobody can read on a chain;
//! - without runs of zeros in its data, which memory starts with anyway: a call pays 0.75 gas per
//!   byte.
//!
//! The program does the same thing in the same memory. There is no general optimiser: behind the
//! compiler's link-time optimisation Binaryen 116 at its best level (-O3) took 4 gas off entering
//! the vault and at most 5 off running a call of it, made its code 2 % larger, and would cost every
//! first build four to six minutes of compiling C++.

mod image;
mod panic_paths;
mod rewrite;

use thiserror::Error;

pub use panic_paths::SOURCE_ROOT;
pub use panic_paths::STANDARD_LIBRARY_ROOT;

use image::Image;
use rewrite::Rewriter;

/// Why a module cannot be cleaned.
#[derive(Debug, Error)]
pub enum CleanError {
    /// It is no WASM module, or not one a compiler would write.
    #[error("not a module: {0}")]
    Malformed(#[from] wasmparser::Error),
    /// It uses something that has no place in a program.
    #[error("cannot be written anew: {0}")]
    Unsupported(String),
    /// A data segment is not placed by a constant in the first memory.
    #[error("a data segment has no constant place in memory")]
    SegmentPlace,
    /// A data segment lies outside the initial memory.
    #[error("a data segment lies outside the initial memory")]
    SegmentBounds,
}

/// `wasm` as it is deployed.
///
/// # Errors
/// [`CleanError`] for what is no module, or one whose data has no fixed place. Whether a chain
/// takes the result is for [`check`](mod@crate::check) to say.
pub fn clean(wasm: &[u8]) -> Result<Vec<u8>, CleanError> {
    let mut image = Image::read(wasm)?;
    panic_paths::blank(image.bytes_mut());
    Rewriter::new(wasm, &image)?.rewrite(wasm)
}
