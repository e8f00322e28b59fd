//! What is due of a governor: proposals that won are queued, and executed once they have waited.

use alloy_primitives::{Address, U256, keccak256};
use alloy_rpc_types_eth::Filter;
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::governor::Governor::ProposalCreated;
use ballast_abi::governor::IGovernor::{
    ProposalState, executeCall, proposalEtaCall, queueCall, stateCall, votingDelayCall,
};
use ballast_client::Client;

use crate::duties::{Duty, Task};
use crate::error::KeeperError;

/// What is due of a governor's proposals, in the order in which they were made.
pub(crate) async fn of_governor(
    client: &Client,
    governor: Address,
) -> Result<Vec<Task>, KeeperError> {
    let is_governor = client.call(governor, &votingDelayCall {}).await;
    is_governor.map_err(|source| KeeperError::NoGovernor {
        address: governor,
        source,
    })?;
    let filter = Filter::new()
        .address(governor)
        .event_signature(ProposalCreated::SIGNATURE_HASH);
    let mut tasks = Vec::new();
    for log in client.logs(&filter).await? {
        let Ok(created) = log.log_decode::<ProposalCreated>() else {
            continue;
        };
        tasks.extend(of_proposal(client, governor, created.inner.data).await?);
    }
    Ok(tasks)
}

async fn of_proposal(
    client: &Client,
    governor: Address,
    created: ProposalCreated,
) -> Result<Option<Task>, KeeperError> {
    let proposal = created.proposalId;
    let question = stateCall {
        proposalId: proposal,
    };
    let (targets, values) = (created.targets, created.values);
    let calldatas = created.calldatas;
    // What an action is paid is the timelock's to pay.
    let hash = keccak256(created.description);
    let (duty, input) = match client.call(governor, &question).await? {
        ProposalState::Succeeded => (
            Duty::Queue { governor, proposal },
            queueCall {
                targets,
                values,
                calldatas,
                descriptionHash: hash,
            }
            .abi_encode(),
        ),
        ProposalState::Queued => {
            let question = proposalEtaCall {
                proposalId: proposal,
            };
            let ready_at = client.call(governor, &question).await?;
            if U256::from(client.timestamp().await?) < ready_at {
                return Ok(None);
            }
            let call = executeCall {
                targets,
                values,
                calldatas,
                descriptionHash: hash,
            };
            (Duty::Execute { governor, proposal }, call.abi_encode())
        }
        _ => return Ok(None),
    };
    Ok(Some(Task {
        duty,
        to: governor,
        value: U256::ZERO,
        input: input.into(),
    }))
}
