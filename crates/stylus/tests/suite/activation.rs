//! What activation costs and records.

use ballast_stylus::Activation;
use ballast_stylus::activate;
use ballast_stylus::arbos;
use ballast_stylus::ink::InkPrice;
use ballast_stylus::params::ProgramRecord;
use ballast_stylus::params::StylusParams;
use ballast_stylus::pricing::DataPricer;
use ballast_stylus::pricing::OpenPages;
use ballast_stylus::pricing::activation;
use ballast_stylus::pricing::call_gas;

use crate::programs::Program;
use crate::programs::rules;
use crate::programs::rules_at;
use crate::rows::HOST_ROWS;
use crate::rows::PLAIN_ROWS;
use crate::rows::Row;
use crate::rows::SECTIONS;

fn activated(program: &Program) -> Activation {
    activate(&program.wasm(), &rules()).expect("a valid program")
}

/// Gas of an uncached frame with nothing open that uses `ink`.
fn uncached_frame(activation: &Activation, ink: u64) -> u64 {
    let params = StylusParams::for_arbos(arbos::NEWEST);
    let record = ProgramRecord {
        version: activation.version,
        init_cost: activation.init_cost,
        cached_init_cost: activation.cached_init_cost,
        footprint: activation.footprint,
        ..ProgramRecord::default()
    };
    let pages = OpenPages::default().gas(record.footprint, &params);
    let ink_price = u64::from(InkPrice::DEFAULT.get());
    call_gas(&record, &params, pages, false) + ink.div_ceil(ink_price)
}

fn check(row: &Row) {
    let number = row.number;
    let wasm = row.program.wasm();
    assert_eq!(wasm.len(), row.wasm_bytes, "wasm bytes of row {number}");
    let activation = activate(&wasm, &rules()).expect("a valid program");
    assert_eq!(
        (activation.init_cost, activation.cached_init_cost),
        row.costs,
        "init and cached costs of row {number}"
    );
    assert_eq!(activation.gas, row.gas, "activation gas of row {number}");
    if let Some((ink, frame)) = row.run {
        assert_eq!(
            uncached_frame(&activation, ink),
            frame,
            "frame of row {number}"
        );
    }
}

/// Stylus charging reference, rows 1 to 17.
#[test]
fn plain_code_costs_what_the_reference_says() {
    PLAIN_ROWS.iter().for_each(check);
}

/// Stylus charging reference, rows 20 to 43.
#[test]
fn code_with_imports_costs_what_the_reference_says() {
    HOST_ROWS.iter().for_each(check);
}

/// Stylus charging reference, section 5.6: the anchor, byte by byte.
#[test]
fn the_empty_program_has_the_anchor_s_bytes() {
    let anchor = "0061736d0100000001060160017f017f03020100050401010101071c02066d656d6f72790200\
                  0f757365725f656e747279706f696e7400000a0601040041000b";
    let hex: String = Program::plain("i32.const 0")
        .wasm()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(hex, anchor);
}

/// Stylus charging reference, row 44.
#[test]
fn pages_cost_at_activation_and_at_entry() {
    let activation = activated(&Program::plain("i32.const 0").memory("5 5"));
    assert_eq!(
        (activation.init_cost, activation.cached_init_cost),
        (18, 31)
    );
    assert_eq!(activation.gas, 311_388);
    assert_eq!(activation.footprint, 5);
    assert_eq!(uncached_frame(&activation, 2_452), 12_234);
}

/// Stylus charging reference, row 45.
#[test]
fn segments_and_globals_cost_by_their_encoded_bytes() {
    let wasm = SECTIONS.wasm();
    assert_eq!(wasm.len(), 135);
    let activation = activate(&wasm, &rules()).expect("a valid program");
    assert_eq!(
        (activation.init_cost, activation.cached_init_cost),
        (46, 37)
    );
    assert_eq!(activation.gas, 64_708);
    let size = activation.size;
    assert_eq!(size.data_bytes + size.element_bytes, 32);
    assert_eq!(size.data_payload_bytes, 13);
    assert_eq!(size.element_bytes, 8);
    assert_eq!(size.globals, 5);
}

/// Stylus charging reference, row 58 and section 1.4.
#[test]
fn activating_the_empty_program_costs_what_the_reference_says() {
    let activation = activated(&Program::plain("i32.const 0"));
    let total = |arbos_version, cached| {
        activation::start_gas(arbos_version, 0)
            + activation::READ_RECORD_GAS
            + activation.gas
            + activation::store_gas(cached)
            + activation::SETTLE_GAS
    };
    assert_eq!(total(51, false), 1_810_910);
    assert_eq!(total(60, false), 1_811_710);
    assert_eq!(total(51, true), 1_810_910 + 800);
    assert_eq!(
        activation::start_gas(60, 7),
        activation::start_gas(60, 0) + 7
    );

    let mut pricer = DataPricer::default();
    let fee = pricer.charge(activation.asm_estimate_bytes, 1_750_000_000);
    assert_eq!(fee, 43_607_190_175_334);
}

/// Stylus charging reference, row 59: what a refused second activation costs.
#[test]
fn activating_again_costs_the_start_and_the_error_word() {
    let gas =
        activation::start_gas(51, 0) + activation::READ_RECORD_GAS + activation::DATA_WORD_GAS;
    assert_eq!(gas, 800 + 3 + 1_659_168 + 100 + 800 + 3);
}

/// Stylus charging reference, section 1.4: example of the size estimate, and its version switches.
#[test]
fn older_versions_charge_less_for_activation_and_more_for_entry() {
    let wasm = Program::plain("i32.const 0").wasm();
    let newest = activate(&wasm, &rules()).expect("a valid program");
    assert_eq!(newest.version, 2);
    assert_eq!(newest.asm_estimate_bytes, 512_000 + 996 + 22 + 400);

    let before_wasm_charge = activate(&wasm, &rules_at(31)).expect("a valid program");
    assert_eq!(before_wasm_charge.gas, newest.gas - 28 * 20);
    assert_eq!(before_wasm_charge.init_cost, 18);

    let first = activate(&wasm, &rules_at(30)).expect("a valid program");
    assert_eq!(first.version, 1);
    assert_eq!(first.init_cost, 18 + 11);
    assert_eq!(first.cached_init_cost, 11);
}

/// Stylus charging reference, section 3.7: operators after instrumentation.
#[test]
fn operators_are_counted_after_instrumentation() {
    let operators = |program: Program| activated(&program).size.operators;
    assert_eq!(operators(Program::plain("i32.const 0")), 31);
    // 6 own, 12 for one block, 17 for the fill, 12 + 1 + 4.
    let fill = "i32.const 0 i32.const 1 i32.const 9 memory.fill i32.const 0";
    assert_eq!(operators(Program::plain(fill)), 6 + 12 + 17 + 12 + 1 + 4);
    // A return ends a block and is paid for twice with the one that is added.
    assert_eq!(
        operators(Program::plain("i32.const 0 return")),
        3 + 2 * 12 + 12 + 1 + 4 * 2
    );
    // Growth is instrumented only where the memory can grow.
    let grow = "i32.const 0 memory.grow";
    assert_eq!(operators(Program::plain(grow)), 3 + 12 + 12 + 1 + 4);
    let import = &["pay_for_memory_grow"];
    assert_eq!(
        operators(Program::with(import, grow).memory("1 2")),
        3 + 12 + 12 + 1 + 4 + 4
    );
}
