//! What the parameter store pushes into a market.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_abi::params::IParameterSubscriber::onParameterCall;
use ballast_tests::lending::Lending;
use ballast_tests::{CAROL, MALLORY, uint};

/// Carol stands for the store, and has bound a key to each setting.
fn bound() -> (Lending, impl Fn(Setting) -> B256) {
    let lending = Lending::new();
    lending.govern(&Risk::setParamsCall { params: CAROL });
    let ether = lending.ether.address;
    let key = |setting: Setting| keccak256([setting as u8]);
    for setting in [
        Setting::SupplyCap,
        Setting::BorrowCap,
        Setting::Fee,
        Setting::ReservePart,
        Setting::FlashFee,
    ] {
        bind(&lending, key(setting), setting, Address::ZERO);
    }
    for setting in [
        Setting::CollateralCap,
        Setting::BorrowLtv,
        Setting::LiquidationLtv,
    ] {
        bind(&lending, key(setting), setting, ether);
    }
    (lending, key)
}

fn bind(lending: &Lending, key: B256, setting: Setting, collateral: Address) {
    lending.govern(&Risk::bindParameterCall {
        key,
        setting,
        collateral,
    });
}

fn told(key: B256, value: u128) -> onParameterCall {
    onParameterCall {
        key,
        value: uint(value),
        from: uint(value),
        start: U256::ZERO,
        end: U256::ZERO,
    }
}

#[test]
fn every_setting_is_moved_by_its_key() {
    let (lending, key) = bound();
    for (setting, value) in [
        (Setting::SupplyCap, 7_000_000),
        (Setting::BorrowCap, 6_000_000),
        (Setting::CollateralCap, 5_000_000),
        (Setting::BorrowLtv, 7_900),
        (Setting::Fee, 1_500),
        (Setting::ReservePart, 4_000),
        (Setting::FlashFee, 9),
    ] {
        let answer = lending
            .market
            .send(CAROL, &told(key(setting), value))
            .returned;
        assert_eq!(answer.0, onParameterCall::SELECTOR);
    }
    let market = &lending.market;
    let caps = market.ask(&Risk::capsCall {});
    assert_eq!(
        (caps.supplyCap, caps.borrowCap),
        (uint(7_000_000), uint(6_000_000))
    );
    let fees = market.ask(&Risk::feesCall {});
    let fees = [fees.feeBps, fees.reservePartBps, fees.flashFeeBps];
    assert_eq!(fees, [1_500, 4_000, 9].map(uint));
    let collateral = lending.ether.address;
    let terms = market.ask(&Risk::collateralTermsCall { collateral });
    assert_eq!((terms.borrowBps, terms.cap), (uint(7_900), uint(5_000_000)));
}

/// A liquidation LTV moves along the parameter's own line.
#[test]
fn a_pushed_line_is_moved_along() {
    let (lending, key) = bound();
    let now = lending.market.chain().node().latest().header.timestamp;
    let line = onParameterCall {
        from: uint(8_500),
        start: U256::from(now),
        end: U256::from(now + 1_000),
        ..told(key(Setting::LiquidationLtv), 8_100)
    };
    lending.market.send(CAROL, &line);
    let collateral = lending.ether.address;
    lending.pass(500);
    lending.market.send(CAROL, &Risk::pokeCall { collateral });
    let terms = lending
        .market
        .ask(&Risk::collateralTermsCall { collateral });
    let ltv = terms.liquidationBps.to::<u64>();
    assert!((8_295..=8_305).contains(&ltv), "{ltv}");
    assert_eq!(terms.liquidationEndBps, uint(8_100));
}

/// The store alone; only what is bound; and what contradicts is refused, so that the store records it.
#[test]
fn what_is_pushed_wrongly_is_refused() {
    let (lending, key) = bound();
    let push = told(key(Setting::BorrowLtv), 7_000);
    lending.refuses(MALLORY, &push, &Abi::Unauthorized { caller: MALLORY });
    let unknown = keccak256("unknown");
    lending.refuses(CAROL, &told(unknown, 1), &Risk::UnknownKey { key: unknown });
    let contradicts = |call: &onParameterCall, error: Vec<u8>| {
        let data = lending.market.revert_data(CAROL, call);
        assert_eq!(data, error);
    };
    let ltvs = Risk::InvalidLtv {
        borrowBps: uint(8_500),
        liquidationBps: uint(8_500),
    };
    contradicts(&told(key(Setting::BorrowLtv), 8_500), ltvs.abi_encode());
    let admitted = Risk::NotAdmitted {
        collateral: lending.ether.address,
        liquidationLtvBps: uint(9_600),
    };
    contradicts(
        &told(key(Setting::LiquidationLtv), 9_600),
        admitted.abi_encode(),
    );
    let bounds = Risk::OutOfBounds {
        value: uint(101),
        min: U256::ZERO,
        max: uint(100),
    };
    contradicts(&told(key(Setting::FlashFee), 101), bounds.abi_encode());
    let unbind = Risk::unbindParameterCall {
        key: key(Setting::Fee),
    };
    lending.govern(&unbind);
    let error = Risk::UnknownKey {
        key: key(Setting::Fee),
    };
    lending.refuses(CAROL, &told(key(Setting::Fee), 1), &error);
}
