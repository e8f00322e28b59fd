//! What the constructor accepts

use alloy_primitives::Bytes;
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolConstructor, SolError, sol};
use ballast_abi::construction::IConstruction;
use ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::{
    InvalidPool, InvalidVault, OutOfBounds, constructorCall, termsCall,
};
use ballast_abi::uniswap_v3::IUniswapV3Pool::slot0Call;
use ballast_artifacts::STRATEGY_UNISWAP_V3;
use ballast_bench::BenchError;
use ballast_bench::chain::Chain;
use ballast_client::ClientError;
use ballast_client::deploy::{DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::STRANGER;
use ballast_tests::venues::uniswap::constructor;

use super::*;

sol! {
    function stylus_constructor() external;
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, call: &constructorCall) -> Bytes {
    let mut plan = Plan::new("refused");
    plan.add("uniswap", STRATEGY_UNISWAP_V3.code, call, false)
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
fn refuses_what_is_no_vault_or_no_pool_of_its_asset() {
    let stage = Stage::new();
    let (chain, vault) = (&stage.farm.scene.chain, stage.farm.scene.vault.address());
    let asset = stage.farm.scene.token.address;
    let pool = stage.uniswap.pool.address;
    for vault in [Address::ZERO, STRANGER, asset] {
        let data = refusal(chain, &constructor(vault, ALICE, pool, TERMS));
        assert_eq!(data, InvalidVault { vault }.abi_encode(), "{vault}");
    }
    for pool in [
        Address::ZERO,
        STRANGER,
        asset,
        stage.uniswap.factory.address,
    ] {
        let data = refusal(chain, &constructor(vault, ALICE, pool, TERMS));
        assert_eq!(data, InvalidPool { pool, asset }.abi_encode(), "{pool}");
    }
    // A pool of two other tokens.
    let other = Uniswap::new(&stage.uniswap.other, false, FEE, 1.0);
    let pool = other.pool.address;
    let data = refusal(chain, &constructor(vault, ALICE, pool, TERMS));
    assert_eq!(data, InvalidPool { pool, asset }.abi_encode());
}

#[test]
fn refuses_terms_beyond_their_bounds() {
    let stage = Stage::new();
    let (chain, vault) = (&stage.farm.scene.chain, stage.farm.scene.vault.address());
    let pool = stage.uniswap.pool.address;
    let cases = [
        (
            Terms {
                half_width: 59,
                ..TERMS
            },
            [59, 60, 400_000],
        ),
        (
            Terms {
                inner_ticks: 961,
                ..TERMS
            },
            [961, 1, 960],
        ),
        (
            Terms {
                window_seconds: 59,
                ..TERMS
            },
            [59, 60, 86_400],
        ),
        (
            Terms {
                deviation_ticks: 501,
                ..TERMS
            },
            [501, 1, 500],
        ),
        (
            Terms {
                slippage_ticks: 99,
                ..TERMS
            },
            [99, 100, 1_000],
        ),
        (
            Terms {
                wait_seconds: 59,
                ..TERMS
            },
            [59, 60, 2_592_000],
        ),
        (
            Terms {
                budget_bps: 501,
                ..TERMS
            },
            [501, 0, 500],
        ),
        (
            Terms {
                budget_seconds: 60,
                ..TERMS
            },
            [60, 3_600, 31_536_000],
        ),
        (
            Terms {
                observations: 0,
                ..TERMS
            },
            [0, 1, 1_000],
        ),
        (
            Terms {
                observations: 1_001,
                ..TERMS
            },
            [1_001, 1, 1_000],
        ),
    ];
    for (terms, expected) in cases {
        let data = refusal(chain, &constructor(vault, ALICE, pool, terms));
        let [value, min, max] = expected.map(uint);
        assert_eq!(
            data,
            OutOfBounds { value, min, max }.abi_encode(),
            "{terms:?}"
        );
    }
}

#[test]
fn makes_room_for_observations_where_there_is_too_little() {
    let stage = Stage::new();
    let room = |pool: &Contract| pool.ask(&slot0Call {}).observationCardinalityNext;
    assert_eq!(u128::from(room(&stage.uniswap.pool)), TERMS.observations);
    let (vault, few) = (
        stage.farm.scene.vault.address(),
        Terms {
            observations: 1,
            ..TERMS
        },
    );
    stage.uniswap.strategy("few", vault, ALICE, few);
    assert_eq!(u128::from(room(&stage.uniswap.pool)), TERMS.observations);
}

#[test]
fn runs_once_and_keeps_its_terms() {
    let stage = Stage::new();
    let vault = stage.farm.scene.vault.address();
    let pool = stage.uniswap.pool.address;
    let arguments = constructor(vault, ALICE, pool, TERMS).abi_encode();
    let again = [&stylus_constructorCall::SELECTOR[..], &arguments].concat();
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(stage.strategy.address)
        .input(Bytes::from(again).into());
    let error = stage.farm.scene.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
    let terms = stage.strategy.ask(&termsCall {});
    assert_eq!(terms.halfWidth, uint(TERMS.half_width));
    assert_eq!(terms.windowSeconds, uint(TERMS.window_seconds));
    assert_eq!(terms.budgetSeconds, uint(TERMS.budget_seconds));
}
