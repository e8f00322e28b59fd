//! What parameters there are, and what each may become.

use ballast_abi::params::IParams::{ParameterChanged, ParameterDefined};

use super::*;

fn definition(name: u8, rules: Abi::Rules, value: U256) -> Abi::defineCall {
    Abi::defineCall {
        module: MARKET.into_word(),
        subject: B256::repeat_byte(5),
        name: B256::repeat_byte(name),
        rules,
        value,
    }
}

fn refuses(stage: &Stage, call: &impl SolCall, error: &impl SolError) {
    let outcome = stage.store.call(TIMELOCK, call).err();
    assert_eq!(outcome, Some(error.abi_encode()));
}

fn lookup(stage: &Stage, key: B256) -> Abi::Parameter {
    stage.store.call(BOB, &Abi::parameterCall { key }).unwrap()
}

#[test]
fn parameters_are_listed_in_the_order_of_their_definition() {
    let stage = stage(0);
    let define = |name| {
        let call = definition(name, rules(0, Safety::Higher), uint(20));
        stage.store.call(TIMELOCK, &call).unwrap()
    };
    let keys = [stage.key, define(7), define(8)];
    let (module, subject) = (MARKET.into_word(), B256::repeat_byte(5));
    let name = B256::repeat_byte(7);
    let call = Abi::keyOfCall {
        module,
        subject,
        name,
    };
    assert_eq!(stage.store.call(BOB, &call), Ok(keys[1]));
    assert_eq!(stage.store.call(BOB, &Abi::countCall {}), Ok(uint(3)));
    let list = |start, count| {
        let call = Abi::keysCall { start, count };
        stage.store.call(BOB, &call).unwrap()
    };
    assert_eq!(list(uint(0), U256::MAX), keys);
    assert_eq!(list(uint(1), uint(1)), keys[1..2]);
    assert_eq!(list(uint(2), uint(9)), keys[2..]);
    assert_eq!(list(uint(3), uint(1)), keys[3..]);
    assert_eq!(list(U256::MAX, U256::MAX), keys[3..]);
    let event = stage.store.events::<ParameterDefined>().pop().unwrap();
    assert_eq!(
        (event.key, event.module, event.subject),
        (keys[2], module, subject)
    );
    assert_eq!((event.name, event.value), (B256::repeat_byte(8), uint(20)));
    assert_eq!((event.rules.min, event.rules.max), (uint(10), uint(90)));
    assert_eq!(event.rules.safety as u8, 2);
    let again = definition(7, rules(0, Safety::Higher), uint(20));
    refuses(&stage, &again, &Abi::AlreadyDefined { key: keys[1] });
    let key = B256::repeat_byte(0xff);
    let unknown = Abi::UnknownKey { key };
    refuses(&stage, &Abi::valueOfCall { key }, &unknown);
    refuses(&stage, &Abi::parameterCall { key }, &unknown);
    refuses(&stage, &Abi::subscribersOfCall { key }, &unknown);
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    let stage = stage(0);
    let usual = || rules(0, Safety::Neither);
    let too_wide = U256::from(u128::MAX) + uint(1);
    let wrong = |change: fn(&mut Abi::Rules, U256)| {
        let mut rules = usual();
        change(&mut rules, too_wide);
        let call = definition(7, rules, uint(50));
        refuses(&stage, &call, &Abi::InvalidRules {});
    };
    wrong(|rules, _| rules.min = uint(91));
    wrong(|rules, wide| rules.max = wide);
    wrong(|rules, _| rules.step = uint(0));
    wrong(|rules, _| rules.step = uint(81));
    wrong(|rules, _| rules.interval = uint(0));
    wrong(|rules, _| rules.interval = uint(366 * DAY));
    wrong(|rules, _| rules.duration = uint(366 * DAY));
    wrong(|rules, _| rules.duration = U256::MAX);
    for value in [uint(9), uint(91), U256::MAX] {
        let [min, max] = [10, 90].map(uint);
        let call = definition(7, usual(), value);
        refuses(&stage, &call, &Abi::OutOfBounds { value, min, max });
    }
    // Neither a fourth delay class nor a fourth way to be safer exists.
    let call = definition(7, usual(), uint(50)).abi_encode();
    for place in [8, 9] {
        let mut dirty = call.clone();
        dirty[4 + 32 * place + 31] = 3;
        assert_eq!(stage.store.send(TIMELOCK, dirty), Err(vec![]));
    }
    let most = definition(7, usual(), uint(90));
    stage.store.call(TIMELOCK, &most).unwrap();
}

#[test]
fn each_delay_class_has_its_method() {
    let stage = stage(0);
    let mut keys = Vec::new();
    for (name, class) in [DelayClass::Standard, DelayClass::Slow, DelayClass::Slowest]
        .into_iter()
        .enumerate()
    {
        let rules = Abi::Rules {
            delayClass: class,
            ..rules(0, Safety::Neither)
        };
        let call = definition(name as u8 + 20, rules, uint(50));
        keys.push((stage.store.call(TIMELOCK, &call).unwrap(), class));
    }
    set_block_timestamp(START + 3 * DAY);
    let value = uint(51);
    for (key, class) in keys {
        let calls = [
            Abi::setCall { key, value }.abi_encode(),
            Abi::setSlowCall { key, value }.abi_encode(),
            Abi::setSlowestCall { key, value }.abi_encode(),
        ];
        for (method, call) in calls.into_iter().enumerate() {
            let outcome = stage.store.send(TIMELOCK, call);
            if method == class as usize {
                assert_eq!(outcome, Ok(vec![]));
                assert_eq!(lookup(&stage, key).value, value);
                continue;
            }
            let error = Abi::WrongDelayClass {
                key,
                delayClass: class,
            };
            assert_eq!(outcome, Err(error.abi_encode()));
        }
        assert_eq!(lookup(&stage, key).delayClass as u8, class as u8);
    }
}

#[test]
fn values_have_bounds_and_must_change() {
    let stage = stage(0);
    let key = stage.key;
    for value in [uint(9), uint(91), U256::MAX] {
        let [min, max] = [10, 90].map(uint);
        let error = Abi::OutOfBounds { value, min, max };
        refuses(&stage, &Abi::setSlowCall { key, value }, &error);
        refuses(&stage, &Abi::secureCall { key, value }, &error);
    }
    let value = uint(50);
    let error = Abi::Unchanged { value };
    refuses(&stage, &Abi::setSlowCall { key, value }, &error);
    refuses(&stage, &Abi::secureCall { key, value }, &error);
    assert!(stage.store.events::<ParameterChanged>().is_empty());
}

#[test]
fn a_change_that_takes_time_can_be_watched() {
    let stage = stage(10 * DAY);
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    let (start, end) = (START + DAY, START + 11 * DAY);
    let event = stage.store.events::<ParameterChanged>().pop().unwrap();
    assert_eq!(
        (event.by, event.from, event.target),
        (TIMELOCK, uint(50), uint(50))
    );
    assert_eq!(
        (event.value, event.start, event.end),
        (uint(60), uint(start), uint(end))
    );
    for (time, value) in [(start, 50), (start + 5 * DAY, 55), (end - 1, 59), (end, 60)] {
        set_block_timestamp(time);
        let kept = lookup(&stage, stage.key);
        assert_eq!(kept.value, uint(value));
        assert_eq!((kept.from, kept.to), (uint(50), uint(60)));
        assert_eq!((kept.start, kept.end), (uint(start), uint(end)));
    }
    let kept = lookup(&stage, stage.key);
    assert_eq!(
        (kept.module, kept.subject),
        (MARKET.into_word(), B256::ZERO)
    );
    assert_eq!(
        (kept.name, kept.changed),
        (B256::repeat_byte(1), uint(start))
    );
    assert_eq!(
        (kept.min, kept.max, kept.step),
        (uint(10), uint(90), uint(15))
    );
    assert_eq!((kept.interval, kept.duration), (uint(DAY), uint(10 * DAY)));
    assert_eq!((kept.subscribers, kept.failures), (uint(1), uint(0)));
}
