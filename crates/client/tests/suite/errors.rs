//! Failures say what they are.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::{balanceOfCall, transferCall};
use ballast_client::{Client, ClientError};

use crate::chain::{client, deployed, signer, start};

#[tokio::test]
async fn a_refused_transaction_is_not_sent_and_names_its_reason() {
    let chain = start().await;
    let (token, ..) = deployed(&chain).await;
    let height = chain.node().block_number();
    let call = transferCall {
        to: Address::repeat_byte(1),
        value: U256::from(7),
    };
    let error = client(&chain, 0).send(token, &call).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("transfer(address,uint256) reverts: ERC20Insufficient"),
        "{text}"
    );
    assert!(text.contains("balance: 0, needed: 7"), "{text}");
    assert_eq!(chain.node().block_number(), height);
}

#[tokio::test]
async fn an_address_without_contract_is_recognised() {
    let chain = start().await;
    let call = balanceOfCall {
        account: Address::ZERO,
    };
    let error = client(&chain, 0)
        .call(Address::repeat_byte(1), &call)
        .await
        .unwrap_err();
    assert!(matches!(error, ClientError::Answer { .. }), "{error}");
}

#[tokio::test]
async fn a_node_that_is_not_there_and_a_url_that_is_none() {
    let client = Client::connect("http://127.0.0.1:1", signer(0)).unwrap();
    let error = client.chain_id().await.unwrap_err();
    assert!(matches!(error, ClientError::Node { .. }), "{error}");
    let error = Client::connect("nowhere", signer(0)).unwrap_err();
    assert!(
        error.to_string().starts_with("nowhere is not a URL"),
        "{error}"
    );
}

#[tokio::test]
async fn two_clients_of_one_account_do_not_fall_over_each_other() {
    let chain = start().await;
    let (token, ..) = deployed(&chain).await;
    let (one, other) = (client(&chain, 0), client(&chain, 0));
    let call = transferCall {
        to: Address::repeat_byte(1),
        value: U256::ZERO,
    };
    for client in [&one, &other, &one] {
        client.send(token, &call).await.unwrap();
    }
    let snapshot = chain.node().snapshot();
    one.send(token, &call).await.unwrap();
    assert!(chain.node().revert(snapshot));
    one.send(token, &call).await.unwrap();
}
