//! What was deployed, written down.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use alloy_primitives::{Address, B256, Bytes, U256};
use serde::{Deserialize, Serialize};

use super::{Action, Contract, DeployError};

/// What stands on a chain and how it got there: `deployments/<network>.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// ArbOS version of the chain at the time.
    pub arbos_version: u64,
    /// Stylus version the programs were activated for.
    pub stylus_version: u16,
    /// The `StylusDeployer` that was used.
    pub deployer: Address,
    /// Who sent the transactions.
    pub sender: Address,
    /// What tells this deployment from others of the same code and arguments.
    pub salt: B256,
    /// Versions of what went into the code.
    pub versions: BTreeMap<String, String>,
    /// Contracts by name.
    pub contracts: BTreeMap<String, Deployed>,
}

/// A contract that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployed {
    /// Where.
    pub address: Address,
    /// Hash of the deployed code.
    pub code_hash: B256,
    /// Bytes of the deployed code, prefix included.
    pub code_bytes: usize,
    /// Selector and arguments of the constructor.
    pub constructor: Bytes,
    /// Whether it was cached.
    pub cached: bool,
    /// The transactions it took.
    pub transactions: Vec<Sent>,
}

/// A transaction of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// What it was for.
    pub action: Action,
    /// Its hash.
    pub transaction: B256,
    /// Height of its block.
    pub block: u64,
    /// Gas charged.
    pub gas_used: u64,
    /// Wei paid per gas.
    pub gas_price: U256,
}

impl Deployed {
    pub(super) fn new(contract: &Contract, transactions: Vec<Sent>) -> Self {
        Self {
            address: contract.address,
            code_hash: contract.code_hash(),
            code_bytes: contract.code.len(),
            constructor: contract.constructor.clone(),
            cached: contract.cached,
            transactions,
        }
    }

    /// Gas charged for all transactions.
    #[must_use]
    pub fn gas_used(&self) -> u64 {
        self.transactions.iter().map(|sent| sent.gas_used).sum()
    }
}

impl Manifest {
    /// Where a contract of the plan stands.
    #[must_use]
    pub fn address(&self, name: &str) -> Option<Address> {
        self.contracts.get(name).map(|contract| contract.address)
    }

    /// Takes over the transactions of an earlier run for the contracts that stand where they stood.
    #[must_use]
    pub fn after(mut self, earlier: &Self) -> Self {
        for (name, contract) in &mut self.contracts {
            let before = earlier.contracts.get(name);
            if let Some(before) = before.filter(|before| before.address == contract.address) {
                contract
                    .transactions
                    .splice(..0, before.transactions.iter().cloned());
            }
        }
        self
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`DeployError::Manifest`] if the file is not there or is no manifest.
    pub fn read(path: &Path) -> Result<Self, DeployError> {
        let text = fs::read_to_string(path).map_err(|error| failed(path, &error))?;
        serde_json::from_str(&text).map_err(|error| failed(path, &error))
    }

    /// Writes the manifest, over an older one at once or not at all.
    ///
    /// # Errors
    /// [`DeployError::Manifest`] if the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), DeployError> {
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(path, &error))?;
        let fresh = path.with_extension("json.new");
        fs::write(&fresh, text + "\n").map_err(|error| failed(&fresh, &error))?;
        fs::rename(&fresh, path).map_err(|error| failed(path, &error))
    }
}

fn failed(path: &Path, error: &dyn std::error::Error) -> DeployError {
    DeployError::Manifest {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(action: Action) -> Sent {
        let transaction = B256::repeat_byte(1);
        Sent {
            action,
            transaction,
            block: 3,
            gas_used: 9,
            gas_price: U256::from(7),
        }
    }

    fn manifest(address: u8, transactions: Vec<Sent>) -> Manifest {
        let contract = Deployed {
            address: Address::repeat_byte(address),
            code_hash: B256::ZERO,
            code_bytes: 5,
            constructor: Bytes::from_static(&[1]),
            cached: true,
            transactions,
        };
        Manifest {
            chain_id: 1,
            arbos_version: 51,
            stylus_version: 2,
            deployer: Address::ZERO,
            sender: Address::ZERO,
            salt: B256::ZERO,
            versions: BTreeMap::from([("rustc".to_owned(), "1.95.0".to_owned())]),
            contracts: BTreeMap::from([("token".to_owned(), contract)]),
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let path = std::env::temp_dir().join(format!("manifest-{}.json", std::process::id()));
        let manifest = manifest(1, vec![sent(Action::Deploy)]);
        manifest.write(&path).unwrap();
        let read = Manifest::read(&path);
        fs::remove_file(&path).unwrap();
        assert_eq!(read.unwrap(), manifest);
        assert!(matches!(
            Manifest::read(&path),
            Err(DeployError::Manifest { .. })
        ));
    }

    #[test]
    fn a_second_run_remembers_the_first() {
        let earlier = manifest(1, vec![sent(Action::Deploy)]);
        let again = manifest(1, vec![sent(Action::Cache)]).after(&earlier);
        let actions = |manifest: &Manifest| {
            manifest.contracts["token"]
                .transactions
                .iter()
                .map(|sent| sent.action)
                .collect::<Vec<_>>()
        };
        assert_eq!(actions(&again), [Action::Deploy, Action::Cache]);
        assert_eq!(again.contracts["token"].gas_used(), 18);
        let elsewhere = manifest(2, vec![sent(Action::Cache)]).after(&earlier);
        assert_eq!(actions(&elsewhere), [Action::Cache]);
    }
}
