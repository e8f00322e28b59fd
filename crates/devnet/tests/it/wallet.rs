//! Signatures of the node's own accounts.

use alloy_primitives::{Bytes, Signature, eip191_hash_message};
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, chain};

fn signature(value: &Value) -> Signature {
    let bytes: Bytes = value.as_str().unwrap().parse().unwrap();
    Signature::from_raw(&bytes).unwrap()
}

#[test]
fn messages_are_signed_with_the_prefix() {
    let (_handle, mut client) = chain();
    let by_sign = client.call("eth_sign", json!([ALICE, "0x68656c6c6f"]));
    let hash = eip191_hash_message(b"hello");
    assert_eq!(
        signature(&by_sign)
            .recover_address_from_prehash(&hash)
            .unwrap(),
        ALICE
    );
    assert_eq!(
        client.call("personal_sign", json!(["0x68656c6c6f", ALICE])),
        by_sign
    );
    assert_eq!(
        client.call("personal_sign", json!(["hello", ALICE, "password"])),
        by_sign
    );
}

#[test]
fn typed_data_as_object_and_as_string() {
    let (_handle, mut client) = chain();
    let data = json!({
        "types": {
            "EIP712Domain": [{ "name": "name", "type": "string" }],
            "Mail": [{ "name": "contents", "type": "string" }],
        },
        "primaryType": "Mail",
        "domain": { "name": "post" },
        "message": { "contents": "hello" },
    });
    let typed: alloy_dyn_abi::TypedData = serde_json::from_value(data.clone()).unwrap();
    let signed = client.call("eth_signTypedData_v4", json!([BOB, data]));
    let hash = typed.eip712_signing_hash().unwrap();
    assert_eq!(
        signature(&signed)
            .recover_address_from_prehash(&hash)
            .unwrap(),
        BOB
    );
    let text = data.to_string();
    assert_eq!(
        client.call("eth_signTypedData_v4", json!([BOB, text])),
        signed
    );
    assert_eq!(
        client.fail("eth_signTypedData_v4", json!([BOB, "{}"])).0,
        -32602
    );
}

#[test]
fn a_signed_transaction_can_be_sent_later() {
    let (_handle, mut client) = chain();
    let request = json!({ "from": ALICE, "to": BOB, "value": "0x1" });
    let signed = client.call("eth_signTransaction", json!([request]));
    assert_eq!(signed["tx"]["nonce"], "0x0");
    let hash = client.call("eth_sendRawTransaction", json!([signed["raw"]]));
    assert_eq!(signed["tx"]["hash"], hash);
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([hash]))["status"],
        "0x1"
    );
}
