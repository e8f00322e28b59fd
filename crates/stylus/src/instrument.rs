//! The code that Arbitrum inserts into a program to meter it, and the module that results.
//!
//! Five passes, each working on the output of the one before: the start function moves out of the
//! way, every basic block pays its ink, `memory.fill` and `memory.copy` pay for their length, every
//! function takes its frame from a depth budget, `memory.grow` pays for pages. Here they are one
//! walk per function that plans the insertions ([`plan`]), and one that writes them ([`emit`]).

mod emit;
mod height;
mod plan;
mod support;

use wasm_encoder::CodeSection;
use wasm_encoder::ExportKind;
use wasm_encoder::ExportSection;
use wasm_encoder::RawSection;
use wasm_encoder::SectionId;
use wasmparser::ExternalKind;

pub(crate) use plan::FunctionPlan;
pub(crate) use plan::plan_functions;

use crate::validate::Module;
use emit::Globals;

/// Exported global of an instrumented module: ink left, i64, unsigned. The host sets it before
/// the entry point and reads it after; once the status is set its value means nothing.
pub const INK_LEFT_GLOBAL: &str = "stylus_ink_left";

/// Exported global of an instrumented module: i32, 1 once ink ran out.
pub const INK_STATUS_GLOBAL: &str = "stylus_ink_status";

/// Exported global of an instrumented module: scratch space of the inserted code, i32.
pub const SCRATCH_GLOBAL: &str = "stylus_scratch_global";

/// Exported global of an instrumented module: words of depth left, i32, unsigned. The host sets it
/// before the entry point; 0 afterwards means that depth ran out.
pub const STACK_LEFT_GLOBAL: &str = "stylus_stack_left";

/// Export under which the start function of a program survives, on debug chains.
pub const START_EXPORT: &str = "stylus_start";

/// Globals that instrumentation adds.
pub(crate) const ADDED_GLOBALS: usize = 4;

/// Exports of an instrumented module.
pub(crate) fn export_count(module: &Module<'_>) -> usize {
    module.exports.len() + usize::from(module.start.is_some()) + ADDED_GLOBALS
}

/// The instrumented module: own sections as they were, four globals more, exports and code
/// rewritten, custom sections and start function gone.
pub(crate) fn build(module: &Module<'_>, plans: &[FunctionPlan]) -> Vec<u8> {
    let raw = &module.raw;
    let mut out = wasm_encoder::Module::new();
    copy(&mut out, SectionId::Type, raw.types);
    copy(&mut out, SectionId::Import, raw.imports);
    copy(&mut out, SectionId::Function, raw.functions);
    copy(&mut out, SectionId::Table, raw.tables);
    copy(&mut out, SectionId::Memory, raw.memories);
    let data = global_section(module);
    out.section(&RawSection {
        id: SectionId::Global.into(),
        data: &data,
    });
    let globals = Globals::after(module.globals);
    out.section(&export_section(module, &globals));
    copy(&mut out, SectionId::Element, raw.elements);
    if !module.bodies.is_empty() {
        let mut code = CodeSection::new();
        for (body, plan) in module.bodies.iter().zip(plans) {
            code.raw(&emit::function(module, body, plan, &globals));
        }
        out.section(&code);
    }
    copy(&mut out, SectionId::Data, raw.data);
    out.finish()
}

fn copy(out: &mut wasm_encoder::Module, id: SectionId, data: Option<&[u8]>) {
    if let Some(data) = data {
        out.section(&RawSection {
            id: id.into(),
            data,
        });
    }
}

/// Contents of the global section: the count, the module's own entries, the added ones.
fn global_section(module: &Module<'_>) -> Vec<u8> {
    use wasm_encoder::ConstExpr;
    use wasm_encoder::Encode;
    use wasm_encoder::GlobalType;
    use wasm_encoder::ValType;

    let mut data = Vec::new();
    (module.globals + ADDED_GLOBALS).encode(&mut data);
    data.extend_from_slice(module.raw.globals);
    let mut add = |val_type, initial: ConstExpr| {
        GlobalType {
            val_type,
            mutable: true,
            shared: false,
        }
        .encode(&mut data);
        initial.encode(&mut data);
    };
    add(ValType::I64, ConstExpr::i64_const(0));
    for _ in 1..ADDED_GLOBALS {
        add(ValType::I32, ConstExpr::i32_const(0));
    }
    data
}

fn export_section(module: &Module<'_>, globals: &Globals) -> ExportSection {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        let kind = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => ExportKind::Func,
            ExternalKind::Table => ExportKind::Table,
            ExternalKind::Memory => ExportKind::Memory,
            ExternalKind::Global => ExportKind::Global,
            ExternalKind::Tag => ExportKind::Tag,
        };
        exports.export(export.name, kind, export.index);
    }
    if let Some(start) = module.start {
        exports.export(START_EXPORT, ExportKind::Func, start);
    }
    exports.export(INK_LEFT_GLOBAL, ExportKind::Global, globals.ink_left);
    exports.export(INK_STATUS_GLOBAL, ExportKind::Global, globals.ink_status);
    exports.export(SCRATCH_GLOBAL, ExportKind::Global, globals.scratch);
    exports.export(STACK_LEFT_GLOBAL, ExportKind::Global, globals.stack_left);
    exports
}

#[cfg(test)]
mod tests;
