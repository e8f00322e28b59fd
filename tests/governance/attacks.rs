//! Attacks on governance, with what they take without the defence and with it.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::{SolCall, SolError, sol};
use ballast_abi::erc20::IERC20::{approveCall, transferCall, transferFromCall};
use ballast_abi::governor::IGovernor::ProposalState;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::timelock::Timelock;
use ballast_abi::votes::IERC5805::{delegateCall, getVotesCall};
use ballast_tests::{ALICE, BOB, Contract, MALLORY, TOKEN, uint};

use crate::assembly::{Assembly, FOR, GUARDIAN, Proposal, VOTING_DELAY, VOTING_PERIOD};
use crate::create;
use crate::stage::{MIN_DELAY, TREASURY, setCall, valueCall};

sol! {
    #![sol(all_derives)]
    struct Attempt {
        address to;
        bytes data;
    }
    function run(Attempt[] attempts) external returns (bool[] passed, bytes[] answers);
    function nothing() external;
}

fn attempt<C: SolCall>(to: &Contract, call: &C) -> Attempt {
    Attempt {
        to: to.address,
        data: call.abi_encode().into(),
    }
}

/// All the timelock's ether for Mallory.
fn sweep() -> Proposal {
    let proposal = Proposal::of(MALLORY, &nothingCall {}).paying(TREASURY);
    Proposal {
        calldatas: vec![Bytes::new()],
        ..proposal
    }
}

fn ether(assembly: &Assembly, account: Address) -> U256 {
    let node = assembly.governor.chain().node();
    node.balance(&account, BlockId::latest()).unwrap()
}

/// 67% of the supply, borrowed and given back in one transaction: no vote, and not even a proposal.
#[test]
fn scenario_33_borrowed_tokens_propose_nothing_and_have_no_votes() {
    let loan = uint(670_000 * TOKEN);
    for threshold in [uint(1), U256::ZERO] {
        let assembly = Assembly::with(|terms| terms.proposalThreshold = threshold);
        let (token, governor) = (&assembly.token, &assembly.governor);
        for from in [BOB, GUARDIAN] {
            let value = uint(100_000 * TOKEN);
            token.send(from, &transferCall { to: ALICE, value });
        }
        let borrower = create(governor.chain(), "Attempts", &[]);
        let (spender, to) = (borrower.address, borrower.address);
        let value = U256::MAX;
        token.send(ALICE, &approveCall { spender, value });
        let proposal = sweep();
        let take = transferFromCall {
            from: ALICE,
            to,
            value: loan,
        };
        let give = transferCall {
            to: ALICE,
            value: loan,
        };
        let id = proposal.id();
        let attempts = vec![
            attempt(token, &take),
            attempt(token, &delegateCall { delegatee: to }),
            attempt(token, &getVotesCall { account: to }),
            attempt(governor, &proposal.propose()),
            attempt(governor, &proposal.vote(FOR)),
            attempt(governor, &proposal.queue()),
            attempt(governor, &proposal.execute()),
            attempt(token, &give),
        ];
        let done = borrower.send(MALLORY, &runCall { attempts });
        let (passed, answers) = (done.returned.passed, done.returned.answers);
        assert_eq!(U256::from_be_slice(&answers[2]), loan, "votes it had");
        let proposed = threshold.is_zero();
        let expected = [true, true, true, proposed, false, false, false, true];
        assert_eq!(passed, expected);
        if !proposed {
            let error = Abi::GovernorInsufficientProposerVotes {
                proposer: to,
                votes: U256::ZERO,
                threshold,
            };
            assert_eq!(answers[3], Bytes::from(error.abi_encode()));
            continue;
        }
        let error = IGovernor::GovernorUnexpectedProposalState {
            proposalId: id,
            current: ProposalState::Pending,
            expectedStates: B256::with_last_byte(2),
        };
        assert_eq!(answers[4], Bytes::from(error.abi_encode()));
        assembly.pass(VOTING_DELAY);
        let attempts = vec![attempt(governor, &proposal.vote(FOR))];
        let done = borrower.send(MALLORY, &runCall { attempts });
        assert_eq!(U256::from_be_slice(&done.returned.answers[0]), U256::ZERO);
        assembly.pass(VOTING_PERIOD);
        assert_eq!(assembly.state(&proposal), ProposalState::Defeated);
    }
}

/// A token that nobody cares for: Mallory bought 5% for nothing, proposes to sweep, votes alone.
fn captured(change: impl FnOnce(&mut Abi::constructorCall)) -> (Assembly, Proposal) {
    let assembly = Assembly::with(|terms| {
        terms.quorumNumerator = U256::from(4);
        change(terms);
    });
    let (to, value) = (MALLORY, uint(50_000 * TOKEN));
    assembly.token.send(ALICE, &transferCall { to, value });
    let delegatee = MALLORY;
    assembly.token.send(MALLORY, &delegateCall { delegatee });
    assembly.pass(1);
    let proposal = sweep();
    assembly.governor.send(MALLORY, &proposal.propose());
    assembly.pass(VOTING_DELAY);
    assembly.vote(&proposal, MALLORY, FOR);
    assembly.pass(VOTING_PERIOD);
    (assembly, proposal)
}

/// What happens without a floor and with a guardian that sleeps: 50,000 votes of a million take
/// everything.
#[test]
fn scenario_34_a_fraction_alone_lets_one_holder_sweep() {
    let (assembly, proposal) = captured(|_| {});
    assembly.governor.send(MALLORY, &proposal.queue());
    assembly.pass(MIN_DELAY);
    let treasury = assembly.timelock.address;
    assert_eq!(ether(&assembly, treasury), uint(TREASURY));
    assembly.governor.send(BOB, &proposal.execute());
    assert_eq!(ether(&assembly, treasury), U256::ZERO);
}

#[test]
fn scenario_34_a_floor_defeats_one_holder() {
    let (assembly, proposal) = captured(|terms| terms.quorumFloor = uint(200_000 * TOKEN));
    assert_eq!(assembly.state(&proposal), ProposalState::Defeated);
    let queue = proposal.queue();
    let data = assembly.governor.revert_data(MALLORY, &queue);
    let selector = IGovernor::GovernorUnexpectedProposalState::SELECTOR;
    assert_eq!(data[..4], selector);
    assert_eq!(ether(&assembly, assembly.timelock.address), uint(TREASURY));
}

#[test]
fn scenario_34_a_guardian_that_is_awake_cancels() {
    let (assembly, proposal) = captured(|_| {});
    assembly.governor.send(MALLORY, &proposal.queue());
    assembly.governor.send(GUARDIAN, &proposal.cancel());
    assembly.pass(MIN_DELAY);
    let execute = proposal.execute();
    let data = assembly.governor.revert_data(MALLORY, &execute);
    let selector = IGovernor::GovernorUnexpectedProposalState::SELECTOR;
    assert_eq!(data[..4], selector);
    assert_eq!(ether(&assembly, assembly.timelock.address), uint(TREASURY));
}

/// A proposal for a target of Mallory's, which has other code by some time.
fn swapped() -> (Assembly, Proposal, Contract) {
    let assembly = Assembly::ours();
    let target = create(assembly.governor.chain(), "Target", &[]);
    let proposal = Proposal::of(target.address, &setCall { value: uint(1) });
    assembly.succeed(&proposal);
    (assembly, proposal, target)
}

fn swap(assembly: &Assembly, target: &Contract) {
    let node = assembly.governor.chain().node();
    let code = node.code(&assembly.token.address, BlockId::latest());
    node.set_code(target.address, code.unwrap());
}

#[test]
fn scenario_35_other_code_than_was_voted_on_is_not_queued() {
    let (assembly, proposal, target) = swapped();
    let code = assembly
        .governor
        .chain()
        .node()
        .code(&target.address, BlockId::latest());
    swap(&assembly, &target);
    let proposal_id = proposal.id();
    let error = Abi::GovernorCodeChanged {
        proposalId: proposal_id,
    };
    let queue = proposal.queue();
    assembly.governor.refuses(MALLORY, &queue, &error);
    let node = assembly.governor.chain().node();
    node.set_code(target.address, code.unwrap());
    assembly.governor.send(MALLORY, &queue);
}

#[test]
fn scenario_35_other_code_than_was_queued_is_not_called() {
    let (assembly, proposal, target) = swapped();
    assembly.governor.send(MALLORY, &proposal.queue());
    swap(&assembly, &target);
    assembly.pass(MIN_DELAY);
    let execute = proposal.execute();
    let data = assembly.governor.revert_data(MALLORY, &execute);
    assert_eq!(data[..4], Timelock::TimelockCodeChanged::SELECTOR);
    assert_eq!(assembly.state(&proposal), ProposalState::Queued);
}

/// A second early, twice, after a cancellation in either contract.
#[test]
fn scenario_36_a_proposal_is_executed_once_and_not_early() {
    let assembly = Assembly::ours();
    let governor = &assembly.governor;
    let set = |value| Proposal::of(assembly.target.address, &setCall { value: uint(value) });
    let proposal = set(1);
    assembly.succeed(&proposal);
    governor.send(MALLORY, &proposal.queue());
    let proposal_id = proposal.id();
    let eta: u64 = governor
        .ask(&IGovernor::proposalEtaCall {
            proposalId: proposal_id,
        })
        .to();
    let node = governor.chain().node();
    node.set_next_timestamp(eta - 1).unwrap();
    let data = governor.revert_data(MALLORY, &proposal.execute());
    let early = Timelock::TimelockUnexpectedOperationState::SELECTOR;
    assert_eq!(data[..4], early);
    governor.send(MALLORY, &proposal.execute());
    assert_eq!(assembly.now(), eta);
    assert_eq!(assembly.target.ask(&valueCall {}), uint(1));
    let unexpected = IGovernor::GovernorUnexpectedProposalState::SELECTOR;
    for call in [
        proposal.execute().abi_encode(),
        proposal.queue().abi_encode(),
    ] {
        let attempts = vec![Attempt {
            to: governor.address,
            data: call.into(),
        }];
        let borrower = create(governor.chain(), "Attempts", &[]);
        let done = borrower.send(MALLORY, &runCall { attempts });
        assert_eq!(done.returned.passed, [false]);
        assert_eq!(done.returned.answers[0][..4], unexpected);
    }
    let other = set(2);
    assembly.succeed(&other);
    governor.send(MALLORY, &other.queue());
    let call = Timelock::cancelCall {
        id: operation(&assembly, &other),
    };
    assembly.timelock.send(ALICE, &call);
    assembly.pass(MIN_DELAY);
    assert_eq!(assembly.state(&other), ProposalState::Canceled);
    let data = governor.revert_data(MALLORY, &other.execute());
    assert_eq!(data[..4], unexpected);
}

/// What the timelock calls a proposal.
fn operation(assembly: &Assembly, proposal: &Proposal) -> B256 {
    let mut salt = proposal.description_hash();
    for (byte, other) in salt.0.iter_mut().zip(assembly.governor.address) {
        *byte ^= other;
    }
    assembly.timelock.ask(&Timelock::hashOperationBatchCall {
        targets: proposal.targets.clone(),
        values: proposal.values.clone(),
        payloads: proposal.calldatas.clone(),
        predecessor: B256::ZERO,
        salt,
    })
}

/// Lowering the delay takes the delay, and is of no use to what waits already; raising it does not
/// hold up what waits.
#[test]
fn scenario_36_a_changed_delay_counts_for_what_is_queued_after_it() {
    let assembly = Assembly::ours();
    let governor = &assembly.governor;
    let delay = |seconds| {
        let call = Timelock::updateDelayCall {
            newDelay: U256::from(seconds),
        };
        Proposal::of(assembly.timelock.address, &call).because(&format!("{seconds}"))
    };
    let lower = delay(10);
    let plain = Proposal::of(assembly.target.address, &setCall { value: uint(1) });
    for proposal in [&lower, &plain] {
        assembly.succeed(proposal);
    }
    governor.send(MALLORY, &lower.queue());
    assembly.pass(100);
    governor.send(MALLORY, &plain.queue());
    assembly.pass(MIN_DELAY - 200);
    for proposal in [&lower, &plain] {
        let data = governor.revert_data(MALLORY, &proposal.execute());
        let early = Timelock::TimelockUnexpectedOperationState::SELECTOR;
        assert_eq!(data[..4], early);
    }
    assembly.pass(100);
    governor.send(MALLORY, &lower.execute());
    let data = governor.revert_data(MALLORY, &plain.execute());
    let early = Timelock::TimelockUnexpectedOperationState::SELECTOR;
    assert_eq!(data[..4], early);
    assembly.pass(100);
    governor.send(MALLORY, &plain.execute());

    let raise = delay(10 * MIN_DELAY);
    let before = plain.because("Before the raise");
    for proposal in [&raise, &before] {
        assembly.succeed(proposal);
    }
    for proposal in [&before, &raise] {
        governor.send(MALLORY, &proposal.queue());
    }
    assembly.pass(10);
    governor.send(MALLORY, &raise.execute());
    governor.send(MALLORY, &before.execute());
}
