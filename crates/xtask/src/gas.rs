//! `cargo xtask gas`: what the contracts' methods cost.
//!
//! Every measured call is a transaction of its own on the embedded chain, an hour after the block
//! before it, so that it starts with everything cold. The token is the project's own test token,
//! and all programs are cached unless a key says otherwise. Execution gas is what the receipt
//! says less 21,000 and the calldata; the floor is the part that no program could have saved.

mod case;
mod farm;
mod governance;
mod lending;
mod market;
mod oracle;
mod params;
mod rebalancer;
mod rules;
mod stage;

use ballast_artifacts::VAULT;
use serde::{Deserialize, Serialize};

use crate::snapshot::{Figures, Snapshot, settle};
use crate::workspace_path;
use case::Case;
use stage::Stage;

/// What is kept of a method's cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Gas {
    /// The state the call met, in words.
    state: String,
    /// Gas charged, less 21,000 and the calldata.
    execution_gas: u64,
    /// The part of it for entering the called program.
    entry_gas: u64,
    /// The part of it that no program could have saved: slots, accounts, logs, callees.
    storage_floor: u64,
    /// What built the contracts.
    compiler: String,
}

impl Figures for Gas {
    fn compiler(&self) -> &str {
        &self.compiler
    }
}

/// Measures, prints, and writes or compares the snapshot.
pub(crate) fn run(check: bool) -> anyhow::Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let found = runtime.block_on(measure())?;
    print!("{}\n{}", table(&found), rules::differences(&found));
    settle(
        &workspace_path("tests/snapshots/gas.json"),
        "gas",
        &found,
        check,
    )
}

async fn measure() -> anyhow::Result<Snapshot<Gas>> {
    let stage = Stage::set().await?;
    let mut found = Snapshot::new();
    let mut measure = async |cases: Vec<Case>| -> anyhow::Result<()> {
        for case in cases {
            let key = case.key.to_owned();
            let figures = stage.measure(case).await?;
            found.insert(key, figures);
        }
        Ok(())
    };
    measure(case::all(&stage).await?).await?;
    measure(params::cases(&stage).await?).await?;
    measure(governance::cases(&stage).await?).await?;
    measure(market::cases(&stage).await?).await?;
    Ok(found)
}

fn table(found: &Snapshot<Gas>) -> String {
    let mut table = format!(
        "{:<28}{:>15}{:>11}{:>11}\n",
        "method", "execution gas", "entry", "floor"
    );
    for (key, gas) in found {
        let Gas {
            execution_gas,
            entry_gas,
            storage_floor,
            ..
        } = gas;
        table += &format!("{key:<28}{execution_gas:>15}{entry_gas:>11}{storage_floor:>11}\n");
    }
    table
}

impl Gas {
    fn new(case: &Case, execution_gas: u64, entry_gas: u64, storage_floor: u64) -> Self {
        Self {
            state: case.state.to_owned(),
            execution_gas,
            entry_gas,
            storage_floor,
            compiler: VAULT.compiler.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn measured() -> Snapshot<Gas> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(measure()).unwrap()
    }

    #[test]
    fn figures_do_not_depend_on_the_run() {
        let found = measured();
        assert_eq!(found, measured());
        assert_eq!(found.len(), 57);
        let contracts: BTreeSet<_> = found
            .keys()
            .filter_map(|key| key.split('.').next())
            .collect();
        let expected = [
            "governor",
            "market",
            "oracle",
            "params",
            "rebalancer",
            "registry",
            "timelock",
            "token",
            "vault",
            "votes",
        ];
        assert_eq!(contracts, BTreeSet::from(expected));
    }

    #[test]
    fn an_uncached_call_costs_its_entry_more() {
        let found = measured();
        let (warm, uncached) = (
            &found["vault.deposit.warm"],
            &found["vault.deposit.warm.uncached"],
        );
        let more = uncached.entry_gas - warm.entry_gas;
        assert_eq!(more, VAULT.entry_gas_uncached() - VAULT.entry_gas_cached());
        // The eviction before it takes an hour, and with the time fees and locked shares are other
        // numbers, which take some instructions more or less.
        let expected = warm.execution_gas + more;
        assert!(
            uncached.execution_gas.abs_diff(expected) < 10,
            "{uncached:?} and {warm:?}"
        );
        assert_eq!(uncached.storage_floor, warm.storage_floor);
    }
}
