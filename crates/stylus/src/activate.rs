//! From the wasm of a program to what a chain records of it and runs.

mod size;

pub use size::ModuleSize;

use crate::arbos;
use crate::instrument;
use crate::instrument::FunctionPlan;
use crate::params::StylusParams;
use crate::validate;
use crate::validate::InvalidProgram;
use crate::validate::Module;
use crate::validate::check_limit;

const MAX_FUNCTIONS: usize = 4_096;
const MAX_GLOBALS: usize = 32_768;
const MAX_EXPORTS: usize = 1_024;
const MAX_LOCALS: usize = 348;
const MAX_OPERATORS: usize = 65_536;
const MAX_VALUES: usize = 4_096;

/// What decides whether a program is valid, besides its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// ArbOS version of the chain.
    pub arbos_version: u64,
    /// True on a chain with debug precompiles: the console may be imported, all exports survive,
    /// and a start function is moved out of the way instead of rejected.
    pub debug_chain: bool,
    /// Initial pages a program may ask for: the chain's limit without the pages that are open.
    pub page_limit: u16,
    /// Largest wasm, in bytes.
    pub max_wasm_size: u32,
}

impl Rules {
    /// The rules of a chain that is no debug chain, with no pages open.
    #[must_use]
    pub const fn new(arbos_version: u64, params: &StylusParams) -> Self {
        Self {
            arbos_version,
            debug_chain: false,
            page_limit: params.page_limit,
            max_wasm_size: params.max_wasm_size,
        }
    }

    /// The Stylus version that a program is activated for.
    #[must_use]
    pub const fn stylus_version(&self) -> u16 {
        if self.arbos_version < arbos::STYLUS_2 {
            1
        } else {
            2
        }
    }
}

/// An activated program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// The instrumented module. It imports what the program imports; it exports the program's
    /// `user_entrypoint` and `memory` and the four globals of the metering.
    pub module: Vec<u8>,
    /// Stylus version of the activation.
    pub version: u16,
    /// Initial memory pages.
    pub footprint: u16,
    /// Init cost to record, in gas.
    pub init_cost: u16,
    /// Cached init cost to record, in gas.
    pub cached_init_cost: u16,
    /// Estimated bytes of native code: what the data fee is for.
    pub asm_estimate_bytes: u32,
    /// Gas of parsing and building the program; the flat charges of
    /// [`pricing::activation`](crate::pricing::activation) come on top.
    pub gas: u64,
    /// The counts that all of these follow from.
    pub size: ModuleSize,
}

/// Checks a program, instruments it, and computes what the chain records and charges.
///
/// # Errors
/// [`InvalidProgram`] for everything that makes the activation fail, before or after its gas.
pub fn activate(wasm: &[u8], rules: &Rules) -> Result<Activation, InvalidProgram> {
    let module = validate::read(wasm, rules)?;
    let plans = instrument::plan_functions(&module)?;
    check_limits(&module, &plans)?;
    let size = ModuleSize::measure(&module, &plans);
    let version = rules.stylus_version();
    let overflow = InvalidProgram::CostOverflow;
    Ok(Activation {
        version,
        footprint: size.pages,
        init_cost: size.init_cost(version).ok_or(overflow("init cost"))?,
        cached_init_cost: size
            .cached_init_cost()
            .ok_or(overflow("cached init cost"))?,
        asm_estimate_bytes: size.asm_estimate_bytes().ok_or(overflow("size estimate"))?,
        gas: size.activation_gas(rules.arbos_version),
        size,
        module: instrument::build(&module, &plans),
    })
}

/// Checks the limits that hold after instrumentation. The limit on frame sizes, 10,240 words,
/// follows from those on locals and values.
fn check_limits(module: &Module<'_>, plans: &[FunctionPlan]) -> Result<(), InvalidProgram> {
    check_limit("functions", plans.len(), MAX_FUNCTIONS)?;
    check_limit(
        "globals",
        module.globals + instrument::ADDED_GLOBALS,
        MAX_GLOBALS,
    )?;
    check_limit("exports", instrument::export_count(module), MAX_EXPORTS)?;
    for plan in plans {
        check_limit("locals in a function", plan.locals as usize, MAX_LOCALS)?;
        check_limit("operators in a function", plan.operators, MAX_OPERATORS)?;
        check_limit(
            "values on a function's stack",
            plan.values as usize,
            MAX_VALUES,
        )?;
    }
    Ok(())
}
