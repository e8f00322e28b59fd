//! What is a valid program, up to the rules that depend on its code after instrumentation.

mod constant;
mod error;
mod interface;
mod module;
mod segments;

pub use error::InvalidProgram;
pub(crate) use error::check_limit;
pub(crate) use module::Module;

use wasmparser::Validator;
use wasmparser::WasmFeatures;

use crate::activate::Rules;

/// Name under which a program exports its memory.
pub const MEMORY_EXPORT: &str = "memory";

/// Name under which a program exports its entry point, of type (i32) -> i32.
pub const ENTRYPOINT_EXPORT: &str = "user_entrypoint";

/// The WASM features programs may use. Multi-value is off on every version: where Arbitrum's
/// validator lets it pass, its compiler does not. Floats and bulk memory are let through here and
/// rejected, in part, by later rules.
const FEATURES: WasmFeatures = WasmFeatures::FLOATS
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::BULK_MEMORY);

/// Reads a program: validation with the features above, then structure, imports, exports and
/// segments, with the limits on all of these.
pub(crate) fn read<'a>(wasm: &'a [u8], rules: &Rules) -> Result<Module<'a>, InvalidProgram> {
    let max = rules.max_wasm_size;
    if (max as usize) < wasm.len() {
        return Err(InvalidProgram::limit(
            "bytes of wasm",
            wasm.len(),
            max as usize,
        ));
    }
    Validator::new_with_features(FEATURES).validate_all(wasm)?;
    let mut module = module::read_structure(wasm)?;
    interface::check_imports(&mut module, rules)?;
    interface::check_names(&module, rules)?;
    // Deployment tools recognise a program without entry point by the missing import, so this
    // comes before the missing export.
    interface::check_memory(&module, rules)?;
    interface::check_exports(&mut module, rules)?;
    segments::check_counts(&module)?;
    segments::check_bounds(&module)?;
    Ok(module)
}
