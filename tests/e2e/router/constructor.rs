//! `constructor(address weth)`

use alloy_sol_types::SolConstructor;
use ballast_abi::construction::IConstruction;
use ballast_bench::BenchError;
use ballast_client::ClientError;
use ballast_client::deploy::DeployError;
use ballast_client::precompiles::StylusDeployer::ContractInitializationError;

use super::*;

sol! {
    function stylus_constructor() external;
}

fn refusal(chain: &Chain, weth: Address) -> Bytes {
    let error = chain.deploy(&plan(weth).0).unwrap_err();
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
fn fixes_the_wrapped_ether() {
    let stage = Stage::new();
    assert_eq!(stage.router.ask(&Abi::wethCall {}), stage.weth.address);
}

#[test]
fn refuses_what_is_no_token() {
    let chain = Chain::new(1).unwrap();
    let nothing = token(&chain, PeerToken::NoToken).address;
    for weth in [Address::ZERO, STRANGER, ALICE, nothing] {
        let error = Abi::InvalidWeth { weth };
        assert_eq!(refusal(&chain, weth), error.abi_encode(), "{weth}");
    }
}

#[test]
fn runs_only_once() {
    let stage = Stage::new();
    let weth = stage.token.address;
    let arguments = Abi::constructorCall { weth }.abi_encode();
    let again = [&stylus_constructorCall::SELECTOR[..], &arguments].concat();
    let request = TransactionRequest::default()
        .from(ALICE)
        .to(stage.router.address)
        .input(Bytes::from(again).into());
    let error = stage.chain.node().call(&request).unwrap_err();
    let expected = Bytes::from(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(error.revert_data(), Some(&expected));
}
