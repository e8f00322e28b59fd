//! Every contract keeps the limits of a chain, and its figures are those of its bytes.

use alloy_json_abi::JsonAbi;
use ballast_artifacts::ALL;
use ballast_artifacts::Sizes;
use ballast_artifacts::find;
use ballast_artifacts::sizes;
use ballast_artifacts::table;
use ballast_contract_build::check::MAX_FOOTPRINT_PAGES;
use ballast_stylus::Rules;
use ballast_stylus::activate;
use ballast_stylus::arbos;
use ballast_stylus::format;
use ballast_stylus::format::CodeKind;
use ballast_stylus::params::StylusParams;

#[test]
fn there_are_contracts_in_the_order_of_their_names() {
    assert!(ALL.len() >= 2);
    assert!(ALL.is_sorted_by(|one, other| one.name < other.name));
}

#[test]
fn code_is_a_program_of_allowed_size() {
    for artifact in ALL {
        let kind = format::classify(artifact.code, arbos::NEWEST);
        assert_eq!(kind, Some(CodeKind::Classic), "{}", artifact.name);
        assert!(
            artifact.code.len() <= format::MAX_CODE_SIZE,
            "{}",
            artifact.name
        );
        assert!(
            artifact.footprint_pages <= MAX_FOOTPRINT_PAGES,
            "{}",
            artifact.name
        );
    }
}

#[test]
fn code_holds_the_wasm() {
    let params = StylusParams::for_arbos(arbos::NEWEST);
    for artifact in ALL {
        let wasm = format::decode_classic(artifact.code, params.max_wasm_size).unwrap();
        assert_eq!(wasm, artifact.wasm, "{}", artifact.name);
    }
}

#[test]
fn figures_are_those_of_an_activation() {
    for version in [arbos::NEWEST, arbos::FRAGMENTS] {
        let rules = Rules::new(version, &StylusParams::for_arbos(version));
        for artifact in ALL {
            let activation = activate(artifact.wasm, &rules).unwrap();
            assert_eq!(activation.footprint, artifact.footprint_pages);
            assert_eq!(activation.init_cost, artifact.init_cost);
            assert_eq!(activation.cached_init_cost, artifact.cached_init_cost);
            assert_eq!(activation.asm_estimate_bytes, artifact.asm_estimate_bytes);
            assert_eq!(activation.gas, artifact.activation_gas);
        }
    }
}

#[test]
fn entering_costs_the_minimum_and_the_init_costs() {
    for artifact in ALL {
        let cached = 352 + u64::from(artifact.cached_init_cost);
        assert_eq!(artifact.entry_gas_cached(), cached);
        let uncached = 8_832 + u64::from(artifact.init_cost) + cached;
        assert_eq!(artifact.entry_gas_uncached(), uncached);
    }
}

#[test]
fn init_code_returns_the_code() {
    for artifact in ALL {
        let init_code = artifact.init_code();
        let (prelude, code) = init_code.split_at(format::INIT_CODE_PRELUDE_SIZE);
        assert_eq!(code, artifact.code);
        assert_eq!(prelude[25..33], (artifact.code.len() as u64).to_be_bytes());
    }
}

#[test]
fn abi_json_is_the_abi() {
    for artifact in ALL {
        let abi = (artifact.abi)();
        assert!(!abi.functions.is_empty(), "{}", artifact.name);
        let read: JsonAbi = serde_json::from_str(&artifact.abi_json().unwrap()).unwrap();
        assert_eq!(read, abi, "{}", artifact.name);
    }
}

#[test]
fn contracts_are_found_by_name() {
    for artifact in ALL {
        assert_eq!(
            find(artifact.name).map(|found| found.code),
            Some(artifact.code)
        );
    }
    assert!(find("no such contract").is_none());
}

#[test]
fn all_contracts_have_one_compiler() {
    for artifact in ALL {
        assert!(
            artifact.compiler.starts_with("rustc 1."),
            "{}",
            artifact.compiler
        );
        assert_eq!(artifact.compiler, ALL[0].compiler);
    }
}

#[test]
fn the_table_has_a_row_per_contract() {
    let table = table();
    assert_eq!(table.lines().count(), ALL.len() + 2);
    for (
        line,
        Sizes {
            name,
            code_bytes,
            entry_gas_cached,
            ..
        },
    ) in table.lines().skip(2).zip(sizes())
    {
        assert!(
            line.starts_with(&format!("| {name} | {code_bytes} | ")),
            "{line}"
        );
        assert!(
            line.contains(&format!(" | {entry_gas_cached} | ")),
            "{line}"
        );
    }
}
