//! What the parameter store pushes.

use alloy_primitives::{Address, B256, FixedBytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::params::{IParameterSubscriber, Params as ParamsAbi};
use ballast_motsu_testkit::Deployed;
use ballast_params::Params;

use super::*;
use crate::tokens::BOB;

/// Stands in for the store.
const STORE: Address = Address::repeat_byte(0x9a);

fn key() -> B256 {
    keccak256("key")
}

fn bind(setting: Setting, collateral: Address) -> Risk::bindParameterCall {
    Risk::bindParameterCall {
        key: key(),
        setting,
        collateral,
    }
}

/// A value that holds at once.
fn told(value: U256) -> IParameterSubscriber::onParameterCall {
    IParameterSubscriber::onParameterCall {
        key: key(),
        value,
        from: value,
        start: uint(START),
        end: uint(START),
    }
}

fn heard() -> FixedBytes<4> {
    FixedBytes(IParameterSubscriber::onParameterCall::SELECTOR)
}

fn storing() -> Lending {
    let lending = Lending::new();
    lending.govern(&Risk::setParamsCall { params: STORE });
    lending
}

#[test]
fn a_parameter_moves_what_it_is_bound_to() {
    let lending = storing();
    let cap = |lending: &Lending| {
        lending
            .ask(&Risk::collateralTermsCall { collateral: GOLD })
            .cap
    };
    let zero = Address::ZERO;
    type Read = fn(&Lending) -> U256;
    let table: [(Setting, Address, u64, Read); 7] = [
        (Setting::SupplyCap, zero, 5 * UNIT, |it| {
            it.ask(&Risk::capsCall {}).supplyCap
        }),
        (Setting::BorrowCap, zero, 4 * UNIT, |it| {
            it.ask(&Risk::capsCall {}).borrowCap
        }),
        (Setting::Fee, zero, 1_000, |it| {
            it.ask(&Risk::feesCall {}).feeBps
        }),
        (Setting::ReservePart, zero, 2_000, |it| {
            it.ask(&Risk::feesCall {}).reservePartBps
        }),
        (Setting::FlashFee, zero, 30, |it| {
            it.ask(&Risk::feesCall {}).flashFeeBps
        }),
        (Setting::BorrowLtv, GOLD, 7_000, |it| {
            it.ask(&Risk::collateralTermsCall { collateral: GOLD })
                .borrowBps
        }),
        (Setting::LiquidationLtv, GOLD, 8_200, |it| {
            it.ask(&Risk::collateralTermsCall { collateral: GOLD })
                .liquidationBps
        }),
    ];
    for (setting, collateral, value, read) in table {
        lending.govern(&bind(setting, collateral));
        assert_eq!(lending.act(STORE, &told(uint(value))), heard());
        assert_eq!(read(&lending), uint(value));
    }
    lending.govern(&bind(Setting::CollateralCap, GOLD));
    lending.act(STORE, &told(uint(77)));
    assert_eq!(cap(&lending), uint(77));
}

#[test]
fn a_liquidation_ltv_moves_along_the_parameters_line() {
    let lending = storing();
    lending.govern(&bind(Setting::LiquidationLtv, GOLD));
    let line = IParameterSubscriber::onParameterCall {
        key: key(),
        value: uint(8_100),
        from: uint(8_500),
        start: uint(START + 100),
        end: uint(START + 500),
    };
    lending.act(STORE, &line);
    let now = |lending: &Lending| {
        let terms = lending.ask(&Risk::collateralTermsCall { collateral: GOLD });
        terms.liquidationBps.to::<u64>()
    };
    assert_eq!(now(&lending), 8_500);
    lending.pass(300);
    assert_eq!(now(&lending), 8_300);
    lending.pass(200);
    assert_eq!(now(&lending), 8_100);
    let late = IParameterSubscriber::onParameterCall {
        end: uint(1 << 40),
        ..line
    };
    let error = Risk::OutOfBounds {
        value: uint(1 << 40),
        min: U256::ZERO,
        max: uint((1 << 40) - 1),
    };
    lending.refuses(STORE, &late, &error);
}

#[test]
fn what_contradicts_the_rest_is_refused() {
    let lending = storing();
    let bounds = |value, max| {
        let error = Risk::OutOfBounds {
            value: uint(value),
            min: U256::ZERO,
            max: uint(max),
        };
        error.abi_encode()
    };
    let invalid = |borrow, liquidation| {
        let error = Risk::InvalidLtv {
            borrowBps: uint(borrow),
            liquidationBps: uint(liquidation),
        };
        error.abi_encode()
    };
    let zero = Address::ZERO;
    let table = [
        (Setting::Fee, zero, 5_001, bounds(5_001, 5_000)),
        (Setting::ReservePart, zero, 10_001, bounds(10_001, 10_000)),
        (Setting::FlashFee, zero, 101, bounds(101, 100)),
        (Setting::BorrowLtv, GOLD, 10_000, bounds(10_000, 9_999)),
        (Setting::BorrowLtv, GOLD, 8_500, invalid(8_500, 8_500)),
        (Setting::LiquidationLtv, GOLD, 8_000, invalid(8_000, 8_000)),
    ];
    for (setting, collateral, value, error) in table {
        lending.govern(&bind(setting, collateral));
        let outcome = lending.market.call(STORE, &told(uint(value))).err();
        assert_eq!(outcome, Some(error));
    }
    for (setting, collateral) in [
        (Setting::SupplyCap, zero),
        (Setting::BorrowCap, zero),
        (Setting::CollateralCap, GOLD),
    ] {
        lending.govern(&bind(setting, collateral));
        let wide = told(U256::from(1) << 128);
        lending.refuses(STORE, &wide, &Abi::NumberTooLarge {});
    }
}

#[test]
fn bindings_are_made_told_and_ended() {
    let lending = storing();
    let key = key();
    let unknown = Risk::UnknownKey { key };
    lending.refuses(STORE, &told(uint(1)), &unknown);
    lending.refuses(AUTHORITY, &Risk::unbindParameterCall { key }, &unknown);
    // A collateral where one is needed, and none elsewhere.
    let collateral = GOLD;
    let error = Risk::InvalidCollateral { collateral };
    lending.refuses(AUTHORITY, &bind(Setting::Fee, GOLD), &error);
    let collateral = Address::ZERO;
    let error = Abi::NotListed { collateral };
    lending.refuses(AUTHORITY, &bind(Setting::BorrowLtv, collateral), &error);
    let mut beyond = bind(Setting::FlashFee, Address::ZERO).abi_encode();
    beyond[4 + 63] += 1;
    let error = Risk::OutOfBounds {
        value: uint(8),
        min: U256::ZERO,
        max: uint(7),
    };
    assert_eq!(
        lending.market.send(AUTHORITY, beyond),
        Err(error.abi_encode())
    );
    lending.govern(&bind(Setting::BorrowLtv, SILVER));
    let caller = BOB;
    lending.refuses(BOB, &told(uint(1)), &Abi::Unauthorized { caller });
    lending.govern(&Risk::unbindParameterCall { key });
    lending.refuses(STORE, &told(uint(1)), &unknown);
    lending.govern(&bind(Setting::Fee, Address::ZERO));
    lending.govern(&Risk::unbindParameterCall { key });
    let told = lending.market.events::<Risk::ParameterBound>();
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.setting, it.collateral, it.bound))
        .collect();
    let zero = Address::ZERO;
    let expected = [
        (Setting::BorrowLtv, SILVER, true),
        (Setting::BorrowLtv, SILVER, false),
        (Setting::Fee, zero, true),
        (Setting::Fee, zero, false),
    ];
    assert_eq!(told, expected);
}

/// The store itself, with a parameter that moves over a thousand seconds.
#[test]
fn the_store_pushes_what_it_was_set_to() {
    let lending = storing();
    let store = Deployed::<Params>::bare(STORE);
    let authority = AUTHORITY;
    store
        .construct(BOB, &ParamsAbi::constructorCall { authority })
        .unwrap();
    let define = IParams::defineCall {
        module: MARKET.into_word(),
        subject: GOLD.into_word(),
        name: keccak256("liquidationLtv"),
        rules: IParams::Rules {
            min: uint(5_000),
            max: uint(9_000),
            step: uint(1_000),
            interval: uint(3_600),
            duration: uint(1_000),
            delayClass: DelayClass::Slow,
            safety: Safety::Lower,
        },
        value: uint(8_500),
    };
    let key = store.call(AUTHORITY, &define).unwrap();
    let binding = Risk::bindParameterCall {
        key,
        setting: Setting::LiquidationLtv,
        collateral: GOLD,
    };
    lending.govern(&binding);
    let subscriber = MARKET;
    let subscribe = IParams::subscribeCall { key, subscriber };
    store.call(AUTHORITY, &subscribe).unwrap();
    lending.pass(3_600);
    let value = uint(8_100);
    store
        .call(AUTHORITY, &IParams::setSlowCall { key, value })
        .unwrap();
    lending.pass(500);
    let terms = lending.ask(&Risk::collateralTermsCall { collateral: GOLD });
    assert_eq!(
        (terms.liquidationBps, terms.liquidationEndBps),
        (uint(8_300), uint(8_100))
    );
}
