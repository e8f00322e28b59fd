//! What may be imported and exported.

use ballast_stylus::INK_LEFT_GLOBAL;
use ballast_stylus::INK_STATUS_GLOBAL;
use ballast_stylus::InvalidProgram;
use ballast_stylus::Rules;
use ballast_stylus::SCRATCH_GLOBAL;
use ballast_stylus::STACK_LEFT_GLOBAL;
use ballast_stylus::START_EXPORT;
use ballast_stylus::activate;
use ballast_stylus::ink::HOST_FUNCTIONS;

use super::fields;
use crate::programs::Program;
use crate::programs::assemble;
use crate::programs::import;
use crate::programs::rules;

const ENTRYPOINT: &str = "(func (export \"user_entrypoint\") (param i32) (result i32) i32.const 0)";
const MEMORY: &str = "(memory (export \"memory\") 1 1)";

fn debug_rules() -> Rules {
    Rules {
        debug_chain: true,
        ..rules()
    }
}

/// Outcome for a program with these fields before memory and entry point.
fn with_imports(imports: &str, rules: &Rules) -> Result<(), InvalidProgram> {
    let text = format!("(module {imports} {MEMORY} {ENTRYPOINT})");
    activate(&assemble(&text), rules).map(|_| ())
}

fn of_module(fields: &str) -> Result<(), InvalidProgram> {
    activate(&assemble(&format!("(module {fields})")), &rules()).map(|_| ())
}

fn pair(module: &str, name: &str) -> (String, String) {
    (module.to_owned(), name.to_owned())
}

/// Stylus charging reference, section 4.2: every host function may be imported with its type.
#[test]
fn all_host_functions_may_be_imported() {
    for function in &HOST_FUNCTIONS {
        assert_eq!(
            with_imports(&import(function.name), &rules()),
            Ok(()),
            "{}",
            function.name
        );
    }
}

/// Stylus charging reference, sections 2.2 and 2.3: names and types of imports.
#[test]
fn other_imports_are_rejected() {
    let (module, name) = pair("vm_hooks", "no_such_function");
    let unknown = "(import \"vm_hooks\" \"no_such_function\" (func))";
    assert_eq!(
        with_imports(unknown, &rules()),
        Err(InvalidProgram::UnknownImport { module, name })
    );
    let (module, name) = pair("env", "read_args");
    let other_module = "(import \"env\" \"read_args\" (func (param i32)))";
    assert_eq!(
        with_imports(other_module, &rules()),
        Err(InvalidProgram::UnknownImport { module, name })
    );
    for ty in [
        "(param i64)",
        "(param i32 i32)",
        "(param i32) (result i32)",
        "",
    ] {
        let (module, name) = pair("vm_hooks", "read_args");
        assert_eq!(
            with_imports(
                &format!("(import \"vm_hooks\" \"read_args\" (func {ty}))"),
                &rules()
            ),
            Err(InvalidProgram::ImportType { module, name })
        );
    }
    for kind in ["(global i32)", "(table 1 funcref)"] {
        let (module, name) = pair("vm_hooks", "read_args");
        assert_eq!(
            with_imports(
                &format!("(import \"vm_hooks\" \"read_args\" {kind})"),
                &rules()
            ),
            Err(InvalidProgram::ImportKind { module, name })
        );
    }
    let (module, name) = pair("vm_hooks", "memory");
    let imported = "(import \"vm_hooks\" \"memory\" (memory 1 1)) (export \"memory\" (memory 0))";
    assert_eq!(
        of_module(&format!("{imported} {ENTRYPOINT}")),
        Err(InvalidProgram::ImportKind { module, name })
    );
}

/// Stylus charging reference, section 2.3: the console is for debug chains.
#[test]
fn console_is_for_debug_chains() {
    let import = "(import \"console\" \"tee_f64\" (func (param f64) (result f64)))";
    assert_eq!(with_imports(import, &debug_rules()), Ok(()));
    let (module, name) = pair("console", "tee_f64");
    assert_eq!(
        with_imports(import, &rules()),
        Err(InvalidProgram::UnknownImport { module, name })
    );
    let (module, name) = pair("console", "log_i32");
    assert_eq!(
        with_imports(
            "(import \"console\" \"log_i32\" (func (param i64)))",
            &debug_rules()
        ),
        Err(InvalidProgram::ImportType { module, name })
    );
}

/// Stylus charging reference, section 2.3: the same import twice needs the same type index.
#[test]
fn repeated_imports_need_one_type_index() {
    let import = |ty| format!("(import \"vm_hooks\" \"read_args\" (func (type {ty})))");
    let types = "(type (func (param i32))) (type (func (param i32)))";
    let twice = |first, second| {
        with_imports(
            &format!("{types} {} {}", import(first), import(second)),
            &rules(),
        )
    };
    assert_eq!(twice(0, 0), Ok(()));
    let (module, name) = pair("vm_hooks", "read_args");
    assert_eq!(
        twice(0, 1),
        Err(InvalidProgram::ImportTwice { module, name })
    );
}

/// Stylus charging reference, section 2.3: exports that look like imports.
#[test]
fn imports_may_not_be_exported_again() {
    let import = "(import \"vm_hooks\" \"read_args\" (func (param i32)))";
    for name in ["read_args", "vm_hooks__read_args", "a__b__read_args"] {
        let more = format!("{import} (func (export \"{name}\"))");
        let taken = InvalidProgram::ExportOfImport(name.to_owned(), "read_args".to_owned());
        assert_eq!(with_imports(&more, &rules()), Err(taken));
    }
    for name in ["read_args__", "my_read_args", "read_args__x"] {
        let more = format!("{import} (func (export \"{name}\"))");
        assert_eq!(with_imports(&more, &rules()), Ok(()), "{name}");
    }
    assert_eq!(
        with_imports("(func (export \"read_args\"))", &rules()),
        Ok(())
    );
}

/// Stylus charging reference, section 2.3: names of the instrumentation.
#[test]
fn names_of_the_instrumentation_are_reserved() {
    let reserved = |name: &str| Err(InvalidProgram::ReservedName(name.to_owned()));
    let import = "(import \"vm_hooks\" \"stylus_x\" (func))";
    assert_eq!(with_imports(import, &rules()), reserved("stylus_x"));
    for name in ["stylus", "stylus_ink_left", "a__stylus_b"] {
        let export = format!("(func (export \"{name}\"))");
        assert_eq!(with_imports(&export, &rules()), reserved(name));
    }
    assert_eq!(
        with_imports("(func (export \"my_stylus\"))", &rules()),
        Ok(())
    );
}

/// Stylus charging reference, section 2.3: the two required exports.
#[test]
fn memory_and_entry_point_are_required() {
    assert!(of_module(&format!("{MEMORY} {ENTRYPOINT}")).is_ok());
    let missing = |name: &str, result| match result {
        Err(InvalidProgram::MissingExport { name: found, .. }) => found == name,
        _ => false,
    };
    assert!(missing("memory", of_module("")));
    assert!(missing("memory", of_module(ENTRYPOINT)));
    assert!(missing(
        "memory",
        of_module(&format!("(memory 1 1) {ENTRYPOINT}"))
    ));
    let function = "(memory 1 1) (func (export \"memory\"))";
    assert!(missing(
        "memory",
        of_module(&format!("{function} {ENTRYPOINT}"))
    ));
    assert!(missing("user_entrypoint", of_module(MEMORY)));
    let global = "(global (export \"user_entrypoint\") i32 (i32.const 0))";
    assert!(missing(
        "user_entrypoint",
        of_module(&format!("{MEMORY} {global}"))
    ));
}

/// Stylus charging reference, section 2.3: the type of the entry point.
#[test]
fn entry_point_has_one_type() {
    for ty in [
        "",
        "(param i32)",
        "(param i32 i32) (result i32)",
        "(param i32) (result i64)",
    ] {
        let function = format!("(func (export \"user_entrypoint\") {ty} unreachable)");
        let result = of_module(&format!("{MEMORY} {function}"));
        assert_eq!(result, Err(InvalidProgram::EntrypointType), "{ty}");
    }
}

/// Stylus charging reference, section 2.3: a start function is for debug chains, where it moves
/// out of the way.
#[test]
fn start_functions_are_for_debug_chains() {
    let wasm = fields("(func) (start 1)").wasm();
    assert_eq!(
        activate(&wasm, &rules()).err(),
        Some(InvalidProgram::StartFunction)
    );
    let activation = activate(&wasm, &debug_rules()).expect("a debug chain takes it");
    assert!(exports(&activation.module).contains(&START_EXPORT.to_owned()));
}

fn exports(module: &[u8]) -> Vec<String> {
    let engine = wasmi::Engine::default();
    let module = wasmi::Module::new(&engine, module).expect("a module");
    let mut names: Vec<_> = module
        .exports()
        .map(|export| export.name().to_owned())
        .collect();
    names.sort_unstable();
    names
}

/// Stylus charging reference, section 2.3: which exports survive; it changes no cost.
#[test]
fn other_exports_survive_on_debug_chains_only() {
    let wasm =
        fields("(func (export \"helper\")) (global (export \"g\") i32 (i32.const 0))").wasm();
    let activation = activate(&wasm, &rules()).expect("a valid program");
    let with_added = |own: &[&'static str]| {
        let added = [
            INK_LEFT_GLOBAL,
            INK_STATUS_GLOBAL,
            SCRATCH_GLOBAL,
            STACK_LEFT_GLOBAL,
        ];
        let mut names = [own, &added].concat();
        names.sort_unstable();
        names
    };
    let kept = with_added(&["memory", "user_entrypoint"]);
    assert_eq!(exports(&activation.module), kept);

    let debug = activate(&wasm, &debug_rules()).expect("a valid program");
    let kept = with_added(&["memory", "user_entrypoint", "helper", "g"]);
    assert_eq!(exports(&debug.module), kept);
    assert_eq!((debug.gas, debug.size), (activation.gas, activation.size));
}

/// Stylus charging reference, section 2.3: growing memory has to be paid for.
#[test]
fn memory_that_may_grow_needs_the_import() {
    let plain = |limits| {
        activate(
            &Program::plain("i32.const 0").memory(limits).wasm(),
            &rules(),
        )
    };
    assert!(plain("1 1").is_ok());
    assert!(plain("0 0").is_ok());
    for limits in ["1", "1 2", "0"] {
        let error = plain(limits).expect_err("growth without payment");
        assert_eq!(error, InvalidProgram::MissingGrowImport);
        assert!(error.to_string().contains("pay_for_memory_grow"));
        let import = &["pay_for_memory_grow"];
        let wasm = Program::with(import, "i32.const 0").memory(limits).wasm();
        assert!(activate(&wasm, &rules()).is_ok());
    }
}

/// Stylus charging reference, section 1.11: a program built without an entry point has neither the
/// export nor the import, and tools tell it by the import's name in the message.
#[test]
fn missing_entry_point_shows_as_missing_import() {
    assert_eq!(
        of_module("(memory (export \"memory\") 1)"),
        Err(InvalidProgram::MissingGrowImport)
    );
}

/// Stylus charging reference, section 2.3: custom sections do not matter and do not survive.
#[test]
fn custom_sections_are_dropped() {
    let mut wasm = Program::plain("i32.const 0").wasm();
    let plain = activate(&wasm, &rules()).expect("a valid program");
    wasm.extend_from_slice(&[0, 4, 3, b'a', b'b', b'c']);
    let longer = activate(&wasm, &rules()).expect("a valid program");
    assert_eq!(longer.module, plain.module);
    assert_eq!(longer.size.wasm_bytes, plain.size.wasm_bytes + 6);
}
