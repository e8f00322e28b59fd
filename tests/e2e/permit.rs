//! `permit(address,address,uint256,uint256,uint8,bytes32,bytes32)`

use alloy_primitives::{U256, address};
use alloy_sol_types::SolEvent;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc20::IERC20Permit::{
    DOMAIN_SEPARATORCall, ERC2612ExpiredSignature, eip712DomainCall, noncesCall,
};
use ballast_tests::{ALICE, BOB, CAROL, Domain, FUNDS, Permit, Scene, redeem, uint};

#[test]
fn allows_by_signature_whoever_sends_it() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let value = uint(7);
    let permit = Permit::next(vault, ALICE, BOB, value);
    let done = vault.send(CAROL, &permit.sign(vault));
    let event = IERC20::Approval {
        owner: ALICE,
        spender: BOB,
        value,
    };
    assert_eq!(done.logs(), [(vault.address, event.encode_log_data())]);
    assert_eq!(scene.vault.allowance(ALICE, BOB), value);
    assert_eq!(vault.ask(&noncesCall { owner: ALICE }), uint(1));
    assert_eq!(vault.ask(&noncesCall { owner: CAROL }), U256::ZERO);
}

#[test]
fn lets_a_third_party_redeem_without_a_transaction_of_the_owner() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    scene.vault.deposit(ALICE, 10, ALICE);
    vault.send(
        BOB,
        &Permit::next(vault, ALICE, BOB, uint(4_000)).sign(vault),
    );
    vault.send(BOB, &redeem(4_000, BOB, ALICE));
    assert_eq!(scene.tokens_of(BOB), uint(FUNDS + 4));
    assert_eq!(scene.vault.allowance(ALICE, BOB), U256::ZERO);
}

#[test]
fn counts_permits() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    for value in 1..4 {
        vault.send(
            BOB,
            &Permit::next(vault, ALICE, BOB, uint(value)).sign(vault),
        );
        assert_eq!(scene.vault.allowance(ALICE, BOB), uint(value));
        assert_eq!(vault.ask(&noncesCall { owner: ALICE }), uint(value));
    }
}

#[test]
fn holds_up_to_the_second_of_its_deadline() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    // Blocks are a second apart, so the next call runs a second after the newest block.
    let next = || U256::from(scene.chain.node().latest().header.timestamp + 1);
    let permit = Permit::next(vault, ALICE, BOB, uint(7));
    let deadline = next() - uint(1);
    let late = Permit { deadline, ..permit };
    vault.refuses(
        BOB,
        &late.sign(vault),
        &ERC2612ExpiredSignature { deadline },
    );
    let in_time = Permit {
        deadline: next(),
        ..permit
    };
    vault.send(BOB, &in_time.sign(vault));
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(7));
}

#[test]
fn names_its_domain() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let chain_id = scene.chain.node().config().chain_id;
    let domain = Domain {
        name: "Ballast Vault",
        version: "1",
        chain_id,
        contract: vault.address,
    };
    assert_eq!(vault.ask(&DOMAIN_SEPARATORCall {}), domain.separator());
    let told = vault.ask(&eip712DomainCall {});
    assert_eq!(told.fields.0, [0x0f]);
    assert_eq!(
        (told.name.as_str(), told.version.as_str()),
        (domain.name, domain.version)
    );
    assert_eq!(
        (told.chainId, told.verifyingContract),
        (U256::from(chain_id), vault.address)
    );
    assert!(told.salt.is_zero() && told.extensions.is_empty());
}

#[test]
fn works_for_whoever_has_a_key_only() {
    let scene = Scene::new();
    let nobody = address!("00000000000000000000000000000000000000aa");
    let permit = Permit {
        owner: nobody,
        ..Permit::next(&scene.vault.contract, ALICE, BOB, uint(7))
    };
    let call = permit.sign_for(BOB, scene.vault.contract.ask(&DOMAIN_SEPARATORCall {}));
    let error = ballast_abi::erc20::IERC20Permit::ERC2612InvalidSigner {
        signer: BOB,
        owner: nobody,
    };
    scene.vault.contract.refuses(BOB, &call, &error);
}
