//! Calls in order, all or none; and a target that calls back

use super::*;

/// A new strategy is added, gets its caps, and comes first in the queue.
fn admission(curating: &Curating, strategy: Address) -> Vec<Call> {
    let cap = uint(1_000);
    vec![
        curating.registry_call(&IRegistry::addCall { strategy }),
        curating.registry_call(&IRegistry::setCapCall { strategy, cap }),
        curating.registry_call(&IRegistry::setQueueCall {
            strategies: vec![strategy],
        }),
    ]
}

fn hostile(curating: &Curating) -> Address {
    let farm = &curating.farm;
    let code = peers().contract("HostileStrategy").unwrap();
    let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
    let arguments = (vault, registry, farm.scene.token.address).abi_encode();
    farm.scene.chain.create(code, &arguments).unwrap()
}

#[test]
fn a_strategy_is_added_with_its_caps_and_its_place() {
    let curating = stage();
    let strategy = hostile(&curating);
    let calls = admission(&curating, strategy);
    let wait = Abi::waitOfCall {
        calls: calls.clone(),
    };
    assert_eq!(curating.contract.ask(&wait), U256::from(RAISING_SECONDS));
    curating.enact(&calls);
    let registry = &curating.farm.registry;
    assert_eq!(registry.ask(&IRegistry::queueCall {}), [strategy]);
    let known = registry.ask(&IRegistry::strategyCall { strategy });
    assert_eq!(known.cap, uint(1_000));
}

#[test]
fn no_part_is_made_alone_or_out_of_order() {
    let curating = stage();
    let calls = admission(&curating, hostile(&curating));
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id));
    let [add, cap, queue] = <[Call; 3]>::try_from(calls.clone()).unwrap();
    for other in [
        vec![queue.clone()],
        vec![add.clone()],
        vec![cap.clone(), add.clone(), queue.clone()],
        vec![add.clone(), cap.clone()],
        vec![add, cap, queue.clone(), queue],
    ] {
        let error = unknown(curating.id_of(&other));
        curating.contract.refuses(MALLORY, &execute(&other), &error);
    }
    curating.execute(MALLORY, &calls);
}

#[test]
fn one_waits_as_long_as_its_slowest_call() {
    let curating = stage();
    let strategies = vec![];
    let queue = curating.registry_call(&IRegistry::setQueueCall { strategies });
    let at_once = std::slice::from_ref(&queue);
    let id = curating.submit(at_once).returned;
    assert_eq!(curating.executable_at(id), curating.now());
    curating.execute(MALLORY, at_once);
    let calls = [vec![queue], appointment(&curating, ALICE)].concat();
    let id = curating.submit(&calls).returned;
    assert_eq!(curating.executable_at(id), curating.now() + RAISING_SECONDS);
}

#[test]
fn has_one_to_eight_calls_of_a_kilobyte() {
    let curating = stage();
    let bounds = |value, max| Abi::OutOfBounds {
        value: uint(value),
        max: uint(max),
    };
    let call = appointment(&curating, ALICE).remove(0);
    let contract = &curating.contract;
    contract.refuses(PROPOSER, &submit(&[]), &bounds(0, 8));
    contract.refuses(PROPOSER, &submit(&vec![call.clone(); 9]), &bounds(9, 8));
    let mut long = call.clone();
    long.data = [&long.data[..], &[0; 1_024]].concat().into();
    let error = bounds(1_060, 1_024);
    contract.refuses(PROPOSER, &submit(&[long.clone()]), &error);
    long.data = long.data[..1_024].to_vec().into();
    let mut short = call.clone();
    short.data = short.data[..3].to_vec().into();
    contract.refuses_silently(PROPOSER, &submit(&[short]));
    // As much as there may be.
    curating.enact(&vec![long; 8]);
    assert_eq!(allocator(&curating), ALICE);
}

/// A target that calls its curator in the middle of an action finds every door shut.
#[test]
fn a_target_that_calls_back_finds_nothing_open() {
    let curating = Curating::open(Farm::new());
    let governed = create(&curating, "Governed");
    curating.take_over(&governed);
    curating.allow(governed.address, setCall::SELECTOR, 0);
    curating.own(&Abi::sealCall {});
    // It even proposes, revokes and owns.
    let proposer = governed.address;
    curating.own(&Abi::setProposerCall { proposer });
    curating.own(&Abi::setSentinelCall {
        account: proposer,
        isSentinel: true,
    });
    curating.own(&Abi::transferOwnershipCall { to: proposer });

    let this = curating.contract.address;
    let act = |value: u128| vec![call_of(&governed, &setCall { value: uint(value) })];
    let arm = |payload: Vec<u8>| {
        let payload = payload.into();
        governed.send(
            MALLORY,
            &armCall {
                target: this,
                payload,
            },
        );
    };
    let attempts: [Vec<u8>; 7] = [
        execute(&act(1)).abi_encode(),
        execute(&act(100)).abi_encode(),
        submit(&act(100)).abi_encode(),
        Abi::revokeAllCall {}.abi_encode(),
        Abi::acceptOwnershipCall {}.abi_encode(),
        Abi::sealCall {}.abi_encode(),
        Abi::pendingCall {}.abi_encode(),
    ];
    for (number, payload) in (1..).zip(attempts) {
        let proposer = PROPOSER;
        curating.own(&Abi::setProposerCall { proposer });
        let calls = act(number);
        curating.submit(&calls);
        if number == 1 {
            curating.submit(&act(100));
        }
        let proposer = governed.address;
        curating.own(&Abi::setProposerCall { proposer });
        arm(payload);
        curating.execute(MALLORY, &calls);
        assert_eq!(governed.ask(&callsCall {}), uint(number));
        assert!(!governed.ask(&succeededCall {}), "attempt {number}");
        assert_eq!(governed.ask(&valueCall {}), uint(number));
        assert_eq!(curating.pending(), [curating.id_of(&act(100))]);
    }
}

#[test]
fn of_a_long_reason_a_kilobyte_is_kept() {
    let curating = Curating::open(Farm::new());
    let governed = create(&curating, "Governed");
    curating.take_over(&governed);
    curating.allow(governed.address, failCall::SELECTOR, 0);
    curating.own(&Abi::sealCall {});
    let calls = [call_of(&governed, &failCall {})];
    curating.submit(&calls);
    let error = Abi::CallFailed {
        index: U256::ZERO,
        target: governed.address,
        reason: vec![0; 1_024].into(),
    };
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
}
