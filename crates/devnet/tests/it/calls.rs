//! `eth_call` and its relatives.

use alloy_primitives::{Address, U256, hex};
use alloy_sol_types::{Panic, Revert, SolError};
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, CONTEXT, COUNTER, REVERTER, chain, number, place, send};

fn word(value: u64) -> String {
    format!("{value:#066x}")
}

#[test]
fn calls_see_the_state_of_their_block() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    for _ in 0..70 {
        send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    }
    for height in [0u64, 1, 5, 64, 70] {
        let block = format!("{height:#x}");
        let count = client.call("eth_call", json!([{ "to": at }, block]));
        assert_eq!(count, word(height + 1), "block {height}");
        let slot = client.call("eth_getStorageAt", json!([at, "0x0", block]));
        assert_eq!(slot, word(height));
        let nonce = client.call("eth_getTransactionCount", json!([ALICE, block]));
        assert_eq!(number(&nonce), height);
    }
    let hash = client.call("eth_getBlockByNumber", json!(["0x5", false]))["hash"].clone();
    assert_eq!(
        client.call("eth_call", json!([{ "to": at }, hash])),
        word(6)
    );
    let by_hash = json!([{ "to": at }, { "blockHash": hash }]);
    assert_eq!(client.call("eth_call", by_hash), word(6));
}

#[test]
fn reverts_carry_their_data_and_reason() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, REVERTER);
    let mut reply = |data: &[u8]| {
        let request = json!([{ "to": at, "data": hex::encode_prefixed(data) }, "latest"]);
        client.request("eth_call", &request)["error"].clone()
    };
    let data = Revert::from("no way").abi_encode();
    let error = reply(&data);
    assert_eq!(error["code"], 3);
    assert_eq!(error["message"], "execution reverted: no way");
    assert_eq!(error["data"], hex::encode_prefixed(&data));
    let error = reply(&Panic::from(0x11).abi_encode());
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains("overflow") && message.contains("0x11"),
        "{message}"
    );
    let error = reply(&hex!("6f809c4e"));
    assert_eq!(
        error["message"],
        "execution reverted: ProgramNotActivated()"
    );
    let error = reply(&[]);
    assert_eq!((&error["code"], &error["data"]), (&json!(3), &json!("0x")));
    assert_eq!(error["message"], "execution reverted");
}

#[test]
fn state_overrides() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let mut call = |overrides: Value| {
        client.request(
            "eth_call",
            &json!([{ "from": BOB, "to": at }, "latest", overrides]),
        )
    };
    let slots = json!({ word(0): word(41) });
    assert_eq!(
        call(json!({ at.to_string(): { "stateDiff": slots } }))["result"],
        word(42)
    );
    let others = json!({ word(7): word(1) });
    assert_eq!(
        call(json!({ at.to_string(): { "state": others } }))["result"],
        word(1)
    );
    assert_eq!(
        call(json!({ at.to_string(): { "stateDiff": others } }))["result"],
        word(2)
    );
    let both = json!({ "state": others, "stateDiff": others });
    assert_eq!(
        call(json!({ at.to_string(): both }))["error"]["code"],
        -32602
    );
    // ADDRESS BALANCE in place of the counter.
    let code = json!({ "code": "0x30315f5260205ff3", "balance": "0x7b" });
    assert_eq!(call(json!({ at.to_string(): code }))["result"], word(123));
    let moved = json!({ "movePrecompileToAddress": BOB });
    assert_eq!(
        call(json!({ at.to_string(): moved }))["error"]["code"],
        -32004
    );
    // Nothing of it stays.
    assert_eq!(call(json!({}))["result"], word(2));
}

#[test]
fn overridden_balances_and_values() {
    let (_handle, mut client) = chain();
    let poor = Address::repeat_byte(0x77);
    let request = json!({ "from": poor, "to": BOB, "value": "0xde0b6b3a7640000" });
    assert_eq!(
        client.fail("eth_call", json!([request, "latest"])).0,
        -32000
    );
    let rich = json!({ poor.to_string(): { "balance": U256::MAX } });
    assert_eq!(
        client.call("eth_call", json!([request, "latest", rich])),
        "0x"
    );
}

#[test]
fn block_overrides() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, CONTEXT);
    let overrides = json!({ "time": "0x1234", "coinbase": BOB });
    let words = client.call("eth_call", json!([{ "to": at }, "latest", null, overrides]));
    let words = words.as_str().unwrap();
    assert_eq!(&words[66..130], &word(0x1234)[2..]);
    assert_eq!(words[154..194], hex::encode(BOB));
}

#[test]
fn a_transaction_succeeds_with_its_estimate() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    assert_eq!(
        client.call("eth_estimateGas", json!([{ "from": ALICE, "to": BOB }])),
        "0x5208"
    );
    let estimate = client.call("eth_estimateGas", json!([{ "from": ALICE, "to": at }]));
    let receipt = send(&mut client, json!({ "to": at, "gas": estimate }));
    assert_eq!(receipt["status"], "0x1");
    let used = number(&receipt["gasUsed"]);
    assert!(
        number(&estimate) <= used + used / 50,
        "{estimate} for {used}"
    );
    let reverter = client.fail("eth_estimateGas", json!([{ "to": at, "gas": "0x5300" }]));
    assert!(
        reverter
            .1
            .starts_with("gas required exceeds allowance (21248)"),
        "{reverter:?}"
    );
}

#[test]
fn access_lists_name_what_is_read() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    let list = client.call(
        "eth_createAccessList",
        json!([{ "from": ALICE, "to": at }, "latest"]),
    );
    assert_eq!(
        list["accessList"],
        json!([{ "address": at, "storageKeys": [word(0)] }])
    );
    assert!(21_000 < number(&list["gasUsed"]));
    let none = client.call(
        "eth_createAccessList",
        json!([{ "from": ALICE, "to": BOB }, "latest"]),
    );
    assert_eq!(none["accessList"], json!([]));
}

#[test]
fn gas_of_calls_is_capped_and_defaults_to_fifty_million() {
    let (_handle, mut client) = chain();
    // GAS, returned.
    let at = place(&mut client, "0x5a5f5260205ff3");
    let mut gas = |request: Value| {
        let left = client.call("eth_call", json!([request, "latest"]));
        U256::from_str_radix(&left.as_str().unwrap()[2..], 16)
            .unwrap()
            .to::<u64>()
    };
    assert!((49_900_000..50_000_000).contains(&gas(json!({ "to": at }))));
    let endless = json!({ "to": at, "gas": "0xffffffffffff" });
    assert!((49_900_000..50_000_000).contains(&gas(endless)));
    assert!((70_000..100_000).contains(&gas(json!({ "to": at, "gas": "0x186a0" }))));
}

#[test]
fn the_node_interface_answers_estimates() {
    let (_handle, mut client) = chain();
    let interface = "0x00000000000000000000000000000000000000c8";
    let at = place(&mut client, COUNTER);
    // gasEstimateComponents(at, false, "")
    let data = format!(
        "0xc94e6eeb{:0>64}{:064x}{:064x}{:064x}",
        hex::encode(at),
        0,
        96,
        0
    );
    let words = client.call(
        "eth_call",
        json!([{ "from": ALICE, "to": interface, "data": data }]),
    );
    let words = words.as_str().unwrap();
    let gas = u64::from_str_radix(&words[2..66], 16).unwrap();
    let estimate = client.call("eth_estimateGas", json!([{ "from": ALICE, "to": at }]));
    assert_eq!(gas, number(&estimate));
    assert_eq!(&words[130..194], &word(100_000_000)[2..]);
    let unknown = json!([{ "to": interface, "data": "0x12345678" }, "latest"]);
    assert_eq!(client.fail("eth_call", unknown).0, 3);
}
