//! What a proposal may ask before it waits.

use ballast_abi::redemptions::IERC165;

use super::*;

fn validate(stage: &Stage, data: Vec<u8>) -> Result<FixedBytes<4>, Vec<u8>> {
    let data = data.into();
    stage.store.call(BOB, &IValidator::validateCall { data })
}

fn passes(stage: &Stage, call: &impl SolCall) {
    let selector = FixedBytes(IValidator::validateCall::SELECTOR);
    assert_eq!(validate(stage, call.abi_encode()), Ok(selector));
}

fn fails(stage: &Stage, call: &impl SolCall, error: &impl SolError) {
    let outcome = validate(stage, call.abi_encode());
    assert_eq!(outcome, Err(error.abi_encode()));
}

#[test]
fn changes_are_judged_by_all_but_time_and_caller() {
    let stage = stage(0);
    let (key, value) = (stage.key, uint(60));
    assert_eq!(stage.set(TIMELOCK, 55), Ok(()));
    // Too soon for now, which a proposal that waits need not be.
    passes(&stage, &Abi::setSlowCall { key, value });
    let wrong = Abi::WrongDelayClass {
        key,
        delayClass: DelayClass::Slow,
    };
    fails(&stage, &Abi::setCall { key, value }, &wrong);
    fails(&stage, &Abi::setSlowestCall { key, value }, &wrong);
    let unsafe_ = Abi::NotSafer {
        from: uint(55),
        target: uint(55),
        value,
    };
    fails(&stage, &Abi::secureCall { key, value }, &unsafe_);
    let value = uint(50);
    passes(&stage, &Abi::secureCall { key, value });
    let key = B256::ZERO;
    let unknown = Abi::UnknownKey { key };
    fails(&stage, &Abi::setSlowCall { key, value }, &unknown);
    assert_eq!(stage.value(), 55, "nothing was changed by asking");
}

#[test]
fn definitions_and_subscriptions_are_judged_too() {
    let stage = stage(0);
    let (key, subscriber) = (stage.key, MARKET);
    let define = |name, rules| Abi::defineCall {
        module: MARKET.into_word(),
        subject: B256::ZERO,
        name: B256::repeat_byte(name),
        rules,
        value: uint(50),
    };
    let usual = || rules(0, Safety::Lower);
    passes(&stage, &define(2, usual()));
    fails(&stage, &define(1, usual()), &Abi::AlreadyDefined { key });
    let broken = Abi::Rules {
        step: uint(0),
        ..usual()
    };
    fails(&stage, &define(2, broken), &Abi::InvalidRules {});
    let twice = Abi::AlreadySubscribed { key, subscriber };
    fails(&stage, &Abi::subscribeCall { key, subscriber }, &twice);
    passes(&stage, &Abi::unsubscribeCall { key, subscriber });
    let subscriber = BOB;
    passes(&stage, &Abi::subscribeCall { key, subscriber });
    let unknown = Abi::UnknownSubscriber { key, subscriber };
    fails(&stage, &Abi::unsubscribeCall { key, subscriber }, &unknown);
    passes(&stage, &Abi::setSentinelCall { sentinel: BOB });
    passes(&stage, &Abi::transferAuthorityCall { to: BOB });
    passes(&stage, &Abi::acceptAuthorityCall {});
    let count = stage.store.call(BOB, &Abi::countCall {});
    assert_eq!(count, Ok(uint(1)), "nothing was defined by asking");
}

#[test]
fn what_is_no_call_of_the_authoritys_is_refused() {
    let stage = stage(0);
    let (key, subscriber) = (stage.key, MARKET);
    let sync = Abi::syncCall { key, subscriber };
    let selector = FixedBytes(Abi::syncCall::SELECTOR);
    fails(&stage, &sync, &Abi::UnknownCall { selector });
    assert_eq!(validate(&stage, vec![1, 2, 3]), Err(vec![]));
    let mut dirty = Abi::transferAuthorityCall { to: BOB }.abi_encode();
    dirty[4] = 1;
    assert_eq!(validate(&stage, dirty), Err(vec![]));
}

#[test]
fn the_store_says_that_it_judges() {
    let stage = stage(0);
    let supports = |id| {
        let call = IERC165::supportsInterfaceCall {
            interfaceId: FixedBytes(id),
        };
        stage.store.call(BOB, &call)
    };
    assert_eq!(supports([0x01, 0xff, 0xc9, 0xa7]), Ok(true));
    assert_eq!(supports(IValidator::validateCall::SELECTOR), Ok(true));
    assert_eq!(supports([0xff; 4]), Ok(false));
}
