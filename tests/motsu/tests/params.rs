//! Risk parameters, and who is told of them.

mod definitions;
mod proposals;
mod roles;
mod subscribers;

use alloy_primitives::{Address, B256, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::params::IParams::{self as Abi, DelayClass, Safety};
use ballast_abi::params::{IParameterSubscriber, IValidator, Params as Own};
use ballast_motsu_testkit::{Deployed, Foreign, set_block_timestamp};
use ballast_params::Params;
use std::cell::Cell;
use std::rc::Rc;

const TIMELOCK: Address = Address::repeat_byte(0x71);
const SENTINEL: Address = Address::repeat_byte(0x5e);
const BOB: Address = Address::repeat_byte(0xb0);
const MARKET: Address = Address::repeat_byte(0x3a);
const START: u64 = 1_800_000_000;
const DAY: u64 = 86_400;

/// A store with one parameter, of which a market is told; it refuses while the second cell says so.
struct Stage {
    store: Deployed<Params>,
    key: B256,
    told: Rc<Cell<u64>>,
    refuses: Rc<Cell<bool>>,
    _market: Foreign,
}

fn uint(value: u64) -> U256 {
    U256::from(value)
}

fn rules(duration: u64, safety: Safety) -> Abi::Rules {
    Abi::Rules {
        min: uint(10),
        max: uint(90),
        step: uint(15),
        interval: uint(DAY),
        duration: uint(duration),
        delayClass: DelayClass::Slow,
        safety,
    }
}

fn stage(duration: u64) -> Stage {
    set_block_timestamp(START);
    let (told, refuses) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(false)));
    let (hears, shuts) = (Rc::clone(&told), Rc::clone(&refuses));
    let market = Foreign::place(MARKET, move |message| {
        let Some(call) = message.is::<IParameterSubscriber::onParameterCall>() else {
            return Err(vec![]);
        };
        if shuts.get() {
            return Err(vec![1, 2, 3]);
        }
        hears.set(call.value.to());
        let selector = FixedBytes(IParameterSubscriber::onParameterCall::SELECTOR);
        Ok(IParameterSubscriber::onParameterCall::abi_encode_returns(
            &selector,
        ))
    });
    let store = Deployed::<Params>::bare(Address::repeat_byte(0x9a));
    let constructor = Own::constructorCall {
        authority: TIMELOCK,
    };
    store.construct(BOB, &constructor).unwrap();
    let sentinel = SENTINEL;
    let appoint = Abi::setSentinelCall { sentinel };
    store.call(TIMELOCK, &appoint).unwrap();
    let define = Abi::defineCall {
        module: MARKET.into_word(),
        subject: B256::ZERO,
        name: B256::repeat_byte(1),
        rules: rules(duration, Safety::Lower),
        value: uint(50),
    };
    let key = store.call(TIMELOCK, &define).unwrap();
    let subscriber = MARKET;
    let subscribe = Abi::subscribeCall { key, subscriber };
    store.call(TIMELOCK, &subscribe).unwrap();
    set_block_timestamp(START + DAY);
    Stage {
        store,
        key,
        told,
        refuses,
        _market: market,
    }
}

impl Stage {
    fn set(&self, from: Address, value: u64) -> Result<(), Vec<u8>> {
        let (key, value) = (self.key, uint(value));
        let call = Abi::setSlowCall { key, value };
        self.store.call(from, &call).map(drop)
    }

    fn secure(&self, from: Address, value: u64) -> Result<(), Vec<u8>> {
        let (key, value) = (self.key, uint(value));
        let call = Abi::secureCall { key, value };
        self.store.call(from, &call).map(drop)
    }

    fn value(&self) -> u64 {
        let key = self.key;
        self.store
            .call(BOB, &Abi::valueOfCall { key })
            .unwrap()
            .to()
    }

    fn failures(&self) -> Vec<Address> {
        let (start, count) = (U256::ZERO, U256::MAX);
        let call = Abi::failuresCall { start, count };
        self.store.call(BOB, &call).unwrap().subscribers
    }

    fn sync(&self) -> Result<(), Vec<u8>> {
        let (key, subscriber) = (self.key, MARKET);
        let call = Abi::syncCall { key, subscriber };
        self.store.call(BOB, &call).map(drop)
    }
}

#[test]
fn a_change_is_told_within_its_rules() {
    let stage = stage(0);
    assert_eq!(stage.told.get(), 50, "told when let in");
    let far = Abi::StepTooLarge {
        from: uint(50),
        value: uint(66),
        step: uint(15),
    };
    assert_eq!(stage.set(TIMELOCK, 66), Err(far.abi_encode()));
    let caller = SENTINEL;
    let stranger = Abi::Unauthorized { caller };
    assert_eq!(stage.set(SENTINEL, 60), Err(stranger.abi_encode()));
    assert_eq!(stage.set(TIMELOCK, 65), Ok(()));
    assert_eq!((stage.told.get(), stage.value()), (65, 65));
    let opens_at = uint(START + 2 * DAY);
    let soon = Abi::TooSoon { opensAt: opens_at };
    assert_eq!(stage.set(TIMELOCK, 70), Err(soon.abi_encode()));
    let event = stage.store.events::<Abi::ParameterChanged>().pop().unwrap();
    assert_eq!((event.from, event.value), (uint(50), uint(65)));
}

#[test]
fn what_fails_is_listed_until_it_is_repeated() {
    let stage = stage(0);
    stage.refuses.set(true);
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    assert_eq!((stage.told.get(), stage.value()), (50, 60));
    assert_eq!(stage.failures(), [MARKET]);
    let failed = Abi::SyncFailed {
        key: stage.key,
        subscriber: MARKET,
        reason: vec![1, 2, 3].into(),
    };
    assert_eq!(stage.sync(), Err(failed.abi_encode()));
    assert_eq!(stage.failures(), [MARKET]);
    stage.refuses.set(false);
    assert_eq!(stage.sync(), Ok(()));
    assert_eq!(stage.told.get(), 60);
    assert_eq!(stage.failures(), [Address::ZERO; 0]);
    let call = Abi::parameterCall { key: stage.key };
    let failures = stage.store.call(BOB, &call).unwrap().failures;
    assert_eq!(failures, U256::ZERO);
}

#[test]
fn the_sentinel_calls_off_what_is_less_safe() {
    let stage = stage(10 * DAY);
    assert_eq!(stage.set(TIMELOCK, 60), Ok(()));
    set_block_timestamp(START + 6 * DAY);
    assert_eq!(stage.value(), 55);
    let refused = Abi::NotSafer {
        from: uint(55),
        target: uint(60),
        value: uint(56),
    };
    assert_eq!(stage.secure(SENTINEL, 56), Err(refused.abi_encode()));
    assert_eq!(stage.secure(SENTINEL, 55), Ok(()));
    set_block_timestamp(START + 60 * DAY);
    assert_eq!((stage.value(), stage.told.get()), (55, 55));
}

#[test]
fn a_proposal_is_judged_before_it_waits() {
    let stage = stage(0);
    let validate = |value| {
        let (key, value) = (stage.key, uint(value));
        let data = Abi::setSlowCall { key, value }.abi_encode().into();
        stage.store.call(BOB, &IValidator::validateCall { data })
    };
    let selector = FixedBytes(IValidator::validateCall::SELECTOR);
    assert_eq!(validate(65), Ok(selector));
    let outside = Abi::OutOfBounds {
        value: uint(91),
        min: uint(10),
        max: uint(90),
    };
    assert_eq!(validate(91), Err(outside.abi_encode()));
}
