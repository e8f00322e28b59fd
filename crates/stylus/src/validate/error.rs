//! Why a program cannot be activated.

use thiserror::Error;

/// Why a program cannot be activated. On the chain each of these burns all gas of the activation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InvalidProgram {
    /// Not a WASM module, or one that uses features programs may not use.
    #[error("invalid wasm at byte {offset}: {reason}")]
    Wasm {
        /// Where in the wasm.
        offset: u64,
        /// What the validator found.
        reason: String,
    },
    /// A section that programs may not have.
    #[error("programs may not have a {0} section")]
    Section(&'static str),
    /// An import that is no function.
    #[error("{module}.{name} is imported, but is not a function")]
    ImportKind {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// An import that no chain of these rules provides.
    #[error("unknown import {module}.{name}")]
    UnknownImport {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// An import with the wrong type.
    #[error("{module}.{name} is imported with the wrong type")]
    ImportType {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// The same import twice, under different type indices.
    #[error("{module}.{name} is imported twice with different types")]
    ImportTwice {
        /// Module of the import.
        module: String,
        /// Name of the import.
        name: String,
    },
    /// An import or export whose name is kept for the instrumentation.
    #[error("the name {0} is reserved: it starts with stylus")]
    ReservedName(String),
    /// An export with the name of an import.
    #[error("{0} is exported, but {1} is the name of an import")]
    ExportOfImport(String, String),
    /// One of the two required exports is missing or of another kind.
    #[error("missing export {name}, which must be {kind}")]
    MissingExport {
        /// Name of the export.
        name: &'static str,
        /// What it must be.
        kind: &'static str,
    },
    /// The entry point has another type than (i32) -> i32.
    #[error("user_entrypoint must take one i32 and return one i32")]
    EntrypointType,
    /// A start function on a chain that is no debug chain.
    #[error("programs may not have a start function")]
    StartFunction,
    /// Memory may grow, but the import that pays for it is missing.
    #[error("missing import vm_hooks.pay_for_memory_grow, needed because the memory may grow")]
    MissingGrowImport,
    /// An initial value or a segment's offset that is not a single constant.
    #[error("{0} must be a single constant")]
    NotConstant(&'static str),
    /// A segment that does not fit the initial memory or table.
    #[error("{segment} segment {index} does not fit into the initial {target}")]
    SegmentBounds {
        /// Kind of the segment.
        segment: &'static str,
        /// Index of the segment.
        index: u32,
        /// What it should fit into.
        target: &'static str,
    },
    /// An operator that programs may not use.
    #[error("function {function} uses {operator}, which programs may not")]
    Operator {
        /// Index of the function, imports included.
        function: u32,
        /// The operator.
        operator: String,
    },
    /// More of something than is allowed.
    #[error("{found} {what}, at most {max} are allowed")]
    Limit {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many are allowed.
        max: u64,
    },
    /// A figure of the activation does not fit the record it is kept in.
    #[error("the program's {0} is too large to be recorded")]
    CostOverflow(&'static str),
}

impl InvalidProgram {
    pub(crate) fn limit(what: &'static str, found: usize, max: usize) -> Self {
        Self::Limit {
            what,
            found: found as u64,
            max: max as u64,
        }
    }
}

/// `Ok` if `found` is within `max`.
pub(crate) fn check_limit(
    what: &'static str,
    found: usize,
    max: usize,
) -> Result<(), InvalidProgram> {
    if max < found {
        Err(InvalidProgram::limit(what, found, max))
    } else {
        Ok(())
    }
}

impl From<wasmparser::Error> for InvalidProgram {
    fn from(error: wasmparser::Error) -> Self {
        Self::Wasm {
            offset: error.offset(),
            reason: error.message().to_owned(),
        }
    }
}
