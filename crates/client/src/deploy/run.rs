//! From a plan to contracts that stand.

use alloy_primitives::U256;

use super::transaction::failed;
use super::{Action, Contract, DeployError, Deployed, Manifest, Plan, Sent, chain, next};
use crate::client::Client;

/// Sends what a plan's contracts need, in order, until nothing is missing.
///
/// `announce` is told each contract and step before it is sent.
///
/// # Errors
/// As [`next`]; [`DeployError::Step`] if a transaction fails; [`DeployError::NoEffect`] if one
/// succeeds and the chain asks for it again. What was sent before stays, and running the plan again
/// goes on from there.
pub async fn run(
    client: &Client,
    plan: &Plan,
    mut announce: impl FnMut(&Contract, Action),
) -> Result<Manifest, DeployError> {
    let mut manifest = Manifest {
        chain_id: client.chain_id().await?,
        arbos_version: chain::arbos_version(client).await?,
        stylus_version: chain::stylus_version(client).await?,
        deployer: plan.deployer(),
        sender: client.sender(),
        salt: plan.salt(),
        versions: plan.versions().clone(),
        contracts: Default::default(),
    };
    for contract in plan.contracts() {
        let sent = bring_up(client, plan, contract, &mut announce).await?;
        manifest
            .contracts
            .insert(contract.name.clone(), Deployed::new(contract, sent));
    }
    Ok(manifest)
}

async fn bring_up(
    client: &Client,
    plan: &Plan,
    contract: &Contract,
    announce: &mut impl FnMut(&Contract, Action),
) -> Result<Vec<Sent>, DeployError> {
    let mut sent: Vec<Sent> = Vec::new();
    while let Some(step) = next(client, plan, contract).await? {
        let action = step.action;
        if sent.iter().any(|earlier| earlier.action == action) {
            return Err(DeployError::NoEffect {
                action,
                name: contract.name.clone(),
            });
        }
        announce(contract, action);
        let receipt = client
            .send_transaction(&action.to_string(), step.request())
            .await;
        let receipt = receipt.map_err(|source| failed(action, contract, source))?;
        sent.push(Sent {
            action,
            transaction: receipt.transaction_hash,
            block: receipt.block_number.to(),
            gas_used: receipt.gas_used(),
            gas_price: U256::from(receipt.effective_gas_price),
        });
    }
    Ok(sent)
}
