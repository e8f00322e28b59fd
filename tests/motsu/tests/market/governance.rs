//! Who governs what, and how collaterals are listed.

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};

use super::*;
use crate::tokens::{ALICE, BOB};

fn ltv(borrow: u64, liquidation: u64, ramp: u64) -> Risk::setLtvCall {
    Risk::setLtvCall {
        collateral: GOLD,
        borrowBps: uint(borrow),
        liquidationBps: uint(liquidation),
        rampSeconds: uint(ramp),
    }
}

pub(super) fn caps(supply: u64, borrow: u64) -> Risk::setCapsCall {
    Risk::setCapsCall {
        supplyCap: uint(supply),
        borrowCap: uint(borrow),
    }
}

pub(super) fn fees(fee: u64, reserve: u64, flash: u64) -> Risk::setFeesCall {
    Risk::setFeesCall {
        feeBps: uint(fee),
        reservePartBps: uint(reserve),
        flashFeeBps: uint(flash),
    }
}

fn stops(supply_stopped: bool, borrow_stopped: bool) -> Risk::setStopsCall {
    Risk::setStopsCall {
        supplyStopped: supply_stopped,
        borrowStopped: borrow_stopped,
    }
}

fn cap(cap: u64) -> Risk::setCollateralCapCall {
    Risk::setCollateralCapCall {
        collateral: GOLD,
        cap: uint(cap),
    }
}

fn listed(listed: bool) -> Risk::setListedCall {
    Risk::setListedCall {
        collateral: GOLD,
        listed,
    }
}

/// Borrow LTV, liquidation LTV now and at its end, and whether it is taken.
fn terms_of(lending: &Lending) -> (u64, u64, u64, bool) {
    let terms = lending.ask(&Risk::collateralTermsCall { collateral: GOLD });
    let [borrow, now, end] = [
        terms.borrowBps,
        terms.liquidationBps,
        terms.liquidationEndBps,
    ]
    .map(|it| it.to());
    (borrow, now, end, terms.listed)
}

/// What only widens is the authority's; what narrows, the sentinel's as well.
#[test]
fn methods_are_for_their_roles() {
    let lending = Lending::new();
    let wide = [
        listing(ASSET, GOLD_LTV).abi_encode(),
        ltv(8_001, 8_500, 0).abi_encode(),
        ltv(8_000, 8_400, 0).abi_encode(),
        cap(CAP + 1).abi_encode(),
        caps(CAP + 1_000_000, 0).abi_encode(),
        caps(0, CAP + 1_000_000).abi_encode(),
        listed(true).abi_encode(),
        fees(1, 0, 0).abi_encode(),
        Risk::setAdaptiveModelCall {}.abi_encode(),
        steady_rate(1).abi_encode(),
        Risk::setTermsCall { terms: terms() }.abi_encode(),
        pricing(0, 0, true).abi_encode(),
        Risk::bindParameterCall {
            key: keccak256("key"),
            setting: Setting::Fee,
            collateral: Address::ZERO,
        }
        .abi_encode(),
        Risk::unbindParameterCall {
            key: keccak256("key"),
        }
        .abi_encode(),
        Risk::setParamsCall { params: BOB }.abi_encode(),
        Risk::setSentinelCall { sentinel: BOB }.abi_encode(),
        Risk::setFeeRecipientCall { recipient: BOB }.abi_encode(),
        Risk::transferAuthorityCall { to: BOB }.abi_encode(),
        Risk::acceptAuthorityCall {}.abi_encode(),
    ];
    let narrow = [
        ltv(7_999, 8_500, 0).abi_encode(),
        cap(CAP - 1).abi_encode(),
        caps(CAP - 1_000_000, CAP).abi_encode(),
        stops(true, false).abi_encode(),
        stops(true, true).abi_encode(),
        listed(false).abi_encode(),
    ];
    let refused = |caller: Address, call: &[u8]| {
        let error = Abi::Unauthorized { caller }.abi_encode();
        let outcome = lending.market.send(caller, call.to_vec());
        assert_eq!(outcome, Err(error));
    };
    for call in wide.iter().chain(&narrow) {
        for caller in [ALICE, MARKET, RISK] {
            refused(caller, call);
        }
    }
    for call in &wide {
        refused(SENTINEL, call);
    }
    for call in narrow {
        assert_eq!(lending.market.send(SENTINEL, call), Ok(vec![]));
    }
    // What is stopped stays so for the sentinel.
    refused(SENTINEL, &stops(false, true).abi_encode());
    assert_eq!(terms_of(&lending), (7_999, 8_500, 8_500, false));
    let now = lending.ask(&Risk::stopsCall {});
    assert!(now.supplyStopped && now.borrowStopped);
    let told = lending.market.events::<Risk::StopsChanged>();
    let told: Vec<_> = told.iter().map(|it| (it.from, it.to)).collect();
    let expected = [([false; 2], [true, false]), ([true, false], [true; 2])];
    assert_eq!(told, expected);
}

#[test]
fn roles_are_handed_over() {
    let lending = Lending::new();
    lending.govern(&Risk::setParamsCall { params: ALICE });
    lending.govern(&Risk::setFeeRecipientCall { recipient: CAROL });
    lending.govern(&Risk::transferAuthorityCall { to: BOB });
    assert_eq!(lending.ask(&Risk::pendingAuthorityCall {}), BOB);
    lending.act(BOB, &Risk::acceptAuthorityCall {});
    assert_eq!(lending.ask(&Risk::authorityCall {}), BOB);
    assert_eq!(lending.ask(&Risk::pendingAuthorityCall {}), Address::ZERO);
    assert_eq!(lending.ask(&Risk::sentinelCall {}), SENTINEL);
    assert_eq!(lending.ask(&Risk::feeRecipientCall {}), CAROL);
    assert_eq!(lending.ask(&Risk::paramsCall {}), ALICE);
    let caller = AUTHORITY;
    lending.refuses(AUTHORITY, &fees(0, 0, 0), &Abi::Unauthorized { caller });
    let account = Address::ZERO;
    let nobody = Risk::setFeeRecipientCall { recipient: account };
    lending.refuses(BOB, &nobody, &Abi::InvalidAddress { account });
    let told = lending.market.events::<Risk::RoleChanged>();
    let told: Vec<_> = told[2..]
        .iter()
        .map(|it| (it.role, it.from, it.to))
        .collect();
    let (zero, pending) = (Address::ZERO, keccak256("pendingAuthority"));
    let expected = [
        (keccak256("params"), zero, ALICE),
        (keccak256("feeRecipient"), zero, CAROL),
        (pending, zero, BOB),
        (pending, BOB, zero),
        (keccak256("authority"), AUTHORITY, BOB),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_listing_fits_the_terms_and_has_a_price() {
    let lending = Lending::new();
    assert_eq!(lending.ask(&Risk::collateralsCall {}), [GOLD, SILVER]);
    let other = crate::tokens::token_at(0xc4);
    let token = other.address();
    let missing = Abi::PriceMissing { collateral: token };
    lending.refuses(AUTHORITY, &listing(token, GOLD_LTV), &missing);
    lending.says.price(token, PRICE);
    for collateral in [GOLD, ASSET, Address::repeat_byte(0x99)] {
        let error = Risk::InvalidCollateral { collateral };
        lending.refuses(AUTHORITY, &listing(collateral, GOLD_LTV), &error);
    }
    let bounds = |value| Risk::OutOfBounds {
        value: uint(value),
        min: U256::ZERO,
        max: uint(9_999),
    };
    lending.refuses(AUTHORITY, &listing(token, [10_000, 9_000]), &bounds(10_000));
    lending.refuses(AUTHORITY, &listing(token, [9_000, 10_000]), &bounds(10_000));
    for [borrow, liquidation] in [[8_500, 8_500], [8_501, 8_500], [0, 0]] {
        let error = Risk::InvalidLtv {
            borrowBps: uint(borrow),
            liquidationBps: uint(liquidation),
        };
        lending.refuses(AUTHORITY, &listing(token, [borrow, liquidation]), &error);
    }
    // 1.05 * 0.9524 is more than one.
    let error = Risk::NotAdmitted {
        collateral: token,
        liquidationLtvBps: uint(9_524),
    };
    lending.refuses(AUTHORITY, &listing(token, [9_000, 9_524]), &error);
    let wide = Risk::listCollateralCall {
        cap: U256::from(1) << 128,
        ..listing(token, [9_000, 9_523])
    };
    lending.refuses(AUTHORITY, &wide, &Abi::NumberTooLarge {});
    lending.govern(&listing(token, [9_000, 9_523]));
    assert_eq!(
        lending.ask(&Risk::collateralsCall {}),
        [GOLD, SILVER, token]
    );
    let told = lending
        .market
        .events::<Risk::CollateralChanged>()
        .pop()
        .unwrap();
    let to = [9_000, 9_523, 9_523, START, START, 1].map(uint);
    assert_eq!(
        (told.collateral, told.from, told.to),
        (token, [U256::ZERO; 6], to)
    );
    let told = lending.market.events::<Risk::CapChanged>().pop().unwrap();
    assert_eq!(
        (told.collateral, told.from, told.to),
        (token, U256::ZERO, uint(CAP))
    );
}

#[test]
fn a_list_is_full_at_its_end() {
    let lending = Lending::new();
    let tokens: Vec<_> = (0x80..0xa0).map(crate::tokens::token_at).collect();
    for token in &tokens {
        lending.says.price(token.address(), PRICE);
    }
    let error = Risk::ListFull { max: uint(32) };
    let mut outcomes = tokens.iter().map(|token| {
        let call = listing(token.address(), GOLD_LTV);
        lending.market.call(AUTHORITY, &call).map(drop)
    });
    assert!(outcomes.by_ref().take(30).all(|outcome| outcome.is_ok()));
    let full = Err(error.abi_encode());
    assert!(outcomes.all(|outcome| outcome == full));
    assert_eq!(lending.ask(&Risk::collateralsCall {}).len(), 32);
}

#[test]
fn a_liquidation_ltv_moves_along_its_line() {
    let lending = Lending::new();
    lending.govern(&ltv(7_000, 7_500, 1_000));
    let told = lending
        .market
        .events::<Risk::CollateralChanged>()
        .pop()
        .unwrap();
    let from = [8_000, 8_500, 8_500, START, START, 1].map(uint);
    let to = [7_000, 8_500, 7_500, START, START + 1_000, 1].map(uint);
    assert_eq!((told.from, told.to), (from, to));
    // The line rounds up, for borrowers.
    let line = [
        (0, 8_500),
        (1, 8_499),
        (500, 8_000),
        (999, 7_501),
        (1_000, 7_500),
    ];
    for (seconds, now) in line {
        lending.pass(START + seconds - lending.now());
        let (_, liquidation, end, _) = terms_of(&lending);
        assert_eq!((liquidation, end), (now, 7_500));
    }
    // The same end leaves the line as it is; the borrow LTV stays below all of it.
    lending.govern(&ltv(6_000, 7_500, 0));
    assert_eq!(terms_of(&lending), (6_000, 7_500, 7_500, true));
    let error = Risk::InvalidLtv {
        borrowBps: uint(7_500),
        liquidationBps: uint(7_500),
    };
    lending.refuses(AUTHORITY, &ltv(7_500, 8_500, 10), &error);
    let error = Risk::OutOfBounds {
        value: uint(YEAR + 1),
        min: U256::ZERO,
        max: uint(YEAR),
    };
    lending.refuses(AUTHORITY, &ltv(6_000, 7_000, YEAR + 1), &error);
    let unknown = Risk::setLtvCall {
        collateral: ASSET,
        ..ltv(1, 2, 0)
    };
    lending.refuses(AUTHORITY, &unknown, &Abi::NotListed { collateral: ASSET });
}
