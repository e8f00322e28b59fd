//! Permits are accepted by the contract.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::allowanceCall;
use ballast_client::permit::{Allowance, sign};

use crate::chain::{client, deployed, signer, start};

#[tokio::test]
async fn a_signature_allows_once() {
    let chain = start().await;
    let (_, vault, _) = deployed(&chain).await;
    let (owner, spender) = (signer(0), client(&chain, 1));
    let value = U256::from(5);
    let allowance = Allowance {
        spender: spender.sender(),
        value,
        deadline: U256::MAX,
    };
    let call = sign(&spender, vault, &owner, allowance).await.unwrap();
    spender.send(vault, &call).await.unwrap();
    let allowed = allowanceCall {
        owner: owner.address(),
        spender: spender.sender(),
    };
    assert_eq!(spender.call(vault, &allowed).await.unwrap(), value);
    let again = spender.send(vault, &call).await.unwrap_err().to_string();
    assert!(again.contains("ERC2612InvalidSigner"), "{again}");
}

#[tokio::test]
async fn a_signature_runs_out() {
    let chain = start().await;
    let (_, vault, _) = deployed(&chain).await;
    let spender = client(&chain, 1);
    let (value, deadline) = (U256::from(5), U256::from(1));
    let allowance = Allowance {
        spender: spender.sender(),
        value,
        deadline,
    };
    let call = sign(&spender, vault, &signer(0), allowance).await.unwrap();
    let late = spender.send(vault, &call).await.unwrap_err().to_string();
    assert!(
        late.contains("ERC2612ExpiredSignature { deadline: 1 }"),
        "{late}"
    );
}
