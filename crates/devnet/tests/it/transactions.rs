//! Transactions, receipts, the pool.

use std::time::Duration;

use alloy_consensus::TxEip1559;
use alloy_primitives::{Address, U256};
use ballast_devnet::{Config, DEV_ACCOUNTS};
use serde_json::{Value, json};

use crate::support::{
    ALICE, BOB, COUNTER, Client, LOGGER, chain, number, place, send, signed, start, transfer,
};

#[test]
fn receipts_have_what_clients_read() {
    let (_handle, mut client) = chain();
    let receipt = send(&mut client, json!({ "to": BOB, "value": "0x1" }));
    for (field, expected) in [
        ("status", json!("0x1")),
        ("type", json!("0x2")),
        ("gasUsed", json!("0x5208")),
        ("cumulativeGasUsed", json!("0x5208")),
        ("effectiveGasPrice", json!("0x5f5e100")),
        ("gasUsedForL1", json!("0x0")),
        ("l1BlockNumber", json!("0x1")),
        ("transactionIndex", json!("0x0")),
        ("blockNumber", json!("0x1")),
        ("contractAddress", Value::Null),
        ("logs", json!([])),
    ] {
        assert_eq!(receipt[field], expected, "{field}");
    }
    assert_eq!(receipt["from"], json!(ALICE.to_string().to_lowercase()));
    let all = client.call("eth_getBlockReceipts", json!(["latest"]));
    assert_eq!(all, json!([receipt]));
}

#[test]
fn only_the_base_fee_is_charged() {
    let (_handle, mut client) = chain();
    let generous =
        json!({ "to": BOB, "maxFeePerGas": "0x3b9aca00", "maxPriorityFeePerGas": "0x3b9aca00" });
    send(&mut client, generous);
    let balance = client.call("eth_getBalance", json!([ALICE, "latest"]));
    let balance: U256 = balance.as_str().unwrap().parse().unwrap();
    let fee = U256::from(21_000u64 * 100_000_000);
    assert_eq!(balance, Config::default().balance - fee);
}

#[test]
fn every_type_arbitrum_takes() {
    let (_handle, mut client) = chain();
    let legacy = send(&mut client, json!({ "to": BOB, "gasPrice": "0x5f5e100" }));
    assert_eq!(
        (&legacy["type"], &legacy["status"]),
        (&json!("0x0"), &json!("0x1"))
    );
    let list = json!([{ "address": BOB, "storageKeys": [] }]);
    let request = json!({ "to": BOB, "gasPrice": "0x5f5e100", "accessList": list });
    let with_list = send(&mut client, request);
    assert_eq!(
        (&with_list["type"], &with_list["gasUsed"]),
        (&json!("0x1"), &json!("0x5b68"))
    );
    let dynamic = send(&mut client, json!({ "to": BOB }));
    assert_eq!(dynamic["type"], "0x2");
}

#[test]
fn creation_gives_an_address_with_code() {
    let (_handle, mut client) = chain();
    // Returns the counter's 14 bytes.
    let init = format!("0x600e600a5f39600e5ff3{}", &COUNTER[2..]);
    let receipt = send(&mut client, json!({ "data": init }));
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(
        receipt["contractAddress"],
        json!(ALICE.create(0).to_string().to_lowercase())
    );
    let code = client.call("eth_getCode", json!([receipt["contractAddress"], "latest"]));
    assert_eq!(code.as_str().unwrap().len(), COUNTER.len());
}

#[test]
fn a_failed_transaction_is_in_a_block_without_logs() {
    let (_handle, mut client) = chain();
    // LOG0, then INVALID.
    let at = place(&mut client, "0x5f5fa0fe");
    let receipt = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    assert_eq!(
        (&receipt["status"], &receipt["logs"]),
        (&json!("0x0"), &json!([]))
    );
    assert_eq!(number(&receipt["gasUsed"]), 100_000);
}

#[test]
fn without_automine_transactions_wait_and_share_a_block() {
    let (_handle, mut client) = chain();
    client.call("evm_setAutomine", json!([false]));
    let at = place(&mut client, LOGGER);
    let hashes: Vec<_> = (0..3)
        .map(|nonce| {
            let request = TxEip1559 {
                to: at.into(),
                gas_limit: 100_000,
                value: U256::ZERO,
                ..transfer(nonce)
            };
            client.call("eth_sendRawTransaction", json!([signed(request, 0)]))
        })
        .collect();
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([hashes[0]])),
        Value::Null
    );
    let waiting = client.call("eth_getTransactionByHash", json!([hashes[0]]));
    assert_eq!(
        (&waiting["hash"], &waiting["blockHash"]),
        (&hashes[0], &Value::Null)
    );
    assert_eq!(
        client.call("eth_getTransactionCount", json!([ALICE, "latest"])),
        "0x0"
    );
    assert_eq!(
        client.call("eth_getTransactionCount", json!([ALICE, "pending"])),
        "0x3"
    );
    let content = client.call("txpool_content", json!([]));
    assert_eq!(
        content["pending"][ALICE.to_string()]["2"]["hash"],
        hashes[2]
    );
    let inspect = client.call("txpool_inspect", json!([]));
    assert!(
        inspect["pending"][ALICE.to_string()]["0"]
            .as_str()
            .unwrap()
            .contains("0 wei")
    );
    let pending = client.call("eth_getBlockByNumber", json!(["pending", false]));
    assert_eq!(pending["transactions"], json!(hashes));
    client.call("evm_mine", json!([]));
    let logs: Vec<_> = hashes
        .iter()
        .map(|hash| {
            let receipt = client.call("eth_getTransactionReceipt", json!([hash]));
            number(&receipt["logs"][0]["logIndex"])
        })
        .collect();
    assert_eq!(logs, [0, 1, 2]);
    let last = client.call("eth_getTransactionReceipt", json!([hashes[2]]));
    assert_eq!(
        number(&last["cumulativeGasUsed"]),
        3 * number(&last["gasUsed"])
    );
}

#[test]
fn what_waits_behind_a_transaction_that_fails_goes_on_waiting() {
    let (_handle, mut client) = chain();
    client.call("evm_setAutomine", json!([false]));
    let dear = TxEip1559 {
        value: U256::from(1_000_000_000_000_000_000u64),
        ..transfer(0)
    };
    let first = client.call("eth_sendRawTransaction", json!([signed(dear, 0)]));
    let second = client.call("eth_sendRawTransaction", json!([signed(transfer(1), 0)]));
    client.call("anvil_setBalance", json!([ALICE, "0x2386f26fc10000"]));
    client.call("evm_mine", json!([]));
    let by_hash = "eth_getTransactionByHash";
    assert_eq!(client.call(by_hash, json!([first])), Value::Null);
    assert_eq!(
        client.call(by_hash, json!([second]))["blockHash"],
        Value::Null
    );
    let status = client.call("txpool_status", json!([]));
    assert_eq!(status, json!({ "pending": "0x0", "queued": "0x1" }));
    client.call("eth_sendRawTransaction", json!([signed(transfer(0), 0)]));
    client.call("evm_mine", json!([]));
    let receipt = client.call("eth_getTransactionReceipt", json!([second]));
    assert_eq!(
        (&receipt["status"], &receipt["blockNumber"]),
        (&json!("0x1"), &json!("0x2"))
    );
}

#[test]
fn a_higher_fee_replaces_and_a_slightly_higher_one_does_not() {
    let (_handle, mut client) = chain();
    client.call("evm_setAutomine", json!([false]));
    let with_fee = |max_fee_per_gas| {
        signed(
            TxEip1559 {
                max_fee_per_gas,
                ..transfer(0)
            },
            0,
        )
    };
    let old = client.call("eth_sendRawTransaction", json!([with_fee(1_000_000_000)]));
    let (code, message) = client.fail("eth_sendRawTransaction", json!([with_fee(1_050_000_000)]));
    assert_eq!(
        (code, message.as_str()),
        (-32000, "replacement transaction underpriced")
    );
    let new = client.call("eth_sendRawTransaction", json!([with_fee(1_100_000_000)]));
    client.call("evm_mine", json!([]));
    assert_eq!(
        client.call("eth_getTransactionByHash", json!([old])),
        Value::Null
    );
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([new]))["status"],
        "0x1"
    );
}

#[test]
fn blocks_come_at_intervals_when_asked() {
    let interval = Some(Duration::from_millis(50));
    let handle = start(Config {
        block_time: interval,
        ..Config::default()
    });
    let mut client = Client::new(handle.address());
    let hash = client.call("eth_sendRawTransaction", json!([signed(transfer(0), 0)]));
    let mut receipt = Value::Null;
    for _ in 0..100 {
        receipt = client.call("eth_getTransactionReceipt", json!([hash]));
        if !receipt.is_null() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(receipt["status"], "0x1");
    client.call("evm_setIntervalMining", json!([0]));
    std::thread::sleep(Duration::from_millis(60));
    let height = client.call("eth_blockNumber", json!([]));
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(client.call("eth_blockNumber", json!([])), height);
}

#[test]
fn impersonated_accounts_send_without_a_key_even_contracts() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    client.call("anvil_setBalance", json!([at, "0xde0b6b3a7640000"]));
    let request = json!({ "from": at, "to": BOB, "value": "0x1" });
    assert_eq!(
        client.fail("eth_sendTransaction", json!([request])).0,
        -32000
    );
    client.call("anvil_impersonateAccount", json!([at]));
    let accounts = client.call("eth_accounts", json!([]));
    assert!(
        accounts
            .as_array()
            .unwrap()
            .contains(&json!(at.to_string().to_lowercase()))
    );
    let hash = client.call("eth_sendTransaction", json!([request]));
    let receipt = client.call("eth_getTransactionReceipt", json!([hash]));
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(receipt["from"], json!(at.to_string().to_lowercase()));
    client.call("anvil_stopImpersonatingAccount", json!([at]));
    assert_eq!(
        client.fail("eth_sendTransaction", json!([request])).0,
        -32000
    );
    client.call("anvil_autoImpersonateAccount", json!([true]));
    let stranger = Address::repeat_byte(0x5a);
    client.call("anvil_setBalance", json!([stranger, "0xde0b6b3a7640000"]));
    let request = json!({ "from": stranger, "to": BOB });
    assert!(
        client
            .call("eth_sendTransaction", json!([request]))
            .is_string()
    );
}

#[test]
fn accounts_come_in_the_usual_order() {
    let (_handle, mut client) = chain();
    let accounts = client.call("eth_accounts", json!([]));
    let expected = DEV_ACCOUNTS.map(|account| account.address);
    assert_eq!(accounts, json!(expected));
}
