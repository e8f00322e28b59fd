//! Which contracts there should be.

use std::collections::BTreeMap;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolConstructor;
use ballast_stylus::format::{MAX_CODE_SIZE, init_code};

use super::DeployError;
use crate::precompiles::STYLUS_DEPLOYER;

/// First bytes of a constructor call, whatever the parameters: of `keccak256("stylus_constructor()")`.
pub const CONSTRUCTOR_SELECTOR: [u8; 4] = [0x55, 0x85, 0x25, 0x8d];

/// A contract that there should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Its name in the plan and in the manifest.
    pub name: String,
    /// Where it will stand, which follows from code, constructor arguments and salt.
    pub address: Address,
    /// The program as it is deployed, prefix included.
    pub code: Bytes,
    /// Selector and arguments of the constructor; empty for none.
    pub constructor: Bytes,
    /// Whether it is to be cached.
    pub cached: bool,
}

impl Contract {
    /// Hash of the deployed code, by which chains know programs.
    #[must_use]
    pub fn code_hash(&self) -> B256 {
        keccak256(&self.code)
    }
}

/// Which contracts there should be, in the order they are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    deployer: Address,
    salt: B256,
    bid_max: U256,
    contracts: Vec<Contract>,
    versions: BTreeMap<String, String>,
}

impl Plan {
    /// A plan without contracts.
    ///
    /// `label` tells this deployment from others of the same code and arguments: the salt is its
    /// hash.
    #[must_use]
    pub fn new(label: &str) -> Self {
        Self {
            deployer: STYLUS_DEPLOYER,
            salt: keccak256(label),
            bid_max: U256::ZERO,
            contracts: Vec::new(),
            versions: BTreeMap::from([(
                "ballast".to_owned(),
                env!("CARGO_PKG_VERSION").to_owned(),
            )]),
        }
    }

    /// Uses another `StylusDeployer`. To be said before contracts are added, as addresses depend
    /// on it.
    #[must_use]
    pub const fn with_deployer(mut self, deployer: Address) -> Self {
        self.deployer = deployer;
        self
    }

    /// Allows to pay up to `wei` for a place in the cache; nothing unless this is said. Chain
    /// owners and cache managers do not pay.
    #[must_use]
    pub const fn with_bid_max(mut self, wei: U256) -> Self {
        self.bid_max = wei;
        self
    }

    /// Has the manifest name the version of something that went into the code, besides this
    /// project's own.
    #[must_use]
    pub fn with_version(mut self, of: &str, version: &str) -> Self {
        self.versions.insert(of.to_owned(), version.to_owned());
        self
    }

    /// Adds a contract and returns where it will stand.
    ///
    /// # Errors
    /// [`DeployError::DuplicateName`] and [`DeployError::CodeSize`].
    pub fn add(
        &mut self,
        name: &str,
        code: impl Into<Bytes>,
        constructor: &impl SolConstructor,
        cached: bool,
    ) -> Result<Address, DeployError> {
        let code = code.into();
        if self.contracts.iter().any(|contract| contract.name == name) {
            return Err(DeployError::DuplicateName(name.to_owned()));
        }
        if MAX_CODE_SIZE < code.len() {
            let (bytes, limit) = (code.len(), MAX_CODE_SIZE);
            return Err(DeployError::CodeSize {
                name: name.to_owned(),
                bytes,
                limit,
            });
        }
        let arguments = constructor.abi_encode();
        let constructor = Bytes::from([CONSTRUCTOR_SELECTOR.as_slice(), &arguments].concat());
        // The deployer mixes the arguments into the salt.
        let salt = keccak256([self.salt.as_slice(), &constructor].concat());
        let address = self.deployer.create2(salt, keccak256(init_code(&code)));
        self.contracts.push(Contract {
            name: name.to_owned(),
            address,
            code,
            constructor,
            cached,
        });
        Ok(address)
    }

    /// The contracts in order.
    #[must_use]
    pub fn contracts(&self) -> &[Contract] {
        &self.contracts
    }

    /// The `StylusDeployer` in use.
    #[must_use]
    pub const fn deployer(&self) -> Address {
        self.deployer
    }

    /// What tells this deployment from others.
    #[must_use]
    pub const fn salt(&self) -> B256 {
        self.salt
    }

    /// The most that a place in the cache may cost, in wei.
    #[must_use]
    pub const fn bid_max(&self) -> U256 {
        self.bid_max
    }

    /// Versions to be named in the manifest.
    #[must_use]
    pub const fn versions(&self) -> &BTreeMap<String, String> {
        &self.versions
    }
}

#[cfg(test)]
mod tests {
    use ballast_abi::token::Token::constructorCall;

    use super::*;

    fn constructor(symbol: &str) -> constructorCall {
        constructorCall {
            name: "Test".into(),
            symbol: symbol.into(),
            decimals: 6,
        }
    }

    fn plan() -> Plan {
        Plan::new("test")
    }

    #[test]
    fn the_selector_is_the_hash_of_the_name() {
        assert_eq!(keccak256("stylus_constructor()")[..4], CONSTRUCTOR_SELECTOR);
    }

    #[test]
    fn addresses_tell_code_arguments_and_label_apart() {
        let address = |label, code: &'static [u8], symbol| {
            Plan::new(label)
                .add("token", code, &constructor(symbol), false)
                .unwrap()
        };
        let first = address("a", &[1], "A");
        assert_eq!(first, address("a", &[1], "A"));
        let others = [
            address("b", &[1], "A"),
            address("a", &[2], "A"),
            address("a", &[1], "B"),
        ];
        assert!(others.iter().all(|other| *other != first));
    }

    #[test]
    fn a_name_is_taken_once() {
        let mut plan = plan();
        plan.add("token", vec![1], &constructor("A"), false)
            .unwrap();
        let again = plan.add("token", vec![2], &constructor("B"), false);
        assert!(matches!(again, Err(DeployError::DuplicateName(name)) if name == "token"));
        assert_eq!(plan.contracts().len(), 1);
    }

    #[test]
    fn code_has_a_limit() {
        let mut plan = plan();
        plan.add("full", vec![0; 24_576], &constructor("A"), false)
            .unwrap();
        let more = plan.add("more", vec![0; 24_577], &constructor("A"), false);
        assert!(matches!(
            more,
            Err(DeployError::CodeSize {
                bytes: 24_577,
                limit: 24_576,
                ..
            })
        ));
    }
}
