//! Who may act for an account.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::signature::{IERC1271, ISignature};
use ballast_motsu_testkit::{Foreign, Signer, deploy_precompiles};

use super::*;
use crate::tokens::{ALICE, BOB};

const TYPE: &str = "Authorization(address authorizer,address authorized,bool isAuthorized,\
    uint256 nonce,uint256 deadline)";

fn authorize(authorized: Address, to: bool) -> Abi::setAuthorizationCall {
    Abi::setAuthorizationCall {
        authorized,
        isAuthorized: to,
    }
}

fn is_authorized(lending: &Lending, authorizer: Address, authorized: Address) -> bool {
    lending.ask(&Abi::isAuthorizedCall {
        authorizer,
        authorized,
    })
}

/// Lets Bob act for the signer.
fn signed(lending: &Lending, signer: Signer, nonce: u64) -> Abi::setAuthorizationWithSigCall {
    let authorizer = signer.address();
    let [nonce, deadline] = [nonce, START].map(uint);
    let message = (keccak256(TYPE), authorizer, BOB, true, nonce, deadline);
    let domain = lending.ask(&Abi::DOMAIN_SEPARATORCall {});
    let (v, r, s) = signer.sign(domain, &message.abi_encode());
    Abi::setAuthorizationWithSigCall {
        authorizer,
        authorized: BOB,
        isAuthorized: true,
        nonce,
        deadline,
        signature: [r.as_slice(), s.as_slice(), &[v]].concat().into(),
    }
}

#[test]
fn whom_an_account_authorized_acts_for_it() {
    let lending = Lending::funded();
    lending.act(BOB, &authorize(CAROL, true));
    assert!(is_authorized(&lending, BOB, CAROL) && !is_authorized(&lending, CAROL, BOB));
    let to_carol = Abi::borrowCall {
        receiver: CAROL,
        ..borrow(BOB, 10 * UNIT)
    };
    lending.act(CAROL, &to_carol);
    assert_eq!(lending.balance(&lending.asset, CAROL), FUNDS + 10 * UNIT);
    assert_eq!((lending.debt(BOB), lending.debt(CAROL)), (10 * UNIT, 0));
    lending.act(CAROL, &take_out(BOB, GOLD, 1));
    lending.act(BOB, &authorize(CAROL, false));
    let caller = CAROL;
    let error = Abi::Unauthorized { caller };
    lending.refuses(CAROL, &to_carol, &error);
    lending.refuses(CAROL, &take_out(BOB, GOLD, 1), &error);
    let told = lending.market.events::<Abi::SetAuthorization>();
    let told: Vec<_> = told
        .iter()
        .map(|it| (it.caller, it.authorizer, it.authorized, it.from, it.to))
        .collect();
    let expected = [
        (BOB, BOB, CAROL, false, true),
        (BOB, BOB, CAROL, true, false),
    ];
    assert_eq!(told, expected);
}

#[test]
fn the_domain_is_the_chain_and_the_market() {
    let lending = Lending::new();
    let kind = keccak256("EIP712Domain(uint256 chainId,address verifyingContract)");
    // As motsu's chain calls itself.
    let domain = (kind, uint(42_161), MARKET).abi_encode();
    assert_eq!(
        lending.ask(&Abi::DOMAIN_SEPARATORCall {}),
        keccak256(domain)
    );
}

#[test]
fn a_signature_authorizes_once() {
    let _precompiles = deploy_precompiles();
    let lending = Lending::new();
    let signer = Signer::new("alice");
    let account = signer.address();
    let call = signed(&lending, signer, 0);
    lending.act(CAROL, &call);
    assert!(is_authorized(&lending, account, BOB));
    assert_eq!(lending.ask(&Abi::nonceCall { account }), uint(1));
    let told = lending
        .market
        .events::<Abi::SetAuthorization>()
        .pop()
        .unwrap();
    assert_eq!(
        (told.caller, told.authorizer, told.authorized),
        (CAROL, account, BOB)
    );
    let used = ISignature::InvalidAccountNonce {
        account,
        currentNonce: uint(1),
    };
    lending.refuses(CAROL, &call, &used);
    lending.act(CAROL, &signed(&lending, signer, 1));
    assert_eq!(lending.ask(&Abi::nonceCall { account }), uint(2));
}

#[test]
fn every_word_is_signed_and_the_time_ends() {
    let _precompiles = deploy_precompiles();
    let lending = Lending::new();
    let signer = Signer::new("alice");
    let authorizer = signer.address();
    let call = signed(&lending, signer, 0);
    let changed = [
        Abi::setAuthorizationWithSigCall {
            authorized: CAROL,
            ..call.clone()
        },
        Abi::setAuthorizationWithSigCall {
            isAuthorized: false,
            ..call.clone()
        },
        Abi::setAuthorizationWithSigCall {
            deadline: U256::MAX,
            ..call.clone()
        },
        Abi::setAuthorizationWithSigCall {
            signature: Bytes::new(),
            ..call.clone()
        },
    ];
    for call in changed {
        lending.refuses(CAROL, &call, &Abi::InvalidSignature { authorizer });
    }
    let authorizer = ALICE;
    let others = Abi::setAuthorizationWithSigCall {
        authorizer,
        ..call.clone()
    };
    lending.refuses(CAROL, &others, &Abi::InvalidSignature { authorizer });
    lending.pass(1);
    let deadline = uint(START);
    lending.refuses(CAROL, &call, &Abi::SignatureExpired { deadline });
    assert!(!is_authorized(&lending, signer.address(), BOB));
}

#[test]
fn a_contract_says_what_it_signed() {
    let lending = Lending::new();
    let wallet = Address::repeat_byte(0x77);
    let _wallet = Foreign::place(wallet, |message| {
        let call: IERC1271::isValidSignatureCall = message.is().ok_or_else(Vec::new)?;
        let mine = call.signature.as_ref() == b"mine" && call.hash != B256::ZERO;
        let selector = if mine {
            IERC1271::isValidSignatureCall::SELECTOR
        } else {
            [0; 4]
        };
        Ok([&selector[..], &[0; 28]].concat())
    });
    let call = |signature: &'static [u8]| Abi::setAuthorizationWithSigCall {
        authorizer: wallet,
        authorized: BOB,
        isAuthorized: true,
        nonce: U256::ZERO,
        deadline: U256::MAX,
        signature: Bytes::from_static(signature),
    };
    let error = Abi::InvalidSignature { authorizer: wallet };
    lending.refuses(CAROL, &call(b"yours"), &error);
    lending.act(CAROL, &call(b"mine"));
    assert!(is_authorized(&lending, wallet, BOB));
}
