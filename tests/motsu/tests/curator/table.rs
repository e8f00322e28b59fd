//! The table of what may be called: filled, sealed, and then changed by its own delays.

use ballast_abi::erc20::IERC20;

use super::*;

const SELECTOR: [u8; 4] = Ward::setSentinelCall::SELECTOR;

#[test]
fn the_owner_fills_the_table_until_it_is_sealed() {
    let stage = open_stage();
    assert_eq!(stage.delay(SELECTOR), (false, 0));
    stage.allow(SELECTOR, DAY).unwrap();
    stage.allow(SELECTOR, 30 * DAY).unwrap();
    assert_eq!(stage.delay(SELECTOR), (true, 30 * DAY));
    let [.., last] = &stage.curator.events::<Abi::Allowed>()[..] else {
        panic!("four entries");
    };
    assert_eq!(last.target, stage.ward.address());
    assert_eq!(last.selector, SELECTOR);
    assert_eq!(last.delay, number(30 * DAY));
    for caller in [PROPOSER, MALLORY, Address::ZERO] {
        let error = Abi::Unauthorized { caller };
        let call = stage.allowance(SELECTOR, 0);
        refused(stage.curator.call(caller, &call), &error);
        refused(stage.curator.call(caller, &Abi::sealCall {}), &error);
    }
    assert!(!stage.ask(&Abi::isSealedCall {}));
    stage.own(&Abi::sealCall {}).unwrap();
    assert!(stage.ask(&Abi::isSealedCall {}));
    assert_eq!(stage.curator.events::<Abi::Sealed>().len(), 1);
    refused(stage.own(&Abi::sealCall {}), &Abi::IsSealed {});
    refused(stage.allow(SELECTOR, DAY), &Abi::IsSealed {});
}

#[test]
fn what_moves_tokens_and_what_is_not_governed_stays_out() {
    let stage = open_stage();
    let allow = |target, selector: [u8; 4], delay: u64| {
        let (selector, delay) = (selector.into(), number(delay));
        stage.own(&Abi::allowCall {
            target,
            selector,
            delay,
        })
    };
    let (ward, this) = (stage.ward.address(), stage.curator.address());
    for selector in [
        IERC20::transferCall::SELECTOR,
        IERC20::approveCall::SELECTOR,
        IERC4626::redeemCall::SELECTOR,
    ] {
        let error = Abi::Forbidden {
            target: ward,
            selector: selector.into(),
        };
        refused(allow(ward, selector, DAY), &error);
    }
    let error = Abi::Forbidden {
        target: this,
        selector: SELECTOR.into(),
    };
    refused(allow(this, SELECTOR, DAY), &error);
    for target in [VAULT, BOB, Address::ZERO] {
        refused(allow(target, SELECTOR, DAY), &Abi::NotGoverned { target });
    }
    for delay in [1, DAY - 1, 30 * DAY + 1, u64::MAX] {
        let error = Abi::InvalidDelay {
            delay: number(delay),
        };
        refused(allow(ward, SELECTOR, delay), &error);
    }
    // A selector with something behind it is none.
    let mut dirty = stage.allowance(SELECTOR, DAY).abi_encode();
    dirty[4 + 32 + 4] = 1;
    assert_eq!(stage.curator.send(OWNER, dirty), Err(vec![]));
    assert_eq!(stage.delay(SELECTOR), (false, 0));
}

#[test]
fn a_delay_is_raised_at_once_and_not_for_what_waits() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    let id = stage.submit(&calls).unwrap();
    let raise = |delay: u64| Abi::raiseDelayCall {
        target: stage.ward.address(),
        selector: SELECTOR.into(),
        delay: number(delay),
    };
    for delay in [0, DAY, DAY - 1, 31 * DAY] {
        let error = Abi::InvalidDelay {
            delay: number(delay),
        };
        refused(stage.own(&raise(delay)), &error);
    }
    let caller = PROPOSER;
    let outcome = stage.curator.call(caller, &raise(2 * DAY));
    refused(outcome, &Abi::Unauthorized { caller });
    stage.own(&raise(2 * DAY)).unwrap();
    assert_eq!(stage.delay(SELECTOR), (true, 2 * DAY));
    let changed = stage.curator.events::<Abi::DelayChanged>();
    let [from, to] = [DAY, 2 * DAY].map(number);
    let expected = Abi::DelayChanged {
        target: stage.ward.address(),
        selector: SELECTOR.into(),
        from,
        to,
    };
    assert_eq!(changed, [expected]);
    assert_eq!(
        stage.ask(&Abi::executableAtCall { id }),
        number(START + DAY)
    );
    let mut unknown = raise(2 * DAY);
    unknown.selector = [1, 2, 3, 4].into();
    refused(stage.own(&unknown), &stage.not_allowed([1, 2, 3, 4]));
}

#[test]
fn a_delay_is_lowered_by_an_action_that_waits_for_it() {
    let stage = stage();
    let stop = Ward::stopCall::SELECTOR;
    let lower = |selector: [u8; 4], delay: u64| Abi::lowerDelayCall {
        target: stage.ward.address(),
        selector: selector.into(),
        delay: number(delay),
    };
    let calls = [stage.of_curator(&lower(stop, DAY))];
    stage.submit(&calls).unwrap();
    let invalid = [stage.of_curator(&lower(stop, 2 * DAY))];
    stage.submit(&invalid).unwrap();
    let executable_at = number(START + 2 * DAY);
    set_block_timestamp(START + 2 * DAY - 1);
    refused(
        stage.execute(&calls),
        &Abi::TooEarly {
            executableAt: executable_at,
        },
    );
    set_block_timestamp(START + 2 * DAY);
    // Not to what it is already.
    let reason = Abi::InvalidDelay {
        delay: number(2 * DAY),
    };
    let error = failed(0, stage.curator.address(), &reason);
    refused(stage.execute(&invalid), &error);
    stage.execute(&calls).unwrap();
    assert_eq!(stage.delay(stop), (true, DAY));
    let unknown = [stage.of_curator(&lower([1, 2, 3, 4], DAY))];
    refused(stage.submit(&unknown), &stage.not_allowed([1, 2, 3, 4]));
    // Never by anybody at once.
    for caller in [OWNER, PROPOSER, stage.curator.address()] {
        let outcome = stage.curator.call(caller, &lower(stop, DAY));
        refused(outcome, &Abi::Unauthorized { caller });
    }
}

#[test]
fn a_sealed_table_grows_by_actions() {
    let stage = stage();
    let added = Ward::transferAuthorityCall::SELECTOR;
    let of_known = [stage.of_curator(&stage.allowance(SELECTOR, 0))];
    let of_added = [stage.of_curator(&stage.allowance(added, 5 * DAY))];
    stage.submit(&of_known).unwrap();
    stage.submit(&of_added).unwrap();
    let executable_at = number(START + TABLE_WAIT);
    refused(
        stage.execute(&of_added),
        &Abi::TooEarly {
            executableAt: executable_at,
        },
    );
    set_block_timestamp(START + TABLE_WAIT);
    stage.execute(&of_added).unwrap();
    assert_eq!(stage.delay(added), (true, 5 * DAY));
    // What is there changes as delays do.
    let reason = Abi::Forbidden {
        target: stage.ward.address(),
        selector: SELECTOR.into(),
    };
    let error = failed(0, stage.curator.address(), &reason);
    refused(stage.execute(&of_known), &error);
    assert_eq!(stage.delay(SELECTOR), (true, DAY));
}

#[test]
fn what_is_abdicated_never_comes_back() {
    let stage = stage();
    let calls = stage.appointment(BOB);
    let abdicate = Abi::abdicateCall {
        target: stage.ward.address(),
        selector: SELECTOR.into(),
    };
    let gone = [stage.of_curator(&abdicate)];
    let caller = OWNER;
    refused(stage.own(&abdicate), &Abi::Unauthorized { caller });
    stage.submit(&gone).unwrap();
    let back = [stage.of_curator(&stage.allowance(SELECTOR, DAY))];
    stage.submit(&back).unwrap();
    stage.submit(&calls).unwrap();
    set_block_timestamp(START + TABLE_WAIT);
    stage.execute(&gone).unwrap();
    assert_eq!(stage.delay(SELECTOR), (false, 0));
    let [event] = &stage.curator.events::<Abi::Abdicated>()[..] else {
        panic!("one entry");
    };
    assert_eq!(event.target, stage.ward.address());
    // Neither what waited already, nor what would let it in again.
    let error = failed(0, stage.ward.address(), &stage.not_allowed(SELECTOR));
    refused(stage.execute(&calls), &error);
    let reason = Abi::Forbidden {
        target: stage.ward.address(),
        selector: SELECTOR.into(),
    };
    let error = failed(0, stage.curator.address(), &reason);
    refused(stage.execute(&back), &error);
    assert_eq!(stage.ward_sentinel(), Address::ZERO);
}

#[test]
fn the_curator_calls_nothing_else_of_itself() {
    let stage = stage();
    let calls = [stage.of_curator(&Abi::setProposerCall { proposer: MALLORY })];
    let error = Abi::NotAllowed {
        target: stage.curator.address(),
        selector: Abi::setProposerCall::SELECTOR.into(),
    };
    refused(stage.submit(&calls), &error);
}
