//! Delegation by signature.

use alloy_primitives::{Bytes, FixedBytes, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::signature::{IERC1271, ISignature};
use ballast_motsu_testkit::{Foreign, Signer, deploy_precompiles, set_code};

use super::*;

/// ERC-5805.
const KEY_TYPE: &str = "Delegation(address delegatee,uint256 nonce,uint256 expiry)";
/// With the account that signs.
const ACCOUNT_TYPE: &str =
    "Delegation(address account,address delegatee,uint256 nonce,uint256 expiry)";

type ByKey = IERC5805::delegateBySigCall;
type ByAccount = Abi::delegateBySigCall;

fn by_key(token: &Deployed<Votes>, signer: Signer, nonce: u64, expiry: u64) -> ByKey {
    let [nonce, expiry] = [nonce, expiry].map(uint);
    let message = (keccak256(KEY_TYPE), BOB, nonce, expiry).abi_encode();
    let (v, r, s) = signer.sign(domain(token), &message);
    ByKey {
        delegatee: BOB,
        nonce,
        expiry,
        v,
        r,
        s,
    }
}

fn by_account(token: &Deployed<Votes>, account: Address, signer: Signer, nonce: u64) -> ByAccount {
    let [nonce, expiry] = [nonce, NOW].map(uint);
    let message = (keccak256(ACCOUNT_TYPE), account, BOB, nonce, expiry).abi_encode();
    let (v, r, s) = signer.sign(domain(token), &message);
    ByAccount {
        account,
        delegatee: BOB,
        nonce,
        expiry,
        signature: [r.as_slice(), s.as_slice(), &[v]].concat().into(),
    }
}

fn invalid(account: Address) -> Abi::VotesInvalidSignature {
    Abi::VotesInvalidSignature { account }
}

#[test]
fn a_signature_delegates_once() {
    let _precompiles = deploy_precompiles();
    let signer = Signer::new("alice");
    let token = held_by(signer.address());
    let call = by_key(&token, signer, 0, NOW);
    token.call(CAROL, &call).unwrap();
    assert_eq!(
        (votes(&token, BOB), nonce(&token, signer.address())),
        (1_000, 1)
    );
    assert_eq!(delegatee(&token, signer.address()), BOB);
    let used = ISignature::InvalidAccountNonce {
        account: signer.address(),
        currentNonce: uint(1),
    };
    refused(&token, &call, &used);
    // Nor one that is for later.
    refused(&token, &by_key(&token, signer, 2, NOW), &used);
    token.call(CAROL, &by_key(&token, signer, 1, NOW)).unwrap();
    assert_eq!(nonce(&token, signer.address()), 2);
}

#[test]
fn a_signature_expires() {
    let _precompiles = deploy_precompiles();
    let signer = Signer::new("alice");
    let token = held_by(signer.address());
    let calls = (
        by_key(&token, signer, 0, NOW),
        by_account(&token, signer.address(), signer, 0),
    );
    set_block_timestamp(NOW + 1);
    let expired = IERC5805::VotesExpiredSignature { expiry: uint(NOW) };
    refused(&token, &calls.0, &expired);
    refused(&token, &calls.1, &expired);
    assert_eq!(nonce(&token, signer.address()), 0);
    set_block_timestamp(NOW);
    token.call(CAROL, &calls.1).unwrap();
    assert_eq!(votes(&token, BOB), 1_000);
}

#[test]
fn signatures_of_nobody_and_their_twins_are_refused() {
    let _precompiles = deploy_precompiles();
    let signer = Signer::new("alice");
    let token = held_by(signer.address());
    let good = by_key(&token, signer, 0, NOW);
    let nobody = ByKey {
        v: 29,
        ..good.clone()
    };
    refused(&token, &nobody, &ISignature::ECDSAInvalidSignature {});
    let order = alloy_primitives::uint!(
        0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256
    );
    let twin = B256::from(order - U256::from_be_bytes(good.s.0));
    let call = ByKey {
        v: 27 + 28 - good.v,
        s: twin,
        ..good.clone()
    };
    refused(
        &token,
        &call,
        &ISignature::ECDSAInvalidSignatureS { s: twin },
    );
    // What was not signed is somebody else's, who has no tokens to delegate.
    let call = ByKey {
        delegatee: CAROL,
        ..good.clone()
    };
    token.call(CAROL, &call).unwrap();
    assert_eq!(
        (votes(&token, CAROL), nonce(&token, signer.address())),
        (0, 0)
    );
    token.call(CAROL, &good).unwrap();
    assert_eq!(votes(&token, BOB), 1_000);
}

#[test]
fn bytes_are_65_of_the_account() {
    let _precompiles = deploy_precompiles();
    let (signer, stranger) = (Signer::new("alice"), Signer::new("mallory"));
    let account = signer.address();
    let token = held_by(account);
    refused(
        &token,
        &by_account(&token, account, stranger, 0),
        &invalid(account),
    );
    let good = by_account(&token, account, signer, 0);
    let mut longer = good.signature.to_vec();
    longer.push(0);
    for signature in [vec![], good.signature[..64].to_vec(), longer] {
        let call = ByAccount {
            signature: signature.into(),
            ..good.clone()
        };
        refused(&token, &call, &invalid(account));
    }
    let later = by_account(&token, account, signer, 1);
    let error = ISignature::InvalidAccountNonce {
        account,
        currentNonce: U256::ZERO,
    };
    refused(&token, &later, &error);
    token.call(CAROL, &good).unwrap();
    assert_eq!((votes(&token, BOB), nonce(&token, account)), (1_000, 1));
}

/// A wallet takes what its owner signed, by its own word.
#[test]
fn a_contract_is_asked() {
    let _precompiles = deploy_precompiles();
    let wallet = Address::repeat_byte(0xc0);
    let token = held_by(wallet);
    let call = ByAccount {
        account: wallet,
        delegatee: BOB,
        nonce: U256::ZERO,
        expiry: uint(NOW),
        signature: Bytes::from_static(b"by the owner"),
    };
    let words = (keccak256(ACCOUNT_TYPE), wallet, BOB, U256::ZERO, uint(NOW));
    let message = keccak256(words.abi_encode());
    let preimage = [&[0x19, 0x01], domain(&token).as_slice(), message.as_slice()].concat();
    let digest = keccak256(preimage);
    set_code(wallet, vec![1]);
    let answers = |answer: Vec<u8>| {
        Foreign::place(wallet, move |asked| {
            let question = asked
                .is::<IERC1271::isValidSignatureCall>()
                .ok_or_else(Vec::new)?;
            let is_ours = question.hash == digest && question.signature.as_ref() == b"by the owner";
            if is_ours {
                Ok(answer.clone())
            } else {
                Err(vec![])
            }
        })
    };
    let selector = IERC1271::isValidSignatureCall::SELECTOR;
    let yes = FixedBytes(selector).abi_encode();
    let dirty = [&yes[..31], &[1]].concat();
    for wrong in [vec![], vec![0; 32], yes[..31].to_vec(), dirty] {
        let _wallet = answers(wrong);
        refused(&token, &call, &invalid(wallet));
    }
    let _wallet = answers(yes);
    let other = ByAccount {
        signature: Bytes::from_static(b"by a thief"),
        ..call.clone()
    };
    refused(&token, &other, &invalid(wallet));
    token.call(CAROL, &call).unwrap();
    assert_eq!((votes(&token, BOB), nonce(&token, wallet)), (1_000, 1));
}
