//! Who is told, and what becomes of who cannot be

use super::*;

#[test]
fn a_subscriber_is_told_when_it_is_let_in_and_at_each_change() {
    let (stage, key) = Stage::with(ltv());
    let terms = stage.terms();
    let done = stage.subscribe(key, &terms);
    let event = Abi::SubscriptionChanged {
        key,
        subscriber: terms.address,
        from: false,
        to: true,
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    let (from, to, start, end, told) = line(&terms, key);
    assert_eq!((from, to, told), (START, START, 1));
    assert_eq!(start, end);

    stage.set(key, 7_500);
    let now = stage.now();
    assert_eq!(line(&terms, key), (7_500, 7_500, now, now, 2));
    stage.contract.send(SENTINEL, &secure(key, 2_000));
    let now = stage.now();
    assert_eq!(line(&terms, key), (2_000, 2_000, now, now, 3));
    assert_eq!(terms.ask(&valueOfCall { key }), stage.value_of(key));
    assert_eq!(stage.failures(), []);
    // Nobody else is listened to.
    let call = ballast_abi::params::IParameterSubscriber::onParameterCall {
        key,
        value: uint(9_000),
        from: uint(9_000),
        start: U256::ZERO,
        end: U256::ZERO,
    };
    assert!(stage.chain.send(MALLORY, terms.address, &call).is_err());
}

/// All ways in which a subscriber fails, by number.
const FAILURES: [u8; 5] = [1, 2, 3, 5, 6];

#[test]
fn a_subscriber_that_fails_stops_no_change_and_no_other() {
    let (stage, key) = Stage::with(ltv());
    let [before, after] = [stage.terms(), stage.terms()];
    let hostile = stage.hostile();
    for subscriber in [&before, &hostile, &after] {
        stage.subscribe(key, subscriber);
    }
    let mut value = 7_000;
    for mode in FAILURES {
        stage.govern(&sync(key, &hostile));
        assert_eq!(stage.failures(), []);
        hostile.send(MALLORY, &setModeCall { mode });
        stage.pass(DAY);
        value += 100;
        let done = stage.set(key, value);
        let subscriber = hostile.address;
        let failed = stage.log(&Abi::PushFailed { key, subscriber });
        assert!(done.logs().contains(&failed), "mode {mode}");
        let since = stage.now();
        assert_eq!(stage.failures(), [(key, subscriber, since)], "mode {mode}");
        assert_eq!(stage.parameter(key).failures, uint(1));
        for terms in [&before, &after] {
            assert_eq!(line(terms, key).1, value);
        }
        assert!(done.receipt.gas_used() < 400_000, "mode {mode}");

        // It fails again: that it does since when is kept.
        stage.pass(DAY);
        value += 100;
        stage.set(key, value);
        assert_eq!(stage.failures(), [(key, subscriber, since)], "mode {mode}");
        let told: u128 = hostile.ask(&valueCall {}).to();
        assert_eq!(told, value - 200);
        // Anyone repeats it once it can be told, and it learns the newest alone.
        hostile.send(MALLORY, &setModeCall { mode: 0 });
        let done = stage.contract.send(CAROL, &sync(key, &hostile));
        assert_eq!(done.logs(), [stage.log(&Abi::Synced { key, subscriber })]);
        assert_eq!(hostile.ask(&valueCall {}), uint(value));
        assert_eq!(stage.failures(), []);
        assert_eq!(stage.parameter(key).failures, U256::ZERO);
    }
}

#[test]
fn of_a_long_answer_the_selector_is_read() {
    let (stage, key) = Stage::with(ltv());
    let hostile = stage.hostile();
    stage.subscribe(key, &hostile);
    hostile.send(MALLORY, &setModeCall { mode: 4 });
    let done = stage.set(key, 7_100);
    assert_eq!(stage.failures(), []);
    assert!(done.receipt.gas_used() < 400_000);
}

#[test]
fn whoever_recovers_by_itself_is_no_failure_any_more() {
    let (stage, key) = Stage::with(ltv());
    let hostile = stage.hostile();
    let subscriber = hostile.address;
    stage.subscribe(key, &hostile);
    hostile.send(MALLORY, &setModeCall { mode: 1 });
    stage.set(key, 7_100);
    hostile.send(MALLORY, &setModeCall { mode: 0 });
    stage.pass(DAY);
    let done = stage.set(key, 7_200);
    let synced = stage.log(&Abi::Synced { key, subscriber });
    assert!(done.logs().contains(&synced));
    assert_eq!(stage.failures(), []);
}

#[test]
fn a_sync_that_fails_says_why_and_changes_nothing() {
    let (stage, key) = Stage::with(ltv());
    let hostile = stage.hostile();
    let subscriber = hostile.address;
    stage.subscribe(key, &hostile);
    hostile.send(MALLORY, &setModeCall { mode: 1 });
    let mut reason = vec![0x08, 0xc3, 0x79, 0xa0];
    reason.extend(("subscriber reverts",).abi_encode_params());
    let refused = |reason: Vec<u8>| Abi::SyncFailed {
        key,
        subscriber,
        reason: reason.into(),
    };
    let call = sync(key, &hostile);
    // It was told before: that it refuses to be told again is no failure.
    stage.contract.refuses(CAROL, &call, &refused(reason));
    assert_eq!(stage.failures(), []);
    stage.set(key, 7_100);
    hostile.send(MALLORY, &setModeCall { mode: 3 });
    let kilobyte = refused(vec![0; 1_024]);
    stage.contract.refuses(CAROL, &call, &kilobyte);
    for mode in [2, 5, 6] {
        hostile.send(MALLORY, &setModeCall { mode });
        stage.contract.refuses(CAROL, &call, &refused(vec![]));
    }
    assert_eq!(stage.failures().len(), 1);
    let stranger = stage.terms();
    let unknown = Abi::UnknownSubscriber {
        key,
        subscriber: stranger.address,
    };
    let call = sync(key, &stranger);
    stage.contract.refuses(CAROL, &call, &unknown);
}

#[test]
fn whoever_is_let_in_must_take_what_it_is_told() {
    let (stage, key) = Stage::with(ltv());
    let hostile = stage.hostile();
    let contract = &stage.contract;
    let call = subscription(key, &hostile);
    contract.refuses(MALLORY, &call, &unauthorized(MALLORY));
    for mode in FAILURES {
        hostile.send(MALLORY, &setModeCall { mode });
        contract.revert_data(DEPLOYER, &call);
    }
    // Neither an account without code, nor the store itself, nor another contract listens.
    for subscriber in [
        ALICE,
        contract.address,
        stage.create("NaiveParams", &[]).address,
    ] {
        let call = Abi::subscribeCall { key, subscriber };
        let data = contract.revert_data(DEPLOYER, &call);
        assert!(data.starts_with(&<Abi::SyncFailed as alloy_sol_types::SolError>::SELECTOR));
    }
    assert_eq!(stage.parameter(key).subscribers, U256::ZERO);
}

#[test]
fn eight_are_told_and_no_more() {
    let (stage, key) = Stage::with(ltv());
    let all: Vec<_> = (0..8).map(|_| stage.terms()).collect();
    for terms in &all {
        stage.subscribe(key, terms);
    }
    let twice = Abi::AlreadySubscribed {
        key,
        subscriber: all[7].address,
    };
    let call = subscription(key, &all[7]);
    stage.contract.refuses(DEPLOYER, &call, &twice);
    let call = subscription(key, &stage.terms());
    let full = Abi::TooManySubscribers { key };
    stage.contract.refuses(DEPLOYER, &call, &full);
    stage.set(key, 7_100);
    for terms in &all {
        assert_eq!(line(terms, key).1, 7_100);
    }
    let answer = stage.contract.ask(&Abi::subscribersOfCall { key });
    let addresses: Vec<_> = all.iter().map(|terms| terms.address).collect();
    assert_eq!(answer.subscribers, addresses);
    assert_eq!(answer.failedSince, [U256::ZERO; 8]);
}

#[test]
fn who_leaves_is_told_no_more_and_fails_no_more() {
    let (stage, key) = Stage::with(ltv());
    let [first, last] = [stage.terms(), stage.terms()];
    let hostile = stage.hostile();
    for subscriber in [&first, &hostile, &last] {
        stage.subscribe(key, subscriber);
    }
    hostile.send(MALLORY, &setModeCall { mode: 1 });
    stage.set(key, 7_100);
    assert_eq!(stage.failures().len(), 1);
    let subscriber = hostile.address;
    let leave = Abi::unsubscribeCall { key, subscriber };
    stage
        .contract
        .refuses(MALLORY, &leave, &unauthorized(MALLORY));
    let done = stage.govern(&leave);
    let event = Abi::SubscriptionChanged {
        key,
        subscriber,
        from: true,
        to: false,
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    assert_eq!(stage.failures(), []);
    assert_eq!(stage.parameter(key).failures, U256::ZERO);
    let answer = stage.contract.ask(&Abi::subscribersOfCall { key });
    assert_eq!(answer.subscribers, [first.address, last.address]);
    let unknown = Abi::UnknownSubscriber { key, subscriber };
    stage.contract.refuses(DEPLOYER, &leave, &unknown);
    stage.pass(DAY);
    let done = stage.set(key, 7_200);
    assert_eq!(done.logs().len(), 1);
    assert_eq!((line(&first, key).1, line(&last, key).1), (7_200, 7_200));
}
