//! `constructor(address vault, address registry, address venue)`

use alloy_primitives::{Address, Bytes, keccak256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolConstructor, SolError, SolValue, sol};
use ballast_abi::construction::IConstruction;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_bench::BenchError;
use ballast_client::ClientError;
use ballast_client::deploy::DeployError;
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::STRANGER;

use super::*;

sol! {
    function stylus_constructor() external;
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, vault: Address, venue: Address) -> Bytes {
    let (plan, _) = plan(&constructorCall {
        vault,
        registry: REGISTRY,
        venue,
    });
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
fn fixes_who_is_who() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        let strategy = &stage.strategy;
        assert_eq!(strategy.ask(&IStrategy::assetCall {}), stage.token.address);
        assert_eq!(strategy.ask(&IStrategy::vaultCall {}), stage.vault.address);
        assert_eq!(strategy.ask(&IStrategy::registryCall {}), REGISTRY);
        assert_eq!(strategy.ask(&Abi::venueCall {}), stage.venue.address);
        let id = keccak256(("venue", stage.venue.address).abi_encode_params());
        assert_eq!(strategy.ask(&IStrategy::idsCall {}), [id]);
    }
}

#[test]
fn refuses_a_vault_without_an_asset() {
    let stage = Stage::new(SOLADY);
    let nothing = create(&stage.chain, "StubVault", Address::ZERO).address;
    for vault in [Address::ZERO, STRANGER, stage.token.address, nothing] {
        let data = refusal(&stage.chain, vault, stage.venue.address);
        assert_eq!(data, Abi::InvalidVault { vault }.abi_encode(), "{vault}");
    }
}

#[test]
fn refuses_a_venue_over_another_asset() {
    let stage = Stage::new(SOLADY);
    let other = token(&stage.chain, PeerToken::Silent).address;
    let other = create(&stage.chain, "OpenZeppelinVault", other).address;
    for venue in [Address::ZERO, STRANGER, stage.token.address, other] {
        let data = refusal(&stage.chain, stage.vault.address, venue);
        assert_eq!(data, Abi::InvalidVenue { venue }.abi_encode(), "{venue}");
    }
}

#[test]
fn refuses_to_lend_a_vault_to_itself() {
    let stage = Stage::new(SOLADY);
    let venue = stage.venue.address;
    let data = refusal(&stage.chain, venue, venue);
    assert_eq!(data, Abi::InvalidVenue { venue }.abi_encode());
}

#[test]
fn runs_only_once() {
    let stage = Stage::new(SOLADY);
    let arguments = constructorCall {
        vault: stage.vault.address,
        registry: ALICE,
        venue: stage.venue.address,
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
    let error = stage.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
