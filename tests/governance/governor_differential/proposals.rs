//! What is proposed, and this project's assembly where OpenZeppelin's is.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, U256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::SolCall;
use ballast_abi::governor::Governor as Abi;
use ballast_tests::{ALICE, BOB, Contract, MALLORY, TOKEN, uint};

use crate::assembly::{Assembly, EXTENSION, Proposal, VOTING_PERIOD, governor, terms};
use crate::stage::{copy_to, failCall, refuseCall, relayCall, setCall, timelock};
use crate::{construction, votes};

/// How many proposals there are.
pub(super) const PROPOSALS: usize = 15;

/// What is proposed, with calls of target and governor. Settings that could never be are not among
/// them: this project's governor refuses those when they are proposed (`validation`).
pub(super) fn proposals(target: Address, this: Address) -> Vec<Proposal> {
    let set = |value: u64| setCall {
        value: U256::from(value),
    };
    let plain = Proposal::of(target, &set(7));
    let nested = relayCall::new((this, plain.execute().abi_encode().into()));
    let delay = |seconds: u64| Abi::setVotingDelayCall {
        newVotingDelay: U48::from(seconds),
    };
    let relay = Abi::relayCall {
        target,
        value: U256::ZERO,
        data: set(9).abi_encode().into(),
    };
    let mut uneven = plain.clone().and(target, &set(1));
    uneven.values.pop();
    let mut empty = plain.clone().because("Nothing");
    (empty.targets, empty.values, empty.calldatas) = Default::default();
    let list = vec![
        plain.clone(),
        Proposal::of(target, &set(1)).paying(5).and(target, &set(2)),
        Proposal::of(target, &failCall {}),
        Proposal::of(target, &refuseCall { value: uint(3) }),
        Proposal::of(this, &delay(50)),
        Proposal::of(
            this,
            &Abi::updateQuorumNumeratorCall {
                newQuorumNumerator: U256::from(61),
            },
        ),
        Proposal::of(
            this,
            &Abi::setProposalThresholdCall {
                newProposalThreshold: uint(200_000 * TOKEN),
            },
        )
        .and(
            this,
            &Abi::setLateQuorumVoteExtensionCall {
                newVoteExtension: U48::from(EXTENSION + 100),
            },
        )
        .and(
            this,
            &Abi::setVotingPeriodCall {
                newVotingPeriod: 600,
            },
        ),
        Proposal::of(
            this,
            &Abi::setProposalGuardianCall {
                newProposalGuardian: Address::ZERO,
            },
        ),
        Proposal::of(this, &relay).and(this, &relay),
        Proposal::of(
            this,
            &Abi::setLateQuorumVoteExtensionCall {
                newVoteExtension: U48::from(VOTING_PERIOD + 1),
            },
        ),
        Proposal::of(target, &nested).and(this, &delay(60)),
        Proposal::of(
            this,
            &Abi::updateTimelockCall {
                newTimelock: MALLORY,
            },
        ),
        plain.because(&format!("Mine#proposer={BOB}")),
        uneven,
        empty,
    ];
    assert_eq!(list.len(), PROPOSALS);
    list
}

/// This project's assembly at the addresses of another.
pub(super) fn ours_at(theirs: &Assembly) -> Assembly {
    let chain = crate::chain();
    let token = votes(&chain);
    let token = copy_to(
        &token,
        theirs.token.address,
        &construction(ALICE, uint(crate::SUPPLY)),
    );
    let roles = crate::stage::construction();
    let timelock = timelock(&chain, &roles);
    let timelock = copy_to(&timelock, theirs.timelock.address, &roles);
    let terms = terms(token.address, timelock.address);
    let governor = governor(&chain, &terms);
    let governor = copy_to(&governor, theirs.governor.address, &terms);
    let target = crate::create(&chain, "Target", &[]);
    let node = chain.node();
    let code = node.code(&target.address, BlockId::latest()).unwrap();
    node.set_code(theirs.target.address, code);
    let target = Contract::new(chain, theirs.target.address);
    Assembly {
        governor,
        token,
        timelock,
        target,
    }
    .ready()
}
