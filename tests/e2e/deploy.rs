//! The constructor, and how it is reached

use alloy_primitives::{Address, Bytes};
use alloy_sol_types::{SolCall, SolConstructor, SolError, sol};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::vault::Vault as Abi;
use ballast_artifacts::VAULT;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_client::ClientError;
use ballast_client::deploy::{Action, DeployError, Plan};
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;
use ballast_tests::{ALICE, Contract, DEPLOYER, STRANGER, token, uint, vault_over};

sol! {
    function stylus_constructor() external;
}

fn chain() -> Chain {
    Chain::new(1).unwrap()
}

fn constructor(asset: Address) -> Abi::constructorCall {
    let (name, symbol) = ("Vault".to_owned(), "V".to_owned());
    Abi::constructorCall {
        asset,
        name,
        symbol,
        decimalsOffset: 3,
        authority: DEPLOYER,
    }
}

/// What the constructor reverts with.
fn refusal(chain: &Chain, constructor: &Abi::constructorCall) -> Bytes {
    let mut plan = Plan::new("refused");
    plan.add("vault", VAULT.code, constructor, false).unwrap();
    let error = chain.deploy(&plan).unwrap_err();
    let ballast_bench::BenchError::Deploy(DeployError::Step { source, .. }) = error else {
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
fn goes_where_the_plan_said_in_one_transaction() {
    let chain = chain();
    let asset = token(&chain, PeerToken::OpenZeppelin).address;
    let mut plan = Plan::new("here");
    let address = plan
        .add("vault", VAULT.code, &constructor(asset), false)
        .unwrap();
    let manifest = chain.deploy(&plan).unwrap();
    assert_eq!(manifest.address("vault"), Some(address));
    let sent = &manifest.contracts["vault"].transactions;
    assert_eq!(
        sent.iter().map(|sent| sent.action).collect::<Vec<_>>(),
        [Action::Deploy]
    );
    let vault = Contract::new(chain, address);
    assert_eq!(vault.ask(&IERC20::nameCall {}), "Vault");
}

#[test]
fn a_second_run_has_nothing_left_to_do() {
    let chain = chain();
    let asset = token(&chain, PeerToken::OpenZeppelin).address;
    let mut plan = Plan::new("twice");
    plan.add("vault", VAULT.code, &constructor(asset), true)
        .unwrap();
    assert_eq!(
        chain.deploy(&plan).unwrap().contracts["vault"]
            .transactions
            .len(),
        2
    );
    assert!(
        chain.deploy(&plan).unwrap().contracts["vault"]
            .transactions
            .is_empty()
    );
}

#[test]
fn shares_have_more_decimals_than_the_token() {
    let chain = chain();
    let silent = token(&chain, PeerToken::Silent).address;
    let solmate = token(&chain, PeerToken::Solmate).address;
    for (asset, offset, decimals) in [(silent, 3, 9), (silent, 18, 24), (solmate, 6, 24)] {
        let vault = vault_over(&chain, asset, offset);
        assert_eq!(vault.ask(&IERC20::decimalsCall {}), decimals);
        let units =
            vault.ask(&ballast_abi::erc4626::IERC4626::convertToSharesCall { assets: uint(1) });
        assert_eq!(units, uint(10_u128.pow(offset.into())));
    }
}

#[test]
fn refuses_what_is_no_token() {
    let chain = chain();
    let empty = token(&chain, PeerToken::NoToken).address;
    for asset in [Address::ZERO, STRANGER, ALICE, empty] {
        let data = refusal(&chain, &constructor(asset));
        assert_eq!(data, Abi::InvalidAsset { asset }.abi_encode(), "{asset}");
    }
}

#[test]
fn refuses_offsets_that_protect_too_little_or_overflow() {
    let chain = chain();
    let asset = token(&chain, PeerToken::Solmate).address;
    for offset in [0, 2, 19, 255] {
        let call = Abi::constructorCall {
            decimalsOffset: offset,
            ..constructor(asset)
        };
        let error = Abi::InvalidDecimalsOffset { offset };
        assert_eq!(refusal(&chain, &call), error.abi_encode(), "{offset}");
    }
}

#[test]
fn refuses_long_names() {
    let chain = chain();
    let asset = token(&chain, PeerToken::Solmate).address;
    let long = "n".repeat(32);
    let error = IConstruction::StringTooLong { length: uint(32) }.abi_encode();
    let by_name = Abi::constructorCall {
        name: long.clone(),
        ..constructor(asset)
    };
    assert_eq!(refusal(&chain, &by_name), error);
    let by_symbol = Abi::constructorCall {
        symbol: long,
        ..constructor(asset)
    };
    assert_eq!(refusal(&chain, &by_symbol), error);
}

#[test]
fn runs_only_once() {
    let chain = chain();
    let asset = token(&chain, PeerToken::Solmate).address;
    let vault = vault_over(&chain, asset, 3);
    let arguments = constructor(asset).abi_encode();
    let again = [&stylus_constructorCall::SELECTOR[..], &arguments].concat();
    let request = alloy_rpc_types_eth::TransactionRequest::default()
        .from(ALICE)
        .to(vault.address)
        .input(Bytes::from(again).into());
    let error = chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
