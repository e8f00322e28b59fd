//! Ink prices, by section 4.1 and 4.2 of the Stylus charging reference.

use super::*;

/// Stylus charging reference, section 4.1.
#[test]
fn helper_prices() {
    assert_eq!(write_ink(0), 5_040);
    assert_eq!(write_ink(32), 5_040);
    assert_eq!(write_ink(100), 5_040 + 30 * 68);
    assert_eq!(read_ink(32), 16_381);
    assert_eq!(read_ink(100), 16_381 + 55 * 68);
    assert_eq!(keccak_ink(0), 121_800);
    assert_eq!(keccak_ink(64), 121_800);
    assert_eq!(keccak_ink(65), 142_800);
    assert_eq!(InkPrice::DEFAULT.ink_to_gas(EVM_API), 5);
}

/// Stylus charging reference, section 4.1: P(e), with its value at zero, and row 40.
#[test]
fn power_costs_by_significant_bytes() {
    let exponent = |index: Option<usize>| {
        let mut bytes = [0; 32];
        if let Some(index) = index {
            bytes[index] = 1;
        }
        pow_ink(&bytes)
    };
    assert_eq!(exponent(None), 20_500);
    assert_eq!(exponent(Some(31)), 38_000);
    assert_eq!(exponent(Some(30)), 3_000 + 3 * 17_500);
    assert_eq!(exponent(Some(0)), 3_000 + 33 * 17_500);
}

/// Stylus charging reference, section 4.2: base prices as decomposed below its table.
#[test]
fn base_prices_are_those_of_the_table() {
    let base = |name| host_function(name).map(|function| function.base_ink);
    for (name, ink) in [
        ("read_args", 8_400),
        ("exit_early", 0),
        ("storage_load_bytes32", 18_480),
        ("storage_flush_cache", 68_073),
        ("transient_store_bytes32", 78_153),
        ("call_contract", 83_193),
        ("create1", 83_193),
        ("create2", 88_233),
        ("account_codehash", 78_153),
        ("block_basefee", 13_440),
        ("math_div", 43_520),
        ("math_mod", 43_520),
        ("math_pow", 23_520),
        ("math_add_mod", 49_560),
        ("math_mul_mod", 52_660),
        ("native_keccak256", 0),
        ("pay_for_memory_grow", 0),
    ] {
        assert_eq!(base(name), Some(ink), "{name}");
    }
    assert_eq!(base("log_txt"), None);
}

#[test]
fn host_functions_have_distinct_names() {
    let mut names: Vec<_> = HOST_FUNCTIONS
        .iter()
        .map(|function| function.name)
        .collect();
    names.extend(CONSOLE_FUNCTIONS.iter().map(|function| function.name));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), HOST_FUNCTIONS.len() + CONSOLE_FUNCTIONS.len());
}

/// Stylus charging reference, section 4.1: conversion saturates one way and floors the other.
#[test]
fn ink_and_gas() {
    let price = InkPrice::DEFAULT;
    assert_eq!(price.get(), 10_000);
    assert_eq!(price.gas_to_ink(3), 30_000);
    assert_eq!(price.gas_to_ink(u64::MAX), u64::MAX);
    assert_eq!(price.ink_to_gas(29_999), 2);
    assert_eq!(InkPrice::new(0), None);
    assert_eq!(InkPrice::new(0x0100_0000), None);
    assert_eq!(
        InkPrice::new(0x00ff_ffff).map(InkPrice::get),
        Some(16_777_215)
    );
}

mod operators {
    use wasmparser::Operator;
    use wasmparser::Parser;
    use wasmparser::Payload;

    use super::super::operators::operator_ink;

    /// Prices of the operators of a function body, its `end` left out.
    fn prices(body: &str) -> Vec<Option<u64>> {
        let text = format!(
            "(module (memory 1) (table 1 funcref) (global (mut i32) (i32.const 0))
               (type $three (func (param i32 i32 i32))) (func (local i32 i64) {body}))"
        );
        let wasm = wat::parse_str(text).expect("well-formed text");
        let bodies = Parser::new(0)
            .parse_all(&wasm)
            .filter_map(|payload| match payload {
                Ok(Payload::CodeSectionEntry(body)) => Some(body),
                _ => None,
            });
        let operators = bodies.flat_map(|body| body.get_operators_reader().expect("a body"));
        let mut prices: Vec<_> = operators
            .map(|operator| operator.expect("an operator"))
            .map(|operator: Operator<'_>| operator_ink(&operator, |ty| if ty == 0 { 3 } else { 0 }))
            .collect();
        prices.pop();
        prices
    }

    /// Stylus charging reference, section 3.3: one row of its table after the other.
    #[test]
    fn cost_what_the_table_says() {
        let rows: &[(&str, u64)] = &[
            ("unreachable return nop i32.const 1 i64.const 1", 1),
            ("block end loop end", 1),
            ("drop", 9),
            ("br 0 br_if 0 if end", 765),
            ("br_table 0", 2_400),
            ("br_table 0 0 0 0 0", 2_400 + 325 * 4),
            ("select", 1_250),
            ("call 0", 3_800),
            ("call_indirect (type 0)", 13_610 + 650 * 3),
            ("local.get 0 local.tee 0", 75),
            ("local.set 0", 210),
            ("global.get 0", 225),
            ("global.set 0", 575),
            (
                "i32.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u",
                670,
            ),
            (
                "i64.load i64.load8_s i64.load8_u i64.load16_s i64.load16_u",
                680,
            ),
            ("i64.load32_s i64.load32_u", 680),
            ("i32.store i32.store8 i32.store16", 825),
            ("i64.store i64.store8 i64.store16 i64.store32", 950),
            ("memory.size", 3_000),
            ("memory.grow", 8_050),
            ("memory.copy memory.fill", 950),
            (
                "i32.eqz i32.eq i32.ne i32.lt_s i32.lt_u i32.gt_s i32.gt_u",
                170,
            ),
            ("i32.le_s i32.le_u i32.ge_s i32.ge_u", 170),
            (
                "i64.eqz i64.eq i64.ne i64.lt_s i64.lt_u i64.gt_s i64.gt_u",
                225,
            ),
            ("i64.le_s i64.le_u i64.ge_s i64.ge_u", 225),
            ("i32.clz i32.ctz i64.clz i64.ctz", 210),
            ("i32.add i32.sub", 70),
            ("i64.add i64.sub", 100),
            ("i32.mul i64.mul", 160),
            ("i32.div_s i32.div_u i32.rem_s i32.rem_u", 1_120),
            ("i64.div_s i64.div_u i64.rem_s i64.rem_u", 1_270),
            (
                "i32.and i32.or i32.xor i32.shl i32.shr_s i32.shr_u i32.rotl i32.rotr",
                70,
            ),
            (
                "i64.and i64.or i64.xor i64.shl i64.shr_s i64.shr_u i64.rotl i64.rotr",
                100,
            ),
            ("i32.popcnt", 2_650),
            ("i64.popcnt", 6_000),
            ("i32.wrap_i64 i64.extend_i32_s i64.extend_i32_u", 100),
            ("i32.extend8_s i32.extend16_s", 100),
            ("i64.extend8_s i64.extend16_s i64.extend32_s", 100),
        ];
        for (body, ink) in rows {
            // The ends that close an `if` are no row of their own here.
            let found = prices(body);
            let expected = |price: &Option<u64>| *price == Some(*ink) || *price == Some(1);
            assert!(
                found.contains(&Some(*ink)) && found.iter().all(expected),
                "{body}: {found:?}"
            );
        }
    }

    /// Stylus charging reference, section 3.3: everything else has no price.
    #[test]
    fn floats_and_the_rest_have_no_price() {
        let bodies = [
            "f32.const 1 f64.load f32.store f32.add f64.sqrt f32.eq i32.trunc_f32_s",
            "i32.trunc_sat_f64_u f64.convert_i64_u f32.demote_f64 i32.reinterpret_f32",
            "memory.init 0 data.drop 0 table.copy",
            "ref.null func v128.const i32x4 0 0 0 0",
        ];
        for body in bodies {
            assert!(prices(body).iter().all(Option::is_none), "{body}");
        }
    }
}
