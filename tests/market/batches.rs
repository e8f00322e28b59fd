//! Several methods in one call, and acting for others by signature.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_signer::SignerSync;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::signature::ISignature;
use ballast_tests::lending::{Lending, borrow, pledge, release, repay};
use ballast_tests::{ALICE, BOB, CAROL, MALLORY, TOKEN, key_of, uint};

use crate::create;

fn stage() -> Lending {
    let market = Lending::new();
    market.supply(ALICE, 11_000 * TOKEN);
    market
}

fn batch(items: &[Vec<u8>]) -> Abi::batchCall {
    Abi::batchCall {
        items: items.iter().map(|item| item.clone().into()).collect(),
    }
}

#[test]
fn a_debt_may_come_before_its_collateral() {
    let market = stage();
    let ether = market.ether.address;
    let items = [
        borrow(200 * TOKEN, BOB).abi_encode(),
        pledge(ether, TOKEN / 10, BOB).abi_encode(),
    ];
    market.market.send(BOB, &batch(&items));
    assert_eq!(market.pledged_of(BOB, ether), uint(TOKEN / 10));
    // Swapping one collateral for another, the old one first.
    let shares = market.shares();
    market.pledge(CAROL, ether, TOKEN / 10);
    market.borrow(CAROL, 200 * TOKEN);
    let items = [
        release(ether, TOKEN / 10, CAROL).abi_encode(),
        pledge(shares, 300 * TOKEN * 1_000, CAROL).abi_encode(),
    ];
    market.market.send(CAROL, &batch(&items));
    assert_eq!(market.pledged_of(CAROL, ether), U256::ZERO);
}

#[test]
fn every_account_that_took_risk_is_checked_at_the_end_whatever_comes_after() {
    let market = stage();
    let unsolvent = |account| Abi::InsufficientCollateral { account };
    let alone = [borrow(TOKEN, BOB).abi_encode()];
    market.refuses(BOB, &batch(&alone), &unsolvent(BOB));
    // Nothing that follows takes an account off the list, and a second account adds itself.
    market.pledge(BOB, market.ether.address, TOKEN / 10);
    let trust = Abi::setAuthorizationCall {
        authorized: BOB,
        isAuthorized: true,
    };
    market.market.send(MALLORY, &trust);
    let items = [
        borrow(TOKEN, MALLORY).abi_encode(),
        borrow(TOKEN, BOB).abi_encode(),
        Abi::accrueInterestCall {}.abi_encode(),
        repay(TOKEN / 2, MALLORY).abi_encode(),
    ];
    market.refuses(BOB, &batch(&items), &unsolvent(MALLORY));
    // Once the debt is paid within the batch, there is nothing to check.
    let by_shares = Abi::repayCall {
        shares: uint(TOKEN * 1_000_000),
        ..repay(0, MALLORY)
    };
    let items = [borrow(TOKEN, MALLORY).abi_encode(), by_shares.abi_encode()];
    market.allow(&market.scene.token, MALLORY, market.market.address);
    market.market.send(MALLORY, &batch(&items));
    assert_eq!(market.position(MALLORY), [U256::ZERO; 2]);
}

#[test]
fn an_item_is_a_method_of_the_market_itself_and_no_batch() {
    let market = stage();
    let liquidate = Risk::liquidateCall {
        borrower: BOB,
        collateral: market.ether.address,
        maxRepaid: uint(1),
        minSeized: U256::ZERO,
        data: Bytes::new(),
    };
    let flash = Abi::flashCall {
        assets: uint(1),
        data: Bytes::new(),
    };
    for item in [
        batch(&[]).abi_encode(),
        flash.abi_encode(),
        liquidate.abi_encode(),
        Risk::touchCall { account: BOB }.abi_encode(),
    ] {
        let selector = item[..4].try_into().unwrap();
        let error = Abi::InvalidItem {
            selector: <[u8; 4]>::into(selector),
        };
        market.refuses(ALICE, &batch(&[item]), &error);
    }
}

#[test]
fn an_item_that_fails_takes_all_back_with_its_error() {
    let market = stage();
    let items = [
        pledge(market.ether.address, TOKEN, BOB).abi_encode(),
        Abi::withdrawCall {
            assets: uint(1),
            shares: U256::ZERO,
            onBehalf: ALICE,
            receiver: BOB,
        }
        .abi_encode(),
    ];
    market.refuses(BOB, &batch(&items), &Abi::Unauthorized { caller: BOB });
    assert_eq!(market.pledged_of(BOB, market.ether.address), U256::ZERO);
}

/// An authorization of `authorizer` for Carol, by a key.
fn authorization(
    market: &Lending,
    authorizer: Address,
    signer: Address,
    deadline: U256,
) -> Abi::setAuthorizationWithSigCall {
    let kind = keccak256(
        "Authorization(address authorizer,address authorized,bool isAuthorized,uint256 nonce,\
         uint256 deadline)",
    );
    let domain_kind = keccak256("EIP712Domain(uint256 chainId,address verifyingContract)");
    let domain = market.market.ask(&Abi::DOMAIN_SEPARATORCall {});
    let chain_id = U256::from(412_346);
    let expected = keccak256((domain_kind, chain_id, market.market.address).abi_encode());
    assert_eq!(domain, expected);
    let nonce = market.market.ask(&Abi::nonceCall {
        account: authorizer,
    });
    let message: B256 = keccak256((kind, authorizer, CAROL, true, nonce, deadline).abi_encode());
    let digest = keccak256([&[0x19, 0x01], domain.as_slice(), message.as_slice()].concat());
    let signature = key_of(signer).sign_hash_sync(&digest).unwrap();
    Abi::setAuthorizationWithSigCall {
        authorizer,
        authorized: CAROL,
        isAuthorized: true,
        nonce,
        deadline,
        signature: Bytes::from(signature.as_bytes()),
    }
}

#[test]
fn a_signature_lets_somebody_act_once() {
    let market = stage();
    let call = authorization(&market, ALICE, ALICE, U256::MAX);
    market.market.send(MALLORY, &call);
    let trusts = |authorizer| {
        market.market.ask(&Abi::isAuthorizedCall {
            authorizer,
            authorized: CAROL,
        })
    };
    assert!(trusts(ALICE));
    let used = ISignature::InvalidAccountNonce {
        account: ALICE,
        currentNonce: uint(1),
    };
    market.refuses(MALLORY, &call, &used);
    let forged = authorization(&market, BOB, MALLORY, U256::MAX);
    market.refuses(MALLORY, &forged, &Abi::InvalidSignature { authorizer: BOB });
    let late = authorization(&market, BOB, BOB, uint(1));
    market.refuses(MALLORY, &late, &Abi::SignatureExpired { deadline: uint(1) });
    assert!(!trusts(BOB));
}

#[test]
fn a_contract_signs_for_itself() {
    let market = stage();
    let wallet = create(&market.scene.chain, "Wallet", &BOB.abi_encode()).address;
    let forged = authorization(&market, wallet, MALLORY, U256::MAX);
    market.refuses(
        MALLORY,
        &forged,
        &Abi::InvalidSignature { authorizer: wallet },
    );
    market
        .market
        .send(MALLORY, &authorization(&market, wallet, BOB, U256::MAX));
    let (authorizer, authorized) = (wallet, CAROL);
    assert!(market.market.ask(&Abi::isAuthorizedCall {
        authorizer,
        authorized
    }));
}
