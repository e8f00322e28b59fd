//! A signature does what its owner signed, once, in one place.

use alloy_primitives::{B256, U256};
use ballast_abi::erc20::IERC20Permit::{
    DOMAIN_SEPARATORCall, ERC2612ExpiredSignature, ERC2612InvalidSigner, permitCall,
};
use ballast_bench::peers::PeerToken;
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, DECIMALS_OFFSET, Domain, MALLORY, Permit, Scene, key_of, token,
    uint, vault_over,
};

fn permit(vault: &Contract) -> Permit {
    Permit::next(vault, ALICE, BOB, uint(100))
}

fn domain(scene: &Scene) -> Domain {
    let chain_id = scene.chain.node().config().chain_id;
    Domain {
        name: "Ballast Vault",
        version: "1",
        chain_id,
        contract: scene.vault.address(),
    }
}

/// A call with a signature for something else: whoever it seems to be signed by is not Alice.
fn is_refused(scene: &Scene, call: &permitCall) {
    let data = scene.vault.contract.revert_data(MALLORY, call);
    let error = <ERC2612InvalidSigner as alloy_sol_types::SolError>::abi_decode(&data).unwrap();
    assert_eq!(error.owner, call.owner);
    assert_ne!(error.signer, call.owner);
    for spender in [BOB, MALLORY] {
        assert_eq!(scene.vault.allowance(call.owner, spender), U256::ZERO);
    }
}

#[test]
fn nothing_that_was_signed_can_be_changed() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let permit = Permit {
        deadline: U256::from(u32::MAX),
        ..permit(vault)
    };
    let call = permit.sign(vault);
    is_refused(
        &scene,
        &permitCall {
            owner: CAROL,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            spender: MALLORY,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            value: uint(101),
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            deadline: U256::MAX,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            v: 55 - call.v,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            v: 0,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            r: call.s,
            s: call.r,
            ..call.clone()
        },
    );
    is_refused(
        &scene,
        &permitCall {
            s: B256::ZERO,
            ..call.clone()
        },
    );
    vault.send(MALLORY, &call);
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(100));
}

#[test]
fn a_signature_is_good_once() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let call = permit(vault).sign(vault);
    vault.send(BOB, &call);
    let approve = ballast_abi::erc20::IERC20::approveCall {
        spender: BOB,
        value: U256::ZERO,
    };
    vault.send(ALICE, &approve);
    is_refused(&scene, &call);
}

#[test]
fn nonces_cannot_be_skipped() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let second = Permit {
        nonce: uint(1),
        ..permit(vault)
    }
    .sign(vault);
    is_refused(&scene, &second);
    vault.send(BOB, &permit(vault).sign(vault));
    vault.send(BOB, &second);
}

#[test]
fn the_other_form_of_a_signature_is_no_second_one() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let call = permit(vault).sign(vault);
    // The order of secp256k1.
    let order: U256 = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
        .parse()
        .unwrap();
    let s = order - U256::from_be_bytes(call.s.0);
    let other = permitCall {
        v: 55 - call.v,
        s: s.into(),
        ..call.clone()
    };
    vault.send(MALLORY, &other);
    assert_eq!(scene.vault.allowance(ALICE, BOB), uint(100));
    let data = vault.revert_data(MALLORY, &call);
    assert_eq!(
        data[..4],
        <ERC2612InvalidSigner as alloy_sol_types::SolError>::SELECTOR
    );
}

#[test]
fn a_signature_for_another_domain_is_refused() {
    let scene = Scene::new();
    let here = domain(&scene);
    let permit = permit(&scene.vault.contract);
    let others = [
        Domain {
            chain_id: 42_161,
            ..here.clone()
        },
        Domain {
            contract: scene.token.address,
            ..here.clone()
        },
        Domain {
            name: "Ballast vault",
            ..here.clone()
        },
        Domain {
            version: "2",
            ..here.clone()
        },
    ];
    for other in others {
        is_refused(&scene, &permit.sign_for(ALICE, other.separator()));
    }
    scene
        .vault
        .contract
        .send(BOB, &permit.sign_for(ALICE, here.separator()));
}

#[test]
fn a_signature_for_a_vault_of_the_same_name_is_refused() {
    let scene = Scene::new();
    let asset = token(&scene.chain, PeerToken::Solmate).address;
    let twin = vault_over(&scene.chain, asset, DECIMALS_OFFSET);
    let call = permit(&twin).sign(&twin);
    is_refused(&scene, &call);
    twin.send(BOB, &call);
}

#[test]
fn only_the_owner_signs_for_the_owner() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let separator = vault.ask(&DOMAIN_SEPARATORCall {});
    let call = permit(vault).sign_for(MALLORY, separator);
    let signer = key_of(MALLORY).address();
    vault.refuses(
        MALLORY,
        &call,
        &ERC2612InvalidSigner {
            signer,
            owner: ALICE,
        },
    );
}

#[test]
fn a_signature_runs_out() {
    let scene = Scene::new();
    let vault = &scene.vault.contract;
    let deadline = U256::from(scene.chain.node().latest().header.timestamp + 60);
    let call = Permit {
        deadline,
        ..permit(vault)
    }
    .sign(vault);
    scene.chain.node().mine(1, None).unwrap();
    vault.ask(&call);
    scene.chain.node().mine(60, None).unwrap();
    vault.refuses(BOB, &call, &ERC2612ExpiredSignature { deadline });
}
