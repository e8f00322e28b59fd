//! What may stand in a function.

use ballast_stylus::InvalidProgram;
use ballast_stylus::activate;
use ballast_stylus::arbos;
use wasm_encoder::CodeSection;
use wasm_encoder::ExportKind;
use wasm_encoder::ExportSection;
use wasm_encoder::FunctionSection;
use wasm_encoder::MemorySection;
use wasm_encoder::MemoryType;
use wasm_encoder::Module;
use wasm_encoder::TypeSection;
use wasm_encoder::ValType;

use super::accepts;
use super::fields;
use super::is_invalid_wasm;
use super::reason;
use crate::programs::Program;
use crate::programs::rules;
use crate::programs::rules_at;

fn uses(program: &Program, operator: &str) -> bool {
    matches!(reason(program), InvalidProgram::Operator { operator: found, .. } if found == operator)
}

/// Stylus charging reference, section 2.2: floats may be moved, not computed with.
#[test]
fn floats_are_moved_but_not_computed_with() {
    for body in [
        "f32.const 1 drop i32.const 0",
        "(local f64) f64.const 1 local.set 1 i32.const 0",
        "i32.const 0 f32.load drop i32.const 0",
        "i32.const 0 f64.const 1 f64.store i32.const 0",
        "f32.const 1 i32.reinterpret_f32",
        "i64.const 1 f64.reinterpret_i64 drop i32.const 0",
    ] {
        assert!(accepts(&Program::plain(body)), "{body}");
    }
    assert!(accepts(&fields(
        "(func (param f32) (result f64) f64.const 1)"
    )));
    assert!(accepts(&fields("(global f32 (f32.const 1))")));
    for (body, operator) in [
        ("f32.const 1 f32.const 2 f32.add drop i32.const 0", "F32Add"),
        ("f64.const 1 f64.neg drop i32.const 0", "F64Neg"),
        ("f32.const 1 f32.const 2 f32.lt", "F32Lt"),
        ("f32.const 1 i32.trunc_f32_s", "I32TruncF32S"),
        ("f64.const 1 i32.trunc_sat_f64_u", "I32TruncSatF64U"),
        (
            "i64.const 1 f64.convert_i64_s drop i32.const 0",
            "F64ConvertI64S",
        ),
        (
            "f64.const 1 f32.demote_f64 drop i32.const 0",
            "F32DemoteF64",
        ),
        // Dead code is no exception.
        ("unreachable f32.add drop i32.const 0", "F32Add"),
    ] {
        assert!(uses(&Program::plain(body), operator), "{body}");
    }
}

/// Stylus charging reference, section 2.2: what the dynamic meter cannot meter.
#[test]
fn table_copies_and_dropped_elements_are_rejected() {
    let table = "(table 1 funcref) (elem func 0)";
    let with = |body| Program::plain(body).more(table);
    let copy = "i32.const 0 i32.const 0 i32.const 0 table.copy i32.const 0";
    assert!(uses(&with(copy), "TableCopy"));
    let init = "i32.const 0 i32.const 0 i32.const 0 table.init 0 i32.const 0";
    assert!(uses(&with(init), "TableInit"));
    assert!(uses(&with("elem.drop 0 i32.const 0"), "ElemDrop"));
}

/// Stylus charging reference, section 2.2: using passive data takes a data count section, which is
/// rejected whatever the code does with it.
#[test]
fn data_count_sections_are_rejected() {
    let init = "i32.const 0 i32.const 0 i32.const 0 memory.init 0 i32.const 0";
    let program = Program::plain(init).more("(data \"x\")");
    assert_eq!(reason(&program), InvalidProgram::Section("data count"));
    let program = Program::plain("data.drop 0 i32.const 0").more("(data \"x\")");
    assert_eq!(reason(&program), InvalidProgram::Section("data count"));
}

/// Stylus charging reference, section 2.1: features that are on.
#[test]
fn accepted_features() {
    for body in [
        "i32.const 0 i32.extend8_s",
        "i64.const 0 i64.extend32_s drop i32.const 0",
        "i32.const 0 i32.const 0 i32.const 0 memory.copy i32.const 0",
        "i32.const 0 i32.const 0 i32.const 0 memory.fill i32.const 0",
        "block (result i32) i32.const 0 end",
    ] {
        assert!(accepts(&Program::plain(body)), "{body}");
    }
    assert!(accepts(&fields(
        "(global (export \"g\") (mut i32) (i32.const 0))"
    )));
}

/// Stylus charging reference, section 2.1: features that are off.
#[test]
fn rejected_features() {
    for more in [
        "(func (result i32 i32) i32.const 0 i32.const 0)",
        "(func i32.const 0 block (param i32) drop end)",
        "(func i32.const 0 loop (param i32) drop end)",
        "(table 1 externref)",
        "(table 1 funcref) (table 1 funcref)",
        "(table 1 funcref) (func i32.const 0 table.get 0 drop)",
        "(table 1 funcref) (func (result i32) table.size 0)",
        "(func ref.null func drop)",
        "(func (result i32) i32.const 1 i32.const 2 i32.const 3 select (result i32))",
        "(table 1 funcref) (elem (i32.const 0) funcref (ref.null func))",
        "(func v128.const i32x4 0 0 0 0 drop)",
        "(global v128 (v128.const i32x4 0 0 0 0))",
        "(func return_call 0)",
        "(memory 1 1)",
        "(tag (param i32))",
        "(global i32 (i32.add (i32.const 1) (i32.const 2)))",
        "(global i32 (i32.const 1)) (global i32 (global.get 0))",
        "(type (struct))",
        "(func (result i32) i32.const 0 i32.atomic.load)",
        "(func i64.const 0 i64.const 0 i64.const 0 i64.const 0 i64.add128 drop drop)",
    ] {
        assert!(is_invalid_wasm(&fields(more)), "{more}");
    }
    for limits in ["1 1 shared", "i64 1 1", "1 1 (pagesize 1)"] {
        assert!(
            is_invalid_wasm(&Program::plain("i32.const 0").memory(limits)),
            "{limits}"
        );
    }
}

/// Stylus charging reference, section 2.1: multi-value is off on every version.
#[test]
fn multi_value_is_off_on_every_version() {
    let wasm = fields("(func (result i32 i32) i32.const 0 i32.const 0)").wasm();
    for arbos_version in [
        arbos::STYLUS,
        arbos::CHARGING_FIXES,
        arbos::NEWEST,
        arbos::FRAGMENTS,
    ] {
        let result = activate(&wasm, &rules_at(arbos_version));
        assert!(
            matches!(result, Err(InvalidProgram::Wasm { .. })),
            "{arbos_version}"
        );
    }
}

/// A program whose entry point has this body, locals and final `end` included.
fn with_body(body: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut tables = wasm_encoder::TableSection::new();
    tables.table(wasm_encoder::TableType {
        element_type: wasm_encoder::RefType::FUNCREF,
        table64: false,
        minimum: 1,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: Some(1),
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("user_entrypoint", ExportKind::Func, 0);
    let mut code = CodeSection::new();
    code.raw(body);
    let mut module = Module::new();
    module
        .section(&types)
        .section(&functions)
        .section(&tables)
        .section(&memories);
    module.section(&exports).section(&code);
    module.finish()
}

/// Stylus charging reference, section 2.1: block types are empty or one value type, not an index.
#[test]
fn block_types_are_no_type_indices() {
    let block = |ty| [0, 0x41, 0, 0x02, ty, 0x41, 0, 0x0b, 0x0f, 0x0b];
    assert!(activate(&with_body(&block(0x7f)), &rules()).is_ok());
    let indexed = activate(&with_body(&block(0)), &rules());
    let Err(InvalidProgram::Wasm { reason, .. }) = indexed else {
        panic!("a type index passed as block type");
    };
    assert!(reason.contains("multi-value"), "{reason}");
}

/// Stylus charging reference, trap 16: over-long indices that recent compilers write.
#[test]
fn over_long_indices_are_rejected() {
    let call_indirect =
        |table: &[u8]| [&[0, 0x41, 0, 0x41, 0, 0x11, 0][..], table, &[0x0b]].concat();
    assert!(activate(&with_body(&call_indirect(&[0])), &rules()).is_ok());
    let over_long = activate(
        &with_body(&call_indirect(&[0x80, 0x80, 0x80, 0x80, 0])),
        &rules(),
    );
    let Err(InvalidProgram::Wasm { reason, .. }) = over_long else {
        panic!("an over-long table index passed");
    };
    assert!(reason.contains("zero byte expected"), "{reason}");

    let memory_size = |memory: &[u8]| [&[0, 0x3f][..], memory, &[0x0b]].concat();
    assert!(activate(&with_body(&memory_size(&[0])), &rules()).is_ok());
    assert!(activate(&with_body(&memory_size(&[0x80, 0])), &rules()).is_err());
}
