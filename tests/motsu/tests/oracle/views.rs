//! What the oracle says of itself, and what it does not register.

use ballast_abi::oracle::Oracle::{AssetChanged, GateChanged, SourceDisabled};
use ballast_motsu_testkit::set_refusing;

use super::*;

#[test]
fn everything_can_be_looked_up() {
    let stage = stage();
    let unit = stage.govern(&Abi::numeraireCall {});
    assert_eq!((unit.asset, unit.decimals), (DOLLARS, 18));
    assert_eq!(stage.govern(&Abi::authorityCall {}), BOB);
    assert_eq!(stage.govern(&Abi::sentinelCall {}), SENTINEL);
    assert_eq!(stage.govern(&Abi::pendingAuthorityCall {}), Address::ZERO);
    stage.govern(&Abi::transferAuthorityCall { to: ALICE });
    assert_eq!(stage.govern(&Abi::pendingAuthorityCall {}), ALICE);
    assert_eq!(stage.govern(&Abi::assetCountCall {}), uint(1));
    let at = |index| stage.govern(&Abi::assetAtCall { index: uint(index) });
    assert_eq!((at(0), at(1)), (ETHER, Address::ZERO));
    let record = stage.govern(&Abi::assetCall { asset: ETHER });
    let numbers = [
        record.least,
        record.deviationBps,
        record.decimals,
        record.level,
    ];
    assert_eq!(numbers, [1, 500, 18, 1].map(uint));
    assert_eq!((record.places, record.disabled), (uint(1), uint(0)));
    let (asset, index) = (ETHER, U256::ZERO);
    let source = stage.govern(&Abi::sourceCall { asset, index });
    assert_eq!((source.kind, source.target), (uint(1), stage.feed.address));
    assert_eq!((source.quote, source.span), (DOLLARS, uint(3_600)));
    assert_eq!(source.lower, uint(DOLLAR));
    assert_eq!(source.upper, uint(100_000 * DOLLAR));
    assert_eq!(
        (source.confidenceBps, source.decimals),
        (uint(100), uint(8))
    );
    let e36 = uint(ONE) * uint(ONE);
    let price = stage.govern(&Abi::priceCall { asset: ETHER });
    let [bid, mid, ask] = [2_970, 3_000, 3_030].map(|dollars| e36 * uint(dollars));
    assert_eq!([price.bidE36, price.midE36, price.askE36], [bid, mid, ask]);
    let unit = stage.govern(&Abi::priceCall { asset: DOLLARS });
    assert_eq!([unit.bidE36, unit.midE36, unit.askE36], [e36; 3]);
    let index = uint(1);
    for asset in [ETHER, ALICE] {
        let call = Abi::sourceCall { asset, index };
        let outcome = stage.oracle.call(ALICE, &call).err().unwrap();
        let known = Abi::UnknownSource { asset, index }.abi_encode();
        let unknown = Abi::UnknownAsset { asset }.abi_encode();
        assert_eq!(outcome, if asset == ETHER { known } else { unknown });
    }
}

#[test]
fn an_asset_has_decimals_that_a_price_fits() {
    let stage = stage();
    let token = Address::repeat_byte(0xd0);
    let asset = |asset| Abi::setAssetCall {
        asset,
        least: uint(1),
        deviationBps: uint(500),
    };
    let invalid = |asset| Abi::InvalidAsset { asset };
    for (decimals, fits) in [(word(37), false), (vec![], false), (word(36), true)] {
        let answers = vec![(IERC20::decimalsCall::SELECTOR, decimals)];
        let _token = Foreign::answering(token, answers);
        if fits {
            stage.govern(&asset(token));
        } else {
            stage.refuses(BOB, &asset(token), &invalid(token));
        }
    }
    for other in [Address::ZERO, DOLLARS] {
        stage.refuses(BOB, &asset(other), &invalid(other));
    }
    // A currency by its number has 18.
    let euros = Address::with_last_byte(0xd2);
    stage.govern(&asset(euros));
    let record = stage.govern(&Abi::assetCall { asset: euros });
    assert_eq!((record.decimals, record.level), (uint(18), uint(0)));
    let events = stage.oracle.events::<AssetChanged>();
    assert_eq!(events.len(), 3);
    assert_eq!(
        (events[2].from, events[2].to),
        ([uint(0); 2], [uint(1), uint(500)])
    );
    for (least, deviation, error) in [
        (0, 1, [0, 1, 5]),
        (6, 1, [6, 1, 5]),
        (1, 0, [0, 1, 5_000]),
        (1, 5_001, [5_001, 1, 5_000]),
    ] {
        let [value, min, max] = error.map(uint);
        let call = super::asset(least, deviation);
        stage.refuses(BOB, &call, &Abi::OutOfBounds { value, min, max });
    }
}

#[test]
fn an_oracle_needs_a_numeraire_with_decimals() {
    let oracle = bare();
    let constructor = Abi::constructorCall {
        numeraire: ETHER,
        authority: BOB,
    };
    let _token = Foreign::answering(ETHER, vec![]);
    let error = Abi::InvalidAsset { asset: ETHER };
    let outcome = oracle.construct(BOB, &constructor);
    assert_eq!(outcome, Err(error.abi_encode()));
    let outcome = oracle.construct_paying(BOB, uint(1), &constructor);
    assert_eq!(outcome, Err(vec![]));
    assert_eq!(oracle.send(BOB, vec![]), Err(vec![]));
}

#[test]
fn what_is_disabled_and_narrowed_is_told() {
    let stage = stage();
    let (asset, index) = (ETHER, U256::ZERO);
    for disabled in [true, false] {
        let call = Abi::setDisabledCall {
            asset,
            index,
            disabled,
        };
        stage.govern(&call);
    }
    let told = stage.oracle.events::<SourceDisabled>();
    let told: Vec<_> = told.iter().map(|event| (event.from, event.to)).collect();
    assert_eq!(told, [(false, true), (true, false)]);
    let mut dirty = Abi::setDisabledCall {
        asset,
        index,
        disabled: true,
    };
    dirty.index = uint(5);
    let unknown = Abi::UnknownSource {
        asset,
        index: uint(5),
    };
    stage.refuses(BOB, &dirty, &unknown);
}

#[test]
fn a_gate_has_bounds_and_a_silent_feed_closes_new_risk_alone() {
    let stage = stage();
    let uptime = feed(0xf2, 0);
    uptime.at.set(START - 7_200);
    let usual = Abi::setGateCall {
        feed: uptime.address,
        graceSeconds: uint(3_600),
        failOpenSeconds: uint(14_400),
        deepHealthBps: uint(9_500),
    };
    for (grace, fail_open, deep, error) in [
        (86_401, 3_600, 0, [86_401, 0, 86_400]),
        (0, 3_599, 0, [3_599, 3_600, 604_800]),
        (0, 604_801, 0, [604_801, 3_600, 604_800]),
        (0, 3_600, 10_001, [10_001, 0, 10_000]),
    ] {
        let call = Abi::setGateCall {
            graceSeconds: uint(grace),
            failOpenSeconds: uint(fail_open),
            deepHealthBps: uint(deep),
            ..usual.clone()
        };
        let [value, min, max] = error.map(uint);
        stage.refuses(BOB, &call, &Abi::OutOfBounds { value, min, max });
    }
    let closed = stage.govern(&Abi::gateCall {});
    assert_eq!((closed.feed, closed.state), (Address::ZERO, uint(0)));
    let healthy = mayLiquidateCall {
        healthWad: uint(ONE),
    };
    assert!(stage.govern(&healthy));
    stage.govern(&usual);
    let event = stage.oracle.events::<GateChanged>().pop().unwrap();
    assert_eq!(event.from, [U256::ZERO; 4]);
    assert_eq!(event.to[1..], [3_600, 14_400, 9_500].map(uint));
    let gate = stage.govern(&Abi::gateCall {});
    assert_eq!((gate.feed, gate.state), (uptime.address, uint(1)));
    assert_eq!(gate.since, uint(START - 7_200));
    uptime.answer.set(1);
    assert_eq!(stage.govern(&Abi::gateCall {}).state, uint(2));
    set_refusing(uptime.address, true);
    let gate = stage.govern(&Abi::gateCall {});
    assert_eq!((gate.state, gate.since), (uint(3), uint(0)));
    assert!(!stage.govern(&mayTakeRiskCall {}));
    assert!(stage.govern(&healthy));
}

#[test]
fn the_sentinel_widens_nothing() {
    let stage = stage();
    let usual = stage.source();
    let other = feed(0xf3, 3_000 * DOLLAR);
    stage.oracle.call(SENTINEL, &usual).unwrap();
    for wider in [
        Abi::setSourceCall {
            span: usual.span + uint(1),
            ..usual.clone()
        },
        Abi::setSourceCall {
            lower: usual.lower - uint(1),
            ..usual.clone()
        },
        Abi::setSourceCall {
            upper: usual.upper + uint(1),
            ..usual.clone()
        },
        Abi::setSourceCall {
            confidenceBps: usual.confidenceBps - uint(1),
            ..usual.clone()
        },
        Abi::setSourceCall {
            target: other.address,
            ..usual.clone()
        },
        Abi::setSourceCall {
            index: uint(1),
            ..usual.clone()
        },
    ] {
        stage.forbids(SENTINEL, &wider);
        stage.govern(&wider);
        stage.govern(&usual);
    }
}

#[test]
fn what_is_removed_is_gone() {
    let stage = stage();
    let (asset, index) = (ETHER, U256::ZERO);
    stage.govern(&Abi::removeSourceCall { asset, index });
    let unknown = Abi::UnknownSource { asset, index };
    stage.refuses(ALICE, &Abi::sourceCall { asset, index }, &unknown);
    stage.refuses(BOB, &Abi::removeSourceCall { asset, index }, &unknown);
    let record = stage.govern(&Abi::assetCall { asset });
    assert_eq!((record.places, record.disabled), (uint(0), uint(0)));
}
