//! What is called and appointed is what was there when the action was submitted

use alloy_primitives::Bytes;

use super::*;

/// Code of another contract.
const OTHER: [u8; 2] = [0x5f, 0x00];

fn changed(id: B256) -> Abi::CodeChanged {
    Abi::CodeChanged { id }
}

fn put(curating: &Curating, account: Address, code: &[u8]) -> Bytes {
    let node = curating.contract.chain().node();
    let before = node.code(&account, Default::default()).unwrap();
    node.set_code(account, Bytes::copy_from_slice(code));
    before
}

#[test]
fn a_target_with_other_code_is_not_called() {
    let curating = stage();
    let calls = appointment(&curating, ALICE);
    let id = curating.submit(&calls).returned;
    let registry = curating.farm.registry.address;
    curating.at(curating.executable_at(id));
    let before = put(&curating, registry, &OTHER);
    curating
        .contract
        .refuses(MALLORY, &execute(&calls), &changed(id));
    put(&curating, registry, &before);
    curating.execute(MALLORY, &calls);
}

#[test]
fn whoever_is_named_must_be_who_they_were() {
    let curating = stage();
    let one = create(&curating, "Governed").address;
    let two = create(&curating, "Pretender").address;
    let weights = vec![U256::ONE, U256::ONE];
    let aim = ballast_abi::rebalancer::Rebalancer::setTargetsCall {
        strategies: vec![one, two],
        weights,
    };
    let rebalancer = &curating.rebalancing.contract;
    let gate = ballast_tests::configure(ballast_tests::Setting::Gate, two.into_word());
    let vault = &curating.farm.scene.vault.contract;
    // In a list, and behind another argument.
    for calls in [[call_of(rebalancer, &aim)], [call_of(vault, &gate)]] {
        let id = curating.submit(&calls).returned;
        curating.at(curating.executable_at(id));
        let before = put(&curating, two, &OTHER);
        curating
            .contract
            .refuses(MALLORY, &execute(&calls), &changed(id));
        put(&curating, two, &before);
        curating.execute(MALLORY, &calls);
    }
}

/// Nobody puts a contract where there was none while others looked.
#[test]
fn nothing_may_appear_where_there_was_nothing() {
    let curating = stage();
    let calls = appointment(&curating, STRANGER);
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id));
    put(&curating, STRANGER, &OTHER);
    curating
        .contract
        .refuses(MALLORY, &execute(&calls), &changed(id));
    put(&curating, STRANGER, &[]);
    curating.execute(MALLORY, &calls);
}

/// Else anybody could stop an action by sending a wei.
#[test]
fn who_is_merely_funded_has_not_changed() {
    let curating = stage();
    let calls = appointment(&curating, STRANGER);
    let id = curating.submit(&calls).returned;
    curating.at(curating.executable_at(id));
    let node = curating.contract.chain().node();
    node.set_balance(STRANGER, U256::ONE);
    curating.execute(MALLORY, &calls);
    assert_eq!(allocator(&curating), STRANGER);
}

#[test]
fn nobody_is_called_who_has_no_code() {
    let curating = Curating::open(Farm::new());
    let governed = create(&curating, "Governed");
    curating.take_over(&governed);
    curating.allow(governed.address, setCall::SELECTOR, 0);
    curating.own(&Abi::sealCall {});
    let calls = [call_of(&governed, &setCall { value: uint(1) })];
    let target = governed.address;
    let before = put(&curating, target, &[]);
    let error = Abi::NoCode { target };
    curating.contract.refuses(PROPOSER, &submit(&calls), &error);
    put(&curating, target, &before);
    curating.submit(&calls);
    put(&curating, target, &[]);
    curating.contract.refuses(MALLORY, &execute(&calls), &error);
}
