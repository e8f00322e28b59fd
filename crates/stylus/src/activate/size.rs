//! The counts that a program's costs follow from, and the formulas.

use crate::arbos;
use crate::instrument;
use crate::instrument::FunctionPlan;
use crate::validate::Module;

/// Gas per microsecond of activation.
const GAS_PER_MICROSECOND: u64 = 28;

/// What is counted in a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ModuleSize {
    /// Bytes of the wasm.
    pub wasm_bytes: u64,
    /// Functions, imports not counted.
    pub functions: u64,
    /// Parameters and results of all functions, imports not counted.
    pub signature_values: u64,
    /// Operators of all functions after instrumentation.
    pub operators: u64,
    /// Globals after instrumentation.
    pub globals: u64,
    /// Payload bytes of all data segments.
    pub data_payload_bytes: u64,
    /// Encoded bytes of all data segments, flags, offsets and lengths included.
    pub data_bytes: u64,
    /// Encoded bytes of all element segments, likewise.
    pub element_bytes: u64,
    /// Initial memory pages.
    pub pages: u16,
}

/// floor(count × numerator / denominator).
const fn part(count: u64, numerator: u64, denominator: u64) -> u64 {
    count.saturating_mul(numerator) / denominator
}

fn total(parts: &[u64]) -> u64 {
    parts.iter().fold(0, |sum, part| sum.saturating_add(*part))
}

impl ModuleSize {
    pub(super) fn measure(module: &Module<'_>, plans: &[FunctionPlan]) -> Self {
        let values = |ty: &wasmparser::FuncType| (ty.params().len() + ty.results().len()) as u64;
        let pages = module.memory().map_or(0, |memory| memory.initial);
        Self {
            wasm_bytes: module.wasm.len() as u64,
            functions: plans.len() as u64,
            signature_values: module.defined_types().map(values).sum(),
            operators: plans.iter().map(|plan| plan.operators as u64).sum(),
            globals: (module.globals + instrument::ADDED_GLOBALS) as u64,
            data_payload_bytes: module.data_payload_bytes(),
            data_bytes: module.data_bytes(),
            element_bytes: module.element_bytes(),
            // The limit on pages is far below 16 bits.
            pages: u16::try_from(pages).unwrap_or(u16::MAX),
        }
    }

    /// Gas of parsing and building the program, by the time it takes: 28 gas per microsecond, each
    /// term in whole microseconds. The bytes of the wasm count from ArbOS 32.
    #[must_use]
    pub fn activation_gas(&self, arbos_version: u64) -> u64 {
        let wasm = if arbos_version < arbos::CHARGING_FIXES {
            0
        } else {
            part(self.wasm_bytes, 31_733, 100_000)
        };
        let microseconds = total(&[
            wasm,
            part(self.functions, 17_263, 100_000),
            part(self.data_payload_bytes, 17_376, 100_000),
            part(self.element_bytes, 17_376, 100_000),
            part(self.pages.into(), 2_217, 1),
            part(self.operators, 535, 1_000),
        ]);
        microseconds.saturating_mul(GAS_PER_MICROSECOND)
    }

    /// Estimated bytes of native code; `None` if they do not fit 32 bits.
    #[must_use]
    pub fn asm_estimate_bytes(&self) -> Option<u32> {
        let bytes = total(&[
            512_000,
            part(self.functions, 996_829, 1_000),
            part(self.signature_values, 11_416, 1_000),
            part(self.wasm_bytes, 62_628, 10_000),
        ]);
        u32::try_from(bytes).ok()
    }

    /// Gas of initialising the program when it is cached; `None` if it does not fit 16 bits.
    #[must_use]
    pub fn cached_init_cost(&self) -> Option<u16> {
        u16::try_from(self.cached_init_gas()).ok()
    }

    fn cached_init_gas(&self) -> u64 {
        total(&[
            part(self.functions, 13_420, 100_000),
            part(self.signature_values, 89, 100_000),
            part(self.wasm_bytes, 122, 100_000),
            part(self.globals, 1_628, 1_000),
            part(
                self.data_bytes.saturating_add(self.element_bytes),
                75_244,
                100_000,
            ),
            part(self.pages.into(), 5, 1),
        ])
    }

    /// Gas of initialising the program when it is not cached; Stylus version 1 includes the cached
    /// cost. `None` if it does not fit 16 bits.
    #[must_use]
    pub fn init_cost(&self, stylus_version: u16) -> Option<u16> {
        let cached = if stylus_version < 2 {
            self.cached_init_gas()
        } else {
            0
        };
        let gas = total(&[
            cached,
            part(self.functions, 8_252, 1_000),
            part(self.signature_values, 1_059, 1_000),
            part(self.wasm_bytes, 1_286, 10_000),
        ]);
        u16::try_from(gas).ok()
    }
}
