//! The transactions a plan comes down to.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::SolCall;
use ballast_stylus::format::init_code;
use serde::{Deserialize, Serialize};

use super::{Contract, DeployError, Plan, chain};
use crate::client::Client;
use crate::error::ClientError;
use crate::precompiles::ArbWasm::activateProgramCall;
use crate::precompiles::ArbWasmCache::{cacheProgramCall, codehashIsCachedCall};
use crate::precompiles::CacheManager::{getMinBidCall, placeBidCall};
use crate::precompiles::StylusDeployer::deployCall;
use crate::precompiles::{ARB_WASM, ARB_WASM_CACHE};

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Create the contract, activate its code if it is not yet, and run the constructor.
    Deploy,
    /// Activate the code of a contract that is there.
    Activate,
    /// Cache the program.
    Cache,
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Deploy => "deploy",
            Self::Activate => "activate",
            Self::Cache => "cache",
        })
    }
}

/// A transaction to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it is for.
    pub action: Action,
    /// Whom it calls.
    pub to: Address,
    /// Wei sent along; what is not needed comes back.
    pub value: U256,
    /// Calldata.
    pub input: Bytes,
}

impl Step {
    fn new<C: SolCall>(action: Action, to: Address, value: U256, call: &C) -> Self {
        Self {
            action,
            to,
            value,
            input: call.abi_encode().into(),
        }
    }

    /// The transaction, for a client to complete and send.
    #[must_use]
    pub fn request(&self) -> TransactionRequest {
        let request = TransactionRequest::default().to(self.to).value(self.value);
        request.input(self.input.clone().into())
    }
}

/// The next transaction that `contract` needs on the chain as it is; `None` if nothing is missing.
///
/// # Errors
/// [`DeployError::NoDeployer`], [`DeployError::NoCacheManager`] and [`DeployError::CachePrice`] if
/// there is no way to get on; [`DeployError::Step`] if the code cannot be activated;
/// [`DeployError::Client`] if the node does not answer.
pub async fn next(
    client: &Client,
    plan: &Plan,
    contract: &Contract,
) -> Result<Option<Step>, DeployError> {
    let code_hash = contract.code_hash();
    if client.code(contract.address).await?.is_empty() {
        return deploy(client, plan, contract).await.map(Some);
    }
    if !chain::is_active(client, code_hash).await? {
        let value = activation_value(client, contract, Action::Activate).await?;
        let call = activateProgramCall {
            program: contract.address,
        };
        return Ok(Some(Step::new(Action::Activate, ARB_WASM, value, &call)));
    }
    let is_cached = codehashIsCachedCall {
        codehash: code_hash,
    };
    if contract.cached && !client.call(ARB_WASM_CACHE, &is_cached).await? {
        return cache(client, plan, contract).await.map(Some);
    }
    Ok(None)
}

async fn deploy(client: &Client, plan: &Plan, contract: &Contract) -> Result<Step, DeployError> {
    let deployer = plan.deployer();
    if client.code(deployer).await?.is_empty() {
        return Err(DeployError::NoDeployer {
            chain_id: client.chain_id().await?,
            deployer,
        });
    }
    let active = chain::is_active(client, contract.code_hash()).await?;
    let value = if active {
        U256::ZERO
    } else {
        activation_value(client, contract, Action::Deploy).await?
    };
    let call = deployCall {
        bytecode: init_code(&contract.code).into(),
        initData: contract.constructor.clone(),
        initValue: U256::ZERO,
        salt: plan.salt(),
    };
    Ok(Step::new(Action::Deploy, deployer, value, &call))
}

async fn activation_value(
    client: &Client,
    contract: &Contract,
    action: Action,
) -> Result<U256, DeployError> {
    let value = chain::activation_value(client, contract.address, &contract.code).await;
    value.map_err(|source| failed(action, contract, source))
}

async fn cache(client: &Client, plan: &Plan, contract: &Contract) -> Result<Step, DeployError> {
    let program = contract.address;
    if chain::may_cache(client).await? {
        let call = cacheProgramCall { program };
        return Ok(Step::new(Action::Cache, ARB_WASM_CACHE, U256::ZERO, &call));
    }
    let name = contract.name.clone();
    let Some(manager) = chain::cache_manager(client).await? else {
        return Err(DeployError::NoCacheManager {
            name,
            sender: client.sender(),
        });
    };
    let price = U256::from(client.call(manager, &getMinBidCall { program }).await?);
    let limit = plan.bid_max();
    if limit < price {
        return Err(DeployError::CachePrice { name, price, limit });
    }
    Ok(Step::new(
        Action::Cache,
        manager,
        price,
        &placeBidCall { program },
    ))
}

pub(super) fn failed(action: Action, contract: &Contract, source: ClientError) -> DeployError {
    DeployError::Step {
        action,
        name: contract.name.clone(),
        source,
    }
}
