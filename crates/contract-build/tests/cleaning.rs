//! Cleaning a module: what goes, and that the program still does the same.

use ballast_contract_build::BuildError;
use ballast_contract_build::Contract;
use ballast_contract_build::clean::SOURCE_ROOT;
use ballast_contract_build::clean::clean;
use wasm_encoder::CodeSection;
use wasm_encoder::Function;
use wasm_encoder::Instruction;
use wasm_encoder::RawSection;
use wasmi::Engine;
use wasmi::Linker;
use wasmi::Module;
use wasmi::Store;
use wasmparser::Parser;
use wasmparser::Payload;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

/// Result and final memory of the entry point.
fn run(wasm: &[u8], argument: i32) -> (i32, Vec<u8>) {
    let engine = Engine::default();
    let module = Module::new(&engine, wasm).unwrap();
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine)
        .instantiate_and_start(&mut store, &module)
        .unwrap();
    let entry = instance
        .get_typed_func::<i32, i32>(&store, "user_entrypoint")
        .unwrap();
    let result = entry.call(&mut store, argument).unwrap();
    let memory = instance.get_memory(&store, "memory").unwrap();
    (result, memory.data(&store).to_vec())
}

fn payloads(wasm: &[u8]) -> Vec<Payload<'_>> {
    let payloads = Parser::new(0).parse_all(wasm);
    payloads.map(Result::unwrap).collect()
}

fn data_segments(wasm: &[u8]) -> u32 {
    let payloads = payloads(wasm);
    let counts = payloads.iter().map(|payload| match payload {
        Payload::DataSection(section) => section.count(),
        _ => 0,
    });
    counts.sum()
}

/// Sums the bytes at 0, 5,000 and the argument; data of 5,001 bytes with a run of 4,999 zeros.
fn zero_run() -> Vec<u8> {
    let zeros = "\\00".repeat(4_999);
    wasm(&format!(
        r#"(module
            (memory (export "memory") 1 1)
            (data (i32.const 0) "\07{zeros}\09")
            (func (export "user_entrypoint") (param i32) (result i32)
                (i32.add
                    (i32.load8_u (i32.const 0))
                    (i32.add
                        (i32.load8_u (i32.const 5000))
                        (i32.load8_u (local.get 0))))))"#
    ))
}

#[test]
fn zero_runs_leave_the_data_but_not_the_memory() {
    let before = zero_run();
    let after = clean(&before).unwrap();
    assert!(5_000 < before.len() && after.len() < 120, "{}", after.len());
    assert_eq!(data_segments(&after), 2);
    for (argument, sum) in [(0, 23), (2_500, 16), (5_000, 25)] {
        assert_eq!(run(&before, argument).0, sum);
        assert_eq!(run(&after, argument), run(&before, argument));
    }
}

#[test]
fn a_data_count_goes_and_the_program_stays() {
    let before = wasm(
        r#"(module
            (memory (export "memory") 1 1)
            (data (i32.const 8) "abc")
            (func (export "user_entrypoint") (param i32) (result i32)
                (memory.copy (i32.const 100) (i32.const 8) (i32.const 3))
                (memory.fill (i32.const 200) (i32.const 5) (local.get 0))
                (i32.load8_u (i32.const 102))))"#,
    );
    let mut counted = before[..8].to_vec();
    for payload in payloads(&before) {
        if let Some((id, range)) = payload.as_section() {
            if id == 10 {
                counted.extend([12, 1, 1]);
            }
            let data = &before[range.start as usize..range.end as usize];
            wasm_encoder::Section::append_to(&RawSection { id, data }, &mut counted);
        }
    }
    let has_count = |wasm: &[u8]| {
        let payloads = payloads(wasm);
        let mut counts = payloads.iter();
        counts.any(|payload| matches!(payload, Payload::DataCountSection { .. }))
    };
    assert!(has_count(&counted));
    let invalid = ballast_stylus::activate(&counted, &rules()).unwrap_err();
    assert!(
        matches!(invalid, ballast_stylus::InvalidProgram::Section(_)),
        "{invalid}"
    );

    let after = clean(&counted).unwrap();
    assert!(!has_count(&after));
    assert_eq!(run(&after, 9), run(&before, 9));
    ballast_stylus::activate(&after, &rules()).unwrap();
}

fn rules() -> ballast_stylus::Rules {
    let version = ballast_stylus::arbos::NEWEST;
    let params = ballast_stylus::params::StylusParams::for_arbos(version);
    ballast_stylus::Rules::new(version, &params)
}

/// A module whose `call_indirect` has its table in five bytes, as the compiler writes it.
fn overlong_call_indirect() -> Vec<u8> {
    let short = wasm(
        r#"(module
            (type $unary (func (param i32) (result i32)))
            (memory (export "memory") 1 1)
            (table 2 2 funcref)
            (elem (i32.const 0) $double $square)
            (func (export "user_entrypoint") (param i32) (result i32) unreachable)
            (func $double (type $unary) (i32.add (local.get 0) (local.get 0)))
            (func $square (type $unary) (i32.mul (local.get 0) (local.get 0))))"#,
    );
    let mut entry = Function::new([]);
    entry
        .instructions()
        .local_get(0)
        .local_get(0)
        .i32_const(1)
        .i32_and();
    entry.raw([0x11, 0x00, 0x80, 0x80, 0x80, 0x80, 0x00]);
    entry.instruction(&Instruction::End);
    let mut code = CodeSection::new();
    code.function(&entry);
    let mut long = short[..8].to_vec();
    let mut bodies = 0;
    for payload in payloads(&short) {
        match payload {
            Payload::CodeSectionEntry(body) => {
                if 0 < bodies {
                    code.raw(body.as_bytes());
                }
                bodies += 1;
            }
            other => {
                if let Some((id, range)) = other.as_section()
                    && !(id == 0 || id == 10)
                {
                    let data = &short[range.start as usize..range.end as usize];
                    wasm_encoder::Section::append_to(&RawSection { id, data }, &mut long);
                }
            }
        }
    }
    wasm_encoder::Section::append_to(&code, &mut long);
    long
}

#[test]
fn an_overlong_call_indirect_is_shortened() {
    let before = overlong_call_indirect();
    ballast_stylus::activate(&before, &rules()).unwrap_err();
    let after = clean(&before).unwrap();
    assert_eq!(before.len() - after.len(), 4);
    ballast_stylus::activate(&after, &rules()).unwrap();
    for (argument, result) in [(6, 12), (7, 49)] {
        assert_eq!(run(&before, argument).0, result);
        assert_eq!(run(&after, argument), run(&before, argument));
    }
}

#[test]
fn exports_and_globals_without_use_go() {
    let before = wasm(
        r#"(module
            (memory (export "memory") 1 1)
            (global $stack (mut i32) (i32.const 8192))
            (global (export "__heap_base") i32 (i32.const 9000))
            (func (export "user_entrypoint") (param i32) (result i32)
                (global.set $stack (local.get 0))
                (global.get $stack))
            (func (export "helper")))"#,
    );
    let after = clean(&before).unwrap();
    let mut exports = Vec::new();
    let mut globals = 0;
    for payload in payloads(&after) {
        match payload {
            Payload::ExportSection(section) => {
                exports.extend(
                    section
                        .into_iter()
                        .map(|export| export.unwrap().name.to_owned()),
                );
            }
            Payload::GlobalSection(section) => globals = section.count(),
            _ => {}
        }
    }
    assert_eq!(exports, ["memory", "user_entrypoint"]);
    assert_eq!(globals, 1);
    assert_eq!(run(&after, 77), run(&before, 77));
}

#[test]
fn a_global_that_a_later_one_starts_from_stays() {
    let before = wasm(
        r#"(module
            (import "vm_hooks" "g" (global $given i32))
            (memory (export "memory") 1 1)
            (global $copy i32 (global.get $given))
            (func (export "user_entrypoint") (param i32) (result i32) (local.get 0)))"#,
    );
    let after = clean(&before).unwrap();
    wasmparser::validate(&after).unwrap();
}

#[test]
fn panic_paths_go() {
    let before = wasm(&format!(
        r#"(module
            (memory (export "memory") 1 1)
            (data (i32.const 16) "keep{SOURCE_ROOT}ruint/src/div.rskept")
            (func (export "user_entrypoint") (param i32) (result i32)
                (i32.load8_u (local.get 0))))"#
    ));
    let after = clean(&before).unwrap();
    assert_eq!(data_segments(&after), 2);
    let (_, memory) = run(&after, 0);
    assert_eq!(&memory[16..20], b"keep");
    assert!(memory[20..43].iter().all(|byte| *byte == 0));
    assert_eq!(&memory[43..47], b"kept");
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    for before in [zero_run(), overlong_call_indirect()] {
        let once = clean(&before).unwrap();
        assert_eq!(clean(&once).unwrap(), once);
    }
}

#[test]
fn what_is_no_module_is_refused() {
    clean(b"\0asm\x0d\0\x01\0").unwrap_err();
    clean(b"not wasm").unwrap_err();
}

#[test]
fn a_contract_is_measured() {
    let contract = Contract::check("zeros", &zero_run()).unwrap();
    assert_eq!(contract.name, "zeros");
    assert_eq!(contract.footprint_pages, 1);
    assert_eq!(contract.warning(), None);
    let size = u32::MAX;
    let wasm = ballast_stylus::format::decode_classic(&contract.code, size).unwrap();
    assert_eq!(wasm, contract.wasm);
}

#[test]
fn a_contract_with_three_pages_is_refused() {
    let wasm = wasm(
        r#"(module
            (memory (export "memory") 3 3)
            (func (export "user_entrypoint") (param i32) (result i32) (local.get 0)))"#,
    );
    let error = Contract::check("wide", &wasm).unwrap_err();
    assert!(
        matches!(error, BuildError::Footprint { pages: 3, .. }),
        "{error}"
    );
}

/// Data that brotli cannot shorten: the bytes of a linear congruential generator.
fn noise(bytes: usize) -> String {
    let mut state = 1_u32;
    let mut text = String::new();
    for _ in 0..bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(&format!("\\{:02x}", state >> 24));
    }
    text
}

fn with_noise(bytes: usize) -> Vec<u8> {
    wasm(&format!(
        r#"(module
            (memory (export "memory") 2 2)
            (data (i32.const 0) "{}")
            (func (export "user_entrypoint") (param i32) (result i32) (local.get 0)))"#,
        noise(bytes)
    ))
}

#[test]
fn a_contract_close_to_the_limit_is_reported() {
    let contract = Contract::check("large", &with_noise(22_500)).unwrap();
    let warning = contract.warning().unwrap();
    assert!(
        warning.contains(&contract.code.len().to_string()),
        "{warning}"
    );
}

#[test]
fn a_contract_beyond_the_limit_is_refused() {
    let error = Contract::check("larger", &with_noise(26_000)).unwrap_err();
    assert!(matches!(error, BuildError::TooLarge { .. }), "{error}");
}

#[test]
fn a_contract_that_no_chain_takes_is_refused() {
    let wasm = wasm(r#"(module (memory (export "memory") 1 1))"#);
    let error = Contract::check("empty", &wasm).unwrap_err();
    assert!(matches!(error, BuildError::Invalid { .. }), "{error}");
}
