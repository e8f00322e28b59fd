//! Stylus charging reference, section 2.4: every limit, at its edge.

use ballast_stylus::InvalidProgram;
use ballast_stylus::Rules;
use ballast_stylus::activate;

use crate::programs::Program;
use crate::programs::assemble;
use crate::programs::rules;
use crate::programs::rules_at;

/// What is exceeded and by which count, for a program with this body and these other fields.
fn exceeded_under(rules: &Rules, body: &str, more: &str) -> Option<(&'static str, u64, u64)> {
    let text = format!(
        "(module (memory (export \"memory\") 1 1)
           (func (export \"user_entrypoint\") (param i32) (result i32) {body}) {more})"
    );
    match activate(&assemble(&text), rules) {
        Ok(_) => None,
        Err(InvalidProgram::Limit { what, found, max }) => Some((what, found, max)),
        Err(other) => panic!("{other}"),
    }
}

fn exceeded(more: &str) -> Option<(&'static str, u64, u64)> {
    exceeded_under(&rules(), "i32.const 0", more)
}

#[test]
fn data_segments() {
    let segment = "(data (i32.const 0) \"\")";
    assert_eq!(exceeded(&segment.repeat(128)), None);
    assert_eq!(
        exceeded(&segment.repeat(129)),
        Some(("data segments", 129, 128))
    );
}

#[test]
fn element_segments() {
    let with = |count| format!("(table 1 funcref) {}", "(elem (i32.const 0))".repeat(count));
    assert_eq!(exceeded(&with(128)), None);
    assert_eq!(exceeded(&with(129)), Some(("element segments", 129, 128)));
}

#[test]
fn table_entries() {
    assert_eq!(exceeded("(table 4096 funcref)"), None);
    assert_eq!(
        exceeded("(table 4097 funcref)"),
        Some(("table entries", 4_097, 4_096))
    );
    let most = "(table 4294967295 funcref)";
    assert_eq!(
        exceeded(most),
        Some(("table entries", 4_294_967_295, 4_096))
    );
}

#[test]
fn bytes_of_element_segments() {
    // Flags, offset expression of three bytes, count of two bytes, one byte per item.
    let with = |count| {
        format!(
            "(table 4096 funcref) (elem (i32.const 0) {})",
            "0 ".repeat(count)
        )
    };
    assert_eq!(exceeded(&with(4_090)), None);
    assert_eq!(
        exceeded(&with(4_091)),
        Some(("bytes of element segments", 4_097, 4_096))
    );
}

#[test]
fn functions() {
    assert_eq!(exceeded(&"(func)".repeat(4_095)), None);
    assert_eq!(
        exceeded(&"(func)".repeat(4_096)),
        Some(("functions", 4_097, 4_096))
    );
}

#[test]
fn globals() {
    let rules = Rules {
        max_wasm_size: 1 << 20,
        ..rules()
    };
    let global = "(global i32 (i32.const 0))";
    assert_eq!(
        exceeded_under(&rules, "i32.const 0", &global.repeat(32_764)),
        None
    );
    assert_eq!(
        exceeded_under(&rules, "i32.const 0", &global.repeat(32_765)),
        Some(("globals", 32_769, 32_768))
    );
}

#[test]
fn locals() {
    let with = |count| format!("(func (param i32 i32) (local {}))", "i64 ".repeat(count));
    assert_eq!(exceeded(&with(348)), None);
    assert_eq!(
        exceeded(&with(349)),
        Some(("locals in a function", 349, 348))
    );
}

/// Counted after instrumentation: `nop`s, `end`, one header, prologue, return and restore.
#[test]
fn operators() {
    let with = |count| format!("(func {})", "nop ".repeat(count));
    let added = 1 + 12 + 12 + 1 + 4;
    assert_eq!(exceeded(&with(65_536 - added)), None);
    assert_eq!(
        exceeded(&with(65_537 - added)),
        Some(("operators in a function", 65_537, 65_536))
    );
}

#[test]
fn values_on_the_stack() {
    let with = |count| format!("(func {} unreachable)", "i32.const 0 ".repeat(count));
    assert_eq!(exceeded(&with(4_096)), None);
    assert_eq!(
        exceeded(&with(4_097)),
        Some(("values on a function's stack", 4_097, 4_096))
    );
}

#[test]
fn exports() {
    let debug = Rules {
        debug_chain: true,
        ..rules()
    };
    let with = |count: usize| -> String {
        (0..count)
            .map(|index| format!("(export \"e{index}\" (func 0))"))
            .collect()
    };
    // Memory, entry point and four globals are among them.
    assert_eq!(exceeded_under(&debug, "i32.const 0", &with(1_018)), None);
    assert_eq!(
        exceeded_under(&debug, "i32.const 0", &with(1_019)),
        Some(("exports", 1_025, 1_024))
    );
    assert_eq!(exceeded(&with(1_019)), None);
}

#[test]
fn names() {
    let debug = Rules {
        debug_chain: true,
        ..rules()
    };
    let export = |length| format!("(func (export \"{}\"))", "x".repeat(length));
    assert_eq!(exceeded_under(&debug, "i32.const 0", &export(512)), None);
    assert_eq!(
        exceeded_under(&debug, "i32.const 0", &export(513)),
        Some(("bytes in the name of an export", 513, 512))
    );
    assert_eq!(exceeded(&export(513)), None);

    let named = |length| {
        let name = "m".repeat(length);
        let fields = "(memory (export \"memory\") 1 1)
            (func (export \"user_entrypoint\") (param i32) (result i32) i32.const 0)";
        activate(&assemble(&format!("(module ${name} {fields})")), &rules()).map(|_| ())
    };
    assert_eq!(named(512), Ok(()));
    let what = "bytes in the name of the module";
    assert_eq!(
        named(513),
        Err(InvalidProgram::Limit {
            what,
            found: 513,
            max: 512
        })
    );
}

/// From ArbOS 32.
#[test]
fn imports() {
    let import = "(import \"vm_hooks\" \"read_args\" (func (param i32)))";
    let with = |count, rules: &Rules| {
        let text = format!(
            "(module {} (memory (export \"memory\") 1 1)
               (func (export \"user_entrypoint\") (param i32) (result i32) i32.const 0))",
            import.repeat(count)
        );
        activate(&assemble(&text), rules).map(|_| ())
    };
    assert_eq!(with(513, &rules()), Ok(()));
    let what = "imports";
    assert_eq!(
        with(514, &rules()),
        Err(InvalidProgram::Limit {
            what,
            found: 514,
            max: 513
        })
    );
    assert_eq!(with(514, &rules_at(31)), Ok(()));
}

#[test]
fn pages() {
    let with = |limits, rules: &Rules| {
        let wasm = Program::plain("i32.const 0").memory(limits).wasm();
        activate(&wasm, rules).map(|activation| activation.footprint)
    };
    let limit = |found, max| {
        Err(InvalidProgram::Limit {
            what: "initial memory pages",
            found,
            max,
        })
    };
    assert_eq!(with("128 128", &rules()), Ok(128));
    assert_eq!(with("129 129", &rules()), limit(129, 128));
    let open = Rules {
        page_limit: 3,
        ..rules()
    };
    assert_eq!(with("3 3", &open), Ok(3));
    assert_eq!(with("4 4", &open), limit(4, 3));
    let raised = Rules {
        page_limit: u16::MAX,
        ..rules()
    };
    assert_eq!(with("129 129", &raised), limit(129, 128));
    let none = Rules {
        page_limit: 0,
        ..rules()
    };
    assert_eq!(with("0 0", &none), Ok(0));
}

#[test]
fn bytes_of_wasm() {
    let wasm = Program::plain("i32.const 0").wasm();
    let exact = Rules {
        max_wasm_size: 64,
        ..rules()
    };
    assert!(activate(&wasm, &exact).is_ok());
    let short = Rules {
        max_wasm_size: 63,
        ..rules()
    };
    assert_eq!(
        activate(&wasm, &short).err(),
        Some(InvalidProgram::Limit {
            what: "bytes of wasm",
            found: 64,
            max: 63
        })
    );
}
