//! What the constructor accepts

use alloy_primitives::{Address, Bytes};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolConstructor, SolError, SolValue, sol};
use ballast_abi::construction::IConstruction;
use ballast_abi::strategy_aave_v3::StrategyAaveV3::{InvalidPool, InvalidVault, constructorCall};
use ballast_artifacts::STRATEGY_AAVE_V3;
use ballast_bench::BenchError;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_client::ClientError;
use ballast_client::deploy::{DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::{ALICE, STRANGER, peers, token, vault_over};

use super::Stage;

sol! {
    function stylus_constructor() external;
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, vault: Address, pool: Address) -> Bytes {
    let constructor = constructorCall {
        vault,
        registry: ALICE,
        pool,
    };
    let mut plan = Plan::new("refused");
    plan.add("aave", STRATEGY_AAVE_V3.code, &constructor, false)
        .unwrap();
    let error = chain.deploy(&plan).unwrap_err();
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
fn refuses_what_is_no_vault() {
    let stage = Stage::new();
    let chain = &stage.farm.scene.chain;
    for vault in [Address::ZERO, STRANGER, stage.farm.scene.token.address] {
        let data = refusal(chain, vault, stage.aave.pool.address);
        assert_eq!(data, InvalidVault { vault }.abi_encode(), "{vault}");
    }
}

#[test]
fn refuses_a_pool_without_a_reserve_of_the_asset() {
    let stage = Stage::new();
    let (chain, vault) = (&stage.farm.scene.chain, stage.farm.scene.vault.address());
    let asset = stage.farm.scene.token.address;
    for pool in [Address::ZERO, STRANGER, asset, stage.aave.a_token.address] {
        let data = refusal(chain, vault, pool);
        assert_eq!(data, InvalidPool { pool, asset }.abi_encode(), "{pool}");
    }
    // One whose receipt is for another asset.
    let other = stage.aave.collateral.address.abi_encode();
    let pool = chain.create(peers().contract("PoolFaulty").unwrap(), &other);
    let pool = pool.unwrap();
    let data = refusal(chain, vault, pool);
    assert_eq!(data, InvalidPool { pool, asset }.abi_encode());
    // A pool answers about a token that it does not know too: with noughts.
    let asset = token(chain, PeerToken::OpenZeppelin).address;
    let (vault, pool) = (vault_over(chain, asset, 3).address, stage.aave.pool.address);
    let data = refusal(chain, vault, pool);
    assert_eq!(data, InvalidPool { pool, asset }.abi_encode());
}

#[test]
fn runs_only_once() {
    let stage = Stage::new();
    let arguments = constructorCall {
        vault: stage.farm.scene.vault.address(),
        registry: ALICE,
        pool: stage.aave.pool.address,
    };
    let again = [
        &stylus_constructorCall::SELECTOR[..],
        &arguments.abi_encode(),
    ]
    .concat();
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(stage.strategy.address)
        .input(Bytes::from(again).into());
    let error = stage.farm.scene.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
