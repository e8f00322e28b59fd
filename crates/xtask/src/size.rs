//! `cargo xtask size`: what the contracts weigh.

use ballast_artifacts::{Sizes, sizes};
use serde::{Deserialize, Serialize};

use crate::snapshot::{Figures, Snapshot, settle};
use crate::workspace_path;

/// Bytes of deployed code that a chain takes (EIP-170).
const CODE_BYTES_MAX: usize = 24_576;

/// Memory pages that a transaction has for free.
const FOOTPRINT_PAGES_MAX: u16 = 2;

/// What is kept of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Size {
    /// Bytes of deployed code.
    code_bytes: usize,
    /// Memory pages it starts with.
    footprint_pages: u16,
    /// Gas of entering it while it is cached.
    entry_gas_cached: u64,
    /// What built it.
    compiler: String,
}

impl Figures for Size {
    fn compiler(&self) -> &str {
        &self.compiler
    }
}

impl From<Sizes> for Size {
    fn from(sizes: Sizes) -> Self {
        Self {
            code_bytes: sizes.code_bytes,
            footprint_pages: sizes.footprint_pages,
            entry_gas_cached: sizes.entry_gas_cached,
            compiler: sizes.compiler.to_owned(),
        }
    }
}

/// Prints the sizes, holds them against the limits, and writes or compares the snapshot.
pub(crate) fn run(check: bool) -> anyhow::Result<bool> {
    print!("{}", ballast_artifacts::table());
    let found: Snapshot<Size> = sizes()
        .into_iter()
        .map(|sizes| (sizes.name.to_owned(), sizes.into()))
        .collect();
    let excesses = excesses(&found);
    for excess in &excesses {
        println!("{excess}");
    }
    let same = settle(
        &workspace_path("tests/snapshots/size.json"),
        "size",
        &found,
        check,
    )?;
    Ok(same && excesses.is_empty())
}

/// One line for every limit that a contract exceeds.
fn excesses(found: &Snapshot<Size>) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, size) in found {
        if CODE_BYTES_MAX < size.code_bytes {
            lines.push(format!(
                "{name}: {} bytes of code, limit {CODE_BYTES_MAX}",
                size.code_bytes
            ));
        }
        if FOOTPRINT_PAGES_MAX < size.footprint_pages {
            let pages = size.footprint_pages;
            lines.push(format!(
                "{name}: {pages} pages of memory, limit {FOOTPRINT_PAGES_MAX}"
            ));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_inclusive() {
        let size = |code_bytes, footprint_pages| Size {
            code_bytes,
            footprint_pages,
            entry_gas_cached: 1,
            compiler: String::new(),
        };
        let snapshot = |size| Snapshot::from([("vault".to_owned(), size)]);
        assert!(excesses(&snapshot(size(24_576, 2))).is_empty());
        assert_eq!(excesses(&snapshot(size(24_577, 3))).len(), 2);
    }
}
