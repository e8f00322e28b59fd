//! What can be asked of either.

use alloy_primitives::{Bytes, U256};
use alloy_rpc_types_eth::BlockId;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::timelock::Timelock;
use ballast_tests::{ALICE, STRANGER};

use super::{ACTORS, Pair};
use crate::assembly::Proposal;
use crate::stage::valueCall;

impl Pair {
    /// All there is to ask about a proposal has the same answer.
    pub(super) fn compare_proposal(&self, proposal: &Proposal) {
        let (twins, id) = (&self.governors, proposal.id());
        let _ = twins.ask(&IGovernor::stateCall { proposalId: id });
        let _ = twins.ask(&IGovernor::proposalSnapshotCall { proposalId: id });
        let _ = twins.ask(&IGovernor::proposalDeadlineCall { proposalId: id });
        let _ = twins.ask(&IGovernor::proposalProposerCall { proposalId: id });
        let _ = twins.ask(&IGovernor::proposalEtaCall { proposalId: id });
        let _ = twins.ask(&IGovernor::proposalNeedsQueuingCall { proposalId: id });
        let _ = twins.ask(&Abi::proposalVotesCall { proposalId: id });
        for account in ACTORS {
            let _ = twins.ask(&IGovernor::hasVotedCall {
                proposalId: id,
                account,
            });
        }
        let id = self.operation(proposal);
        let _ = self.timelocks.ask(&Timelock::getOperationStateCall { id });
        let _ = self.timelocks.ask(&Timelock::getTimestampCall { id });
    }

    /// And about the governor, and what it acts upon.
    pub(super) fn compare(&self, seed: u64) {
        let twins = &self.governors;
        let now = twins.now();
        let past = (now - seed % 3_000).max(self.since);
        for timepoint in [past, now, now + 1].map(U256::from) {
            let _ = twins.ask(&Abi::quorumNumerator_1Call { timepoint });
            let _ = twins.ask(&IGovernor::quorumCall { timepoint });
            let account = ALICE;
            let _ = twins.ask(&IGovernor::getVotesCall { account, timepoint });
            let params = Bytes::from_static(b"anything");
            let _ = twins.ask(&IGovernor::getVotesWithParamsCall {
                account,
                timepoint,
                params,
            });
        }
        let _ = twins.ask(&Abi::quorumNumerator_0Call {});
        let _ = twins.ask(&Abi::clockCall {});
        let _ = twins.ask(&IGovernor::votingDelayCall {});
        let _ = twins.ask(&IGovernor::votingPeriodCall {});
        let _ = twins.ask(&IGovernor::proposalThresholdCall {});
        let _ = twins.ask(&Abi::lateQuorumVoteExtensionCall {});
        let _ = twins.ask(&Abi::proposalGuardianCall {});
        let _ = twins.ask(&Abi::timelockCall {});
        for owner in ACTORS {
            let _ = twins.ask(&Abi::noncesCall { owner });
        }
        let [ours, theirs] = [&twins.ours, &twins.theirs].map(|twin| {
            let node = twin.chain().node();
            let accounts = [twin.address, self.timelocks.ours.address, self.target];
            let balances = accounts.map(|it| node.balance(&it, BlockId::latest()).unwrap());
            let value = twin.chain().call(STRANGER, self.target, &valueCall {});
            (balances, value.unwrap())
        });
        assert_eq!(ours, theirs);
    }
}
