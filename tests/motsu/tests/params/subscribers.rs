//! Who is told, who is no longer, and who could not be.

use ballast_abi::params::IParams::{PushFailed, SubscriptionChanged, Synced};

use super::*;

fn subscribe(stage: &Stage, subscriber: Address) -> Result<(), Vec<u8>> {
    let key = stage.key;
    let call = Abi::subscribeCall { key, subscriber };
    stage.store.call(TIMELOCK, &call).map(drop)
}

fn unsubscribe(stage: &Stage, subscriber: Address) -> Result<(), Vec<u8>> {
    let key = stage.key;
    let call = Abi::unsubscribeCall { key, subscriber };
    stage.store.call(TIMELOCK, &call).map(drop)
}

fn list(stage: &Stage) -> (Vec<Address>, Vec<u64>) {
    let call = Abi::subscribersOfCall { key: stage.key };
    let answer = stage.store.call(BOB, &call).unwrap();
    let times = answer.failedSince.iter().map(|time| time.to());
    (answer.subscribers, times.collect())
}

/// A contract that answers like this whatever it is told.
fn answering(address: Address, answer: Vec<u8>) -> Foreign {
    let selector = IParameterSubscriber::onParameterCall::SELECTOR;
    Foreign::answering(address, vec![(selector, answer)])
}

fn willing(address: Address) -> Foreign {
    let mut answer = IParameterSubscriber::onParameterCall::SELECTOR.to_vec();
    answer.resize(32, 0);
    answering(address, answer)
}

#[test]
fn a_parameter_has_eight_subscribers_at_most() {
    let stage = stage(0);
    let key = stage.key;
    let places: Vec<_> = (1..=8).map(Address::repeat_byte).collect();
    let _contracts: Vec<_> = places.iter().copied().map(willing).collect();
    let twice = Abi::AlreadySubscribed {
        key,
        subscriber: MARKET,
    };
    assert_eq!(subscribe(&stage, MARKET), Err(twice.abi_encode()));
    for place in &places[..7] {
        assert_eq!(subscribe(&stage, *place), Ok(()));
    }
    let error = Abi::TooManySubscribers { key };
    assert_eq!(subscribe(&stage, places[7]), Err(error.abi_encode()));
    // Whoever goes leaves the place to the last one.
    assert_eq!(unsubscribe(&stage, MARKET), Ok(()));
    let expected = [&places[6..7], &places[..6]].concat();
    assert_eq!(list(&stage), (expected, vec![0; 7]));
    assert_eq!(subscribe(&stage, places[7]), Ok(()));
    let changes = stage.store.events::<SubscriptionChanged>();
    let gone = &changes[8];
    assert_eq!((gone.subscriber, gone.from, gone.to), (MARKET, true, false));
    assert_eq!((changes[9].from, changes[9].to), (false, true));
    // The market is told no more.
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    assert_eq!((stage.told.get(), stage.value()), (50, 60));
    let unknown = Abi::UnknownSubscriber {
        key,
        subscriber: MARKET,
    };
    assert_eq!(unsubscribe(&stage, MARKET), Err(unknown.abi_encode()));
    assert_eq!(stage.sync(), Err(unknown.abi_encode()));
}

#[test]
fn whoever_does_not_take_it_is_not_let_in() {
    let stage = stage(0);
    let key = stage.key;
    let subscriber = Address::repeat_byte(1);
    let failed = |reason: &[u8]| Abi::SyncFailed {
        key,
        subscriber,
        reason: reason.to_vec().into(),
    };
    // No contract answers nothing, and another selector is no answer.
    assert_eq!(subscribe(&stage, subscriber), Err(failed(&[]).abi_encode()));
    let _other = answering(subscriber, vec![0xff; 32]);
    assert_eq!(subscribe(&stage, subscriber), Err(failed(&[]).abi_encode()));
    assert_eq!(list(&stage), (vec![MARKET], vec![0]));
    let unknown = Abi::UnknownKey { key: B256::ZERO };
    let call = Abi::subscribeCall {
        key: B256::ZERO,
        subscriber,
    };
    let outcome = stage.store.call(TIMELOCK, &call).err();
    assert_eq!(outcome, Some(unknown.abi_encode()));
}

#[test]
fn one_that_fails_does_not_keep_the_others_from_hearing() {
    let stage = stage(0);
    let other = Address::repeat_byte(1);
    let _other = willing(other);
    assert_eq!(subscribe(&stage, other), Ok(()));
    stage.refuses.set(true);
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    let since = START + DAY;
    assert_eq!(list(&stage), (vec![MARKET, other], vec![since, 0]));
    let failed = stage.store.events::<PushFailed>();
    assert_eq!((failed.len(), failed[0].subscriber), (1, MARKET));
    // It fails once more: since when does not change.
    set_block_timestamp(START + 2 * DAY);
    assert_eq!(stage.set(TIMELOCK, 65), Ok(()));
    assert_eq!(list(&stage).1, [since, 0]);
    assert_eq!(stage.store.events::<PushFailed>().len(), 2);
    // The next change reaches it by itself.
    stage.refuses.set(false);
    set_block_timestamp(START + 3 * DAY);
    assert_eq!(stage.set(TIMELOCK, 70), Ok(()));
    assert_eq!((stage.told.get(), stage.failures()), (70, vec![]));
    assert_eq!(stage.store.events::<Synced>().len(), 1);
    // Once told, to tell again changes nothing.
    assert_eq!(stage.sync(), Ok(()));
    assert_eq!(stage.store.events::<Synced>().len(), 1);
}

#[test]
fn a_failure_goes_with_its_subscriber() {
    let stage = stage(0);
    stage.refuses.set(true);
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    assert_eq!(stage.failures(), [MARKET]);
    assert_eq!(unsubscribe(&stage, MARKET), Ok(()));
    assert_eq!(stage.failures(), [Address::ZERO; 0]);
    assert_eq!(list(&stage), (vec![], vec![]));
    let call = Abi::parameterCall { key: stage.key };
    let kept = stage.store.call(BOB, &call).unwrap();
    assert_eq!((kept.subscribers, kept.failures), (uint(0), uint(0)));
}
