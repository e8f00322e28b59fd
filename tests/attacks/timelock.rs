//! Ways around a delay. Whoever proposes is hostile and wants a strategy of its own lent everything
//! before anybody can leave.
//!
//! The vault has 10,000, all idle. A timelock with one delay, which its admin sets, loses them.

use alloy_primitives::{Address, Bytes, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_abi::curator::ICurator::{self as Abi, Call};
use ballast_abi::curator::IGoverned;
use ballast_abi::registry::IRegistry;
use ballast_tests::curating::{PROPOSER, RAISING_SECONDS, SENTINEL, call_of, execute, submit};
use ballast_tests::{
    ALICE, Contract, Curating, DEPLOYER, FUNDS, Farm, Hostile, MALLORY, STAKE, TOKEN, near, peers,
    uint,
};

use crate::{DAY, create};

sol! {
    #![sol(all_derives)]
    function setDelay(uint256 delay) external;
}

/// Of the naive timelock.
mod naive {
    alloy_sol_types::sol! {
        #![sol(all_derives)]
        function submit(address target, bytes data) external;
        function execute(address target, bytes data) external;
    }
}

/// A strategy that fits, and was not added.
fn thief(farm: &Farm) -> Hostile {
    let arguments = thief_of(farm);
    let contract = create(&farm.scene, "HostileStrategy", &arguments);
    Hostile { contract }
}

fn thief_of(farm: &Farm) -> Vec<u8> {
    let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
    (vault, registry, farm.scene.token.address).abi_encode()
}

/// The calls that let a thief be lent everything, but for the loan itself.
fn theft(farm: &Farm, thief: Address) -> Vec<Call> {
    let (strategy, cap) = (thief, uint(u128::MAX));
    let allocator = MALLORY;
    vec![
        call_of(&farm.registry, &IRegistry::addCall { strategy }),
        call_of(&farm.registry, &IRegistry::setCapCall { strategy, cap }),
        call_of(&farm.registry, &IRegistry::setAllocatorCall { allocator }),
    ]
}

/// Lends everything to the thief, as the allocator.
fn take(farm: &Farm, thief: &Hostile) -> U256 {
    let strategy = thief.address();
    for id in farm.registry.ask(&IRegistry::idsOfCall { strategy }) {
        let exposure = farm.registry.ask(&IRegistry::exposureCall { id });
        assert!(
            U256::ZERO < exposure.absoluteCap,
            "the thief's id is capped"
        );
    }
    let target = uint(STAKE);
    let move_debt = IRegistry::moveDebtCall { strategy, target };
    farm.registry.send(MALLORY, &move_debt);
    farm.scene.tokens_of(strategy)
}

/// Lifts the caps of what the thief counts towards.
fn lift(farm: &Farm, thief: &Hostile) -> Vec<Call> {
    let ids = thief
        .contract
        .ask(&ballast_abi::strategy::IStrategy::idsCall {});
    ids.into_iter()
        .map(|id| {
            let (absolute, relative) = (uint(u128::MAX), uint(10_000));
            let lift = IRegistry::setIdCapCall {
                id,
                absolute,
                relativeBps: relative,
            };
            call_of(&farm.registry, &lift)
        })
        .collect()
}

/// A farm under a timelock that does not protect it, whose admin is the attacker.
fn naive() -> (Farm, Contract) {
    let farm = Farm::new();
    let arguments = (MALLORY, uint(RAISING_SECONDS.into())).abi_encode();
    let timelock = create(&farm.scene, "NaiveTimelock", &arguments);
    let to = timelock.address;
    farm.govern(&IGoverned::transferAuthorityCall { to });
    let accept = call_of(&farm.registry, &IGoverned::acceptAuthorityCall {});
    naive_submit(&timelock, &accept);
    farm.scene.pass(RAISING_SECONDS);
    naive_execute(&timelock, &accept);
    assert_eq!(farm.registry.ask(&IGoverned::authorityCall {}), to);
    (farm, timelock)
}

fn naive_submit(timelock: &Contract, call: &Call) {
    let (target, data) = (call.target, call.data.clone());
    timelock.send(MALLORY, &naive::submitCall { target, data });
}

fn naive_execute(timelock: &Contract, call: &Call) {
    let (target, data) = (call.target, call.data.clone());
    timelock.send(MALLORY, &naive::executeCall { target, data });
}

/// The delay is lowered first, and the theft follows at once.
#[test]
fn lowering_the_delay_first() {
    let (farm, timelock) = naive();
    let hostile = thief(&farm);
    let delay = U256::ZERO;
    timelock.send(MALLORY, &setDelayCall { delay });
    for call in [theft(&farm, hostile.address()), lift(&farm, &hostile)].concat() {
        naive_submit(&timelock, &call);
        naive_execute(&timelock, &call);
    }
    assert_eq!(take(&farm, &hostile), uint(STAKE));

    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let start = curating.now();
    let registry = curating.farm.registry.address;
    let lower = |selector: [u8; 4]| {
        curating.own_call(&Abi::lowerDelayCall {
            target: registry,
            selector: FixedBytes(selector),
            delay: uint(DAY.into()),
        })
    };
    let lowering = [
        lower(IRegistry::addCall::SELECTOR),
        lower(IRegistry::setCapCall::SELECTOR),
        lower(IRegistry::setIdCapCall::SELECTOR),
        lower(IRegistry::setAllocatorCall::SELECTOR),
    ];
    let first = curating.submit(&lowering).returned;
    let steps = [
        theft(&curating.farm, hostile.address()),
        lift(&curating.farm, &hostile),
    ]
    .concat();
    let at_once = curating.submit(&steps).returned;
    assert!(start + RAISING_SECONDS <= curating.executable_at(first));
    assert!(start + RAISING_SECONDS <= curating.executable_at(at_once));
    // With the lowered delay it is ready a day later than without.
    curating.at(curating.executable_at(first));
    curating.execute(MALLORY, &lowering);
    let mut again = steps.clone();
    again.push(steps[2].clone());
    let second = curating.submit(&again).returned;
    assert_eq!(curating.executable_at(second), curating.now() + DAY);
    assert!(curating.executable_at(at_once) < curating.executable_at(second));
    // Alice has left by then, whole; nobody is needed for that.
    curating.farm.scene.vault.redeem_all(ALICE);
    let tokens = curating.farm.scene.tokens_of(ALICE);
    near(tokens, FUNDS, TOKEN / 1_000_000);
}

/// One second too early, and as soon as it may be.
#[test]
fn a_second_too_early() {
    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let steps = [
        theft(&curating.farm, hostile.address()),
        lift(&curating.farm, &hostile),
    ]
    .concat();
    let id = curating.submit(&steps).returned;
    let then = curating.executable_at(id);
    curating.at(then - 1);
    let error = Abi::TooEarly {
        executableAt: U256::from(then),
    };
    curating.contract.refuses(MALLORY, &execute(&steps), &error);
    curating.execute(MALLORY, &steps);
    // The delay is what depositors have. Whoever stays is robbed.
    assert_eq!(take(&curating.farm, &hostile), uint(STAKE));
}

/// What was done once is done again after a sentinel has undone it.
#[test]
fn doing_it_again() {
    let (farm, timelock) = naive();
    let hostile = thief(&farm);
    let sentinel = SENTINEL;
    let appoint = call_of(&farm.registry, &IRegistry::setSentinelCall { sentinel });
    let steps = [
        theft(&farm, hostile.address()),
        lift(&farm, &hostile),
        vec![appoint],
    ]
    .concat();
    for call in &steps {
        naive_submit(&timelock, call);
    }
    farm.scene.pass(RAISING_SECONDS);
    for call in &steps {
        naive_execute(&timelock, call);
    }
    let strategy = hostile.address();
    let cap = U256::ZERO;
    let down = IRegistry::setCapCall { strategy, cap };
    farm.registry.send(SENTINEL, &down);
    naive_execute(&timelock, &steps[1]);
    assert_eq!(take(&farm, &hostile), uint(STAKE));

    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let farm = &curating.farm;
    let strategy = hostile.address();
    let steps = [theft(farm, strategy), lift(farm, &hostile)].concat();
    curating.enact(&steps);
    farm.registry
        .send(SENTINEL, &IRegistry::setCapCall { strategy, cap });
    for calls in [&steps[..], &steps[1..2]] {
        let id = curating.id_of(calls);
        let error = Abi::UnknownAction { id };
        curating.contract.refuses(MALLORY, &execute(calls), &error);
    }
    let target = uint(STAKE);
    let error = IRegistry::CapExceeded {
        id: strategy.into_word(),
        exposure: target,
        cap,
    };
    let call = IRegistry::moveDebtCall { strategy, target };
    farm.registry.refuses(MALLORY, &call, &error);
}

/// A sentinel sees it in time; nothing brings it back.
#[test]
fn going_on_after_it_was_revoked() {
    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let steps = theft(&curating.farm, hostile.address());
    let id = curating.submit(&steps).returned;
    assert_eq!(curating.pending(), [id]);
    curating.contract.send(SENTINEL, &Abi::revokeCall { id });
    curating.farm.scene.pass(RAISING_SECONDS);
    let error = Abi::UnknownAction { id };
    curating.contract.refuses(MALLORY, &execute(&steps), &error);
    // Submitted again it waits again, until the owner has had enough.
    let again = curating.submit(&steps).returned;
    assert_eq!(
        curating.executable_at(again),
        curating.now() + RAISING_SECONDS
    );
    let proposer = Address::ZERO;
    curating.own(&Abi::setProposerCall { proposer });
    curating.contract.send(SENTINEL, &Abi::revokeAllCall {});
    let caller = PROPOSER;
    let error = Abi::Unauthorized { caller };
    curating.contract.refuses(caller, &submit(&steps), &error);
}

/// The last step of an action without those before it: the allocator without the caps.
#[test]
fn a_step_without_its_predecessors() {
    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let steps = theft(&curating.farm, hostile.address());
    let id = curating.submit(&steps).returned;
    curating.at(curating.executable_at(id));
    for part in [&steps[2..], &steps[1..], &steps[..1]] {
        let id = curating.id_of(part);
        let error = Abi::UnknownAction { id };
        curating.contract.refuses(MALLORY, &execute(part), &error);
    }
}

/// It is in the queue before the owner raises the delay. It keeps its time, for the owner who can
/// raise a delay can revoke too, and whoever trusted an announcement can still do so.
#[test]
fn submitting_before_the_delay_is_raised() {
    let curating = Curating::new(Farm::new());
    let hostile = thief(&curating.farm);
    let steps = theft(&curating.farm, hostile.address());
    let id = curating.submit(&steps).returned;
    let before = curating.executable_at(id);
    for call in &steps {
        curating.own(&Abi::raiseDelayCall {
            target: call.target,
            selector: FixedBytes(call.data[..4].try_into().unwrap()),
            delay: uint((30 * DAY).into()),
        });
    }
    assert_eq!(curating.executable_at(id), before);
    curating.contract.send(DEPLOYER, &Abi::revokeCall { id });
    let id = curating.submit(&steps).returned;
    assert_eq!(curating.executable_at(id), curating.now() + 30 * DAY);
}

/// While it waits there is nothing at the address to look at; then a thief is there.
#[test]
fn a_thief_where_there_was_nothing() {
    let (farm, timelock) = naive();
    let place = next_contract(&farm);
    let steps = theft(&farm, place);
    for call in &steps {
        naive_submit(&timelock, call);
    }
    farm.scene.pass(RAISING_SECONDS);
    let hostile = thief(&farm);
    assert_eq!(hostile.address(), place);
    for call in &steps {
        naive_execute(&timelock, call);
    }
    let strategy = place;
    let status = farm.status(strategy);
    assert_eq!(status, IRegistry::Status::Active);

    let curating = Curating::new(Farm::new());
    let place = next_contract(&curating.farm);
    let steps = theft(&curating.farm, place);
    let id = curating.submit(&steps).returned;
    curating.at(curating.executable_at(id));
    let hostile = thief(&curating.farm);
    assert_eq!(hostile.address(), place);
    let error = Abi::CodeChanged { id };
    curating.contract.refuses(MALLORY, &execute(&steps), &error);
}

/// A sound contract is looked at while it waits, and another stands in its place afterwards.
#[test]
fn a_thief_where_there_was_a_strategy() {
    let curating = Curating::new(Farm::new());
    let arguments = thief_of(&curating.farm);
    let sound = create(&curating.farm.scene, "HostileStrategy", &arguments);
    let steps = theft(&curating.farm, sound.address);
    let id = curating.submit(&steps).returned;
    curating.at(curating.executable_at(id));
    let code = peers().contract("HostileVault").unwrap();
    let node = sound.chain().node();
    node.set_code(sound.address, Bytes::copy_from_slice(code));
    let error = Abi::CodeChanged { id };
    curating.contract.refuses(MALLORY, &execute(&steps), &error);
}

/// Where the deployer's next contract will stand.
fn next_contract(farm: &Farm) -> Address {
    let node = farm.scene.chain.node();
    let nonce = node.nonce(&DEPLOYER, Default::default()).unwrap();
    DEPLOYER.create(nonce)
}
