//! What operations do, and what keeps them from it.

use alloy_primitives::keccak256;
use ballast_motsu_testkit::{ether_of, set_code};

use super::*;

fn batch(targets: Vec<Address>, payloads: &[&[u8]]) -> Abi::scheduleBatchCall {
    Abi::scheduleBatchCall {
        values: vec![U256::ZERO; targets.len()],
        targets,
        payloads: payloads
            .iter()
            .map(|it| Bytes::copy_from_slice(it))
            .collect(),
        predecessor: B256::ZERO,
        salt: B256::repeat_byte(9),
        delay: uint(DELAY),
    }
}

fn execution(batch: &Abi::scheduleBatchCall) -> Abi::executeBatchCall {
    let batch = batch.clone();
    Abi::executeBatchCall {
        targets: batch.targets,
        values: batch.values,
        payloads: batch.payloads,
        predecessor: batch.predecessor,
        salt: batch.salt,
    }
}

fn hash_of(batch: &Abi::scheduleBatchCall) -> Abi::hashOperationBatchCall {
    let batch = batch.clone();
    Abi::hashOperationBatchCall {
        targets: batch.targets,
        values: batch.values,
        payloads: batch.payloads,
        predecessor: batch.predecessor,
        salt: batch.salt,
    }
}

#[test]
fn a_batch_is_made_in_order_all_or_none() {
    let stage = stage();
    let timelock = &stage.timelock;
    let good = batch(vec![TARGET; 3], &[b"one", b"", b"three"]);
    let bad = batch(vec![TARGET; 2], &[b"one", &[0xee, 1, 2, 3, 4]]);
    let id = timelock.call(STRANGER, &hash_of(&good)).unwrap();
    assert_eq!(id, keccak256(&hash_of(&good).abi_encode()[4..]));
    for batch in [&good, &bad] {
        timelock.call(PROPOSER, batch).unwrap();
    }
    let scheduled = timelock.events::<Abi::CallScheduled>();
    let indices: Vec<u64> = scheduled.iter().map(|it| it.index.to()).collect();
    assert_eq!(indices, [0, 1, 2, 0, 1]);
    assert_eq!(timelock.events::<Abi::CallSalt>().len(), 2);
    set_block_timestamp(NOW + DELAY);
    let outcome = timelock.call(EXECUTOR, &execution(&bad)).err();
    assert_eq!(outcome, Some(vec![1, 2, 3, 4]), "the reason comes through");
    assert!(timelock.events::<Abi::CallExecuted>().is_empty());
    // The target remembers by itself what a revert undoes.
    stage.heard.borrow_mut().clear();
    timelock.call(EXECUTOR, &execution(&good)).unwrap();
    let heard: Vec<_> = stage.heard.borrow().iter().map(|it| it.1.clone()).collect();
    assert_eq!(heard, [b"one".to_vec(), vec![], b"three".to_vec()]);
    let executed = timelock.events::<Abi::CallExecuted>();
    let payloads: Vec<_> = executed.iter().map(|it| it.data.clone()).collect();
    assert_eq!(payloads, good.payloads);
    assert!(
        timelock
            .call(STRANGER, &Abi::isOperationDoneCall { id })
            .unwrap()
    );
}

#[test]
fn lists_must_match() {
    let stage = stage();
    let mut short = batch(vec![TARGET; 2], &[b"a", b"b"]);
    short.values.pop();
    let error = Abi::TimelockInvalidOperationLength {
        targets: uint(2),
        payloads: uint(2),
        values: uint(1),
    };
    stage.refuses(PROPOSER, &short, &error);
    stage.refuses(EXECUTOR, &execution(&short), &error);
    // Whoever may not is told so first.
    let error = IAccessControl::AccessControlUnauthorizedAccount {
        account: STRANGER,
        neededRole: PROPOSER_ROLE,
    };
    stage.refuses(STRANGER, &short, &error);
}

#[test]
fn a_call_that_fails_leaves_the_operation_ready() {
    let stage = stage();
    let silent = operation(TARGET, &[0xee]);
    stage.schedule(&silent);
    set_block_timestamp(NOW + DELAY);
    let error = Abi::FailedCall {}.abi_encode();
    assert_eq!(stage.execute(&silent), Err(error));
    assert_eq!(stage.state(&silent), 2);
}

#[test]
fn ether_comes_from_anybody_and_goes_with_calls() {
    let stage = stage();
    let timelock = &stage.timelock;
    timelock.pay(STRANGER, uint(70), vec![]).unwrap();
    assert_eq!(ether_of(TIMELOCK), uint(70));
    let mut paying = operation(TARGET, b"paid");
    paying.0.value = uint(100);
    let outcome = timelock.pay(PROPOSER, uint(1), paying.0.abi_encode());
    assert_eq!(outcome, Err(vec![]), "no other method takes ether");
    stage.schedule(&paying);
    set_block_timestamp(NOW + DELAY);
    let more_than_there_is = Err(Abi::FailedCall {}.abi_encode());
    assert_eq!(stage.execute(&paying), more_than_there_is);
    let execution = paying.execution().abi_encode();
    timelock.pay(EXECUTOR, uint(30), execution).unwrap();
    assert_eq!((ether_of(TIMELOCK), ether_of(TARGET)), (uint(0), uint(100)));
    assert_eq!(*stage.heard.borrow(), [(uint(100), b"paid".to_vec())]);
}

#[test]
fn code_that_changed_is_not_called() {
    let stage = stage();
    let timelock = &stage.timelock;
    let operation = operation(TARGET, b"call");
    let id = stage.id(&operation);
    let pin = |call| timelock.call(STRANGER, &call).unwrap();
    set_code(TARGET, vec![1]);
    stage.schedule(&operation);
    let pinned = pin(Abi::getCodePinCall { id });
    let hash = keccak256(keccak256([1]));
    assert_eq!(pinned[..], hash[..24]);
    let targets = vec![TARGET];
    let now = timelock
        .call(STRANGER, &Abi::codePinCall { targets })
        .unwrap();
    assert_eq!(now, pinned);
    set_block_timestamp(NOW + DELAY);
    set_code(TARGET, vec![2]);
    let changed = Abi::TimelockCodeChanged { operationId: id };
    assert_eq!(stage.execute(&operation), Err(changed.abi_encode()));
    // An account without code counts the same whether it exists or not.
    set_code(TARGET, vec![]);
    let targets = vec![TARGET];
    let now = timelock
        .call(STRANGER, &Abi::codePinCall { targets })
        .unwrap();
    assert_eq!(now[..], keccak256([0; 32])[..24]);
    assert_eq!(stage.execute(&operation), Err(changed.abi_encode()));
    set_code(TARGET, vec![1]);
    assert_eq!(stage.execute(&operation), Ok(()));
    assert!(pin(Abi::getCodePinCall { id }).is_zero());
}

/// The target executes the operation while that is executed.
#[test]
fn an_operation_is_not_executed_within_itself() {
    let stage = stage();
    let again = Address::repeat_byte(0xa9);
    let role = IAccessControl::grantRoleCall {
        role: EXECUTOR_ROLE,
        account: again,
    };
    stage.timelock.call(ADMIN, &role).unwrap();
    let operation = operation(again, b"again");
    let execution = operation.execution();
    let depth = Rc::new(RefCell::new(0));
    let count = Rc::clone(&depth);
    let _caller = Foreign::place(again, move |message| {
        *count.borrow_mut() += 1;
        if *count.borrow() < 2 {
            return message.call(TIMELOCK, &execution);
        }
        Ok(vec![])
    });
    stage.schedule(&operation);
    set_block_timestamp(NOW + DELAY);
    // The inner one went through, so the outer one finds the operation done.
    assert_eq!(
        stage.execute(&operation),
        Err(stage.unexpected(&operation, 4))
    );
    assert_eq!(*depth.borrow(), 2);
    assert_eq!(stage.state(&operation), 2);
}
