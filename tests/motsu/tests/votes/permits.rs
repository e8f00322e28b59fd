//! Allowances by signature, of accounts with a key and by bytes.

use ballast_abi::signature::ISignature;
use ballast_motsu_testkit::{Signer, deploy_precompiles};

use super::*;

type ByBytes = Abi::permitCall;

fn permit(token: &Deployed<Votes>, signer: Signer, nonce: u64) -> IERC20Permit::permitCall {
    let owner = signer.address();
    let [value, nonce, deadline] = [5, nonce, NOW].map(uint);
    let (v, r, s) = signer.permit(domain(token), [owner, BOB], [value, nonce, deadline]);
    IERC20Permit::permitCall {
        owner,
        spender: BOB,
        value,
        deadline,
        v,
        r,
        s,
    }
}

fn bytes_of(call: &IERC20Permit::permitCall) -> ByBytes {
    let signature = [call.r.as_slice(), call.s.as_slice(), &[call.v]].concat();
    ByBytes {
        owner: call.owner,
        spender: call.spender,
        value: call.value,
        deadline: call.deadline,
        signature: signature.into(),
    }
}

fn allowance(token: &Deployed<Votes>, owner: Address) -> u64 {
    let spender = BOB;
    let call = IERC20::allowanceCall { owner, spender };
    token.call(BOB, &call).unwrap().to()
}

#[test]
fn a_permit_holds_once() {
    let _precompiles = deploy_precompiles();
    let signer = Signer::new("alice");
    let (token, owner) = (held_by(signer.address()), signer.address());
    let call = permit(&token, signer, 0);
    token.call(CAROL, &call).unwrap();
    assert_eq!((allowance(&token, owner), nonce(&token, owner)), (5, 1));
    let granted = token.events::<IERC20::Approval>().pop().unwrap();
    assert_eq!(
        (granted.owner, granted.spender, granted.value),
        (owner, BOB, uint(5))
    );
    let again = token.call(CAROL, &call).err().unwrap();
    assert_eq!(again[..4], IERC20Permit::ERC2612InvalidSigner::SELECTOR);
    let error = IERC20Permit::ERC2612InvalidSigner {
        signer: Address::ZERO,
        owner,
    };
    refused(&token, &bytes_of(&call), &error);
    token
        .call(CAROL, &bytes_of(&permit(&token, signer, 1)))
        .unwrap();
    assert_eq!(nonce(&token, owner), 2);
    // A nonce serves delegations and permits alike.
    let name = token.call(BOB, &IERC20Permit::eip712DomainCall {}).unwrap();
    assert_eq!((name.name.as_str(), name.version.as_str()), ("Votes", "1"));
}

#[test]
fn a_permit_is_the_owners_and_expires() {
    let _precompiles = deploy_precompiles();
    let (signer, stranger) = (Signer::new("alice"), Signer::new("mallory"));
    let (token, owner) = (held_by(signer.address()), signer.address());
    let forged = IERC20Permit::permitCall {
        owner,
        ..permit(&token, stranger, 0)
    };
    let outcome = token.call(CAROL, &forged).err().unwrap();
    assert_eq!(outcome[..4], IERC20Permit::ERC2612InvalidSigner::SELECTOR);
    let good = permit(&token, signer, 0);
    let nobody = IERC20Permit::permitCall {
        v: 0,
        ..good.clone()
    };
    refused(&token, &nobody, &ISignature::ECDSAInvalidSignature {});
    let to_nobody = Address::ZERO;
    let [value, nonce, deadline] = [1, 0, NOW].map(uint);
    let (v, r, s) = signer.permit(domain(&token), [owner, to_nobody], [value, nonce, deadline]);
    let call = IERC20Permit::permitCall {
        owner,
        spender: to_nobody,
        value,
        deadline,
        v,
        r,
        s,
    };
    let error = IERC20::ERC20InvalidSpender { spender: to_nobody };
    refused(&token, &call, &error);
    set_block_timestamp(NOW + 1);
    let error = IERC20Permit::ERC2612ExpiredSignature {
        deadline: uint(NOW),
    };
    refused(&token, &good, &error);
    refused(&token, &bytes_of(&good), &error);
    assert_eq!(
        (allowance(&token, owner), super::nonce(&token, owner)),
        (0, 0)
    );
}
