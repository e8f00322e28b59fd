//! From a plan to contracts that stand.

use std::time::Duration;

use alloy_primitives::U256;

use super::transaction::failed;
use super::{Action, Contract, DeployError, Deployed, Manifest, Plan, Sent, Step, chain, next};
use crate::client::Client;

/// How often a chain is asked whether a transaction had its effect.
const EFFECT_QUESTIONS: usize = 5;

/// The pause between two such questions.
const EFFECT_PAUSE: Duration = Duration::from_millis(300);

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
    while let Some(step) = fresh(client, plan, contract, &sent).await? {
        let action = step.action;
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

/// The next step, which is none that was done already.
///
/// Public endpoints are many nodes behind one name: the one that answers may be some blocks behind
/// the one that gave the receipt, so a step that seems undone is asked for again a little later.
async fn fresh(
    client: &Client,
    plan: &Plan,
    contract: &Contract,
    sent: &[Sent],
) -> Result<Option<Step>, DeployError> {
    let mut repeated = None;
    for _ in 0..EFFECT_QUESTIONS {
        let Some(step) = next(client, plan, contract).await? else {
            return Ok(None);
        };
        if sent.iter().all(|earlier| earlier.action != step.action) {
            return Ok(Some(step));
        }
        repeated = Some(step.action);
        tokio::time::sleep(EFFECT_PAUSE).await;
    }
    let name = contract.name.clone();
    repeated.map_or(Ok(None), |action| {
        Err(DeployError::NoEffect { action, name })
    })
}
