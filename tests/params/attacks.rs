//! Ways to keep a subscriber from being told, to keep a change from being made, and to move a
//! parameter further or faster than its rules let.

use alloy_primitives::Bytes;
use alloy_rpc_types_eth::TransactionRequest;

use super::*;

mod naive {
    alloy_sol_types::sol! {
        #![sol(all_derives)]
        function subscribe(address subscriber) external;
        function set(bytes32 key, uint256 value) external;
    }
}

/// Makes a call with so much gas, and tells whether it passes.
pub(super) fn try_with(contract: &Contract, call: &impl SolCall, gas: u64) -> bool {
    let request = TransactionRequest::default()
        .from(DEPLOYER)
        .to(contract.address)
        .gas_limit(gas);
    let input = Bytes::from(call.abi_encode());
    let node = contract.chain().node();
    let receipt = node.transact(request.input(input.into()));
    receipt.unwrap_or_else(|error| panic!("{error}")).success()
}

/// Where a store goes on when its subscriber fails and does not look at the gas, whoever executes a
/// proposal decides that a market never hears of it.
#[test]
fn too_little_gas_skips_a_naive_stores_subscriber() {
    let stage = Stage::new();
    let store = stage.create("NaiveParams", &[]);
    let terms = stage.create("FollowingTerms", &store.address.abi_encode());
    let subscriber = terms.address;
    store.send(ALICE, &naive::subscribeCall { subscriber });
    let (key, value) = (name("ltv"), uint(5_000));
    let call = naive::setCall { key, value };
    let skipped = (40_000..200_000)
        .step_by(1_000)
        .find(|gas| try_with(&store, &call, *gas));
    assert!(skipped.is_some());
    assert_eq!(store.ask(&valueCall {}), value, "the store has it");
    assert_eq!(line(&terms, key).1, 0, "the market has not");
}

/// With any gas at all, either nothing happens or everybody is told.
#[test]
fn too_little_gas_skips_nobody() {
    let (stage, key) = Stage::with(ltv());
    let ([first, second], heavy) = ([stage.terms(), stage.terms()], stage.hostile());
    for subscriber in [&first, &heavy, &second] {
        stage.subscribe(key, subscriber);
    }
    heavy.send(MALLORY, &setModeCall { mode: 8 });
    let (mut refusals, mut value) = (0, 7_000);
    for gas in (25_000..650_000).step_by(2_500) {
        let next = if value == 7_000 { 7_001 } else { 7_000 };
        if !try_with(&stage.contract, &set(key, next), gas) {
            refusals += 1;
            assert_eq!(stage.value_of(key), uint(value), "at {gas}");
            continue;
        }
        value = next;
        for terms in [&first, &second] {
            assert_eq!(line(terms, key).1, value, "at {gas}");
        }
        assert_eq!(heavy.ask(&valueCall {}), uint(value), "at {gas}");
        assert_eq!(stage.failures(), [], "at {gas}");
        stage.pass(DAY);
    }
    assert!(150 < refusals && refusals < 230, "{refusals}");
    // Neither does a sync blame anybody.
    for gas in (25_000..450_000).step_by(5_000) {
        try_with(&stage.contract, &sync(key, &heavy), gas);
        assert_eq!(stage.failures(), [], "at {gas}");
    }
}

#[test]
fn too_little_gas_is_what_the_store_says() {
    let (stage, key) = Stage::with(ltv());
    stage.subscribe(key, &stage.terms());
    let request = TransactionRequest::default()
        .from(DEPLOYER)
        .to(stage.contract.address)
        .gas_limit(250_000);
    let input = Bytes::from(set(key, 7_100).abi_encode());
    let answer = stage.chain.node().call(&request.input(input.into()));
    let error = Abi::NotEnoughGas {
        required: uint(200_000),
    };
    let Err(ballast_devnet::Error::Reverted { output, .. }) = answer else {
        panic!("{answer:?}");
    };
    let expected = alloy_sol_types::SolError::abi_encode(&error);
    assert_eq!(output, expected);
}

/// A subscriber that calls back finds the store shut: it can neither answer for others nor undo what
/// it was told.
#[test]
fn a_subscriber_gets_nothing_by_calling_back() {
    let (stage, key) = Stage::with(ltv());
    let (hostile, victim) = (stage.hostile(), stage.terms());
    stage.subscribe(key, &hostile);
    stage.subscribe(key, &victim);
    // Even one that holds both roles.
    let sentinel = hostile.address;
    stage.govern(&Abi::setSentinelCall { sentinel });
    let target = stage.contract.address;
    let payloads = [
        sync(key, &victim).abi_encode(),
        secure(key, 1_000).abi_encode(),
        Abi::valueOfCall { key }.abi_encode(),
        Abi::failuresCall {
            start: U256::ZERO,
            count: U256::MAX,
        }
        .abi_encode(),
    ];
    let mut value = 7_000;
    for (count, payload) in (1..).zip(payloads) {
        let payload = payload.into();
        hostile.send(MALLORY, &armCall { target, payload });
        stage.pass(DAY);
        value += 10;
        stage.set(key, value);
        assert_eq!(hostile.ask(&callsCall {}), uint(count));
        assert!(!hostile.ask(&succeededCall {}));
        assert_eq!(stage.value_of(key), uint(value));
        assert_eq!(line(&victim, key).1, value);
        assert_eq!(stage.failures(), []);
    }
}

/// Eight that burn all they get: a change costs 1.6 million more, and is made.
#[test]
fn eight_hostile_subscribers_cost_what_they_may() {
    let (stage, key) = Stage::with(ltv());
    let all: Vec<_> = (0..8).map(|_| stage.hostile()).collect();
    for hostile in &all {
        stage.subscribe(key, hostile);
        hostile.send(MALLORY, &setModeCall { mode: 2 });
    }
    let done = stage.set(key, 7_100);
    assert_eq!(stage.value_of(key), uint(7_100));
    assert_eq!(stage.failures().len(), 8);
    let used = done.receipt.gas_used();
    assert!((1_600_000..1_900_000).contains(&used), "{used}");
}

/// A hostile sentinel: every way that is not safer is refused, from wherever the parameter is.
#[test]
fn a_sentinel_never_makes_a_parameter_less_safe() {
    let mut rules = ltv();
    rules.duration = U256::from(10 * DAY);
    let (stage, key) = Stage::with(rules);
    let refused = |from: u128, target: u128, value: u128| Abi::NotSafer {
        from: uint(from),
        target: uint(target),
        value: uint(value),
    };
    let contract = &stage.contract;
    stage.set(key, 6_500);
    let start = stage.now();
    stage.at(start + 5 * DAY);
    // Lower than now, but it would call off the rest of the way.
    let call = secure(key, 6_600);
    contract.refuses(SENTINEL, &call, &refused(6_750, 6_500, 6_600));
    // Up again, and held midway: that is safer than where it goes.
    stage.at(start + 10 * DAY);
    stage.set(key, 7_000);
    let start = stage.now();
    stage.at(start + 5 * DAY);
    let call = secure(key, 6_751);
    contract.refuses(SENTINEL, &call, &refused(6_750, 7_000, 6_751));
    contract.send(SENTINEL, &secure(key, 6_750));
    stage.pass(30 * DAY);
    assert_eq!(stage.value_of(key), uint(6_750));
}

/// Two changes of a step each, in one block and through everybody: the second is refused, also after
/// the sentinel made room for it.
#[test]
fn no_two_steps_are_made_within_an_interval() {
    let (stage, key) = Stage::with(ltv());
    stage.set(key, 7_500);
    let soon = Abi::TooSoon {
        opensAt: U256::from(stage.now() + DAY),
    };
    stage.chain.node().set_timestamp_interval(Some(0));
    stage.contract.refuses(DEPLOYER, &set(key, 8_000), &soon);
    stage.contract.send(SENTINEL, &secure(key, 7_400));
    stage.contract.refuses(DEPLOYER, &set(key, 7_900), &soon);
    // Nor is the step measured from where the parameter was before.
    stage.pass(DAY);
    let far = Abi::StepTooLarge {
        from: uint(7_400),
        value: uint(8_000),
        step: uint(500),
    };
    stage.contract.refuses(DEPLOYER, &set(key, 8_000), &far);
}
