//! What may be submitted, and who takes it out.

use super::*;

#[test]
fn the_proposer_submits_what_the_sealed_table_has() {
    let stage = open_stage();
    let calls = stage.appointment(BOB);
    refused(stage.submit(&calls), &Abi::NotSealed {});
    stage.own(&Abi::sealCall {}).unwrap();
    let selector = Ward::setSentinelCall::SELECTOR;
    refused(stage.submit(&calls), &stage.not_allowed(selector));
    for caller in [OWNER, SENTINEL, MALLORY, Address::ZERO] {
        let calls = calls.clone();
        let outcome = stage.curator.call(caller, &Abi::submitCall { calls });
        refused(outcome, &Abi::Unauthorized { caller });
    }
    assert!(stage.ask(&Abi::pendingCall {}).ids.is_empty());
}

#[test]
fn actions_are_bounded_and_well_formed() {
    let stage = stage();
    let out_of_bounds = |value: u64, max: u64| Abi::OutOfBounds {
        value: number(value),
        max: number(max),
    };
    refused(stage.submit(&[]), &out_of_bounds(0, 8));
    let call = stage.appointment(BOB).remove(0);
    refused(stage.submit(&vec![call.clone(); 9]), &out_of_bounds(9, 8));
    let with = |length: usize| {
        let mut data = call.data.to_vec();
        data.resize(length, 0);
        let (target, data) = (call.target, data.into());
        [Call { target, data }]
    };
    refused(stage.submit(&with(1_025)), &out_of_bounds(1_025, 1_024));
    assert_eq!(stage.submit(&with(3)), Err(vec![]));
    stage.submit(&with(1_024)).unwrap();
    stage.submit(&vec![call; 8]).unwrap();
}

#[test]
fn sixty_four_actions_wait_at_most() {
    let stage = stage();
    let action = |i: u8| stage.appointment(Address::with_last_byte(i));
    let ids: Vec<_> = (1..=64)
        .map(|i| stage.submit(&action(i)).unwrap())
        .collect();
    refused(stage.submit(&action(65)), &Abi::TooManyActions {});
    let pending = stage.ask(&Abi::pendingCall {});
    assert_eq!(pending.ids, ids);
    assert_eq!(pending.executableAt, vec![number(START + DAY); 64]);
    // The last one takes the place of one that is taken out.
    stage.revoke(SENTINEL, ids[10]).unwrap();
    let pending = stage.ask(&Abi::pendingCall {});
    assert_eq!((pending.ids.len(), pending.ids[10]), (63, ids[63]));
    // Each is still found where it is.
    stage.revoke(SENTINEL, ids[63]).unwrap();
    stage.revoke(SENTINEL, ids[0]).unwrap();
    assert_eq!(stage.ask(&Abi::pendingCall {}).ids.len(), 61);
    stage.submit(&action(65)).unwrap();
    set_block_timestamp(START + DAY);
    stage.execute(&action(2)).unwrap();
    assert_eq!(stage.ward_sentinel(), Address::with_last_byte(2));
    let left = stage.ask(&Abi::pendingCall {}).ids;
    assert!(left.len() == 61 && !left.contains(&ids[1]));
}

#[test]
fn who_looks_on_revokes() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    for by in [SENTINEL, PROPOSER, OWNER] {
        let id = stage.submit(&calls).unwrap();
        stage.revoke(by, id).unwrap();
        let last = stage.curator.events::<Abi::Revoked>().pop();
        assert_eq!(last, Some(Abi::Revoked { id, by }));
        assert_eq!(stage.state(id), State::Unknown);
        refused(stage.revoke(by, id), &Abi::UnknownAction { id });
    }
    let id = stage.submit(&calls).unwrap();
    for caller in [MALLORY, Address::ZERO] {
        refused(stage.revoke(caller, id), &Abi::Unauthorized { caller });
    }
    set_block_timestamp(START + DAY);
    stage.execute(&calls).unwrap();
}

#[test]
fn all_are_revoked_at_once() {
    let stage = stage();
    for by in [SENTINEL, OWNER] {
        let ids: Vec<_> = [ALICE, BOB, MALLORY]
            .map(|who| stage.submit(&stage.appointment(who)).unwrap())
            .into();
        for caller in [PROPOSER, MALLORY] {
            let outcome = stage.curator.call(caller, &Abi::revokeAllCall {});
            refused(outcome, &Abi::Unauthorized { caller });
        }
        assert_eq!(stage.ask(&Abi::pendingCall {}).ids, ids);
        stage.curator.call(by, &Abi::revokeAllCall {}).unwrap();
        assert!(stage.ask(&Abi::pendingCall {}).ids.is_empty());
        assert!(ids.iter().all(|id| stage.state(*id) == State::Unknown));
        let revoked = stage.curator.events::<Abi::Revoked>();
        let last = revoked[revoked.len() - 3..].iter();
        assert!(last.clone().all(|event| event.by == by));
        assert!(ids.iter().eq(last.rev().map(|event| &event.id)));
    }
}
