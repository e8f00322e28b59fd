//! What only a development chain lets anyone do.

use alloy_primitives::Address;
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, COUNTER, Client, chain, number, place, send};

fn height(client: &mut Client) -> u64 {
    number(&client.call("eth_blockNumber", json!([])))
}

fn latest_time(client: &mut Client) -> u64 {
    number(&client.call("eth_getBlockByNumber", json!(["latest", false]))["timestamp"])
}

#[test]
fn mining() {
    let (_handle, mut client) = chain();
    client.call("evm_mine", json!([]));
    assert_eq!(height(&mut client), 1);
    client.call("hardhat_mine", json!(["0x64", "0x3c"]));
    assert_eq!(height(&mut client), 101);
    let first = client.call("eth_getBlockByNumber", json!(["0x2", false]));
    assert_eq!(
        latest_time(&mut client),
        number(&first["timestamp"]) + 99 * 60
    );
    let (code, _) = client.fail("anvil_mine", json!(["0xffffffff"]));
    assert_eq!(code, -32602);
    let later = latest_time(&mut client) + 1_000;
    client.call("evm_mine", json!([later]));
    assert_eq!(latest_time(&mut client), later);
    client.call("evm_mine", json!([{ "timestamp": later + 5, "blocks": 3 }]));
    assert_eq!(
        (height(&mut client), latest_time(&mut client)),
        (105, later + 5)
    );
    assert_eq!(client.call("anvil_getAutomine", json!([])), true);
}

#[test]
fn time() {
    let (_handle, mut client) = chain();
    let start = latest_time(&mut client);
    assert_eq!(client.call("evm_increaseTime", json!([86_400])), 86_400);
    assert_eq!(client.call("evm_increaseTime", json!(["0x10"])), 86_416);
    client.call("evm_mine", json!([]));
    let moved = latest_time(&mut client);
    assert!((start + 86_416..start + 86_426).contains(&moved), "{moved}");
    assert_eq!(
        client.fail("evm_setNextBlockTimestamp", json!([start])).0,
        -32000
    );
    client.call("evm_setNextBlockTimestamp", json!([moved + 50_000]));
    client.call("evm_mine", json!([]));
    assert_eq!(latest_time(&mut client), moved + 50_000);
    client.call("evm_mine", json!([]));
    assert!(
        latest_time(&mut client) < moved + 50_010,
        "time runs on from there"
    );
    client.call("evm_setTime", json!([(moved + 90_000) * 1_000]));
    client.call("evm_mine", json!([]));
    assert!((moved + 90_000..moved + 90_010).contains(&latest_time(&mut client)));
    client.call("anvil_setBlockTimestampInterval", json!([7]));
    let before = latest_time(&mut client);
    client.call("anvil_mine", json!([2]));
    assert_eq!(latest_time(&mut client), before + 14);
    assert_eq!(
        client.call("anvil_removeBlockTimestampInterval", json!([])),
        true
    );
}

#[test]
fn the_l1_height_is_set_and_advances_with_time() {
    let (_handle, mut client) = chain();
    let l1 = |client: &mut Client| {
        client.call("evm_mine", json!([]));
        number(&client.call("eth_getBlockByNumber", json!(["latest", false]))["l1BlockNumber"])
    };
    client.call("ballast_setL1BlockNumber", json!([1_000]));
    assert_eq!(l1(&mut client), 1_000);
    client.call("evm_increaseTime", json!([120]));
    assert!((1_010..1_012).contains(&l1(&mut client)));
    assert_eq!(
        client.fail("ballast_setL1BlockNumber", json!([5])).0,
        -32000
    );
}

#[test]
fn snapshots_bring_everything_back() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let snapshot = client.call("evm_snapshot", json!([]));
    let inner = client.call("evm_snapshot", json!([]));
    assert_ne!(snapshot, inner);
    let receipt = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    client.call("anvil_setBalance", json!([BOB, "0x0"]));
    client.call("evm_increaseTime", json!([1_000_000]));
    client.call("evm_mine", json!([]));
    assert_eq!(client.call("evm_revert", json!([snapshot])), true);
    assert_eq!(height(&mut client), 1);
    let slot = client.call("eth_getStorageAt", json!([at, "0x0", "latest"]));
    assert_eq!(
        number(&json!(format!("0x{}", &slot.as_str().unwrap()[50..]))),
        1
    );
    assert_ne!(client.call("eth_getBalance", json!([BOB, "latest"])), "0x0");
    let gone = client.call(
        "eth_getTransactionReceipt",
        json!([receipt["transactionHash"]]),
    );
    assert_eq!(gone, Value::Null);
    client.call("evm_mine", json!([]));
    assert!(latest_time(&mut client) < number(&receipt["blockNumber"]) + 4_000_000_000);
    // Used up, as is the later one.
    assert_eq!(client.call("evm_revert", json!([snapshot])), false);
    assert_eq!(client.call("evm_revert", json!([inner])), false);
    assert_eq!(client.call("evm_revert", json!(["0x999"])), false);
}

#[test]
fn setters_write_to_the_newest_state_and_to_no_other() {
    let (_handle, mut client) = chain();
    let at = Address::repeat_byte(0x42);
    client.call("evm_mine", json!([]));
    client.call("hardhat_setBalance", json!([at, "0x1234"]));
    client.call("anvil_setNonce", json!([at, "0x9"]));
    client.call("anvil_setCode", json!([at, "0x6001"]));
    let word = format!("{:#066x}", 77);
    client.call("hardhat_setStorageAt", json!([at, "0x5", word]));
    assert_eq!(
        client.call("eth_getBalance", json!([at, "latest"])),
        "0x1234"
    );
    assert_eq!(
        client.call("eth_getTransactionCount", json!([at, "latest"])),
        "0x9"
    );
    assert_eq!(client.call("eth_getCode", json!([at, "latest"])), "0x6001");
    assert_eq!(
        client.call("eth_getStorageAt", json!([at, "0x5", "latest"])),
        word
    );
    assert_eq!(client.call("eth_getBalance", json!([at, "0x0"])), "0x0");
    client.call("anvil_addBalance", json!([at, "0x1"]));
    client.call("evm_mine", json!([]));
    assert_eq!(client.call("eth_getBalance", json!([at, "0x1"])), "0x1235");
    assert_eq!(client.call("eth_getBalance", json!([at, "0x2"])), "0x1235");
}

#[test]
fn a_dump_loads_into_another_chain() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let dump = client.call("anvil_dumpState", json!([]));
    let (_other_handle, mut other) = chain();
    assert_eq!(other.call("anvil_loadState", json!([dump])), true);
    assert_eq!(other.call("anvil_dumpState", json!([])), dump);
    let count = other.call("eth_call", json!([{ "to": at }, "latest"]));
    assert!(count.as_str().unwrap().ends_with("02"));
    assert_eq!(other.fail("anvil_loadState", json!(["0x1234"])).0, -32602);
}

#[test]
fn reset_starts_over() {
    let (_handle, mut client) = chain();
    let snapshot = client.call("evm_snapshot", json!([]));
    send(&mut client, json!({ "to": BOB }));
    assert_eq!(client.call("hardhat_reset", json!([])), true);
    assert_eq!(height(&mut client), 0);
    assert_eq!(
        client.call("eth_getTransactionCount", json!([ALICE, "latest"])),
        "0x0"
    );
    assert_eq!(client.call("evm_revert", json!([snapshot])), false);
    let fork = json!([{ "forking": { "jsonRpcUrl": "http://127.0.0.1:1" } }]);
    assert_eq!(client.fail("anvil_reset", fork).0, -32004);
}

#[test]
fn fees_coinbase_and_information() {
    let (_handle, mut client) = chain();
    client.call("anvil_setNextBlockBaseFeePerGas", json!(["0x3b9aca00"]));
    assert_eq!(client.call("eth_gasPrice", json!([])), "0x3b9aca00");
    client.call("anvil_setCoinbase", json!([BOB]));
    let receipt = send(&mut client, json!({ "to": BOB }));
    assert_eq!(receipt["effectiveGasPrice"], "0x3b9aca00");
    let block = client.call("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(block["miner"], json!(BOB.to_string().to_lowercase()));
    let info = client.call("anvil_nodeInfo", json!([]));
    assert_eq!(info["currentBlockNumber"], "0x1");
    assert_eq!(info["environment"]["chainId"], 412_346);
    let metadata = client.call("hardhat_metadata", json!([]));
    assert_eq!(metadata["latestBlockHash"], block["hash"]);
}

#[test]
fn waiting_transactions_can_be_dropped() {
    let (_handle, mut client) = chain();
    client.call("evm_setAutomine", json!([false]));
    let request = json!({ "from": ALICE, "to": BOB, "gas": "0x5208" });
    let hash = client.call("eth_sendTransaction", json!([request]));
    assert_eq!(client.call("anvil_dropTransaction", json!([hash])), hash);
    assert_eq!(
        client.call("anvil_dropTransaction", json!([hash])),
        Value::Null
    );
    client.call("eth_sendTransaction", json!([request]));
    client.call("anvil_dropAllTransactions", json!([]));
    client.call("evm_mine", json!([]));
    assert_eq!(
        client.call("eth_getTransactionCount", json!([ALICE, "latest"])),
        "0x0"
    );
}
