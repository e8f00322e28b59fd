//! The embedded chain charges EVM code to the unit what Anvil does.
//!
//! Expected figures were measured on Anvil 1.7.1 (hardfork Cancun) with the contracts of
//! `tests/peers`: solc 0.8.28, 1,000,000 runs, the better of its two pipelines.

use ballast_bench::gas::{self, CASES};

/// Execution gas on Anvil: OpenZeppelin 5.7.0, solmate 6.8.0, solady 0.1.26.
const ANVIL: [(&str, &str, [u64; 3]); 15] = [
    ("deposit", "first", [50_700, 50_458, 50_185]),
    ("deposit", "warm", [33_600, 33_358, 33_085]),
    ("mint", "first", [50_809, 50_536, 50_349]),
    ("mint", "warm", [33_709, 33_436, 33_249]),
    ("withdraw", "warm", [33_595, 31_624, 32_613]),
    ("redeem", "warm", [32_086, 31_643, 31_521]),
    ("redeem, all shares", "warm", [27_286, 26_843, 26_721]),
    ("transfer", "first", [29_737, 29_624, 29_488]),
    ("transfer", "warm", [12_637, 12_524, 12_388]),
    ("approve", "first", [24_334, 24_303, 24_278]),
    ("approve", "warm", [7_234, 7_203, 7_178]),
    ("transferFrom", "warm", [17_942, 17_777, 17_550]),
    ("transferFrom, unlimited", "warm", [14_816, 14_668, 14_598]),
    ("previewDeposit", "warm", [8_653, 8_099, 8_030]),
    ("convertToAssets", "warm", [8_172, 7_868, 7_706]),
];

#[test]
fn peers_cost_what_they_cost_on_anvil() {
    let rows = gas::peers().unwrap();
    let expected = (0..3).flat_map(|peer| {
        let names = ["OpenZeppelin", "solmate", "solady"];
        ANVIL.map(|(operation, state, gas)| (names[peer], operation, state.to_owned(), gas[peer]))
    });
    let measured = rows.iter().map(|row| {
        (
            row.peer,
            row.case.operation.name(),
            row.case.state.to_string(),
            row.gas,
        )
    });
    assert_eq!(measured.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    assert_eq!(rows.len(), 3 * CASES.len());
}
