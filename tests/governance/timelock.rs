//! The timelock by itself: ways around a delay, and code that changes while an operation waits.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_sol_types::{SolCall, SolError, SolValue};
use ballast_abi::access_control::IAccessControl;
use ballast_abi::signature::IERC1271::isValidSignatureCall;
use ballast_abi::timelock::Timelock as Abi;
use ballast_devnet::{CallOptions, Error};
use ballast_tests::{ALICE, CAROL, Contract, MALLORY, STRANGER, uint};

use crate::signers::{BURNING, setCall as misbehaveCall};
use crate::stage::{
    MIN_DELAY, Operation, TREASURY, armCall, construction, openzeppelin_timelock, send_ether,
    setCall, strikeCall, timelock, valueCall,
};
use crate::{chain, create};

/// The bit of an operation that is ready, and that there is none.
const READY: u8 = 4;
const UNSET: u8 = 1;

struct Stage {
    timelock: Contract,
    target: Contract,
}

impl Stage {
    fn new() -> Self {
        let chain = chain();
        let target = create(&chain, "Target", &[]);
        let timelock = timelock(&chain, &construction());
        Self { timelock, target }
    }

    fn theirs() -> Self {
        let chain = chain();
        let target = create(&chain, "Target", &[]);
        let timelock = openzeppelin_timelock(&chain);
        Self { timelock, target }
    }

    fn set(&self, value: u128) -> Operation {
        Operation::of(self.target.address, &setCall { value: uint(value) })
    }

    fn schedule(&self, operation: &Operation) {
        let delay = self.timelock.ask(&Abi::getMinDelayCall {});
        self.timelock.send(ALICE, &operation.schedule_call(delay));
    }

    /// Lets the next block come when the operation is so many seconds over its time.
    fn at(&self, operation: &Operation, seconds: i64) {
        let id = operation.id();
        let time: u64 = self.timelock.ask(&Abi::getTimestampCall { id }).to();
        let node = self.timelock.chain().node();
        node.set_next_timestamp(time.saturating_add_signed(seconds))
            .unwrap();
    }

    fn execute(&self, operation: &Operation) {
        self.timelock.send(ALICE, &operation.execute_call());
    }

    fn refuses(&self, operation: &Operation, expected: u8) {
        let error = Abi::TimelockUnexpectedOperationState {
            operationId: operation.id(),
            expectedStates: B256::with_last_byte(expected),
        };
        let call = operation.execute_call();
        self.timelock.refuses(ALICE, &call, &error);
    }

    fn value(&self) -> U256 {
        self.target.ask(&valueCall {})
    }

    fn code(&self, account: Address) -> Bytes {
        let node = self.timelock.chain().node();
        node.code(&account, BlockId::latest()).unwrap()
    }
}

#[test]
fn scenario_36_nothing_is_executed_a_second_early() {
    let stage = Stage::new();
    let operation = stage.set(1);
    stage.schedule(&operation);
    stage.at(&operation, -1);
    stage.refuses(&operation, READY);
    let stage = Stage::new();
    stage.schedule(&operation);
    stage.at(&operation, 0);
    stage.execute(&operation);
    assert_eq!(stage.value(), uint(1));
}

#[test]
fn scenario_36_nothing_is_executed_twice_or_after_it_was_cancelled() {
    let stage = Stage::new();
    let operation = stage.set(1);
    stage.schedule(&operation);
    stage.at(&operation, 0);
    stage.execute(&operation);
    stage.refuses(&operation, READY);
    let delay = U256::from(MIN_DELAY);
    let error = Abi::TimelockUnexpectedOperationState {
        operationId: operation.id(),
        expectedStates: B256::with_last_byte(UNSET),
    };
    let again = operation.schedule_call(delay);
    stage.timelock.refuses(ALICE, &again, &error);

    let other = stage.set(2);
    stage.schedule(&other);
    let id = other.id();
    stage.timelock.send(ALICE, &Abi::cancelCall { id });
    stage.refuses(&other, READY);
    assert_eq!(stage.value(), uint(1));
}

/// Who lowers the delay first is no faster than who acted at once: lowering waits the old delay.
#[test]
fn scenario_36_lowering_the_delay_takes_the_delay() {
    let stage = Stage::new();
    let new_delay = uint(60);
    let lowering = Abi::updateDelayCall {
        newDelay: new_delay,
    };
    let error = Abi::TimelockUnauthorizedCaller { caller: CAROL };
    stage.timelock.refuses(CAROL, &lowering, &error);
    let lowering = Operation::of(stage.timelock.address, &lowering);
    let operation = stage.set(1);
    stage.schedule(&lowering);
    let too_short = operation.schedule_call(new_delay);
    let error = Abi::TimelockInsufficientDelay {
        delay: new_delay,
        minDelay: U256::from(MIN_DELAY),
    };
    stage.timelock.refuses(ALICE, &too_short, &error);
    stage.schedule(&operation);
    stage.at(&lowering, 0);
    stage.execute(&lowering);
    // What waited already keeps its time, the same second or later.
    stage.refuses(&stage.set(2), READY);
    stage
        .timelock
        .send(ALICE, &stage.set(2).schedule_call(new_delay));
    let [first, second] = [&operation, &stage.set(2)].map(|it| {
        let id = it.id();
        stage.timelock.ask(&Abi::getTimestampCall { id })
    });
    assert!(first < second);
}

#[test]
fn scenario_36_an_operation_waits_for_its_predecessor() {
    let stage = Stage::new();
    let first = stage.set(1);
    let second = Operation {
        predecessor: first.id(),
        ..stage.set(2)
    };
    stage.schedule(&first);
    stage.schedule(&second);
    stage.at(&second, 0);
    let error = Abi::TimelockUnexecutedPredecessor {
        predecessorId: first.id(),
    };
    stage
        .timelock
        .refuses(ALICE, &second.execute_call(), &error);
    stage.execute(&first);
    stage.execute(&second);
    assert_eq!(stage.value(), uint(2));
}

/// What was scheduled before the delay was raised keeps its time: it was announced, and can be
/// cancelled.
#[test]
fn scenario_36_raising_the_delay_leaves_what_waits() {
    let stage = Stage::new();
    let raised = U256::from(2 * MIN_DELAY);
    let raising = Abi::updateDelayCall { newDelay: raised };
    let raising = Operation::of(stage.timelock.address, &raising);
    let before = stage.set(1);
    stage.schedule(&raising);
    stage.schedule(&before);
    stage.at(&raising, 0);
    stage.execute(&raising);
    assert_eq!(stage.timelock.ask(&Abi::getMinDelayCall {}), raised);
    stage.at(&before, 0);
    stage.execute(&before);
    let error = Abi::TimelockInsufficientDelay {
        delay: U256::from(MIN_DELAY),
        minDelay: raised,
    };
    let short = stage.set(2).schedule_call(U256::from(MIN_DELAY));
    stage.timelock.refuses(ALICE, &short, &error);
}

/// What voters looked at is `Target`; when its time has come, other code stands there that hands
/// out what it is sent. OpenZeppelin's timelock sends it the treasury.
#[test]
fn scenario_35_a_target_with_other_code_is_not_called() {
    let swap = |stage: &Stage, treasury: u128| {
        send_ether(&stage.timelock, ALICE, treasury);
        let operation = Operation {
            values: vec![uint(treasury)],
            ..stage.set(1)
        };
        stage.schedule(&operation);
        let node = stage.timelock.chain().node();
        // A contract that takes any call, and ether.
        node.set_code(stage.target.address, Bytes::from_static(&[0x00]));
        stage.at(&operation, 0);
        operation
    };
    let theirs = Stage::theirs();
    let operation = swap(&theirs, TREASURY);
    theirs.execute(&operation);
    let node = theirs.timelock.chain().node();
    let taken = node.balance(&theirs.target.address, BlockId::latest());
    assert_eq!(taken.unwrap(), uint(TREASURY));

    let ours = Stage::new();
    let code = ours.code(ours.target.address);
    let operation = swap(&ours, TREASURY);
    let error = Abi::TimelockCodeChanged {
        operationId: operation.id(),
    };
    ours.timelock
        .refuses(ALICE, &operation.execute_call(), &error);
    // With the code that it had it can be called again.
    let node = ours.timelock.chain().node();
    node.set_code(ours.target.address, code);
    ours.execute(&operation);
}

/// That nobody is there is pinned, too; whether somebody sent ether there is not.
#[test]
fn a_target_without_code_gets_none_while_an_operation_waits() {
    let stage = Stage::new();
    let nobody = Address::repeat_byte(0x77);
    let operation = Operation::of(nobody, &setCall { value: uint(1) });
    stage.schedule(&operation);
    let pin = stage
        .timelock
        .ask(&Abi::getCodePinCall { id: operation.id() });
    let now = |targets: &[Address]| {
        let targets = targets.to_vec();
        stage.timelock.ask(&Abi::codePinCall { targets })
    };
    assert_eq!(pin, now(&[nobody]));
    assert_ne!(pin, now(&[nobody, nobody]));
    assert_ne!(pin, now(&[stage.target.address]));
    send_ether(
        &Contract::new(stage.timelock.chain().clone(), nobody),
        ALICE,
        1,
    );
    assert_eq!(pin, now(&[nobody]));
    let node = stage.timelock.chain().node();
    node.set_code(nobody, stage.code(stage.target.address));
    stage.at(&operation, 0);
    let error = Abi::TimelockCodeChanged {
        operationId: operation.id(),
    };
    stage
        .timelock
        .refuses(ALICE, &operation.execute_call(), &error);
}

/// A target calls the timelock to execute the very operation that calls it: the inner one passes,
/// the outer one finds it done and reverts all.
#[test]
fn an_operation_is_not_executed_within_itself() {
    let stage = Stage::new();
    let everybody = Abi::constructorCall {
        executors: vec![Address::ZERO],
        ..construction()
    };
    let open = timelock(stage.timelock.chain(), &everybody);
    let operation = Operation::of(stage.target.address, &strikeCall {});
    let delay = U256::from(MIN_DELAY);
    open.send(ALICE, &operation.schedule_call(delay));
    let (to, data) = (open.address, operation.execution());
    stage.target.send(ALICE, &armCall { to, data });
    let node = open.chain().node();
    let now = node.latest().header.timestamp;
    node.set_next_timestamp(now + MIN_DELAY).unwrap();
    let id = operation.id();
    let error = Abi::TimelockUnexpectedOperationState {
        operationId: id,
        expectedStates: B256::with_last_byte(READY),
    };
    open.refuses(MALLORY, &operation.execute_call(), &error);
    assert!(open.ask(&Abi::isOperationReadyCall { id }));
}

#[test]
fn anybody_executes_once_the_zero_address_may() {
    let stage = Stage::new();
    let operation = stage.set(1);
    stage.schedule(&operation);
    stage.at(&operation, 0);
    let role = stage.timelock.ask(&Abi::EXECUTOR_ROLECall {});
    let error = IAccessControl::AccessControlUnauthorizedAccount {
        account: STRANGER,
        neededRole: role,
    };
    let outcome =
        stage
            .timelock
            .chain()
            .call(STRANGER, stage.timelock.address, &operation.execute_call());
    let Err(ballast_bench::BenchError::Reverted { data, .. }) = outcome else {
        panic!("a stranger executes");
    };
    assert_eq!(data, error.abi_encode());
    let account = Address::ZERO;
    let open = IAccessControl::grantRoleCall { role, account };
    stage.timelock.send(CAROL, &open);
    stage.timelock.send(MALLORY, &operation.execute_call());
    assert_eq!(stage.value(), uint(1));
}

/// A target that burns all it gets leaves the 64th part, here some 1,000 gas, and OpenZeppelin's says
/// with it what happened.
#[test]
fn a_call_that_burns_its_gas_is_a_failed_call() {
    for stage in [Stage::new(), Stage::theirs()] {
        let wallet = create(stage.timelock.chain(), "Wallet", &ALICE.abi_encode());
        wallet.send(ALICE, &misbehaveCall { mode: BURNING });
        let question = isValidSignatureCall {
            hash: B256::ZERO,
            signature: Bytes::new(),
        };
        let operation = Operation::of(wallet.address, &question);
        stage.schedule(&operation);
        stage.at(&operation, 0);
        let input = Bytes::from(operation.execute_call().abi_encode());
        let request = TransactionRequest::default()
            .from(ALICE)
            .to(stage.timelock.address)
            .input(input.into())
            .gas_limit(100_000);
        let pending = CallOptions {
            at: BlockId::pending(),
            ..CallOptions::default()
        };
        let outcome = stage.timelock.chain().node().call_with(&request, &pending);
        let Err(Error::Reverted { output, .. }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(output, Abi::FailedCall {}.abi_encode());
    }
}
