//! An action's way through the queue

use alloy_sol_types::SolEvent;

use super::*;

#[test]
fn waits_and_is_then_made_by_anyone() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    let submitted = curating.submit(&calls);
    let id = submitted.returned;
    assert_eq!(id, curating.id_of(&calls));
    let then = curating.now() + RAISING_SECONDS;
    let event = Abi::Submitted {
        id,
        proposer: PROPOSER,
        executableAt: U256::from(then),
        expiresAt: U256::from(then + WINDOW),
        calls: calls.clone(),
    };
    let this = curating.contract.address;
    assert_eq!(submitted.logs(), [(this, event.encode_log_data())]);
    assert_eq!(curating.executable_at(id), then);
    assert_eq!(curating.pending(), [id]);
    assert_eq!(curating.state_of(id), State::Waiting);

    curating.at(then - 1);
    let error = Abi::TooEarly {
        executableAt: U256::from(then),
    };
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
    assert_ne!(allocator(&curating), ALICE);
    // The next block is the first in time.
    assert_eq!(curating.state_of(id), State::Ready);
    let made = curating.execute(MALLORY, &calls);
    assert_eq!(curating.now(), then);
    assert_eq!(allocator(&curating), ALICE);
    let executor = MALLORY;
    let event = Abi::Executed { id, executor };
    assert_eq!(made.logs()[0], (this, event.encode_log_data()));
    assert_eq!(made.logs().len(), 2);

    curating
        .contract
        .refuses(MALLORY, &execute(&calls), &unknown(id));
    assert_eq!(curating.state_of(id), State::Unknown);
    assert!(curating.pending().is_empty());
    assert_eq!(curating.executable_at(id), 0);
}

#[test]
fn can_be_made_for_two_weeks() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    let id = curating.submit(&calls).returned;
    let closes = curating.executable_at(id) + WINDOW;
    let revoke = Abi::revokeCall { id };
    curating.at(closes - 1);
    curating
        .contract
        .refuses(MALLORY, &revoke, &unauthorized(MALLORY));
    // The next block is the first that is too late.
    let error = Abi::TooLate {
        expiresAt: U256::from(closes),
    };
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
    assert_eq!(curating.state_of(id), State::Expired);
    let error = Abi::AlreadyPending { id };
    curating.contract.refuses(PROPOSER, &submit(&calls), &error);
    curating.contract.send(MALLORY, &revoke);
    curating.enact(&calls);
    assert_eq!(allocator(&curating), ALICE);
}

#[test]
fn is_made_in_its_last_second() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id) + WINDOW - 1);
    curating.execute(MALLORY, &calls);
    assert_eq!(allocator(&curating), ALICE);
}

#[test]
fn is_revoked_by_sentinel_proposer_and_owner() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    for by in [SENTINEL, PROPOSER, DEPLOYER] {
        let id = curating.submit(&calls).returned;
        let revoke = Abi::revokeCall { id };
        curating
            .contract
            .refuses(MALLORY, &revoke, &unauthorized(MALLORY));
        let done = curating.contract.send(by, &revoke);
        let event = Abi::Revoked { id, by };
        let this = curating.contract.address;
        assert_eq!(done.logs(), [(this, event.encode_log_data())]);
        assert_eq!(curating.state_of(id), State::Unknown);
        curating.contract.refuses(by, &revoke, &unknown(id));
        curating.farm.scene.pass(RAISING_SECONDS);
        curating
            .contract
            .refuses(MALLORY, &execute(&calls), &unknown(id));
    }
    assert_ne!(allocator(&curating), ALICE);
}

#[test]
fn all_are_revoked_at_once_by_sentinel_and_owner() {
    let curating = stage();
    let to = [ALICE, BOB, MALLORY, PAUPER, STRANGER];
    for by in [SENTINEL, DEPLOYER] {
        let mut ids: Vec<_> = to
            .iter()
            .map(|to| curating.submit(&appointment(&curating, *to)).returned)
            .collect();
        // The last takes the place of one that goes.
        let id = ids.remove(1);
        curating.contract.send(SENTINEL, &Abi::revokeCall { id });
        let mut left = curating.pending();
        left.sort_unstable();
        ids.sort_unstable();
        assert_eq!(left, ids);
        let all = Abi::revokeAllCall {};
        for other in [MALLORY, PROPOSER] {
            curating.contract.refuses(other, &all, &unauthorized(other));
        }
        assert_eq!(curating.contract.send(by, &all).logs().len(), 4);
        assert!(curating.pending().is_empty());
        for id in ids {
            assert_eq!(curating.state_of(id), State::Unknown);
        }
    }
}

#[test]
fn leaves_the_others_in_whatever_order_they_go() {
    let curating = stage();
    let to = [ALICE, BOB, MALLORY, PAUPER];
    for order in [
        [0, 3, 1, 2],
        [1, 0, 3, 2],
        [2, 1, 0, 3],
        [3, 2, 1, 0],
        [0, 1, 2, 3],
    ] {
        let ids = to.map(|to| curating.submit(&appointment(&curating, to)).returned);
        for (gone, place) in order.into_iter().enumerate() {
            let id = ids[place];
            curating.contract.send(SENTINEL, &Abi::revokeCall { id });
            let mut left: Vec<_> = order[gone + 1..].iter().map(|place| ids[*place]).collect();
            let mut pending = curating.pending();
            left.sort_unstable();
            pending.sort_unstable();
            assert_eq!(pending, left, "{order:?} after {gone}");
        }
    }
}

#[test]
fn only_the_proposer_submits_and_only_what_is_not_there() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    for other in [DEPLOYER, SENTINEL, MALLORY] {
        curating
            .contract
            .refuses(other, &submit(&calls), &unauthorized(other));
    }
    let id = curating.submit(&calls).returned;
    let error = Abi::AlreadyPending { id };
    curating.contract.refuses(PROPOSER, &submit(&calls), &error);
    curating.submit(&appointment(&curating, BOB));
}

#[test]
fn sixty_four_wait_at_most() {
    let curating = stage();
    let appoint = |number: u8| appointment(&curating, Address::with_last_byte(number));
    for number in 1..=64 {
        curating.submit(&appoint(number));
    }
    assert_eq!(curating.pending().len(), 64);
    let error = Abi::TooManyActions {};
    curating
        .contract
        .refuses(PROPOSER, &submit(&appoint(65)), &error);
    // Anyone makes room once they are expired.
    curating.farm.scene.pass(RAISING_SECONDS + WINDOW + 64);
    let id = curating.pending()[0];
    curating.contract.send(MALLORY, &Abi::revokeCall { id });
    curating.submit(&appoint(65));
}

#[test]
fn a_failed_one_stays_and_says_why() {
    let curating = stage();
    let strategy = curating.farm.scene.token.address;
    let cap = U256::ZERO;
    let calls = [
        appointment(&curating, ALICE),
        vec![curating.registry_call(&IRegistry::setCapCall { strategy, cap })],
    ]
    .concat();
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id));
    let status = IRegistry::Status::Unknown;
    let reason = IRegistry::WrongStatus { strategy, status };
    let error = failed(1, &curating.farm.registry, &reason);
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
    // Nothing of it is made, and it is still there.
    assert_ne!(allocator(&curating), ALICE);
    assert_eq!(curating.state_of(id), State::Ready);
}

#[test]
fn value_is_refused() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    let chain = &curating.farm.scene.chain;
    let data = alloy_primitives::Bytes::from(submit(&calls).abi_encode());
    let request = alloy_rpc_types_eth::TransactionRequest::default()
        .from(PROPOSER)
        .to(curating.contract.address)
        .input(data.into())
        .value(U256::ONE)
        .gas_limit(5_000_000);
    let receipt = chain.node().transact(request).unwrap();
    assert!(!receipt.success());
    assert!(curating.pending().is_empty());
}
