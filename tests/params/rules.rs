//! What a parameter may become, and what the views say of it

use alloy_primitives::{Bytes, FixedBytes};
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;

use super::*;

#[test]
fn a_parameter_is_defined_once_and_listed() {
    let stage = Stage::new();
    let contract = &stage.contract;
    let define = definition("ltv", ltv(), START);
    let (module, subject) = (define.module, define.subject);
    let key = contract.ask(&Abi::keyOfCall {
        module,
        subject,
        name: name("ltv"),
    });
    assert_eq!(key, keccak256((module, subject, name("ltv")).abi_encode()));
    let unknown = Abi::UnknownKey { key };
    contract.refuses(ALICE, &Abi::valueOfCall { key }, &unknown);
    contract.refuses(DEPLOYER, &set(key, START), &unknown);
    contract.refuses(MALLORY, &define, &unauthorized(MALLORY));
    contract.refuses(SENTINEL, &define, &unauthorized(SENTINEL));

    let done = stage.govern(&define);
    let moment = U256::from(stage.now());
    assert_eq!(done.returned, key);
    let event = Abi::ParameterDefined {
        key,
        module,
        subject,
        name: name("ltv"),
        value: uint(START),
        rules: ltv(),
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    contract.refuses(DEPLOYER, &define, &Abi::AlreadyDefined { key });

    let rules = ltv();
    let expected = Abi::Parameter {
        module,
        subject,
        name: name("ltv"),
        value: uint(START),
        from: uint(START),
        to: uint(START),
        start: moment,
        end: moment,
        changed: moment,
        min: rules.min,
        max: rules.max,
        step: rules.step,
        interval: rules.interval,
        duration: rules.duration,
        delayClass: rules.delayClass,
        safety: rules.safety,
        subscribers: U256::ZERO,
        failures: U256::ZERO,
    };
    assert_eq!(stage.parameter(key), expected);
}

#[test]
fn all_keys_are_listed_in_parts() {
    let stage = Stage::new();
    let names = ["a", "b", "c", "d", "e"];
    let defined = names.map(|name| stage.define(name, ltv(), START));
    let contract = &stage.contract;
    assert_eq!(contract.ask(&Abi::countCall {}), uint(5));
    let keys = |start: u128, count: U256| {
        let start = uint(start);
        contract.ask(&Abi::keysCall { start, count })
    };
    assert_eq!(keys(0, U256::MAX), defined);
    assert_eq!(keys(1, uint(2)), defined[1..3]);
    assert_eq!(keys(4, uint(9)), defined[4..]);
    assert_eq!(keys(5, uint(1)), [B256::ZERO; 0]);
    assert_eq!(keys(9, U256::MAX), [B256::ZERO; 0]);
    assert_eq!(keys(0, uint(0)), [B256::ZERO; 0]);
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let stage = Stage::new();
    let changes: [fn(&mut Abi::Rules); 7] = [
        |rules| rules.max = rules.min,
        |rules| rules.step = U256::ZERO,
        |rules| rules.step = uint(8_001),
        |rules| rules.interval = U256::ZERO,
        |rules| rules.interval = U256::from(365 * DAY + 1),
        |rules| rules.duration = U256::from(1) << 64,
        |rules| rules.max = U256::from(1) << 128,
    ];
    for change in changes {
        let mut rules = ltv();
        change(&mut rules);
        let define = definition("ltv", rules, START);
        stage
            .contract
            .refuses(DEPLOYER, &define, &Abi::InvalidRules {});
    }
    for value in [uint(999), uint(9_001), U256::MAX] {
        let mut define = definition("ltv", ltv(), START);
        define.value = value;
        stage
            .contract
            .refuses(DEPLOYER, &define, &out_of_bounds(value));
    }
    // An enum of Solidity's has no fourth value.
    for word in [5, 6] {
        let mut input = definition("ltv", ltv(), START).abi_encode();
        input[4 + 32 * (3 + word) + 31] = 3;
        let sent = stage
            .chain
            .send_raw(DEPLOYER, stage.contract.address, input.into());
        assert!(sent.is_err());
    }
}

const fn out_of_bounds(value: U256) -> Abi::OutOfBounds {
    let (min, max) = (
        U256::from_limbs([1_000, 0, 0, 0]),
        U256::from_limbs([9_000, 0, 0, 0]),
    );
    Abi::OutOfBounds { value, min, max }
}

const fn too_far(from: u128, value: u128) -> Abi::StepTooLarge {
    Abi::StepTooLarge {
        from: U256::from_limbs([from as u64, 0, 0, 0]),
        value: U256::from_limbs([value as u64, 0, 0, 0]),
        step: U256::from_limbs([500, 0, 0, 0]),
    }
}

#[test]
fn a_change_says_what_was_and_what_is() {
    let (stage, key) = Stage::with(ltv());
    let done = stage.set(key, 7_500);
    let moment = U256::from(stage.now());
    let event = Abi::ParameterChanged {
        key,
        by: DEPLOYER,
        from: uint(START),
        target: uint(START),
        value: uint(7_500),
        start: moment,
        end: moment,
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    assert_eq!(stage.value_of(key), uint(7_500));
    assert_eq!(stage.parameter(key).changed, moment);
}

#[test]
fn bounds_and_steps_hold_when_proposed_and_when_executed() {
    let (stage, key) = Stage::with(ltv());
    let contract = &stage.contract;
    for value in [uint(999), uint(9_001), U256::MAX] {
        let call = Abi::setCall { key, value };
        let error = out_of_bounds(value);
        contract.refuses(DEPLOYER, &call, &error);
        contract.refuses(CAROL, &validation(&call), &error);
    }
    for value in [6_499, 7_501] {
        let call = set(key, value);
        contract.refuses(DEPLOYER, &call, &too_far(START, value));
        contract.refuses(CAROL, &validation(&call), &too_far(START, value));
    }
    let same = Abi::Unchanged { value: uint(START) };
    contract.refuses(DEPLOYER, &set(key, START), &same);
    contract.refuses(CAROL, &validation(&set(key, START)), &same);
    passes(&stage, &set(key, 6_500));
    stage.set(key, 6_500);
}

fn validation(call: &impl SolCall) -> IValidator::validateCall {
    let data = call.abi_encode().into();
    IValidator::validateCall { data }
}

/// A governor's question is answered as it expects.
fn passes(stage: &Stage, call: &impl SolCall) {
    let answer = stage.contract.ask(&validation(call));
    assert_eq!(answer, IValidator::validateCall::SELECTOR);
}

#[test]
fn the_interval_holds_when_executed_alone() {
    let (stage, key) = Stage::with(ltv());
    stage.set(key, 7_500);
    let opens = stage.now() + DAY;
    let soon = Abi::TooSoon {
        opensAt: U256::from(opens),
    };
    let call = set(key, 7_900);
    stage.contract.refuses(DEPLOYER, &call, &soon);
    // It may be over by the time the proposal has waited.
    passes(&stage, &call);
    stage.at(opens - 1);
    stage.contract.refuses(DEPLOYER, &call, &soon);
    stage.at(opens);
    stage.govern(&call);
}

#[test]
fn each_delay_class_has_its_method() {
    let stage = Stage::new();
    let classes = [DelayClass::Standard, DelayClass::Slow, DelayClass::Slowest];
    let keys = classes.map(|class| {
        let mut rules = ltv();
        rules.delayClass = class;
        stage.define(&format!("{class:?}"), rules, START)
    });
    stage.pass(DAY);
    for (key, class) in keys.into_iter().zip(classes) {
        let value = uint(7_100);
        let wrong = Abi::WrongDelayClass {
            key,
            delayClass: class,
        };
        let contract = &stage.contract;
        let (fast, slow) = (Abi::setCall { key, value }, Abi::setSlowCall { key, value });
        let slowest = Abi::setSlowestCall { key, value };
        if class != DelayClass::Standard {
            contract.refuses(DEPLOYER, &fast, &wrong);
            contract.refuses(CAROL, &validation(&fast), &wrong);
        }
        if class != DelayClass::Slow {
            contract.refuses(DEPLOYER, &slow, &wrong);
            contract.refuses(CAROL, &validation(&slow), &wrong);
        }
        if class != DelayClass::Slowest {
            contract.refuses(DEPLOYER, &slowest, &wrong);
            contract.refuses(CAROL, &validation(&slowest), &wrong);
        }
    }
    let [standard, slow, slowest] = keys;
    let value = uint(7_100);
    passes(&stage, &Abi::setSlowCall { key: slow, value });
    passes(
        &stage,
        &Abi::setSlowestCall {
            key: slowest,
            value,
        },
    );
    stage.govern(&set(standard, 7_100));
    stage.govern(&Abi::setSlowCall { key: slow, value });
    stage.govern(&Abi::setSlowestCall {
        key: slowest,
        value,
    });
    assert_eq!(keys.map(|key| stage.value_of(key)), [value; 3]);
    // Towards safety none of them waits.
    stage.contract.send(SENTINEL, &secure(slowest, 1_000));
}

#[test]
fn whatever_else_could_be_proposed_is_validated() {
    let (stage, key) = Stage::with(ltv());
    let contract = &stage.contract;
    let terms = stage.terms();
    let subscriber = terms.address;
    let leave = Abi::unsubscribeCall { key, subscriber };
    let stranger = Abi::UnknownSubscriber { key, subscriber };
    contract.refuses(CAROL, &validation(&leave), &stranger);
    passes(&stage, &subscription(key, &terms));
    stage.subscribe(key, &terms);
    let twice = Abi::AlreadySubscribed { key, subscriber };
    let again = validation(&subscription(key, &terms));
    contract.refuses(CAROL, &again, &twice);
    passes(&stage, &leave);

    let define = definition("ltv", ltv(), START);
    let defined = Abi::AlreadyDefined { key };
    contract.refuses(CAROL, &validation(&define), &defined);
    passes(&stage, &definition("other", ltv(), START));
    passes(&stage, &secure(key, 1_000));
    passes(&stage, &Abi::setSentinelCall { sentinel: ALICE });
    passes(&stage, &Abi::transferAuthorityCall { to: ALICE });
    passes(&stage, &Abi::acceptAuthorityCall {});

    // A view, or anything else that a proposal has no use for.
    let unknown = validation(&Abi::valueOfCall { key });
    let selector = FixedBytes(Abi::valueOfCall::SELECTOR);
    contract.refuses(CAROL, &unknown, &Abi::UnknownCall { selector });
    for data in [&[][..], &[1, 2, 3], &Abi::setCall::SELECTOR] {
        let data = Bytes::copy_from_slice(data);
        contract.refuses_silently(CAROL, &IValidator::validateCall { data });
    }
}

#[test]
fn who_asks_learns_that_there_is_a_validator() {
    let stage = Stage::new();
    let has = |id: [u8; 4]| {
        let call = IERC165::supportsInterfaceCall {
            interfaceId: id.into(),
        };
        stage.contract.ask(&call)
    };
    assert!(has(IValidator::validateCall::SELECTOR));
    assert!(has([0x01, 0xff, 0xc9, 0xa7]));
    assert!(!has([0xff; 4]) && !has(Abi::setCall::SELECTOR));
}
