//! The timelock beside OpenZeppelin's, at the same address: same calls at the same seconds, same
//! answers, logs, errors and balances.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rpc_types_eth::BlockId;
use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl;
use ballast_abi::redemptions::IERC165::supportsInterfaceCall;
use ballast_abi::timelock::{ITokenReceiver, Timelock as Abi};
use ballast_tests::{ALICE, BOB, CAROL, MALLORY, STRANGER, Twins, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::stage::{
    MIN_DELAY, Operation, failCall, refuseCall, relayCall, setCall, timelock_twins, valueCall,
};

const ACTORS: [Address; 4] = [ALICE, BOB, CAROL, MALLORY];

const CASES: u32 = 32;
const STEPS: usize = 28;

#[derive(Clone, Copy, Debug)]
enum Step {
    Schedule(usize),
    Execute,
    Cancel,
    Pass,
    Appoint,
    Dismiss,
    Resign,
}

#[derive(Clone, Copy, Debug)]
struct Act {
    step: Step,
    actor: usize,
    operation: usize,
    role: usize,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let step = prop_oneof![
        8 => Just(Step::Schedule(0)),
        2 => (1..5_usize).prop_map(Step::Schedule),
        8 => Just(Step::Execute),
        1 => Just(Step::Cancel),
        4 => Just(Step::Pass),
        1 => Just(Step::Appoint),
        1 => Just(Step::Dismiss),
        1 => Just(Step::Resign),
    ];
    // Mostly those who may.
    let actor = prop_oneof![8 => Just(0_usize), 1 => 1..4_usize];
    let act = (step, actor, 0..14_usize, 0..5_usize);
    let act = act.prop_map(|(step, actor, operation, role)| Act {
        step,
        actor,
        operation,
        role,
    });
    prop::collection::vec(act, STEPS)
}

struct Pair {
    twins: Twins,
    target: Address,
    operations: Vec<Operation>,
}

impl Pair {
    fn new() -> Self {
        let (twins, target) = timelock_twins();
        let this = twins.ours.address;
        let plain = |value: u64| {
            Operation::of(
                target,
                &setCall {
                    value: U256::from(value),
                },
            )
        };
        let first = plain(7);
        let nested = Operation::of(target, &relayCall::new((this, first.execution())));
        let paid = Operation {
            values: vec![uint(10)],
            ..Operation::of(target, &relayCall::new((this, Bytes::new())))
        };
        let account = BOB;
        let role = keccak256("PROPOSER_ROLE");
        let mut operations = vec![
            first.clone(),
            Operation {
                values: vec![uint(6)],
                ..plain(8)
            },
            Operation::of(target, &failCall {}),
            Operation::of(target, &refuseCall { value: uint(3) }),
            Operation::of(this, &Abi::updateDelayCall { newDelay: uint(30) }),
            Operation::of(this, &IAccessControl::grantRoleCall { role, account }),
            plain(1).and(&plain(2)),
            plain(9).and(&Operation::of(target, &failCall {})),
            Operation {
                predecessor: first.id(),
                ..plain(10)
            },
            nested,
            paid,
            Operation {
                values: vec![U256::MAX],
                ..plain(11)
            },
            Operation::of(STRANGER, &failCall {}),
        ];
        operations.push(Operation {
            targets: Vec::new(),
            values: Vec::new(),
            payloads: Vec::new(),
            ..first
        });
        Self {
            twins,
            target,
            operations,
        }
    }

    fn take(&self, act: Act) {
        let twins = &self.twins;
        let (from, operation) = (ACTORS[act.actor], &self.operations[act.operation]);
        let roles = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "OTHER"];
        let role = roles.get(act.role).map_or(B256::ZERO, keccak256);
        let account = ACTORS[act.operation % 4];
        let _ = match act.step {
            Step::Schedule(delay) => {
                let min = U256::from(MIN_DELAY);
                let delays = [min, min - U256::ONE, min + min, U256::ZERO, U256::MAX];
                operation.schedule(twins, from, delays[delay])
            }
            Step::Execute => self.due(act.operation).execute(twins, from),
            Step::Cancel => {
                let id = operation.id();
                twins.send(from, &Abi::cancelCall { id })
            }
            Step::Pass => return twins.pass(MIN_DELAY),
            Step::Appoint => twins.send(CAROL, &IAccessControl::grantRoleCall { role, account }),
            Step::Dismiss => {
                let call = IAccessControl::revokeRoleCall { role, account };
                twins.send(from, &call)
            }
            Step::Resign => twins.send(
                from,
                &IAccessControl::renounceRoleCall {
                    role,
                    callerConfirmation: account,
                },
            ),
        };
    }

    /// One of the operations that are ready; any if none is.
    fn due(&self, choice: usize) -> &Operation {
        let all = self.operations.iter();
        let ready: Vec<_> = all.filter(|it| it.is_ready(&self.twins)).collect();
        match ready.len() {
            0 => &self.operations[choice],
            count => ready[choice % count],
        }
    }

    fn compare(&self) {
        let twins = &self.twins;
        for operation in &self.operations {
            let id = operation.id();
            assert_eq!(operation.hash(twins), id);
            let _ = twins.ask(&Abi::isOperationCall { id });
            let _ = twins.ask(&Abi::isOperationPendingCall { id });
            let _ = twins.ask(&Abi::isOperationReadyCall { id });
            let _ = twins.ask(&Abi::isOperationDoneCall { id });
            let _ = twins.ask(&Abi::getTimestampCall { id });
            let _ = twins.ask(&Abi::getOperationStateCall { id });
        }
        let _ = twins.ask(&Abi::getMinDelayCall {});
        let roles = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", "OTHER"];
        for role in roles.map(keccak256).into_iter().chain([B256::ZERO]) {
            let _ = twins.ask(&IAccessControl::getRoleAdminCall { role });
            for account in [ACTORS.as_slice(), &[Address::ZERO, twins.ours.address]].concat() {
                let _ = twins.ask(&IAccessControl::hasRoleCall { role, account });
            }
        }
        let [ours, theirs] = twins.both().map(|twin| {
            let node = twin.chain().node();
            let balances = [twin.address, self.target, STRANGER]
                .map(|it| node.balance(&it, BlockId::latest()).unwrap());
            let value = twin.chain().call(STRANGER, self.target, &valueCall {});
            (balances, value.unwrap())
        });
        assert_eq!(ours, theirs);
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
        pair.twins.undone(|| {
            for act in acts {
                pair.take(act);
                pair.compare();
            }
            let done = pair.operations.iter().filter(|it| it.is_done(&pair.twins));
            executed.set(executed.get() + done.count());
        });
        Ok(())
    });
    outcome.unwrap();
    assert!(CASES as usize <= executed.get(), "{executed:?} executed");
}

#[test]
fn every_operation_can_be_made_or_fails_as_openzeppelins() {
    let pair = Pair::new();
    for operation in &pair.operations {
        pair.twins.undone(|| {
            let _ = pair.operations[0].schedule(&pair.twins, ALICE, uint(MIN_DELAY.into()));
            let _ = operation.schedule(&pair.twins, ALICE, uint(MIN_DELAY.into()));
            pair.twins.pass(MIN_DELAY);
            let _ = operation.execute(&pair.twins, ALICE);
            pair.compare();
            let _ = operation.execute(&pair.twins, ALICE);
            let _ = pair.operations[0].execute(&pair.twins, ALICE);
            let _ = operation.execute(&pair.twins, ALICE);
            pair.compare();
        });
    }
}

#[test]
fn lists_that_do_not_match_are_refused_alike() {
    let pair = Pair::new();
    let whole = pair.operations[6].clone();
    let mut cut = [whole.clone(), whole.clone(), whole];
    cut[0].targets.pop();
    cut[1].values.pop();
    cut[2].payloads.pop();
    for operation in cut {
        assert_eq!(operation.hash(&pair.twins), operation.id());
        let (answer, _) = operation.schedule(&pair.twins, ALICE, uint(MIN_DELAY.into()));
        assert!(answer.is_err());
        let (answer, _) = operation.execute(&pair.twins, ALICE);
        assert!(answer.is_err());
        let (answer, _) = operation.schedule(&pair.twins, MALLORY, uint(MIN_DELAY.into()));
        assert!(answer.is_err());
    }
}

#[test]
fn what_never_changes_is_the_same() {
    let twins = timelock_twins().0;
    let _ = twins.ask(&Abi::PROPOSER_ROLECall {});
    let _ = twins.ask(&Abi::EXECUTOR_ROLECall {});
    let _ = twins.ask(&Abi::CANCELLER_ROLECall {});
    let _ = twins.ask(&IAccessControl::DEFAULT_ADMIN_ROLECall {});
    for id in [
        0x01ff_c9a7_u32,
        0x7965_db0b,
        0x4e23_12e0,
        0x150b_7a02,
        0xffff_ffff,
    ] {
        let call = supportsInterfaceCall::new((id.to_be_bytes().into(),));
        let _ = twins.ask(&call);
    }
    let (operator, from, data) = (ALICE, BOB, Bytes::from_static(b"data"));
    let [one, two] = [uint(1), uint(2)];
    let answers = [
        twins.send(
            ALICE,
            &ITokenReceiver::onERC721ReceivedCall::new((operator, from, one, data.clone())),
        ),
        twins.send(
            ALICE,
            &ITokenReceiver::onERC1155ReceivedCall::new((operator, from, one, two, data.clone())),
        ),
        twins.send(
            ALICE,
            &ITokenReceiver::onERC1155BatchReceivedCall::new((
                operator,
                from,
                vec![one, two],
                vec![two],
                data,
            )),
        ),
    ];
    assert!(answers.iter().all(|(answer, _)| answer.is_ok()));
    let refused = twins.send_with(ALICE, one, |_| Abi::updateDelayCall { newDelay: two });
    assert_eq!(refused.0, Err(Bytes::new()));
    assert_eq!(Abi::executeCall::SELECTOR, [0x13, 0x40, 0x08, 0xd3]);
}
