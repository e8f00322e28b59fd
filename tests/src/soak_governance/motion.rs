//! Calls that are proposed, or scheduled.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::governor::IGovernor;
use ballast_abi::timelock::Timelock;

/// A call to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Of whom.
    pub target: Address,
    /// With so much ether, in wei.
    pub value: U256,
    /// The calldata.
    pub data: Bytes,
}

/// Calls to be made together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Motion {
    /// The calls, in order.
    pub calls: Vec<Call>,
}

type Lists = (Vec<Address>, Vec<U256>, Vec<Bytes>);

impl Motion {
    pub(super) fn lists(&self) -> Lists {
        let calls = self.calls.iter();
        (
            calls.clone().map(|call| call.target).collect(),
            calls.clone().map(|call| call.value).collect(),
            calls.map(|call| call.data.clone()).collect(),
        )
    }

    /// What the governor calls it, with the hash of its description.
    pub(super) fn proposal_id(&self, description: B256) -> U256 {
        let (targets, values, payloads) = self.lists();
        keccak256((targets, values, payloads, description).abi_encode_params()).into()
    }

    /// What the timelock calls it as a batch.
    pub(super) fn batch_id(&self, predecessor: B256, salt: B256) -> B256 {
        let (targets, values, payloads) = self.lists();
        keccak256((targets, values, payloads, predecessor, salt).abi_encode_params())
    }

    /// What the timelock calls its only call.
    pub(super) fn single_id(&self, predecessor: B256, salt: B256) -> Option<B256> {
        let [
            Call {
                target,
                value,
                data,
            },
        ] = &self.calls[..]
        else {
            return None;
        };
        let all = (*target, *value, data.clone(), predecessor, salt);
        Some(keccak256(all.abi_encode_params()))
    }

    pub(super) fn propose(&self, description: String) -> IGovernor::proposeCall {
        let (targets, values, calldatas) = self.lists();
        IGovernor::proposeCall {
            targets,
            values,
            calldatas,
            description,
        }
    }

    /// Has it wait, by the hash of its description.
    pub fn queue(&self, description: B256) -> IGovernor::queueCall {
        let (targets, values, calldatas) = self.lists();
        IGovernor::queueCall {
            targets,
            values,
            calldatas,
            descriptionHash: description,
        }
    }

    pub(super) fn enact(&self, description: B256) -> IGovernor::executeCall {
        let (targets, values, calldatas) = self.lists();
        IGovernor::executeCall {
            targets,
            values,
            calldatas,
            descriptionHash: description,
        }
    }

    /// Takes it back, by the hash of its description.
    pub fn withdraw(&self, description: B256) -> IGovernor::cancelCall {
        let (targets, values, calldatas) = self.lists();
        IGovernor::cancelCall {
            targets,
            values,
            calldatas,
            descriptionHash: description,
        }
    }

    pub(super) fn schedule_batch(
        &self,
        predecessor: B256,
        salt: B256,
        delay: U256,
    ) -> Timelock::scheduleBatchCall {
        let (targets, values, payloads) = self.lists();
        Timelock::scheduleBatchCall {
            targets,
            values,
            payloads,
            predecessor,
            salt,
            delay,
        }
    }

    pub(super) fn execute_batch(
        &self,
        predecessor: B256,
        salt: B256,
    ) -> Timelock::executeBatchCall {
        let (targets, values, payloads) = self.lists();
        Timelock::executeBatchCall {
            targets,
            values,
            payloads,
            predecessor,
            salt,
        }
    }
}
