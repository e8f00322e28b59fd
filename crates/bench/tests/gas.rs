//! What `ballast bench gas` reports.

use ballast_bench::gas::{self, CASES, Cache, GasReport};

fn report() -> GasReport {
    gas::run().unwrap()
}

#[test]
fn every_case_stands_beside_the_cheapest_peer_cached_and_not() {
    let GasReport { rows, peers, .. } = report();
    for cache in [Cache::Cached, Cache::Uncached] {
        let cases: Vec<_> = rows.iter().filter(|row| row.cache == cache).collect();
        assert_eq!(cases.iter().map(|row| row.case).collect::<Vec<_>>(), CASES);
        for row in cases {
            let same = peers.iter().filter(|peer| peer.case == row.case);
            let least = same.map(|peer| peer.gas).min().unwrap();
            assert_eq!(row.peer_gas, least);
            assert_eq!(row.ratio, row.ours as f64 / least as f64);
        }
    }
}

#[test]
fn starting_a_program_costs_the_same_in_every_case() {
    // 8,832 gas and the program's init cost, which is what a cached program is spared.
    let vault = &ballast_artifacts::VAULT;
    let spared = vault.entry_gas_uncached() - vault.entry_gas_cached();
    let rows = report().rows;
    let (cached, uncached): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.cache == Cache::Cached);
    for (cached, uncached) in cached.iter().zip(&uncached) {
        assert_eq!(uncached.ours - cached.ours, spared, "{:?}", cached.case);
    }
}

#[test]
fn the_parts_are_the_whole() {
    let GasReport { rows, parts, .. } = report();
    let cached = rows.iter().filter(|row| row.cache == Cache::Cached);
    assert_eq!(parts.len(), CASES.len());
    for (row, part) in cached.zip(&parts) {
        let own = part.entry + part.host_calls + part.instructions;
        assert_eq!((row.case, row.ours), (part.case, part.execution_gas));
        assert_eq!(part.execution_gas, part.floor.total() + own);
        assert_eq!(part.entry, ballast_artifacts::VAULT.entry_gas_cached());
        // A call buys nothing twice, and few instructions suffice.
        assert!(part.host_calls < 200, "{part:?}");
        assert!(part.instructions < 600, "{part:?}");
    }
}

#[test]
fn json_rows_are_flat() {
    let json = serde_json::to_value(report()).unwrap();
    let row = json["rows"][1].as_object().unwrap();
    let keys: Vec<_> = row.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "cache",
            "operation",
            "ours",
            "peer",
            "peer_gas",
            "ratio",
            "state"
        ]
    );
    assert_eq!(
        (&row["operation"], &row["state"]),
        (&"deposit".into(), &"warm".into())
    );
    assert_eq!(row["cache"], "cached");
}
