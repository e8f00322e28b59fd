//! The governor beside OpenZeppelin's, each over its own project's token and timelock at the same
//! addresses: same calls at the same seconds, same answers, logs, errors and balances.

use alloy_primitives::aliases::U48;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rpc_types_eth::BlockId;
use alloy_signer::SignerSync;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::redemptions::IERC165::supportsInterfaceCall;
use ballast_abi::timelock::ITokenReceiver;
use ballast_abi::timelock::Timelock::{self, cancelCall, executeBatchCall};
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_tests::{ALICE, BOB, CAROL, Contract, MALLORY, STRANGER, TOKEN, Twins, key_of, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::assembly::{
    Assembly, EXTENSION, Proposal, VOTING_DELAY, VOTING_PERIOD, governor, terms,
};
use crate::stage::{
    MIN_DELAY, copy_to, failCall, refuseCall, relayCall, setCall, timelock, valueCall,
};
use crate::{construction, votes};

const ACTORS: [Address; 4] = [ALICE, BOB, CAROL, MALLORY];

const CASES: u32 = 96;
const STEPS: usize = 64;

/// How often a proposal must be executed in all runs together.
const EXECUTIONS_MIN: usize = 32;

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Whatever brings the proposal on.
    Drive,
    Propose,
    Vote(Way),
    Queue,
    Execute,
    Cancel,
    /// In the timelock, by who may.
    ExecuteThere,
    CancelThere,
    /// A setting, by whoever it is.
    Set,
    Transfer,
    Delegate,
    Pass,
}

/// How a vote is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Plain,
    Reason,
    Params,
    Signed,
    SignedWithParams,
    SignedByAnother,
    Old,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    step: Step,
    actor: usize,
    proposal: usize,
    support: u8,
    amount: u64,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let way = prop_oneof![
        3 => Just(Way::Plain),
        1 => Just(Way::Reason),
        1 => Just(Way::Params),
        1 => Just(Way::Signed),
        1 => Just(Way::SignedWithParams),
        1 => Just(Way::SignedByAnother),
        1 => Just(Way::Old),
    ];
    let step = prop_oneof![
        24 => Just(Step::Drive),
        2 => Just(Step::Propose),
        6 => way.prop_map(Step::Vote),
        1 => Just(Step::Queue),
        1 => Just(Step::Execute),
        1 => Just(Step::Cancel),
        1 => Just(Step::ExecuteThere),
        1 => Just(Step::CancelThere),
        1 => Just(Step::Set),
        1 => Just(Step::Transfer),
        1 => Just(Step::Delegate),
        2 => Just(Step::Pass),
    ];
    // A run has two or three proposals that it takes far.
    let some = (0..PROPOSALS, 0..PROPOSALS, 0..PROPOSALS);
    let one = (step, 0..4_usize, 0..3_usize, 0..4_u8, any::<u64>());
    (some, prop::collection::vec(one, STEPS)).prop_map(|((a, b, c), steps)| {
        let steps = steps.into_iter();
        let acts = steps.map(|(step, actor, choice, support, amount)| Act {
            step,
            actor,
            proposal: [a, b, c][choice],
            support,
            amount,
        });
        acts.collect()
    })
}

/// How many proposals there are.
const PROPOSALS: usize = 17;

/// What is proposed, with calls of target and governor.
fn proposals(target: Address, this: Address) -> Vec<Proposal> {
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
        Proposal::of(this, &Abi::setVotingPeriodCall { newVotingPeriod: 0 }),
        Proposal::of(
            this,
            &Abi::updateQuorumNumeratorCall {
                newQuorumNumerator: U256::from(101),
            },
        ),
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

struct Pair {
    governors: Twins,
    timelocks: Twins,
    tokens: Twins,
    target: Address,
    proposals: Vec<Proposal>,
    /// From when on both are there; the two were not made at the same second.
    since: u64,
}

/// This project's assembly at the addresses of another.
fn ours_at(theirs: &Assembly) -> Assembly {
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
            Some(1) if act.amount % 2 == 0 => {
                let voter = [ALICE, ALICE, BOB, CAROL][act.actor];
                let _ = twins.send(voter, &proposal.vote(1));
            }
            Some(1) => twins.pass(VOTING_PERIOD - act.amount % 400),
            Some(4) => drop(twins.send(ACTORS[act.actor], &proposal.queue())),
            Some(5) if act.amount % 2 == 0 => twins.pass(MIN_DELAY),
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

    /// All there is to ask about a proposal has the same answer.
    fn compare_proposal(&self, proposal: &Proposal) {
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
    fn compare(&self, seed: u64) {
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

/// What an account signs.
fn sign(governor: &Contract, signer: Address, message: B256) -> Bytes {
    let domain = governor.ask(&Abi::eip712DomainCall {});
    let kind = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
    );
    let separator = keccak256(
        (
            kind,
            keccak256(domain.name),
            keccak256(domain.version),
            domain.chainId,
            domain.verifyingContract,
        )
            .abi_encode(),
    );
    let digest = keccak256([&[0x19, 0x01], separator.as_slice(), message.as_slice()].concat());
    let signature = key_of(signer).sign_hash_sync(&digest).unwrap();
    signature.as_bytes().into()
}

/// A signed vote, with a number that is so much too high.
pub(crate) fn signed(
    governor: &Contract,
    voter: Address,
    signer: Address,
    (id, support): (U256, u8),
    late: u8,
) -> IGovernor::castVoteBySigCall {
    let kind = governor.ask(&Abi::BALLOT_TYPEHASHCall {});
    let nonce = governor.ask(&Abi::noncesCall { owner: voter }) + U256::from(late);
    let message = (kind, id, U256::from(support), voter, nonce).abi_encode();
    IGovernor::castVoteBySigCall {
        proposalId: id,
        support,
        voter,
        signature: sign(governor, signer, keccak256(message)),
    }
}

/// A signed vote with a reason and parameters.
fn extended(
    governor: &Contract,
    voter: Address,
    id: U256,
    support: u8,
    reason: &str,
    params: &Bytes,
) -> IGovernor::castVoteWithReasonAndParamsBySigCall {
    let kind = governor.ask(&Abi::EXTENDED_BALLOT_TYPEHASHCall {});
    let nonce = governor.ask(&Abi::noncesCall { owner: voter });
    let hashes = (keccak256(reason), keccak256(params));
    let head = (kind, id, U256::from(support), voter, nonce).abi_encode();
    let message = keccak256([head, hashes.abi_encode()].concat());
    IGovernor::castVoteWithReasonAndParamsBySigCall {
        proposalId: id,
        support,
        voter,
        reason: reason.to_owned(),
        params: params.clone(),
        signature: sign(governor, voter, message),
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
