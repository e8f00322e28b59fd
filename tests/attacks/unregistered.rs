//! Whoever calls names a strategy of their own.
//!
//! What was called during a transaction that fails is read off its host calls: whatever the
//! strategy itself wrote down would be gone with the rest.

use std::collections::BTreeSet;

use alloy_primitives::{Address, Bytes};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolValue};
use ballast_abi::registry::IRegistry::{self, Status};
use ballast_abi::vault::Vault as Abi;
use ballast_devnet::HostStep;
use ballast_tests::{
    ALICE, Contract, DEPLOYER, FUNDS, Farm, Hostile, MALLORY, SHARE_UNITS, STAKE, STRANGER, Scene,
    TOKEN, deposit, near, uint,
};

use crate::create;
use crate::naive::Naive;

const GAS_LIMIT: u64 = 20_000_000;

/// Whom programs call in a transaction, directly or not, and whether it succeeds.
fn callees(to: &Contract, from: Address, call: &impl SolCall) -> (bool, BTreeSet<Address>) {
    let node = to.chain().node();
    let input = Bytes::from(call.abi_encode());
    let request = TransactionRequest::default().from(from).to(to.address);
    let request = request.input(input.into()).gas_limit(GAS_LIMIT);
    let receipt = node.transact(request).unwrap();
    let steps = node.host_calls(&receipt.receipt.transaction_hash).unwrap();
    let mut called = BTreeSet::new();
    collect(&steps, &mut called);
    (receipt.success(), called)
}

fn collect(steps: &[HostStep], called: &mut BTreeSet<Address>) {
    for step in steps {
        called.extend(step.address);
        collect(step.steps.as_deref().unwrap_or_default(), called);
    }
}

/// A vault for 10,000 with 1,000 idle, its strategy, and one that fits in every way and was never
/// added.
fn farm() -> (Farm, Hostile, Hostile) {
    let farm = Farm::new();
    let added = farm.hostile();
    farm.move_debt(added.address(), 9_000 * TOKEN);
    farm.queue(&[added.address()]);
    let parties = (
        farm.scene.vault.address(),
        farm.registry.address,
        farm.scene.token.address,
    );
    let contract = create(&farm.scene, "HostileStrategy", &parties.abi_encode());
    let own = Hostile { contract };
    own.gain(100_000 * TOKEN);
    (farm, added, own)
}

fn withdraw_from(strategies: &[Address]) -> Abi::withdrawCall {
    Abi::withdrawCall {
        assets: uint(5_000 * TOKEN),
        receiver: ALICE,
        owner: ALICE,
        maxLossBps: uint(10_000),
        strategies: strategies.to_vec(),
    }
}

fn redeem_from(strategies: &[Address]) -> Abi::redeemCall {
    Abi::redeemCall {
        shares: uint(5_000 * TOKEN * SHARE_UNITS),
        receiver: ALICE,
        owner: ALICE,
        maxLossBps: uint(10_000),
        strategies: strategies.to_vec(),
    }
}

fn in_kind_from(strategies: &[Address]) -> Abi::redeemInKindCall {
    Abi::redeemInKindCall {
        shares: uint(5_000 * TOKEN * SHARE_UNITS),
        receiver: ALICE,
        owner: ALICE,
        strategies: strategies.to_vec(),
    }
}

/// A list with `stranger` in it is refused, and nobody in it is called.
fn refuses_list(farm: &Farm, call: &impl SolCall, list: &[Address], stranger: Address) {
    let vault = &farm.scene.vault.contract;
    let (strategy, status) = (stranger, Status::Unknown);
    vault.refuses(ALICE, call, &IRegistry::WrongStatus { strategy, status });
    let (passed, called) = callees(vault, ALICE, call);
    assert!(!passed);
    assert!(called.contains(&farm.registry.address));
    let others = [farm.scene.vault.address(), farm.registry.address];
    let asked: Vec<_> = list
        .iter()
        .filter(|strategy| called.contains(*strategy) && !others.contains(strategy))
        .collect();
    assert!(asked.is_empty(), "{asked:?}");
    assert!(
        !called.contains(&farm.scene.token.address),
        "nothing is paid"
    );
}

#[test]
fn a_list_with_a_stranger_is_refused_before_anybody_is_called() {
    let (farm, added, own) = farm();
    let strangers = [
        own.address(),
        Address::ZERO,
        STRANGER,
        farm.scene.vault.address(),
        farm.registry.address,
    ];
    for stranger in strangers {
        let lists = [
            vec![stranger],
            vec![added.address(), stranger],
            vec![stranger, added.address()],
        ];
        for list in lists {
            refuses_list(&farm, &withdraw_from(&list), &list, stranger);
            refuses_list(&farm, &redeem_from(&list), &list, stranger);
            refuses_list(&farm, &in_kind_from(&list), &list, stranger);
        }
    }
    assert_eq!(farm.assets(), uint(STAKE));
    assert_eq!(farm.scene.tokens_of(ALICE), uint(FUNDS - STAKE));
}

/// What the test above relies on: whom the list names is seen when it is called.
#[test]
fn a_list_of_those_that_were_added_calls_them() {
    let (farm, added, own) = farm();
    let vault = &farm.scene.vault.contract;
    let list = [added.address()];
    for (passed, called) in [
        callees(vault, ALICE, &in_kind_from(&list)),
        callees(vault, ALICE, &withdraw_from(&list)),
    ] {
        assert!(passed);
        assert!(called.contains(&added.address()));
        assert!(!called.contains(&own.address()));
    }
}

#[test]
fn nobody_has_a_stranger_report() {
    let (farm, _, own) = farm();
    let (strategy, status) = (own.address(), Status::Unknown);
    let refusal = IRegistry::WrongStatus { strategy, status };
    let registry = &farm.registry;
    registry.refuses(MALLORY, &IRegistry::harvestCall { strategy }, &refusal);
    registry.refuses(MALLORY, &IRegistry::probeCall { strategy }, &refusal);
    let target = uint(TOKEN);
    registry.refuses(
        DEPLOYER,
        &IRegistry::moveDebtCall { strategy, target },
        &refusal,
    );
    for (passed, called) in [
        callees(registry, MALLORY, &IRegistry::harvestCall { strategy }),
        callees(registry, MALLORY, &IRegistry::probeCall { strategy }),
        callees(
            registry,
            DEPLOYER,
            &IRegistry::moveDebtCall { strategy, target },
        ),
    ] {
        assert!(!passed && called.is_empty(), "{called:?}");
    }
    assert_eq!(farm.assets(), uint(STAKE));
}

/// A report of 20,000 by a strategy of the attacker's doubles the price, at which half of the
/// shares are worth all there is.
#[test]
fn a_vault_that_asks_whom_it_is_told_to_loses_everything() {
    let scene = Scene::new();
    let naive = Naive::books(&scene, 0);
    let vault = &naive.vault;
    vault.deposit(ALICE, STAKE, ALICE);
    vault.contract.send(MALLORY, &deposit(STAKE, MALLORY));
    let own = naive.unregistered(&scene);
    own.gain(2 * STAKE);
    naive.harvest(own.address());
    near(vault.redeem_all(MALLORY).returned, 2 * STAKE, 1);
    near(scene.tokens_of(MALLORY), FUNDS + STAKE, 1);
    near(scene.tokens_of(vault.address()), 0, 1);
}
