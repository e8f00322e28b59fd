//! Where data and elements may lie.

use ballast_stylus::InvalidProgram;

use super::accepts;
use super::fields;
use super::is_invalid_wasm;
use super::reason;

fn out_of_bounds(more: &'static str, kind: &str) -> bool {
    matches!(
        reason(&fields(more)),
        InvalidProgram::SegmentBounds { segment, .. } if segment == kind
    )
}

/// Stylus charging reference, section 2.2: data must fit the initial memory.
#[test]
fn data_fits_the_initial_memory() {
    for more in [
        "(data (i32.const 65535) \"x\")",
        "(data (i32.const 65536) \"\")",
        "(data (i32.const 0) \"x\") (data (i32.const 65530) \"abcdef\")",
    ] {
        assert!(accepts(&fields(more)), "{more}");
    }
    for more in [
        "(data (i32.const 65536) \"x\")",
        "(data (i32.const 65537) \"\")",
        "(data (i32.const -1) \"\")",
        "(data (i32.const -1) \"xyz\")",
        "(data (i32.const 0) \"x\") (data (i32.const 65530) \"abcdefg\")",
    ] {
        assert!(out_of_bounds(more, "data"), "{more}");
    }
}

/// Stylus charging reference, section 2.2: elements must fit the initial table.
#[test]
fn elements_fit_the_initial_table() {
    for more in [
        "(table 2 funcref) (elem (i32.const 0) 0 0)",
        "(table 2 funcref) (elem (i32.const 2))",
        "(table 2 10 funcref) (elem (i32.const 1) 0)",
    ] {
        assert!(accepts(&fields(more)), "{more}");
    }
    for more in [
        "(table 2 funcref) (elem (i32.const 0) 0 0 0)",
        "(table 2 10 funcref) (elem (i32.const 2) 0)",
        "(table 2 funcref) (elem (i32.const 3))",
        "(table 2 funcref) (elem (i32.const -1) 0)",
    ] {
        assert!(out_of_bounds(more, "element"), "{more}");
    }
}

/// Stylus charging reference, section 2.2: passive and declared segments are ignored.
#[test]
fn passive_and_declared_segments_are_accepted() {
    for more in [
        "(elem func 0)",
        "(elem declare func 0)",
        "(table 1 funcref) (elem func 0)",
    ] {
        assert!(accepts(&fields(more)), "{more}");
    }
    // A passive data segment is fine by itself; only the section that announces it is not.
    let mut wasm = fields("").wasm();
    wasm.extend_from_slice(&[11, 4, 1, 1, 1, b'x']);
    let activation = ballast_stylus::activate(&wasm, &crate::programs::rules());
    assert_eq!(
        activation.map(|activation| activation.size.data_bytes),
        Ok(3)
    );
}

/// Stylus charging reference, section 2.2: offsets are constants.
#[test]
fn offsets_are_constants() {
    for more in [
        "(global i32 (i32.const 0)) (data (global.get 0) \"x\")",
        "(data (i64.const 0) \"x\")",
        "(data (i32.add (i32.const 0) (i32.const 0)) \"x\")",
    ] {
        assert!(is_invalid_wasm(&fields(more)), "{more}");
    }
}
