//! What a proposal may ask before it waits.

use alloy_primitives::{Address, B256, FixedBytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;

use super::*;
use crate::tokens::BOB;

fn validate(lending: &Lending, data: Vec<u8>) -> Result<FixedBytes<4>, Vec<u8>> {
    let data = data.into();
    lending.market.call(BOB, &IValidator::validateCall { data })
}

#[test]
fn the_market_validates() {
    let lending = Lending::new();
    let supports = |id: [u8; 4]| {
        lending.ask(&IERC165::supportsInterfaceCall {
            interfaceId: FixedBytes(id),
        })
    };
    assert!(supports(IERC165::supportsInterfaceCall::SELECTOR));
    assert!(supports(IValidator::validateCall::SELECTOR));
    assert!(!supports([0xff; 4]));
}

#[test]
fn calls_that_would_pass_are_accepted_and_change_nothing() {
    let lending = Lending::new();
    let token = crate::tokens::token_at(0xc4);
    lending.says.price(token.address(), PRICE);
    let (key, collateral) = (B256::repeat_byte(1), GOLD);
    lending.govern(&Risk::bindParameterCall {
        key,
        setting: Setting::BorrowLtv,
        collateral,
    });
    let (to, sentinel, params, recipient) = (BOB, BOB, BOB, BOB);
    let zero = U256::ZERO;
    let calls = [
        Risk::setLtvCall {
            collateral,
            borrowBps: uint(1),
            liquidationBps: uint(2),
            rampSeconds: zero,
        }
        .abi_encode(),
        Risk::setCollateralCapCall {
            collateral,
            cap: zero,
        }
        .abi_encode(),
        Risk::setListedCall {
            collateral,
            listed: false,
        }
        .abi_encode(),
        listing(token.address(), GOLD_LTV).abi_encode(),
        Risk::setCapsCall {
            supplyCap: zero,
            borrowCap: zero,
        }
        .abi_encode(),
        Risk::setStopsCall {
            supplyStopped: true,
            borrowStopped: true,
        }
        .abi_encode(),
        Risk::setFeesCall {
            feeBps: uint(1),
            reservePartBps: uint(2),
            flashFeeBps: uint(3),
        }
        .abi_encode(),
        steady_rate(7).abi_encode(),
        Risk::setAdaptiveModelCall {}.abi_encode(),
        Risk::setTermsCall { terms: terms() }.abi_encode(),
        pricing(1, 2, true).abi_encode(),
        Risk::bindParameterCall {
            key: B256::ZERO,
            setting: Setting::Fee,
            collateral: Address::ZERO,
        }
        .abi_encode(),
        Risk::unbindParameterCall { key }.abi_encode(),
        Risk::setParamsCall { params }.abi_encode(),
        Risk::setSentinelCall { sentinel }.abi_encode(),
        Risk::setFeeRecipientCall { recipient }.abi_encode(),
        Risk::transferAuthorityCall { to }.abi_encode(),
        Risk::acceptAuthorityCall {}.abi_encode(),
    ];
    let accepted = FixedBytes(IValidator::validateCall::SELECTOR);
    for call in calls {
        assert_eq!(validate(&lending, call), Ok(accepted));
    }
    assert_eq!(lending.ask(&Risk::collateralsCall {}), [GOLD, SILVER]);
    assert_eq!(lending.ask(&Risk::capsCall {}).supplyCap, uint(CAP));
    assert_eq!(lending.ask(&Risk::sentinelCall {}), SENTINEL);
}

#[test]
fn calls_that_would_fail_are_refused_as_they_would_be() {
    let lending = Lending::new();
    let fails = |call: Vec<u8>, error: Vec<u8>| {
        let outcome = lending.market.send(AUTHORITY, call.clone());
        assert_eq!(outcome, Err(error.clone()));
        assert_eq!(validate(&lending, call), Err(error));
    };
    let account = Address::ZERO;
    let nobody = Risk::setFeeRecipientCall { recipient: account };
    fails(
        nobody.abi_encode(),
        Abi::InvalidAddress { account }.abi_encode(),
    );
    let key = B256::ZERO;
    let unbind = Risk::unbindParameterCall { key };
    fails(unbind.abi_encode(), Risk::UnknownKey { key }.abi_encode());
    let token = crate::tokens::token_at(0xc4);
    let collateral = token.address();
    let missing = Abi::PriceMissing { collateral };
    fails(
        listing(collateral, GOLD_LTV).abi_encode(),
        missing.abi_encode(),
    );
    let mut wrong = terms();
    wrong.targetBps = U256::ZERO;
    let call = Risk::setTermsCall { terms: wrong };
    fails(call.abi_encode(), Risk::InvalidTerms {}.abi_encode());
    let collateral = ASSET;
    let call = Risk::setListedCall {
        collateral,
        listed: true,
    };
    fails(
        call.abi_encode(),
        Abi::NotListed { collateral }.abi_encode(),
    );
    // What is no method of governance, and what is no method.
    for call in [Risk::collectFeesCall {}.abi_encode(), vec![1, 2, 3, 4]] {
        let selector = FixedBytes::from_slice(&call[..4]);
        let error = Risk::UnknownCall { selector };
        assert_eq!(validate(&lending, call), Err(error.abi_encode()));
    }
    assert_eq!(validate(&lending, vec![1, 2, 3]), Err(vec![]));
}
