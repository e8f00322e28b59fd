//! Operations that wait before they are executed.

mod calls;
mod receipts;
mod roles;

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, Bytes, U256, b256};
use alloy_sol_types::{Panic, PanicKind, SolCall, SolError};
use ballast_abi::access_control::IAccessControl;
use ballast_abi::construction::IConstruction;
use ballast_abi::timelock::Timelock as Abi;
use ballast_motsu_testkit::{Deployed, Foreign, set_admitting, set_block_timestamp};
use ballast_timelock::Timelock;

const ADMIN: Address = Address::repeat_byte(0xad);
const PROPOSER: Address = Address::repeat_byte(0x99);
const EXECUTOR: Address = Address::repeat_byte(0xe8);
const STRANGER: Address = Address::repeat_byte(0x55);
const TIMELOCK: Address = Address::repeat_byte(0x71);
const TARGET: Address = Address::repeat_byte(0x7a);
const NOW: u64 = 1_800_000_000;
const DELAY: u64 = 86_400;

/// The published hashes of the roles' names.
const PROPOSER_ROLE: B256 =
    b256!("b09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1");
const EXECUTOR_ROLE: B256 =
    b256!("d8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63");
const CANCELLER_ROLE: B256 =
    b256!("fd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783");

fn uint(value: u64) -> U256 {
    U256::from(value)
}

fn construction(executor: Address, admin: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        minDelay: uint(DELAY),
        proposers: vec![PROPOSER],
        executors: vec![executor],
        admin,
    }
}

/// What targets were sent: the ether and the calldata, in order.
type Heard = Rc<RefCell<Vec<(U256, Vec<u8>)>>>;

/// A timelock, and a target that hears everything and refuses calldata that starts with a `0xee`:
/// with whatever follows it.
struct Stage {
    timelock: Deployed<Timelock>,
    heard: Heard,
    _target: Foreign,
}

fn bare() -> Deployed<Timelock> {
    set_block_timestamp(NOW);
    // As its own entry point does.
    set_admitting(TIMELOCK, |_| true);
    Deployed::bare(TIMELOCK)
}

fn stage() -> Stage {
    let timelock = bare();
    let constructor = construction(EXECUTOR, ADMIN);
    timelock.construct(STRANGER, &constructor).unwrap();
    let heard = Heard::default();
    let log = Rc::clone(&heard);
    let target = Foreign::place(TARGET, move |message| {
        if let Some((0xee, reason)) = message.calldata.split_first() {
            return Err(reason.to_vec());
        }
        let heard = (message.value, message.calldata.to_vec());
        log.borrow_mut().push(heard);
        Ok(vec![])
    });
    Stage {
        timelock,
        heard,
        _target: target,
    }
}

/// An operation of one call.
#[derive(Clone)]
struct Operation(Abi::scheduleCall);

fn operation(target: Address, data: &[u8]) -> Operation {
    Operation(Abi::scheduleCall {
        target,
        value: U256::ZERO,
        data: Bytes::copy_from_slice(data),
        predecessor: B256::ZERO,
        salt: B256::ZERO,
        delay: uint(DELAY),
    })
}

impl Operation {
    fn execution(&self) -> Abi::executeCall {
        let call = self.0.clone();
        Abi::executeCall {
            target: call.target,
            value: call.value,
            payload: call.data,
            predecessor: call.predecessor,
            salt: call.salt,
        }
    }
}

impl Stage {
    fn id(&self, operation: &Operation) -> B256 {
        let call = operation.0.clone();
        let question = Abi::hashOperationCall {
            target: call.target,
            value: call.value,
            data: call.data,
            predecessor: call.predecessor,
            salt: call.salt,
        };
        self.timelock.call(STRANGER, &question).unwrap()
    }

    fn schedule(&self, operation: &Operation) {
        self.timelock.call(PROPOSER, &operation.0).unwrap();
    }

    fn execute(&self, operation: &Operation) -> Result<(), Vec<u8>> {
        let call = operation.execution();
        self.timelock.call(EXECUTOR, &call).map(drop)
    }

    /// Executes it once it is ready.
    fn settle(&self, operation: &Operation) {
        self.schedule(operation);
        set_block_timestamp(NOW + DELAY);
        self.execute(operation).unwrap();
        set_block_timestamp(NOW);
    }

    fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.timelock.call(caller, call).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }

    /// An error that says the operation is in none of these states.
    fn unexpected(&self, operation: &Operation, states: u64) -> Vec<u8> {
        let error = Abi::TimelockUnexpectedOperationState {
            operationId: self.id(operation),
            expectedStates: uint(states).into(),
        };
        error.abi_encode()
    }

    fn state(&self, operation: &Operation) -> u8 {
        let id = self.id(operation);
        let ask = |is| is == Ok(true);
        let caller = STRANGER;
        let [is, pending, ready, done] = [
            ask(self.timelock.call(caller, &Abi::isOperationCall { id })),
            ask(self
                .timelock
                .call(caller, &Abi::isOperationPendingCall { id })),
            ask(self
                .timelock
                .call(caller, &Abi::isOperationReadyCall { id })),
            ask(self.timelock.call(caller, &Abi::isOperationDoneCall { id })),
        ];
        let call = Abi::getOperationStateCall { id };
        let state = self.timelock.call(caller, &call).unwrap();
        let expected = match state {
            0 => [false; 4],
            1 => [true, true, false, false],
            2 => [true, true, true, false],
            _ => [true, false, false, true],
        };
        assert_eq!([is, pending, ready, done], expected);
        state
    }

    fn timestamp(&self, operation: &Operation) -> u64 {
        let id = self.id(operation);
        let call = Abi::getTimestampCall { id };
        self.timelock.call(STRANGER, &call).unwrap().to()
    }

    fn min_delay(&self) -> u64 {
        let call = Abi::getMinDelayCall {};
        self.timelock.call(STRANGER, &call).unwrap().to()
    }
}

#[test]
fn a_timelock_is_made_once() {
    let timelock = bare();
    let one = uint(1);
    let constructor = construction(EXECUTOR, ADMIN);
    let outcome = timelock.construct_paying(STRANGER, one, &constructor);
    assert_eq!(outcome, Err(vec![]));
    timelock.construct(STRANGER, &constructor).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    let outcome = timelock.construct(STRANGER, &construction(STRANGER, STRANGER));
    assert_eq!(outcome, Err(error.abi_encode()));
    let event = timelock.events::<Abi::MinDelayChange>().pop().unwrap();
    assert_eq!(
        (event.oldDuration, event.newDuration),
        (uint(0), uint(DELAY))
    );
    let granted = timelock.events::<IAccessControl::RoleGranted>();
    let granted: Vec<_> = granted.iter().map(|it| (it.role, it.account)).collect();
    let expected = [
        (B256::ZERO, TIMELOCK),
        (B256::ZERO, ADMIN),
        (PROPOSER_ROLE, PROPOSER),
        (CANCELLER_ROLE, PROPOSER),
        (EXECUTOR_ROLE, EXECUTOR),
    ];
    assert_eq!(granted, expected);
}

#[test]
fn an_operation_waits_its_delay_to_the_second() {
    let stage = stage();
    let (timelock, operation) = (&stage.timelock, operation(TARGET, b"call"));
    assert_eq!(
        (stage.state(&operation), stage.timestamp(&operation)),
        (0, 0)
    );
    assert_eq!(
        stage.execute(&operation),
        Err(stage.unexpected(&operation, 4))
    );
    stage.schedule(&operation);
    let event = timelock.events::<Abi::CallScheduled>().pop().unwrap();
    assert_eq!((event.id, event.index), (stage.id(&operation), uint(0)));
    assert_eq!((event.target, event.data.as_ref()), (TARGET, &b"call"[..]));
    assert_eq!((event.predecessor, event.delay), (B256::ZERO, uint(DELAY)));
    assert!(timelock.events::<Abi::CallSalt>().is_empty());
    assert_eq!(stage.timestamp(&operation), NOW + DELAY);
    set_block_timestamp(NOW + DELAY - 1);
    assert_eq!(stage.state(&operation), 1);
    assert_eq!(
        stage.execute(&operation),
        Err(stage.unexpected(&operation, 4))
    );
    set_block_timestamp(NOW + DELAY);
    assert_eq!(stage.state(&operation), 2);
    assert_eq!(stage.execute(&operation), Ok(()));
    assert_eq!(*stage.heard.borrow(), [(uint(0), b"call".to_vec())]);
    let event = timelock.events::<Abi::CallExecuted>().pop().unwrap();
    assert_eq!((event.id, event.index), (stage.id(&operation), uint(0)));
    assert_eq!((event.target, event.data.as_ref()), (TARGET, &b"call"[..]));
    assert_eq!(
        (stage.state(&operation), stage.timestamp(&operation)),
        (3, 1)
    );
    // Never again, nor scheduled once more.
    assert_eq!(
        stage.execute(&operation),
        Err(stage.unexpected(&operation, 4))
    );
    let again = timelock.call(PROPOSER, &operation.0).err();
    assert_eq!(again, Some(stage.unexpected(&operation, 1)));
    assert_eq!(stage.heard.borrow().len(), 1);
}

#[test]
fn a_salt_makes_another_operation() {
    let stage = stage();
    let plain = operation(TARGET, b"call");
    let mut salted = plain.clone();
    salted.0.salt = B256::repeat_byte(7);
    stage.schedule(&plain);
    stage.schedule(&salted);
    let event = stage.timelock.events::<Abi::CallSalt>().pop().unwrap();
    assert_eq!(
        (event.id, event.salt),
        (stage.id(&salted), B256::repeat_byte(7))
    );
    assert_ne!(stage.id(&plain), stage.id(&salted));
    set_block_timestamp(NOW + DELAY);
    assert_eq!(stage.execute(&salted), Ok(()));
    assert_eq!((stage.state(&plain), stage.state(&salted)), (2, 3));
}

#[test]
fn a_delay_has_bounds() {
    let stage = stage();
    let with = |delay| {
        let mut operation = operation(TARGET, b"");
        operation.0.delay = delay;
        operation
    };
    let short = Abi::TimelockInsufficientDelay {
        delay: uint(DELAY - 1),
        minDelay: uint(DELAY),
    };
    stage.refuses(PROPOSER, &with(uint(DELAY - 1)).0, &short);
    let overflow = Panic::from(PanicKind::UnderOverflow);
    let most = u64::MAX - NOW;
    for delay in [U256::MAX, U256::from(1) << 64, uint(most + 1)] {
        stage.refuses(PROPOSER, &with(delay).0, &overflow);
    }
    let last = with(uint(most));
    assert_eq!(stage.state(&last), 0);
    stage.schedule(&last);
    assert_eq!(stage.timestamp(&last), u64::MAX);
}

#[test]
fn what_waits_can_be_cancelled() {
    let stage = stage();
    let operation = operation(TARGET, b"call");
    let cancel = Abi::cancelCall {
        id: stage.id(&operation),
    };
    // Neither what is not there,
    let outcome = stage.timelock.call(PROPOSER, &cancel).err();
    assert_eq!(outcome, Some(stage.unexpected(&operation, 6)));
    for time in [NOW, NOW + DELAY] {
        set_block_timestamp(NOW);
        stage.schedule(&operation);
        set_block_timestamp(time);
        stage.timelock.call(PROPOSER, &cancel).unwrap();
        assert_eq!(
            (stage.state(&operation), stage.timestamp(&operation)),
            (0, 0)
        );
        let event = stage.timelock.events::<Abi::Cancelled>().pop().unwrap();
        assert_eq!(event.id, stage.id(&operation));
    }
    assert_eq!(
        stage.execute(&operation),
        Err(stage.unexpected(&operation, 4))
    );
    set_block_timestamp(NOW);
    stage.settle(&operation);
    // nor what was executed.
    let outcome = stage.timelock.call(PROPOSER, &cancel).err();
    assert_eq!(outcome, Some(stage.unexpected(&operation, 6)));
    assert_eq!(stage.heard.borrow().len(), 1);
}

#[test]
fn a_predecessor_comes_first() {
    let stage = stage();
    let first = operation(TARGET, b"first");
    let mut second = operation(TARGET, b"second");
    second.0.predecessor = stage.id(&first);
    stage.schedule(&second);
    set_block_timestamp(NOW + DELAY);
    let error = Abi::TimelockUnexecutedPredecessor {
        predecessorId: stage.id(&first),
    };
    let unexecuted = Err(error.abi_encode());
    assert_eq!(stage.execute(&second), unexecuted);
    stage.schedule(&first);
    assert_eq!(stage.execute(&second), unexecuted);
    set_block_timestamp(NOW + 2 * DELAY);
    assert_eq!(stage.execute(&second), unexecuted);
    assert_eq!(stage.execute(&first), Ok(()));
    assert_eq!(stage.execute(&second), Ok(()));
    let heard: Vec<_> = stage.heard.borrow().iter().map(|it| it.1.clone()).collect();
    assert_eq!(heard, [b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn only_the_timelock_changes_its_delay() {
    let stage = stage();
    let update = Abi::updateDelayCall { newDelay: uint(60) };
    for caller in [ADMIN, PROPOSER] {
        stage.refuses(caller, &update, &Abi::TimelockUnauthorizedCaller { caller });
    }
    assert_eq!(stage.min_delay(), DELAY);
    stage.settle(&operation(TIMELOCK, &update.abi_encode()));
    assert_eq!(stage.min_delay(), 60);
    let event = stage
        .timelock
        .events::<Abi::MinDelayChange>()
        .pop()
        .unwrap();
    assert_eq!(
        (event.oldDuration, event.newDuration),
        (uint(DELAY), uint(60))
    );
    let mut quick = operation(TARGET, b"");
    quick.0.delay = uint(60);
    stage.schedule(&quick);
    assert_eq!(stage.timestamp(&quick), NOW + 60);
}
