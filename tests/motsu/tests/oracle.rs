//! The oracle's settings and refusals, and prices by played feeds.

mod derived;
mod pools;
mod shares;
mod views;

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{Address, U256, address};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::oracle::IPriceOracle::{getQuoteCall, getQuotesCall};
use ballast_abi::oracle::ISequencerGate::{mayLiquidateCall, mayTakeRiskCall};
use ballast_abi::oracle::Oracle::{self as Abi, RoleChanged, SourceChanged};
use ballast_abi::price_feed::IAggregator;
use ballast_motsu_testkit::{Deployed, Foreign, set_block_timestamp};
use ballast_oracle::Oracle;

const ALICE: Address = Address::repeat_byte(0xa1);
const BOB: Address = Address::repeat_byte(0xb0);
const SENTINEL: Address = Address::repeat_byte(0x5e);
const ETHER: Address = Address::repeat_byte(0xe7);
const DOLLARS: Address = address!("0000000000000000000000000000000000000348");
const START: u64 = 1_800_000_000;
const DOLLAR: u64 = 100_000_000;
const ONE: u64 = 1_000_000_000_000_000_000;

fn uint(value: u64) -> U256 {
    U256::from(value)
}

fn word(value: u64) -> Vec<u8> {
    uint(value).to_be_bytes_vec()
}

/// A feed that answers what is in its cells: of 8 decimals and no phase unless told otherwise.
struct Feed {
    address: Address,
    answer: Rc<Cell<u64>>,
    at: Rc<Cell<u64>>,
    decimals: Rc<Cell<u64>>,
    /// Which aggregator answers behind a proxy.
    phase: Rc<Cell<u64>>,
    /// In which round of its phase it answered last; the first is the one that runs.
    answered_in: Rc<Cell<u64>>,
    _contract: Foreign,
}

fn feed(byte: u8, answer: u64) -> Feed {
    let address = Address::repeat_byte(byte);
    let cell = |value| Rc::new(Cell::new(value));
    let [answer, at, decimals] = [answer, START, 8].map(cell);
    let [phase, answered_in] = [0, 1].map(cell);
    let [value, time, digits] = [&answer, &at, &decimals].map(Rc::clone);
    let [proxy, last] = [&phase, &answered_in].map(Rc::clone);
    let contract = Foreign::place(address, move |message| {
        if message.is::<IERC20::decimalsCall>().is_some() {
            return Ok(word(digits.get()));
        }
        if message.is::<IAggregator::latestRoundDataCall>().is_none() {
            return Err(vec![]);
        }
        let round = |number: u64| {
            let round = U256::from_limbs([number, proxy.get(), 0, 0]);
            round.to_be_bytes_vec()
        };
        let middle = [value.get(), time.get(), time.get()].map(word);
        Ok([round(1), middle.concat(), round(last.get())].concat())
    });
    Feed {
        address,
        answer,
        at,
        decimals,
        phase,
        answered_in,
        _contract: contract,
    }
}

/// An oracle with a sentinel, and ether at 3,000 dollars by one feed.
struct Stage {
    oracle: Deployed<Oracle>,
    feed: Feed,
    _token: Foreign,
}

fn bare() -> Deployed<Oracle> {
    set_block_timestamp(START);
    Deployed::bare(Address::repeat_byte(0x0a))
}

fn stage() -> Stage {
    let oracle = bare();
    let constructor = Abi::constructorCall {
        numeraire: DOLLARS,
        authority: BOB,
    };
    oracle.construct(BOB, &constructor).unwrap();
    let token = Foreign::answering(ETHER, vec![(IERC20::decimalsCall::SELECTOR, word(18))]);
    let stage = Stage {
        oracle,
        feed: feed(0xf1, 3_000 * DOLLAR),
        _token: token,
    };
    stage.govern(&Abi::setSentinelCall { sentinel: SENTINEL });
    stage.govern(&asset(1, 500));
    stage.govern(&stage.source());
    stage
}

fn asset(least: u64, deviation: u64) -> Abi::setAssetCall {
    Abi::setAssetCall {
        asset: ETHER,
        least: uint(least),
        deviationBps: uint(deviation),
    }
}

fn quote() -> getQuoteCall {
    getQuoteCall {
        inAmount: uint(ONE),
        base: ETHER,
        quote: DOLLARS,
    }
}

impl Stage {
    /// The stage's source as it is set.
    fn source(&self) -> Abi::setSourceCall {
        Abi::setSourceCall {
            asset: ETHER,
            index: U256::ZERO,
            kind: uint(1),
            target: self.feed.address,
            quote: DOLLARS,
            span: uint(3_600),
            lower: uint(DOLLAR),
            upper: uint(100_000 * DOLLAR),
            confidenceBps: uint(100),
        }
    }

    fn govern<C: SolCall>(&self, call: &C) -> C::Return {
        self.oracle.call(BOB, call).unwrap()
    }

    fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.oracle.call(caller, call);
        assert_eq!(outcome.err(), Some(error.abi_encode()));
    }

    fn forbids(&self, caller: Address, call: &impl SolCall) {
        self.refuses(caller, call, &Abi::Unauthorized { caller });
    }

    fn misses(&self) {
        let error = Abi::PriceMissing {
            asset: ETHER,
            agreeing: U256::ZERO,
            required: uint(1),
        };
        self.refuses(ALICE, &quote(), &error);
    }
}

#[test]
fn a_quote_is_what_the_feed_says_with_its_confidence() {
    let stage = stage();
    let whole = |dollars: u64| uint(dollars) * uint(ONE);
    assert_eq!(stage.govern(&quote()), whole(3_000));
    let both = stage.govern(&getQuotesCall {
        inAmount: uint(ONE),
        base: ETHER,
        quote: DOLLARS,
    });
    assert_eq!(both.bidOutAmount, whole(2_970));
    assert_eq!(both.askOutAmount, whole(3_030));
    let status = stage.govern(&Abi::statusCall { asset: ETHER });
    assert_eq!(
        status.states.map(|state| state.to::<u64>()),
        [1, 0, 0, 0, 0]
    );
    assert_eq!(status.targets[0], stage.feed.address);
}

#[test]
fn what_is_not_believed_has_no_price() {
    let stage = stage();
    for (answer, at) in [
        (0, START),
        (DOLLAR, START),
        (100_000 * DOLLAR, START),
        (3_000 * DOLLAR, 0),
        (3_000 * DOLLAR, START - 3_601),
        (3_000 * DOLLAR, START + 1),
    ] {
        stage.feed.answer.set(answer);
        stage.feed.at.set(at);
        stage.misses();
    }
    stage.feed.at.set(START - 3_600);
    stage.govern(&quote());
    let unknown = getQuoteCall {
        base: ALICE,
        ..quote()
    };
    stage.refuses(ALICE, &unknown, &Abi::UnknownAsset { asset: ALICE });
}

#[test]
fn the_sentinel_tightens_and_disables() {
    let stage = stage();
    let narrow = Abi::setSourceCall {
        span: uint(60),
        ..stage.source()
    };
    stage.forbids(ALICE, &narrow);
    stage.oracle.call(SENTINEL, &narrow).unwrap();
    stage.forbids(SENTINEL, &stage.source());
    stage.forbids(SENTINEL, &asset(1, 501));
    stage.oracle.call(SENTINEL, &asset(1, 499)).unwrap();
    let disable = |disabled| Abi::setDisabledCall {
        asset: ETHER,
        index: U256::ZERO,
        disabled,
    };
    stage.forbids(ALICE, &disable(true));
    stage.oracle.call(SENTINEL, &disable(true)).unwrap();
    stage.misses();
    stage.forbids(SENTINEL, &disable(false));
    stage.govern(&disable(false));
    stage.govern(&quote());
    let remove = Abi::removeSourceCall {
        asset: ETHER,
        index: U256::ZERO,
    };
    stage.forbids(SENTINEL, &remove);
    stage.govern(&remove);
    stage.misses();
    let events = stage.oracle.events::<SourceChanged>();
    let spans: Vec<u64> = events.iter().map(|event| event.to[3].to()).collect();
    assert_eq!(spans, [3_600, 60, 0]);
    assert_eq!(events[2].from, events[1].to);
}

#[test]
fn arguments_have_bounds() {
    let stage = stage();
    let out_of = |call: &Abi::setSourceCall, [value, min, max]: [U256; 3]| {
        stage.refuses(BOB, call, &Abi::OutOfBounds { value, min, max });
    };
    let usual = stage.source();
    let with = |value: u64, min: u64, max: u64| [value, min, max].map(uint);
    let call = Abi::setSourceCall {
        kind: uint(5),
        ..usual.clone()
    };
    out_of(&call, with(5, 1, 4));
    let call = Abi::setSourceCall {
        index: uint(5),
        ..usual.clone()
    };
    out_of(&call, with(5, 0, 4));
    let call = Abi::setSourceCall {
        span: uint(604_801),
        ..usual.clone()
    };
    out_of(&call, with(604_801, 1, 604_800));
    let call = Abi::setSourceCall {
        confidenceBps: uint(2_001),
        ..usual.clone()
    };
    out_of(&call, with(2_001, 0, 2_000));
    let call = Abi::setSourceCall {
        upper: uint(DOLLAR + 1),
        ..usual.clone()
    };
    let max = U256::from(u128::MAX);
    out_of(&call, [uint(DOLLAR + 1), uint(DOLLAR + 2), max]);
    let call = Abi::setSourceCall {
        target: ETHER,
        ..usual.clone()
    };
    stage.refuses(BOB, &call, &Abi::InvalidSource { target: ETHER });
    let call = Abi::setSourceCall {
        quote: ETHER,
        ..usual
    };
    let [level, max] = [uint(2), uint(3)];
    let error = Abi::TooDeep {
        asset: ETHER,
        level,
        max,
    };
    stage.refuses(BOB, &call, &error);
    let call = Abi::checkpointCall {
        asset: ETHER,
        index: U256::ZERO,
    };
    let error = Abi::UnknownSource {
        asset: ETHER,
        index: U256::ZERO,
    };
    stage.refuses(BOB, &call, &error);
}

#[test]
fn the_gate_goes_by_the_uptime_feed() {
    let stage = stage();
    let uptime = feed(0xf2, 1);
    let gate = Abi::setGateCall {
        feed: uptime.address,
        graceSeconds: uint(3_600),
        failOpenSeconds: uint(14_400),
        deepHealthBps: uint(9_500),
    };
    stage.forbids(SENTINEL, &gate);
    assert!(stage.govern(&mayTakeRiskCall {}));
    stage.govern(&gate);
    let liquidates = |hundredths: u64| {
        let health = uint(hundredths * (ONE / 100));
        stage.govern(&mayLiquidateCall { healthWad: health })
    };
    for (answer, age, allows) in [
        (1, 14_399, false),
        (1, 14_400, true),
        (0, 3_599, false),
        (0, 3_600, true),
    ] {
        uptime.answer.set(answer);
        uptime.at.set(START - age);
        assert_eq!(stage.govern(&mayTakeRiskCall {}), allows);
        assert_eq!(liquidates(99), allows);
        assert!(liquidates(94));
    }
    assert_eq!(stage.govern(&Abi::gateCall {}).state, uint(1));
}

#[test]
fn the_authority_moves_in_two_steps() {
    let stage = stage();
    let offer = Abi::transferAuthorityCall { to: ALICE };
    stage.forbids(SENTINEL, &offer);
    stage.govern(&offer);
    stage.forbids(SENTINEL, &Abi::acceptAuthorityCall {});
    stage
        .oracle
        .call(ALICE, &Abi::acceptAuthorityCall {})
        .unwrap();
    stage.forbids(BOB, &offer);
    // The offer is used up.
    stage.forbids(ALICE, &Abi::acceptAuthorityCall {});
    let pending = Abi::pendingAuthorityCall {};
    assert_eq!(stage.oracle.call(BOB, &pending), Ok(Address::ZERO));
    let events = stage.oracle.events::<RoleChanged>();
    let last = events.last().unwrap();
    assert_eq!((last.from, last.to), (BOB, ALICE));
}

#[test]
fn the_constructor_runs_once() {
    let oracle = bare();
    let construct = |numeraire, authority| {
        let constructor = Abi::constructorCall {
            numeraire,
            authority,
        };
        oracle.construct(BOB, &constructor)
    };
    let error = Abi::ZeroAddress {}.abi_encode();
    assert_eq!(construct(Address::ZERO, BOB), Err(error.clone()));
    assert_eq!(construct(DOLLARS, Address::ZERO), Err(error));
    construct(DOLLARS, BOB).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    assert_eq!(construct(DOLLARS, BOB), Err(error.abi_encode()));
    let outcome = oracle.pay(BOB, U256::from(1), Abi::numeraireCall {}.abi_encode());
    assert_eq!(outcome, Err(vec![]));
    assert_eq!(oracle.send(BOB, vec![0xff; 4]), Err(vec![]));
}
