//! The governor beside OpenZeppelin's, each over its own project's token and timelock at the same
//! addresses: same calls at the same seconds, same answers, logs, errors and balances.

mod acts;
mod ballots;
mod comparison;
mod proposals;

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::redemptions::IERC165::supportsInterfaceCall;
use ballast_abi::timelock::ITokenReceiver;
use ballast_abi::timelock::Timelock::{self, cancelCall, executeBatchCall};
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_tests::{ALICE, BOB, CAROL, MALLORY, Twins};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::acts::{Act, Step, Way, acts};
use self::ballots::{extended, signed};
use self::proposals::{ours_at, proposals};
use crate::assembly::{Assembly, Proposal, VOTING_DELAY, VOTING_PERIOD};
use crate::stage::MIN_DELAY;

const ACTORS: [Address; 4] = [ALICE, BOB, CAROL, MALLORY];

const CASES: u32 = 96;
/// How often a proposal must be executed in all runs together.
const EXECUTIONS_MIN: usize = 32;

struct Pair {
    governors: Twins,
    timelocks: Twins,
    tokens: Twins,
    target: Address,
    proposals: Vec<Proposal>,
    /// From when on both are there; the two were not made at the same second.
    since: u64,
}

impl Pair {
    fn new() -> Self {
        let theirs = Assembly::theirs();
        let ours = ours_at(&theirs);
        let (target, this) = (theirs.target.address, theirs.governor.address);
        let governors = Twins::new(ours.governor, theirs.governor);
        Self {
            since: governors.now(),
            governors,
            timelocks: Twins {
                ours: ours.timelock,
                theirs: theirs.timelock,
            },
            tokens: Twins {
                ours: ours.token,
                theirs: theirs.token,
            },
            target,
            proposals: proposals(target, this),
        }
    }

    fn state(&self, proposal: &Proposal) -> Option<u8> {
        let id = proposal.id();
        let answer = self.governors.ask(&IGovernor::stateCall { proposalId: id });
        answer.ok().and_then(|answer| answer.last().copied())
    }

    fn take(&self, act: Act) {
        let proposal = &self.proposals[act.proposal];
        let (from, twins) = (ACTORS[act.actor], &self.governors);
        match act.step {
            Step::Drive => self.drive(act, proposal),
            Step::Propose => drop(twins.send(from, &proposal.propose())),
            Step::Vote(way) => self.vote(act, proposal, way),
            Step::Queue => drop(twins.send(from, &proposal.queue())),
            Step::Execute => self.execute(from, proposal, act.amount % 3),
            Step::Cancel => drop(twins.send(from, &proposal.cancel())),
            Step::ExecuteThere => {
                let call = executeBatchCall {
                    targets: proposal.targets.clone(),
                    values: proposal.values.clone(),
                    payloads: proposal.calldatas.clone(),
                    predecessor: B256::ZERO,
                    salt: self.salt(proposal),
                };
                let _ = self.timelocks.send(from, &call);
            }
            Step::CancelThere => {
                let call = cancelCall {
                    id: self.operation(proposal),
                };
                let _ = self.timelocks.send(ALICE, &call);
            }
            Step::Set => self.set(from, act.amount),
            Step::Transfer => {
                let (to, value) = (ACTORS[usize::from(act.support)], act.amount);
                let value = U256::from(value) * U256::from(20_000);
                let _ = self.tokens.send(from, &transferCall { to, value });
            }
            Step::Delegate => {
                let delegatee = ACTORS[usize::from(act.support)];
                let _ = self.tokens.send(from, &delegateCall { delegatee });
            }
            Step::Pass => twins.pass(1 + act.amount % VOTING_PERIOD),
        }
    }

    /// Brings a proposal to where it goes next, if it goes well.
    fn drive(&self, act: Act, proposal: &Proposal) {
        let twins = &self.governors;
        match self.state(proposal) {
            None => drop(twins.send([ALICE, BOB][act.actor % 2], &proposal.propose())),
            Some(0) => twins.pass(VOTING_DELAY),
            Some(1) if act.amount.is_multiple_of(2) => {
                let voter = [ALICE, ALICE, BOB, CAROL][act.actor];
                let _ = twins.send(voter, &proposal.vote(1));
            }
            Some(1) => twins.pass(VOTING_PERIOD - act.amount % 400),
            Some(4) => drop(twins.send(ACTORS[act.actor], &proposal.queue())),
            Some(5) if act.amount.is_multiple_of(2) => twins.pass(MIN_DELAY),
            Some(5) => self.execute(ACTORS[act.actor], proposal, 0),
            Some(_) => drop(twins.send(CAROL, &proposal.cancel())),
        }
    }

    fn execute(&self, from: Address, proposal: &Proposal, value: u64) {
        let (value, call) = (U256::from(value), proposal.execute());
        let _ = self.governors.send_with(from, value, |_| call.clone());
    }

    fn vote(&self, act: Act, proposal: &Proposal, way: Way) {
        let twins = &self.governors;
        let (from, id, support) = (ACTORS[act.actor], proposal.id(), act.support);
        let reason = "x".repeat((act.amount % 70) as usize);
        let params = Bytes::from(vec![7; (act.amount % 40) as usize]);
        let _ = match way {
            Way::Plain => twins.send(from, &proposal.vote(support)),
            Way::Reason => {
                let call = IGovernor::castVoteWithReasonCall {
                    proposalId: id,
                    support,
                    reason,
                };
                twins.send(from, &call)
            }
            Way::Params => {
                let call = IGovernor::castVoteWithReasonAndParamsCall {
                    proposalId: id,
                    support,
                    reason,
                    params,
                };
                twins.send(from, &call)
            }
            Way::SignedWithParams => twins.send_with(MALLORY, U256::ZERO, |governor| {
                extended(governor, from, id, support, &reason, &params)
            }),
            Way::Signed | Way::SignedByAnother | Way::Old => {
                twins.send_with(MALLORY, U256::ZERO, |governor| {
                    let signer = if way == Way::SignedByAnother {
                        CAROL
                    } else {
                        from
                    };
                    let late = u8::from(way == Way::Old);
                    signed(governor, from, signer, (id, support), late)
                })
            }
        };
    }

    /// Calls that proposals alone may make.
    fn set(&self, from: Address, choice: u64) {
        let twins = &self.governors;
        let _ = match choice % 3 {
            0 => twins.send(
                from,
                &Abi::setVotingDelayCall {
                    newVotingDelay: U48::from(1),
                },
            ),
            1 => twins.send(
                from,
                &Abi::relayCall {
                    target: from,
                    value: U256::ZERO,
                    data: Bytes::new(),
                },
            ),
            _ => twins.send(from, &Abi::updateTimelockCall { newTimelock: from }),
        };
    }

    fn salt(&self, proposal: &Proposal) -> B256 {
        let mut salt = proposal.description_hash();
        for (byte, other) in salt.0.iter_mut().zip(self.governors.ours.address) {
            *byte ^= other;
        }
        salt
    }

    fn operation(&self, proposal: &Proposal) -> B256 {
        let call = Timelock::hashOperationBatchCall {
            targets: proposal.targets.clone(),
            values: proposal.values.clone(),
            payloads: proposal.calldatas.clone(),
            predecessor: B256::ZERO,
            salt: self.salt(proposal),
        };
        B256::from_slice(&self.timelocks.ask(&call).unwrap())
    }
}

#[test]
fn any_sequence_of_calls_gives_openzeppelins_answers_logs_and_errors() {
    let pair = Pair::new();
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let executed = std::cell::Cell::new(0);
    let outcome = TestRunner::new_with_rng(config, random).run(&acts(), |acts| {
        pair.governors.undone(|| {
            for act in acts {
                pair.take(act);
                pair.compare_proposal(&pair.proposals[act.proposal]);
                pair.compare(act.amount);
            }
            let all = pair.proposals.iter();
            let done = all.filter(|it| pair.state(it) == Some(7));
            executed.set(executed.get() + done.count());
        });
        Ok(())
    });
    outcome.unwrap();
    println!("{executed:?} proposals were executed");
    assert!(EXECUTIONS_MIN <= executed.get(), "{executed:?} executed");
}

/// Each proposal is taken as far as it goes, and each step tried again.
#[test]
fn every_proposal_passes_or_fails_as_openzeppelins() {
    let pair = Pair::new();
    let twins = &pair.governors;
    for proposal in &pair.proposals {
        twins.undone(|| {
            let first = &pair.proposals[0];
            for it in [first, proposal] {
                let _ = twins.send(BOB, &it.propose());
                let _ = twins.send(BOB, &it.propose());
            }
            pair.compare_proposal(proposal);
            twins.pass(VOTING_DELAY);
            for it in [first, proposal] {
                let _ = twins.send(ALICE, &it.vote(1));
                let _ = twins.send(ALICE, &it.vote(1));
                let _ = twins.send(ALICE, &it.queue());
            }
            pair.compare_proposal(proposal);
            twins.pass(VOTING_PERIOD);
            for it in [first, proposal] {
                let _ = twins.send(ALICE, &it.execute());
                let _ = twins.send(ALICE, &it.queue());
                let _ = twins.send(ALICE, &it.execute());
            }
            pair.compare_proposal(proposal);
            twins.pass(MIN_DELAY);
            for it in [proposal, first, proposal] {
                pair.execute(MALLORY, it, 2);
                pair.compare_proposal(it);
                pair.compare(0);
            }
            let _ = twins.send(CAROL, &proposal.cancel());
        });
    }
}

#[test]
fn what_never_changes_is_the_same() {
    let pair = Pair::new();
    let twins = &pair.governors;
    for proposal in &pair.proposals {
        let call = IGovernor::hashProposalCall {
            targets: proposal.targets.clone(),
            values: proposal.values.clone(),
            calldatas: proposal.calldatas.clone(),
            descriptionHash: proposal.description_hash(),
        };
        let answer = twins.ask(&call).unwrap();
        assert_eq!(U256::from_be_slice(&answer), proposal.id());
    }
    let _ = twins.ask(&IGovernor::nameCall {});
    let _ = twins.ask(&IGovernor::versionCall {});
    let _ = twins.ask(&IGovernor::COUNTING_MODECall {});
    let _ = twins.ask(&Abi::CLOCK_MODECall {});
    let _ = twins.ask(&Abi::BALLOT_TYPEHASHCall {});
    let _ = twins.ask(&Abi::EXTENDED_BALLOT_TYPEHASHCall {});
    let _ = twins.ask(&Abi::eip712DomainCall {});
    let _ = twins.ask(&Abi::tokenCall {});
    let _ = twins.ask(&Abi::quorumDenominatorCall {});
    let known = IGovernor::IGovernorCalls::SELECTORS.iter();
    let governor = known.fold(0, |id, it| id ^ u32::from_be_bytes(*it));
    let earlier = governor ^ u32::from_be_bytes(IGovernor::getProposalIdCall::SELECTOR);
    for id in [
        governor,
        earlier,
        0x01ff_c9a7,
        0x4e23_12e0,
        0x150b_7a02,
        u32::MAX,
    ] {
        let call = supportsInterfaceCall::new((id.to_be_bytes().into(),));
        let _ = twins.ask(&call);
    }
    let is_known = supportsInterfaceCall::new((governor.to_be_bytes().into(),));
    assert!(twins.ours.ask(&is_known));
    let receipt = ITokenReceiver::onERC1155BatchReceivedCall {
        operator: ALICE,
        from: BOB,
        ids: vec![U256::ONE],
        values: vec![U256::ONE],
        data: Bytes::new(),
    };
    assert!(twins.send(ALICE, &receipt).0.is_err());
    let refused = twins.send_with(ALICE, U256::ONE, |_| pair.proposals[0].propose());
    assert_eq!(refused.0, Err(Bytes::new()));
}
