//! The floor of known transactions.

use alloy_primitives::{Address, U256};
use ballast_abi::erc20::IERC20::{approveCall, transferCall};
use ballast_abi::erc4626::IERC4626::depositCall;
use ballast_abi::token::Token::mintCall;
use ballast_client::floor::Floor;
use ballast_client::program::Program;
use ballast_client::trace::HostTrace;

use crate::chain::{client, deployed, start};

/// A log with three topics and a word of data.
const TRANSFER_LOG: u64 = 375 * 4 + 8 * 32;

#[tokio::test]
async fn a_transfer_changes_two_slots_and_logs() {
    let chain = start().await;
    let (token, ..) = deployed(&chain).await;
    let client = client(&chain, 0);
    let mint = mintCall {
        to: client.sender(),
        value: U256::from(9),
    };
    client.send(token, &mint).await.unwrap();
    let transfer = |value| transferCall {
        to: Address::repeat_byte(1),
        value: U256::from(value),
    };

    let first = client.send(token, &transfer(1)).await.unwrap();
    let floor = Floor::count(&client, &first).await.unwrap();
    let (changed, created) = (2_100 + 2_900, 2_100 + 20_000);
    assert_eq!((floor.slots, floor.logs), (changed + created, TRANSFER_LOG));
    assert_eq!((floor.accounts, floor.callees, floor.refund), (0, 0, 0));

    let again = client.send(token, &transfer(1)).await.unwrap();
    let floor = Floor::count(&client, &again).await.unwrap();
    assert_eq!(floor.total(), 2 * changed + TRANSFER_LOG);

    let all = client.send(token, &transfer(7)).await.unwrap();
    let floor = Floor::count(&client, &all).await.unwrap();
    assert_eq!((floor.slots, floor.refund), (2 * changed, 4_800));
}

#[tokio::test]
async fn entry_ink_and_floor_add_up_to_execution_gas() {
    let chain = start().await;
    let (token, ..) = deployed(&chain).await;
    let client = client(&chain, 0);
    let call = mintCall {
        to: client.sender(),
        value: U256::from(9),
    };
    let receipt = client.send(token, &call).await.unwrap();
    let program = Program::read(&client, token).await.unwrap();
    let trace = HostTrace::read(&client, receipt.transaction_hash)
        .await
        .unwrap();
    // Ink is paid for in whole gas.
    let used = program.entry_gas_cached + trace.ink().div_ceil(10_000);
    assert_eq!(receipt.execution_gas(), used);
    let floor = Floor::count(&client, &receipt).await.unwrap().total();
    assert!(floor < trace.ink() / 10_000);
}

/// A deposit of all tokens clears the depositor's balance: the refund comes from the token, which
/// the vault calls.
#[tokio::test]
async fn what_a_callee_clears_is_seen() {
    let chain = start().await;
    let (token, vault, ..) = deployed(&chain).await;
    let client = client(&chain, 0);
    let (to, value) = (client.sender(), U256::from(9));
    client.send(token, &mintCall { to, value }).await.unwrap();
    let spender = vault;
    let approve = approveCall {
        spender,
        value: U256::MAX,
    };
    client.send(token, &approve).await.unwrap();
    let call = depositCall {
        assets: value,
        receiver: to,
    };
    let receipt = client.send(vault, &call).await.unwrap();
    let trace = HostTrace::read(&client, receipt.transaction_hash)
        .await
        .unwrap();
    let calls: Vec<_> = trace
        .steps
        .iter()
        .filter(|step| step.steps.is_some())
        .collect();
    let names: Vec<_> = calls.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(names, ["call_contract", "static_call_contract"]);
    for step in calls {
        assert_eq!(step.address, Some(token));
        let inner = step.steps.as_ref().unwrap();
        assert_eq!(inner.first().unwrap().name, "user_entrypoint");
        assert_eq!(inner.last().unwrap().name, "user_returned");
    }
    let floor = Floor::count(&client, &receipt).await.unwrap();
    assert_eq!(floor.refund, 4_800);
}
