//! Logs and polled filters.

use serde_json::{Value, json};

use crate::support::{BOB, Client, LOGGER, chain, place, send};

fn topic(value: u64) -> String {
    format!("{value:#066x}")
}

fn log(client: &mut Client, at: &str, value: u64) {
    send(
        client,
        json!({ "to": at, "data": topic(value), "gas": "0x186a0" }),
    );
}

fn count(logs: &Value) -> usize {
    logs.as_array().unwrap().len()
}

#[test]
fn logs_by_range_address_and_topic() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, LOGGER).to_string();
    for value in 1..=5 {
        log(&mut client, &at, value);
    }
    let all = json!({ "fromBlock": "earliest", "toBlock": "latest" });
    let logs = client.call("eth_getLogs", json!([all]));
    assert_eq!(count(&logs), 5);
    assert_eq!(logs[0]["topics"], json!([topic(1)]));
    assert_eq!(logs[4]["blockNumber"], "0x5");
    let range = json!({ "fromBlock": "0x2", "toBlock": "0x3", "address": at });
    assert_eq!(count(&client.call("eth_getLogs", json!([range]))), 2);
    let either = json!({ "fromBlock": "0x0", "topics": [[topic(1), topic(4)]] });
    assert_eq!(count(&client.call("eth_getLogs", json!([either]))), 2);
    let elsewhere = json!({ "fromBlock": "0x0", "address": BOB });
    assert_eq!(count(&client.call("eth_getLogs", json!([elsewhere]))), 0);
    let latest = client.call("eth_getLogs", json!([{}]));
    assert_eq!(latest[0]["topics"], json!([topic(5)]));
    let by_hash = json!({ "blockHash": logs[2]["blockHash"] });
    assert_eq!(
        client.call("eth_getLogs", json!([by_hash]))[0]["topics"],
        json!([topic(3)])
    );
    let upside_down = json!({ "fromBlock": "0x3", "toBlock": "0x2" });
    assert_eq!(client.fail("eth_getLogs", json!([upside_down])).0, -32602);
    let unknown = json!({ "blockHash": topic(9) });
    assert_eq!(
        client.fail("eth_getLogs", json!([unknown])).1,
        "unknown block"
    );
    let beyond = json!({ "fromBlock": "0x99", "toBlock": "0x999" });
    assert_eq!(count(&client.call("eth_getLogs", json!([beyond]))), 0);
}

#[test]
fn a_log_filter_reports_each_log_once() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, LOGGER).to_string();
    log(&mut client, &at, 1);
    let id = client.call(
        "eth_newFilter",
        json!([{ "address": at, "fromBlock": "0x0" }]),
    );
    let changes = client.call("eth_getFilterChanges", json!([id]));
    assert_eq!(count(&changes), 0);
    log(&mut client, &at, 2);
    log(&mut client, &at, 3);
    let changes = client.call("eth_getFilterChanges", json!([id]));
    assert_eq!(count(&changes), 2);
    assert_eq!(changes[1]["topics"], json!([topic(3)]));
    assert_eq!(count(&client.call("eth_getFilterChanges", json!([id]))), 0);
    assert_eq!(count(&client.call("eth_getFilterLogs", json!([id]))), 3);
    assert_eq!(client.call("eth_uninstallFilter", json!([id])), true);
    assert_eq!(client.call("eth_uninstallFilter", json!([id])), false);
    assert_eq!(
        client.fail("eth_getFilterChanges", json!([id])),
        (-32000, "filter not found".into())
    );
}

#[test]
fn block_and_transaction_filters() {
    let (_handle, mut client) = chain();
    let blocks = client.call("eth_newBlockFilter", json!([]));
    let transactions = client.call("eth_newPendingTransactionFilter", json!([]));
    let receipt = send(&mut client, json!({ "to": BOB }));
    let changes = client.call("eth_getFilterChanges", json!([blocks]));
    assert_eq!(changes, json!([receipt["blockHash"]]));
    let changes = client.call("eth_getFilterChanges", json!([transactions]));
    assert_eq!(changes, json!([receipt["transactionHash"]]));
    assert_eq!(
        client.call("eth_getFilterChanges", json!([transactions])),
        json!([])
    );
    assert_eq!(client.fail("eth_getFilterLogs", json!([blocks])).0, -32000);
}

#[test]
fn filters_survive_a_revert_and_are_bounded() {
    let (_handle, mut client) = chain();
    let snapshot = client.call("evm_snapshot", json!([]));
    let id = client.call("eth_newBlockFilter", json!([]));
    client.call("anvil_mine", json!([3]));
    assert_eq!(count(&client.call("eth_getFilterChanges", json!([id]))), 3);
    client.call("evm_revert", json!([snapshot]));
    assert_eq!(count(&client.call("eth_getFilterChanges", json!([id]))), 0);
    client.call("evm_mine", json!([]));
    assert_eq!(count(&client.call("eth_getFilterChanges", json!([id]))), 1);
    for _ in 1..4_096 {
        client.call("eth_newBlockFilter", json!([]));
    }
    assert_eq!(
        client.fail("eth_newBlockFilter", json!([])).1,
        "too many filters"
    );
}
