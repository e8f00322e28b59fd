//! `constructor(address vault, uint8 decimals, uint256 growthBpsPerYear, string description)`

use alloy_sol_types::{SolConstructor, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc4626::IERC4626;
use ballast_bench::BenchError;
use ballast_client::ClientError;
use ballast_client::deploy::DeployError;
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::{BOB, STRANGER};

use super::*;

sol! {
    function stylus_constructor() external;
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, constructor: &Abi::constructorCall) -> Bytes {
    let error = chain.deploy(&plan(constructor).0).unwrap_err();
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
    let chain = &stage.scene.chain;
    for vault in [Address::ZERO, STRANGER, BOB, stage.scene.token.address] {
        let data = refusal(chain, &constructor(vault, 18, GROWTH_BPS));
        assert_eq!(data, Abi::InvalidVault { vault }.abi_encode(), "{vault}");
    }
    stage.lose(1_000 * TOKEN);
    let vault = stage.vault.address();
    let shares = uint(ONE);
    let worth = stage
        .vault
        .contract
        .ask(&IERC4626::convertToAssetsCall { shares });
    assert_eq!(worth, U256::ZERO);
    // The same feed stands already.
    let data = refusal(chain, &constructor(vault, 18, GROWTH_BPS + 1));
    assert_eq!(data, Abi::InvalidVault { vault }.abi_encode());
}

#[test]
fn refuses_settings_out_of_bounds() {
    let stage = Stage::new();
    let (chain, vault) = (&stage.scene.chain, stage.vault.address());
    let data = refusal(chain, &constructor(vault, 19, GROWTH_BPS));
    assert_eq!(data, Abi::InvalidDecimals { decimals: 19 }.abi_encode());
    for bps in [20_001, 65_536, 65_536 + 100] {
        let error = Abi::InvalidGrowth {
            growthBpsPerYear: uint(bps),
        };
        let data = refusal(chain, &constructor(vault, 18, bps));
        assert_eq!(data, error.abi_encode());
    }
    let mut long = constructor(vault, 18, 20_000);
    long.description = "x".repeat(32);
    let error = IConstruction::StringTooLong { length: uint(32) };
    assert_eq!(refusal(chain, &long), error.abi_encode());
}

#[test]
fn is_constructed_only_once() {
    let stage = Stage::new();
    let arguments = constructor(stage.vault.address(), 8, 0).abi_encode();
    let again = [&stylus_constructorCall::SELECTOR[..], &arguments].concat();
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(stage.feed.address)
        .input(Bytes::from(again).into());
    let error = stage.scene.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
