//! Who may do what

use alloy_primitives::Bytes;
use alloy_sol_types::{SolConstructor, SolError};
use ballast_abi::construction::IConstruction::AlreadyConstructed;
use ballast_bench::BenchError;

use super::*;

sol! {
    function stylus_constructor() external;
}

#[test]
fn the_authority_is_handed_over_in_two_steps() {
    let (stage, key) = Stage::with(ltv());
    let contract = &stage.contract;
    let log = |role: &str, from, to| {
        let role = keccak256(role);
        stage.log(&Abi::RoleChanged { role, from, to })
    };
    let zero = Address::ZERO;
    let offer = Abi::transferAuthorityCall { to: ALICE };
    contract.refuses(MALLORY, &offer, &unauthorized(MALLORY));
    contract.refuses(SENTINEL, &offer, &unauthorized(SENTINEL));
    let offered = stage.govern(&offer);
    assert_eq!(offered.logs(), [log("pendingAuthority", zero, ALICE)]);
    assert_eq!(contract.ask(&Abi::pendingAuthorityCall {}), ALICE);
    let accept = Abi::acceptAuthorityCall {};
    contract.refuses(MALLORY, &accept, &unauthorized(MALLORY));
    assert_eq!(contract.ask(&Abi::authorityCall {}), DEPLOYER);
    let accepted = contract.send(ALICE, &accept);
    let logs = [
        log("pendingAuthority", ALICE, zero),
        log("authority", DEPLOYER, ALICE),
    ];
    assert_eq!(accepted.logs(), logs);
    contract.refuses(ALICE, &accept, &unauthorized(ALICE));
    contract.refuses(DEPLOYER, &set(key, 7_100), &unauthorized(DEPLOYER));
    contract.send(ALICE, &set(key, 7_100));
}

#[test]
fn the_authority_alone_sets() {
    let (stage, key) = Stage::with(ltv());
    let value = uint(7_100);
    for other in [SENTINEL, MALLORY] {
        let refused = unauthorized(other);
        let contract = &stage.contract;
        contract.refuses(other, &set(key, 7_100), &refused);
        contract.refuses(other, &Abi::setSlowCall { key, value }, &refused);
        contract.refuses(other, &Abi::setSlowestCall { key, value }, &refused);
        let appoint = Abi::setSentinelCall { sentinel: other };
        contract.refuses(other, &appoint, &refused);
    }
    let refused = unauthorized(MALLORY);
    let lower = secure(key, 1_000);
    stage.contract.refuses(MALLORY, &lower, &refused);
}

#[test]
fn the_sentinel_moves_towards_safety_as_far_as_the_bounds() {
    let (stage, key) = Stage::with(ltv());
    let contract = &stage.contract;
    let low = Abi::OutOfBounds {
        value: uint(999),
        min: uint(1_000),
        max: uint(9_000),
    };
    contract.refuses(SENTINEL, &secure(key, 999), &low);
    let done = contract.send(SENTINEL, &secure(key, 1_000));
    let moment = U256::from(stage.now());
    let event = Abi::ParameterChanged {
        key,
        by: SENTINEL,
        from: uint(START),
        target: uint(START),
        value: uint(1_000),
        start: moment,
        end: moment,
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    // No interval started: whoever governs goes back at once, by a step.
    stage.set(key, 1_500);
    let appoint = Abi::setSentinelCall { sentinel: ALICE };
    stage.govern(&appoint);
    assert_eq!(contract.ask(&Abi::sentinelCall {}), ALICE);
    let refused = unauthorized(SENTINEL);
    contract.refuses(SENTINEL, &secure(key, 1_000), &refused);
    contract.send(ALICE, &secure(key, 1_000));
}

#[test]
fn where_higher_is_safer_the_sentinel_raises() {
    let mut rules = ltv();
    rules.safety = Safety::Higher;
    let (stage, key) = Stage::with(rules);
    let refused = Abi::NotSafer {
        from: uint(START),
        target: uint(START),
        value: uint(6_999),
    };
    let call = secure(key, 6_999);
    stage.contract.refuses(SENTINEL, &call, &refused);
    stage.contract.send(SENTINEL, &secure(key, 9_000));
    assert_eq!(stage.value_of(key), uint(9_000));
}

#[test]
fn the_constructor_wants_an_authority_and_runs_once() {
    let stage = Stage::new();
    let constructor = Params::constructorCall {
        authority: Address::ZERO,
    };
    let mut plan = Plan::new("refused");
    plan.add("params", PARAMS.code, &constructor, false)
        .unwrap();
    assert!(stage.chain.deploy(&plan).is_err());
    let arguments = Params::constructorCall { authority: MALLORY }.abi_encode();
    let selector = stylus_constructorCall::SELECTOR;
    let call = Bytes::from([&selector, &arguments[..]].concat());
    let contract = &stage.contract;
    let sent = stage.chain.send_raw(MALLORY, contract.address, call);
    let Err(BenchError::Reverted { data, .. }) = sent else {
        panic!("a second construction passes");
    };
    assert_eq!(data, AlreadyConstructed {}.abi_encode());
    assert_eq!(contract.ask(&Abi::authorityCall {}), DEPLOYER);
}

#[test]
fn no_value_is_taken() {
    let stage = Stage::new();
    let request = alloy_rpc_types_eth::TransactionRequest::default()
        .from(MALLORY)
        .to(stage.contract.address)
        .value(U256::ONE)
        .gas_limit(1_000_000);
    let input = Bytes::from(Abi::countCall {}.abi_encode());
    let receipt = stage.chain.node().transact(request.input(input.into()));
    assert!(!receipt.unwrap().success());
}
