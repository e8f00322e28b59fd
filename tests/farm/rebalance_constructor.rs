//! What a rebalancer's constructor accepts, and what it starts with

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolConstructor, SolError, sol};
use ballast_abi::construction::IConstruction;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_artifacts::REBALANCER;
use ballast_bench::BenchError;
use ballast_client::ClientError;
use ballast_client::deploy::{DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::{ALICE, DEPLOYER, Farm, Rebalancing, STRANGER, TOKEN, uint};

sol! {
    function stylus_constructor() external;
}

const WEEK: u128 = 604_800;

/// What the constructor reverts with.
fn refusal(farm: &Farm, registry: Address, authority: Address) -> Bytes {
    let constructor = Abi::constructorCall {
        registry,
        authority,
    };
    let mut plan = Plan::new("refused");
    plan.add("rebalancer", REBALANCER.code, &constructor, false)
        .unwrap();
    let error = farm.scene.chain.deploy(&plan).unwrap_err();
    let BenchError::Deploy(DeployError::Step { source, .. }) = error else {
        panic!("{error}");
    };
    let ClientError::Reverted { data, .. } = source else {
        panic!("{source}")
    };
    ContractInitializationError::abi_decode(&data)
        .unwrap()
        .reason
}

#[test]
fn refuses_nobody_and_what_is_no_registry() {
    let farm = Farm::new();
    let data = refusal(&farm, farm.registry.address, Address::ZERO);
    assert_eq!(data, Abi::ZeroAddress {}.abi_encode());
    // One without code, a token, and a vault, which names no vault.
    let others = [
        Address::ZERO,
        STRANGER,
        farm.scene.token.address,
        farm.scene.vault.address(),
    ];
    for registry in others {
        let data = refusal(&farm, registry, DEPLOYER);
        let expected = Abi::InvalidRegistry { registry }.abi_encode();
        assert_eq!(data, expected, "{registry}");
    }
}

#[test]
fn starts_with_nothing_offered() {
    let farm = Farm::new();
    let contract = Rebalancing::new(&farm).contract;
    assert_eq!(contract.ask(&Abi::vaultCall {}), farm.scene.vault.address());
    assert_eq!(contract.ask(&Abi::registryCall {}), farm.registry.address);
    assert_eq!(contract.ask(&Abi::authorityCall {}), DEPLOYER);
    for holder in [
        contract.ask(&Abi::operatorCall {}),
        contract.ask(&Abi::sentinelCall {}),
        contract.ask(&Abi::pendingAuthorityCall {}),
        contract.ask(&Abi::targetSourceCall {}),
    ] {
        assert_eq!(holder, Address::ZERO);
    }
    let band = contract.ask(&Abi::bandCall {});
    assert_eq!((band.bps, band.changeMin), (uint(100), U256::ZERO));
    assert_eq!(contract.ask(&Abi::waitCall {}), uint(3_600));
    assert_eq!(contract.ask(&Abi::lastRebalanceCall {}), U256::ZERO);
    assert!(!contract.ask(&Abi::stoppedCall {}));
    let own = contract.ask(&Abi::toleranceCall {});
    assert_eq!((own.bps, own.period), (uint(20), uint(WEEK)));
    let others = contract.ask(&Abi::reallocationToleranceCall {});
    assert_eq!((others.bps, others.period), (uint(1), uint(WEEK)));
    let basis_point = TOKEN / 10_000;
    let left = contract.ask(&Abi::budgetLeftCall {});
    assert_eq!(left, uint(20 * basis_point));
    let left = contract.ask(&Abi::reallocationBudgetLeftCall {});
    assert_eq!(left, uint(basis_point));
    let strategy = farm.hostile().address();
    assert_eq!(contract.ask(&Abi::penaltyCall { strategy }), U256::ZERO);
    let flow = contract.ask(&Abi::flowCall { strategy });
    assert_eq!((flow.maxIn, flow.maxOut), (U256::ZERO, U256::ZERO));
}

#[test]
fn runs_only_once() {
    let farm = Farm::new();
    let contract = Rebalancing::new(&farm).contract;
    let arguments = Abi::constructorCall {
        registry: farm.registry.address,
        authority: ALICE,
    };
    let again = [
        &stylus_constructorCall::SELECTOR[..],
        &arguments.abi_encode(),
    ]
    .concat();
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(contract.address)
        .input(Bytes::from(again).into());
    let error = farm.scene.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
