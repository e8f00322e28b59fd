//! Blocks, headers and batches.

use alloy_consensus::Header;
use alloy_primitives::{B256, Bytes, U256, hex};
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, CONTEXT, chain, number, place, send, signed, transfer};

/// Hashes a header out of the JSON of a block.
fn hash_of(block: &Value) -> B256 {
    let header: Header = serde_json::from_value(block.clone()).unwrap();
    header.hash_slow()
}

#[test]
fn every_transaction_gets_a_block_that_follows_its_parent() {
    let (_handle, mut client) = chain();
    for value in 1..4 {
        send(
            &mut client,
            json!({ "to": BOB, "value": format!("{value:#x}") }),
        );
    }
    assert_eq!(number(&client.call("eth_blockNumber", json!([]))), 3);
    let mut parent = client.call("eth_getBlockByNumber", json!(["0x0", false]));
    for height in 1..4 {
        let at = format!("{height:#x}");
        let block = client.call("eth_getBlockByNumber", json!([at, true]));
        assert_eq!(block["parentHash"], parent["hash"]);
        assert!(number(&parent["timestamp"]) <= number(&block["timestamp"]));
        assert_eq!(json!(hash_of(&block)), block["hash"]);
        assert_eq!(block["transactions"][0]["blockNumber"], json!(at));
        let by_hash = client.call("eth_getBlockByHash", json!([block["hash"], true]));
        assert_eq!(by_hash, block);
        parent = block;
    }
}

#[test]
fn headers_have_arbitrums_constants() {
    let (_handle, mut client) = chain();
    send(&mut client, json!({ "to": BOB }));
    let block = client.call("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(block["gasLimit"], "0x4000000000000");
    assert_eq!(block["baseFeePerGas"], "0x5f5e100");
    assert_eq!(block["miner"], "0xa4b000000000000000000073657175656e636572");
    assert_eq!(block["difficulty"], "0x1");
    assert_eq!(block["gasUsed"], "0x5208");
    assert_eq!(block["l1BlockNumber"], "0x1");
    assert_eq!(block["sendCount"], "0x0");
    let mix = block["mixHash"].as_str().unwrap();
    assert_eq!(
        &mix[2..50],
        "000000000000000000000000000000010000000000000033"
    );
    assert_eq!(client.call("eth_gasPrice", json!([])), "0x5f5e100");
    assert_eq!(client.call("eth_maxPriorityFeePerGas", json!([])), "0x0");
}

#[test]
fn contracts_see_the_l1_height_and_the_block() {
    let (_handle, mut client) = chain();
    client.call("ballast_setL1BlockNumber", json!([777]));
    client.call("evm_mine", json!([]));
    let at = place(&mut client, CONTEXT);
    let words = client.call("eth_call", json!([{ "to": at }, "latest"]));
    let words: Bytes = words.as_str().unwrap().parse().unwrap();
    let word = |index: usize| U256::from_be_slice(&words[32 * index..32 * index + 32]);
    let block = client.call("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(word(0), U256::from(777));
    assert_eq!(word(1), U256::from(number(&block["timestamp"])));
    assert_eq!(
        hex::encode(&words[76..96]),
        "a4b000000000000000000073657175656e636572"
    );
}

#[test]
fn counts_indexes_and_uncles() {
    let (_handle, mut client) = chain();
    let receipt = send(&mut client, json!({ "to": BOB }));
    let (hash, block) = (&receipt["transactionHash"], &receipt["blockHash"]);
    let count = client.call("eth_getBlockTransactionCountByNumber", json!(["0x1"]));
    assert_eq!(count, "0x1");
    assert_eq!(
        client.call("eth_getBlockTransactionCountByHash", json!([block])),
        "0x1"
    );
    let by_index = client.call(
        "eth_getTransactionByBlockNumberAndIndex",
        json!(["0x1", "0x0"]),
    );
    assert_eq!(&by_index["hash"], hash);
    let by_hash = client.call(
        "eth_getTransactionByBlockHashAndIndex",
        json!([block, "0x0"]),
    );
    assert_eq!(by_hash, by_index);
    let none = client.call(
        "eth_getTransactionByBlockNumberAndIndex",
        json!(["0x1", "0x1"]),
    );
    assert_eq!(none, Value::Null);
    assert_eq!(
        client.call("eth_getUncleCountByBlockNumber", json!(["0x1"])),
        "0x0"
    );
    let raw = client.call("eth_getRawTransactionByHash", json!([hash]));
    assert!(raw.as_str().unwrap().starts_with("0x02f8"));
    let header = client.call("eth_getHeaderByNumber", json!(["0x1"]));
    assert_eq!(&header["hash"], block);
}

#[test]
fn a_batch_is_answered_in_order_with_every_error_in_its_place() {
    let (_handle, mut client) = chain();
    let raw = signed(transfer(0), 0);
    let batch = json!([
        { "jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": [] },
        { "jsonrpc": "2.0", "id": "two", "method": "eth_nothing" },
        { "jsonrpc": "2.0", "id": 3, "method": "eth_sendRawTransaction", "params": [raw] },
        { "jsonrpc": "2.0", "id": 4, "method": "eth_blockNumber" },
        7,
    ]);
    let (_, reply) = client.post(batch.to_string().as_bytes());
    let replies: Vec<Value> = serde_json::from_str(&reply).unwrap();
    assert_eq!(replies[0]["result"], "0x64aba");
    assert_eq!(
        (&replies[1]["id"], &replies[1]["error"]["code"]),
        (&json!("two"), &json!(-32601))
    );
    assert!(replies[2]["result"].is_string());
    assert_eq!(replies[3]["result"], "0x1");
    assert_eq!(replies[4]["error"]["code"], -32600);
}

#[test]
fn fee_history_is_flat() {
    let (_handle, mut client) = chain();
    client.call("anvil_mine", json!([4]));
    let history = client.call("eth_feeHistory", json!(["0x3", "latest", [10.0, 50.0]]));
    assert_eq!(history["oldestBlock"], "0x2");
    assert_eq!(history["baseFeePerGas"], json!(vec!["0x5f5e100"; 4]));
    assert_eq!(history["reward"], json!(vec![vec!["0x0", "0x0"]; 3]));
    assert_eq!(history["gasUsedRatio"].as_array().unwrap().len(), 3);
    assert_eq!(
        client
            .fail("eth_feeHistory", json!(["0x3", "latest", [50.0, 10.0]]))
            .0,
        -32000
    );
}

#[test]
fn facts_about_the_node() {
    let (_handle, mut client) = chain();
    assert_eq!(client.call("net_version", json!([])), "412346");
    assert_eq!(client.call("net_listening", json!([])), true);
    assert_eq!(client.call("net_peerCount", json!([])), "0x0");
    assert_eq!(client.call("eth_syncing", json!([])), false);
    let name = client.call("web3_clientVersion", json!([]));
    assert!(name.as_str().unwrap().starts_with("ballast/v"), "{name}");
    assert_eq!(
        client.call("web3_sha3", json!(["0x"])),
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    );
    assert_eq!(client.call("rpc_modules", json!([]))["eth"], "1.0");
    let pending = client.call("eth_getBlockByNumber", json!(["pending", false]));
    assert_eq!(pending["number"], "0x1");
    assert_eq!(
        client.call("eth_getTransactionCount", json!([ALICE, "pending"])),
        "0x0"
    );
}
