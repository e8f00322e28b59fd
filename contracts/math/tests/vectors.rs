//! `exp_wad` and `ln_wad` against the high-precision vectors of `tests/reference`.

use ballast_math::{exp_wad, ln_wad};
use ruint::Uint;
use ruint::aliases::U256;

type U512 = Uint<512, 8>;

/// The vectors hold results in 1e-36, of which one WAD unit has this many.
const UNIT_E36: u64 = 1_000_000_000_000_000_000;

/// Rows of a vector file below its header, as argument and exact result, in ascending order.
fn rows(csv: &str) -> Vec<(&str, &str)> {
    let rows: Vec<_> = csv
        .lines()
        .skip(1)
        .map(|row| row.split_once(',').unwrap())
        .collect();
    assert!(2_000 <= rows.len(), "only {} vectors", rows.len());
    rows
}

#[test]
fn exp_stays_within_its_error_bound() {
    let unit = U512::from(UNIT_E36);
    let (mut worst_units, mut worst_relative) = (U512::ZERO, U512::ZERO);
    let mut previous = U256::ZERO;
    for (x, exact) in rows(include_str!("../../../tests/reference/exp.csv")) {
        let exact = U512::from_str_radix(exact, 10).unwrap();
        let result = exp_wad(x.parse().unwrap()).unwrap();
        assert!(previous <= result, "exp_wad({x}) is below its predecessor");
        previous = result;
        let error = (U512::from(result) * unit).abs_diff(exact);
        assert!(
            error <= unit.max(exact / unit),
            "exp_wad({x}) = {result}, exactly {exact} e-36"
        );
        if exact <= unit * unit {
            worst_units = worst_units.max(error);
        }
        // Where rounding to units no longer matters, what remains is the method's own error.
        if unit * unit * unit <= exact {
            worst_relative = worst_relative.max(error * unit * unit / exact);
        }
    }
    println!("exp: below 1 within {worst_units} e-18 units, above 1e18 {worst_relative} e-36");
    // What the polynomial and its roundings can add up to: tighter than promised as well.
    assert!(worst_relative < U512::from(410_000_000_000_000_000_u64));
}

#[test]
fn ln_stays_within_its_error_bound() {
    let (mut worst, mut previous) = (0, i128::MIN);
    for (x, exact) in rows(include_str!("../../../tests/reference/ln.csv")) {
        let exact: i128 = exact.parse().unwrap();
        let result = ln_wad(U256::from_str_radix(x, 10).unwrap()).unwrap();
        assert!(previous <= result, "ln_wad({x}) is below its predecessor");
        previous = result;
        let error = (result * i128::from(UNIT_E36)).abs_diff(exact);
        assert!(
            error <= u128::from(UNIT_E36),
            "ln_wad({x}) = {result}, exactly {exact} e-36"
        );
        worst = worst.max(error);
    }
    println!("ln: within {worst} e-18 units");
    // Half a unit of rounding and what the method adds: tighter than promised, to notice a drift.
    assert!(worst < 680_000_000_000_000_000);
}
