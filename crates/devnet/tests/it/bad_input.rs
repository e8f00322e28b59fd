//! Whatever a client sends, the node answers with the code real nodes give and goes on.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::{ALICE, BOB, Client, chain, head, number, signed, start, transfer};
use alloy_consensus::{SignableTransaction, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Bytes, Signature, TxKind, U256, hex};
use ballast_devnet::Config;
use serde_json::{Value, json};

/// The code and message of an error reply.
fn error(reply: &str) -> (i64, String) {
    let reply: Value = serde_json::from_str(reply).unwrap();
    let error = &reply["error"];
    (
        error["code"].as_i64().unwrap(),
        error["message"].as_str().unwrap().to_owned(),
    )
}

#[track_caller]
fn alive(client: &mut Client) {
    assert_eq!(client.call("eth_chainId", json!([])), "0x64aba");
}

#[test]
fn malformed_json_is_a_parse_error() {
    let (_handle, mut client) = chain();
    for body in [
        "{",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":",
        "[{]",
        "nonsense",
        "",
    ] {
        let (_, reply) = client.post(body.as_bytes());
        assert_eq!(error(&reply).0, -32700, "{body:?}");
    }
    alive(&mut client);
}

#[test]
fn json_that_is_no_request_is_an_invalid_request() {
    let (_handle, mut client) = chain();
    for body in [
        "{}",
        "[]",
        r#"{"jsonrpc":"2.0","id":1}"#,
        r#"{"id":1,"method":"eth_chainId"}"#,
    ] {
        let (_, reply) = client.post(body.as_bytes());
        assert_eq!(error(&reply).0, -32600, "{body:?}");
    }
    alive(&mut client);
}

#[test]
fn deeply_nested_json_does_no_harm() {
    let (_handle, mut client) = chain();
    let deep = "[".repeat(200_000);
    let body = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"eth_call","params":{deep}"#);
    let (_, reply) = client.post(body.as_bytes());
    assert!(matches!(error(&reply).0, -32700 | -32600), "{reply}");
    let closed = format!("{deep}{}", "]".repeat(200_000));
    let body = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"eth_call","params":{closed}}}"#);
    let (_, reply) = client.post(body.as_bytes());
    assert!(error(&reply).0 < 0, "{reply}");
    alive(&mut client);
}

#[test]
fn bodies_above_the_limit_are_refused() {
    let (handle, _client) = chain();
    let mut stream = TcpStream::connect(handle.address()).unwrap();
    stream.write_all(head(33 * 1024 * 1024).as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
    alive(&mut Client::new(handle.address()));
}

#[test]
fn unknown_methods_and_parameters() {
    let (_handle, mut client) = chain();
    assert_eq!(client.fail("eth_noSuchMethod", json!([])).0, -32601);
    assert_eq!(
        client.fail("eth_getBalance", json!([])),
        (-32602, "missing value for required argument 0".into())
    );
    assert_eq!(client.fail("eth_getBalance", json!(["0x12"])).0, -32602);
    assert_eq!(
        client.fail("eth_getBalance", json!([ALICE, "sometime"])).0,
        -32602
    );
    assert_eq!(
        client.fail("eth_getBalance", json!({ "address": ALICE })).0,
        -32602
    );
    let (code, message) = client.fail("eth_chainId", json!([1]));
    assert_eq!(
        (code, message.as_str()),
        (-32602, "too many arguments, want at most 0")
    );
    assert_eq!(
        client.fail("eth_getBalance", json!([ALICE, "0xffffff"])).1,
        "header not found"
    );
    assert_eq!(
        client.fail("eth_getProof", json!([ALICE, [], "latest"])).0,
        -32004
    );
}

#[test]
fn what_does_not_exist_is_null() {
    let (_handle, mut client) = chain();
    let hash = format!("0x{}", "12".repeat(32));
    for method in ["eth_getTransactionReceipt", "eth_getTransactionByHash"] {
        assert_eq!(client.call(method, json!([hash])), Value::Null);
    }
    assert_eq!(
        client.call("eth_getBlockByHash", json!([hash, false])),
        Value::Null
    );
    assert_eq!(
        client.call("eth_getBlockByNumber", json!(["0x999", true])),
        Value::Null
    );
    assert_eq!(
        client.call("eth_getBlockReceipts", json!(["0x999"])),
        Value::Null
    );
}

#[track_caller]
fn refused(client: &mut Client, raw: &str, text: &str) {
    let (code, message) = client.fail("eth_sendRawTransaction", json!([raw]));
    assert_eq!(code, -32000, "{message}");
    assert!(message.contains(text), "{message:?} does not say {text:?}");
}

#[test]
fn bad_transactions_are_refused_as_real_nodes_refuse_them() {
    let (_handle, mut client) = chain();
    let base = transfer(0);
    refused(&mut client, "0x", "rlp");
    refused(&mut client, "0xc0", "rlp");
    refused(&mut client, "0x02c0", "rlp");
    refused(&mut client, "0x7f01", "transaction type not supported");
    refused(&mut client, "0x03c0", "transaction type not supported");
    let foreign = TxEip1559 {
        chain_id: 1,
        ..base.clone()
    };
    refused(
        &mut client,
        &signed(foreign, 0),
        "invalid chain id for signer: have 1 want 412346",
    );
    let poor = TxEip1559 {
        value: U256::MAX >> 1,
        ..base.clone()
    };
    refused(
        &mut client,
        &signed(poor, 0),
        "insufficient funds for gas * price + value",
    );
    let starved = TxEip1559 {
        gas_limit: 20_999,
        ..base.clone()
    };
    refused(&mut client, &signed(starved, 0), "intrinsic gas too low");
    let cheap = TxEip1559 {
        max_fee_per_gas: 99_999_999,
        ..base.clone()
    };
    refused(
        &mut client,
        &signed(cheap, 0),
        "max fee per gas less than block base fee",
    );
    let tip = TxEip1559 {
        max_priority_fee_per_gas: 2_000_000_000,
        ..base.clone()
    };
    refused(
        &mut client,
        &signed(tip, 0),
        "max priority fee per gas higher than max fee per gas",
    );
    assert_eq!(client.call("eth_blockNumber", json!([])), "0x0");
}

#[test]
fn transactions_too_large_are_refused() {
    let (_handle, mut client) = chain();
    let base = transfer(0);
    let endless = TxEip1559 {
        gas_limit: u64::MAX,
        ..base.clone()
    };
    refused(&mut client, &signed(endless, 0), "exceeds block gas limit");
    let huge = TxEip1559 {
        input: vec![0; 140_000].into(),
        ..base.clone()
    };
    refused(&mut client, &signed(huge, 0), "oversized data");
    let init_code = vec![0; 49_153].into();
    let create = TxEip1559 {
        to: TxKind::Create,
        input: init_code,
        gas_limit: 10_000_000,
        ..base
    };
    refused(
        &mut client,
        &signed(create, 0),
        "max initcode size exceeded",
    );
    assert_eq!(client.call("eth_blockNumber", json!([])), "0x0");
}

#[test]
fn nonces_out_of_order() {
    let (_handle, mut client) = chain();
    let first = signed(transfer(0), 0);
    client.call("eth_sendRawTransaction", json!([first]));
    refused(
        &mut client,
        &first,
        "nonce too low: next nonce 1, tx nonce 0",
    );
    // A gap makes a transaction wait, and what fills it brings both into blocks.
    let later = client.call("eth_sendRawTransaction", json!([signed(transfer(2), 0)]));
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([later])),
        Value::Null
    );
    assert_eq!(
        client.call("txpool_status", json!([])),
        json!({ "pending": "0x0", "queued": "0x1" })
    );
    refused(&mut client, &signed(transfer(2), 0), "already known");
    client.call("eth_sendRawTransaction", json!([signed(transfer(1), 0)]));
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([later]))["status"],
        "0x1"
    );
    assert_eq!(number(&client.call("eth_blockNumber", json!([]))), 3);
}

#[test]
fn bad_signatures_are_refused() {
    let (_handle, mut client) = chain();
    let encode = |r: U256, s: U256| {
        let signed = transfer(0).into_signed(Signature::new(r, s, false));
        hex::encode_prefixed(TxEnvelope::from(signed).encoded_2718())
    };
    let invalid = "invalid transaction v, r, s values";
    refused(&mut client, &encode(U256::ZERO, U256::ZERO), invalid);
    refused(&mut client, &encode(U256::ONE, U256::MAX), invalid);
    refused(&mut client, &encode(U256::MAX, U256::ONE), invalid);
}

#[test]
fn accounts_without_keys_cannot_send() {
    let (_handle, mut client) = chain();
    let stranger = "0x00000000000000000000000000000000000000aa";
    let request = json!({ "from": stranger, "to": BOB, "value": "0x1" });
    let (code, message) = client.fail("eth_sendTransaction", json!([request]));
    assert_eq!(code, -32000);
    assert!(message.starts_with("unknown account"), "{message}");
    assert_eq!(client.fail("eth_sign", json!([stranger, "0x00"])).0, -32000);
    let blob = json!({ "from": ALICE, "to": BOB, "maxFeePerBlobGas": "0x1" });
    assert_eq!(
        client.fail("eth_sendTransaction", json!([blob])).1,
        "transaction type not supported"
    );
    let both = json!({ "from": ALICE, "gasPrice": "0x1", "maxFeePerGas": "0x1" });
    assert_eq!(client.fail("eth_call", json!([both, "latest"])).0, -32602);
}

/// `JUMPDEST PUSH1 0 JUMP`
const ENDLESS: &str = "0x5b600056";

#[test]
fn endless_loops_end_and_others_go_on_meanwhile() {
    let (handle, mut client) = chain();
    client.call("anvil_setCode", json!([BOB, ENDLESS]));
    let address = handle.address();
    let loops: Vec<_> = (0..8)
        .map(|_| {
            std::thread::spawn(move || {
                let request = json!({ "from": ALICE, "to": BOB });
                Client::new(address).fail("eth_call", json!([request, "latest"]))
            })
        })
        .collect();
    alive(&mut Client::new(address));
    for running in loops {
        let (code, message) = running.join().unwrap();
        assert_eq!((code, message.as_str()), (-32000, "out of gas"));
    }
    let request = json!({ "from": ALICE, "to": BOB, "gas": "0x1000000" });
    let hash = client.call("eth_sendTransaction", json!([request]));
    let receipt = client.call("eth_getTransactionReceipt", json!([hash]));
    assert_eq!(
        (&receipt["status"], number(&receipt["gasUsed"])),
        (&json!("0x0"), 0x100_0000)
    );
    let message = client
        .fail("eth_estimateGas", json!([{ "from": ALICE, "to": BOB }]))
        .1;
    assert!(
        message.starts_with("gas required exceeds allowance (50000000)"),
        "{message}"
    );
}

#[test]
fn garbage_wasm_deploys_and_fails_where_arbitrum_fails_it() {
    let (handle, mut client) = chain();
    let garbage = Bytes::from_static(&[0xef, 0xf0, 0x00, 0x00, 0xde, 0xad, 0xbe, 0xef]);
    client.call("anvil_setCode", json!([BOB, garbage]));
    let activate = format!("0x58c780c2{:0>64}", hex::encode(BOB));
    let arb_wasm = "0x0000000000000000000000000000000000000071";
    let request = json!({ "from": ALICE, "to": arb_wasm, "data": activate, "value": "0xffff" });
    assert!(client.fail("eth_call", json!([request, "latest"])).0 != 0);
    let call = json!({ "from": ALICE, "to": BOB });
    let (code, message) = client.fail("eth_call", json!([call, "latest"]));
    assert_eq!(code, -32000, "{message}");
    assert!(message.to_lowercase().contains("activated"), "{message}");
    alive(&mut Client::new(handle.address()));
}

#[test]
fn the_pool_is_bounded() {
    let handle = start(Config {
        block_time: Some(std::time::Duration::from_secs(3600)),
        ..Config::default()
    });
    let mut client = Client::new(handle.address());
    let mut refusal = None;
    for nonce in 0..6_000 {
        let reply = client.request(
            "eth_sendRawTransaction",
            &json!([signed(transfer(nonce), 0)]),
        );
        if reply.get("error").is_some() {
            refusal = Some((nonce, reply["error"]["message"].clone()));
            break;
        }
    }
    assert_eq!(refusal, Some((5_120, json!("txpool is full"))));
    client.call("evm_mine", json!([]));
    let block = client.call("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(block["transactions"].as_array().unwrap().len(), 5_120);
}

#[test]
fn sixty_four_clients_at_once() {
    let (handle, mut client) = chain();
    let address = handle.address();
    let clients: Vec<_> = (0..64)
        .map(|index: usize| {
            std::thread::spawn(move || {
                let mut client = Client::new(address);
                for _ in 0..20 {
                    // Eleven accounts among 64 clients: the node orders the nonces.
                    let from = ballast_devnet::DEV_ACCOUNTS[index % 11].address;
                    let request =
                        json!({ "from": from, "to": BOB, "value": "0x1", "gas": "0x5208" });
                    let hash = client.call("eth_sendTransaction", json!([request]));
                    let receipt = client.call("eth_getTransactionReceipt", json!([hash]));
                    assert_eq!(receipt["status"], "0x1");
                    client.call("eth_getBalance", json!([from, "latest"]));
                }
            })
        })
        .collect();
    for running in clients {
        running.join().unwrap();
    }
    assert_eq!(number(&client.call("eth_blockNumber", json!([]))), 64 * 20);
}
