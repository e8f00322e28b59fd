//! `depositWithPermit`, `redeemWithPermit`

use ballast_abi::erc20::IERC20Permit::{self, permitCall};
use ballast_tests::{CAROL, PAUPER, Permit};

use super::*;

const ASSETS: u128 = 7 * TOKEN;
const SHARES: u128 = ASSETS * 1_000;

/// Takes the router's allowances from Alice, so that only her signatures count.
fn stage() -> Stage {
    let stage = Stage::new();
    let call = deposit(stage.vault.address(), ASSETS, ALICE, SHARES);
    stage.router.send(ALICE, &call);
    let (spender, value) = (stage.router.address, U256::ZERO);
    for contract in [&stage.token, &stage.vault.contract] {
        contract.send(ALICE, &approveCall { spender, value });
    }
    stage
}

fn signed(stage: &Stage, token: &Contract, owner: Address, value: u128) -> permitCall {
    Permit::next(token, owner, stage.router.address, uint(value)).sign(token)
}

fn enter(stage: &Stage, permit: &permitCall) -> Abi::depositWithPermitCall {
    Abi::depositWithPermitCall {
        vault: stage.vault.address(),
        assets: uint(ASSETS),
        receiver: ALICE,
        minShares: uint(SHARES),
        deadline: permit.deadline,
        v: permit.v,
        r: permit.r,
        s: permit.s,
    }
}

fn leave(stage: &Stage, permit: &permitCall) -> Abi::redeemWithPermitCall {
    Abi::redeemWithPermitCall {
        vault: stage.vault.address(),
        shares: uint(SHARES),
        receiver: ALICE,
        minAssets: uint(ASSETS),
        deadline: permit.deadline,
        v: permit.v,
        r: permit.r,
        s: permit.s,
    }
}

fn allowance(stage: &Stage, token: &Contract) -> U256 {
    token.ask(&IERC20::allowanceCall {
        owner: ALICE,
        spender: stage.router.address,
    })
}

#[test]
fn a_signature_is_all_it_takes() {
    let stage = stage();
    let permit = signed(&stage, &stage.token, ALICE, ASSETS);
    let done = stage.router.send(ALICE, &enter(&stage, &permit));
    assert_eq!(done.returned, uint(SHARES));
    let permit = signed(&stage, &stage.vault.contract, ALICE, SHARES);
    let done = stage.router.send(ALICE, &leave(&stage, &permit));
    assert_eq!(done.returned, uint(ASSETS));
    assert_eq!(stage.tokens_of(ALICE), uint(FUNDS - ASSETS));
    for contract in [&stage.token, &stage.vault.contract] {
        assert_eq!(allowance(&stage, contract), U256::ZERO);
    }
    stage.assert_clean(stage.vault.address());
}

/// Whoever sees the signature may send it first: the allowance is there then.
#[test]
fn a_permit_that_somebody_else_used_first_is_as_good() {
    let stage = stage();
    let permit = signed(&stage, &stage.token, ALICE, ASSETS);
    stage.token.send(CAROL, &permit);
    stage.router.send(ALICE, &enter(&stage, &permit));
    let permit = signed(&stage, &stage.vault.contract, ALICE, SHARES);
    stage.vault.contract.send(CAROL, &permit);
    stage.router.send(ALICE, &leave(&stage, &permit));
    assert_eq!(stage.vault.shares_of(ALICE), uint(SHARES));
    assert_eq!(stage.tokens_of(ALICE), uint(FUNDS - ASSETS));
}

#[test]
fn a_permit_that_fails_is_explained() {
    let stage = stage();
    let forged = Permit::next(&stage.token, ALICE, stage.router.address, uint(ASSETS));
    let separator = stage.token.ask(&IERC20Permit::DOMAIN_SEPARATORCall {});
    let forged = forged.sign_for(MALLORY, separator);
    let error = IERC20Permit::ERC2612InvalidSigner {
        signer: MALLORY,
        owner: ALICE,
    };
    stage.router.refuses(ALICE, &enter(&stage, &forged), &error);
    let mut late = Permit::next(&stage.token, ALICE, stage.router.address, uint(ASSETS));
    late.deadline = uint(1);
    let late = late.sign(&stage.token);
    let error = IERC20Permit::ERC2612ExpiredSignature { deadline: uint(1) };
    stage.router.refuses(ALICE, &enter(&stage, &late), &error);
}

#[test]
fn a_permit_for_less_does_not_do() {
    let stage = stage();
    let permit = signed(&stage, &stage.token, ALICE, ASSETS - 1);
    stage.token.send(CAROL, &permit);
    let data = stage.router.revert_data(ALICE, &enter(&stage, &permit));
    assert_eq!(data[..4], IERC20Permit::ERC2612InvalidSigner::SELECTOR);
}

/// Another's signature is of no use: the router asks for the caller's, and takes the caller's.
#[test]
fn anothers_permit_spends_nothing() {
    let stage = stage();
    let permit = signed(&stage, &stage.token, ALICE, ASSETS);
    stage.token.send(MALLORY, &permit);
    assert_eq!(allowance(&stage, &stage.token), uint(ASSETS));
    let data = stage.router.revert_data(PAUPER, &enter(&stage, &permit));
    assert_eq!(data[..4], IERC20Permit::ERC2612InvalidSigner::SELECTOR);
    assert_eq!(stage.tokens_of(ALICE), uint(FUNDS - ASSETS));
}

#[test]
fn a_token_without_permits_needs_an_allowance() {
    let stage = Stage::over("OpenZeppelinToken", "SolmateWeth");
    let permit = permitCall {
        owner: ALICE,
        spender: stage.router.address,
        value: uint(ASSETS),
        deadline: U256::MAX,
        v: 27,
        r: [1; 32].into(),
        s: [2; 32].into(),
    };
    let call = enter(&stage, &permit);
    let (spender, value) = (stage.router.address, uint(ASSETS - 1));
    stage.token.send(ALICE, &approveCall { spender, value });
    let error = Abi::PermitRefused {
        token: stage.token.address,
    };
    stage.router.refuses(ALICE, &call, &error);
    let value = uint(ASSETS);
    stage.token.send(ALICE, &approveCall { spender, value });
    assert_eq!(stage.router.send(ALICE, &call).returned, uint(SHARES));
}
