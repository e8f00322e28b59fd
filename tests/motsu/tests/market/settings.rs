//! Numbers of the whole market, and their bounds.

use alloy_primitives::U256;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};

use super::governance::{caps, fees};
use super::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn caps_keep_twelve_digits() {
    let lending = Lending::new();
    let uneven = 1_234_567_890_123_456;
    lending.govern(&caps(uneven, uneven + 1_000_000));
    let now = lending.ask(&Risk::capsCall {});
    let rounded = |value: u64| uint(value - value % 10_000);
    assert_eq!(now.supplyCap, rounded(uneven));
    assert_eq!(now.borrowCap, rounded(uneven + 1_000_000));
    let told = lending.market.events::<Risk::SettingChanged>();
    let [.., supply, borrow] = &told[..] else {
        panic!("both changed");
    };
    assert_eq!(
        (supply.setting, supply.from, supply.to),
        (Setting::SupplyCap, uint(CAP), now.supplyCap)
    );
    assert_eq!(
        (borrow.setting, borrow.from, borrow.to),
        (Setting::BorrowCap, uint(CAP), now.borrowCap)
    );
    // What stays is not told again.
    lending.govern(&caps(uneven, uneven + 1_000_000));
    assert_eq!(
        lending.market.events::<Risk::SettingChanged>().len(),
        told.len()
    );
    let wide = U256::from(1) << 128;
    let zero = U256::ZERO;
    for (supply_cap, borrow_cap) in [(wide, zero), (zero, wide)] {
        let call = Risk::setCapsCall {
            supplyCap: supply_cap,
            borrowCap: borrow_cap,
        };
        lending.refuses(AUTHORITY, &call, &Abi::NumberTooLarge {});
    }
}

#[test]
fn fees_have_bounds() {
    let lending = Lending::new();
    let error = |value, max| Risk::OutOfBounds {
        value: uint(value),
        min: U256::ZERO,
        max: uint(max),
    };
    lending.refuses(AUTHORITY, &fees(5_001, 0, 0), &error(5_001, 5_000));
    lending.refuses(AUTHORITY, &fees(0, 10_001, 0), &error(10_001, 10_000));
    lending.refuses(AUTHORITY, &fees(0, 0, 101), &error(101, 100));
    lending.govern(&fees(5_000, 10_000, 100));
    let now = lending.ask(&Risk::feesCall {});
    assert_eq!(
        (now.feeBps, now.reservePartBps, now.flashFeeBps),
        (uint(5_000), uint(10_000), uint(100))
    );
    let told = lending.market.events::<Risk::SettingChanged>();
    let told: Vec<_> = told
        .iter()
        .rev()
        .take(3)
        .map(|it| (it.setting, it.to))
        .collect();
    let expected = [
        (Setting::FlashFee, uint(100)),
        (Setting::ReservePart, uint(10_000)),
        (Setting::Fee, uint(5_000)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn rate_models_are_told_and_bounded() {
    let lending = Lending::new();
    let kinked = |base, below, above, kink: U256| Risk::setKinkedModelCall {
        base: uint(base),
        below: uint(below),
        above: uint(above),
        kink,
    };
    let invalid = Risk::InvalidTerms {};
    let half = wad(5_000);
    // Tenfold the principal a year is the most.
    let most = 317_097_919_837;
    let refused = [
        kinked(1, 1, 1, U256::ZERO),
        kinked(1, 1, 1, wad(10_000)),
        kinked(most, 1, 0, half),
        kinked(u64::MAX, u64::MAX, 0, half),
    ];
    for call in refused {
        lending.refuses(AUTHORITY, &call, &invalid);
    }
    let value = U256::from(1) << 64;
    let wide = Risk::setKinkedModelCall {
        base: value,
        ..kinked(0, 0, 0, half)
    };
    let error = Risk::OutOfBounds {
        value,
        min: U256::ZERO,
        max: uint(u64::MAX),
    };
    lending.refuses(AUTHORITY, &wide, &error);
    lending.govern(&kinked(10, 20, 40, half));
    let now = lending.ask(&Risk::rateModelCall {});
    assert_eq!(
        [now.kind, now.base, now.below, now.above],
        [1, 10, 20, 40].map(uint)
    );
    assert_eq!((now.kink, now.rateNow), (half, uint(10)));
    lending.govern(&Risk::setAdaptiveModelCall {});
    let told = lending.market.events::<Risk::RateModelChanged>();
    let [.., first, last] = &told[..] else {
        panic!("two changes");
    };
    assert_eq!(first.to, [uint(1), uint(10), uint(20), uint(40), half]);
    assert_eq!((last.from, last.to), (first.to, [U256::ZERO; 5]));
    // Above the kink it is the steeper line.
    lending.govern(&kinked(10, 20, 40, half));
    lending.supply(ALICE, 1_000 * UNIT);
    lending.pledge(BOB, GOLD, 100 * UNIT);
    for (lent, rate) in [(250, 20), (250, 30), (250, 50), (250, 70)] {
        lending.borrow(BOB, lent * UNIT);
        assert_eq!(lending.ask(&Risk::rateModelCall {}).rateNow, uint(rate));
    }
}

#[test]
fn terms_fit_together_and_every_collateral() {
    let lending = Lending::new();
    assert_eq!(lending.ask(&Risk::liquidationTermsCall {}), terms());
    type Change = fn(&mut Risk::LiquidationTerms);
    let invalid: [Change; 10] = [
        |it| it.leastBps = uint(9_999),
        |it| it.mostBps = uint(10_199),
        |it| it.mostBps = uint(20_001),
        |it| it.fullAtBps = uint(10_000),
        |it| it.targetBps = uint(9_999),
        |it| it.targetBps = uint(20_001),
        |it| it.closeFactorBps = uint(0),
        |it| it.closeFactorBps = uint(10_001),
        |it| it.fullCloseBelowBps = uint(10_001),
        |it| it.deepBps = uint(10_000),
    ];
    let with = |change: Change| {
        let mut terms = terms();
        change(&mut terms);
        Risk::setTermsCall { terms }
    };
    for change in invalid {
        lending.refuses(AUTHORITY, &with(change), &Risk::InvalidTerms {});
    }
    let bounds: [(Change, u64, u64); 4] = [
        (|it| it.leastBps = uint(65_536), 65_536, 65_535),
        (|it| it.coolOffSeconds = uint(3_601), 3_601, 3_600),
        (|it| it.delaySeconds = uint(86_401), 86_401, 86_400),
        (|it| it.deepBps = uint(65_536), 65_536, 65_535),
    ];
    for (change, value, max) in bounds {
        let error = Risk::OutOfBounds {
            value: uint(value),
            min: U256::ZERO,
            max: uint(max),
        };
        lending.refuses(AUTHORITY, &with(change), &error);
    }
    let wide = with(|it| it.dust = U256::from(1) << 128);
    lending.refuses(AUTHORITY, &wide, &Abi::NumberTooLarge {});
    // 1.1765 * 0.85 is more than one: gold would not do any more.
    let error = Risk::NotAdmitted {
        collateral: GOLD,
        liquidationLtvBps: uint(8_500),
    };
    lending.refuses(AUTHORITY, &with(|it| it.mostBps = uint(11_765)), &error);
    lending.govern(&with(|it| it.mostBps = uint(11_764)));
    let told = lending.market.events::<Risk::TermsChanged>().pop().unwrap();
    assert_eq!((told.from[1], told.to[1]), (uint(10_500), uint(11_764)));
    assert_eq!(told.to[9], uint(9_500));
}

#[test]
fn averages_and_gate_have_bounds() {
    let lending = Lending::new();
    let error = |value, max| Risk::OutOfBounds {
        value: uint(value),
        min: U256::ZERO,
        max: uint(max),
    };
    lending.refuses(
        AUTHORITY,
        &pricing(65_536, 0, false),
        &error(65_536, 65_535),
    );
    let over = pricing(600, 604_801, false);
    lending.refuses(AUTHORITY, &over, &error(604_801, 604_800));
    // The slow one is the slower one, or off.
    lending.refuses(AUTHORITY, &pricing(600, 599, false), &Risk::InvalidTerms {});
    lending.govern(&pricing(600, 0, true));
    lending.govern(&pricing(600, 604_800, false));
    let now = lending.ask(&Risk::pricingCall {});
    assert_eq!(
        (now.fastSeconds, now.slowSeconds, now.gated),
        (uint(600), uint(604_800), false)
    );
    let told = lending
        .market
        .events::<Risk::PricingChanged>()
        .pop()
        .unwrap();
    assert_eq!(
        (told.from, told.to),
        ([600, 0, 1].map(uint), [600, 604_800, 0].map(uint))
    );
    assert_eq!(lending.ask(&Risk::oracleCall {}), ORACLE);
}
