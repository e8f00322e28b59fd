//! Subscriptions.

use std::net::TcpStream;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, connect, stream::MaybeTlsStream};

use crate::support::{BOB, LOGGER, chain, place, send};

struct Socket(WebSocket<MaybeTlsStream<TcpStream>>);

impl Socket {
    fn read(&mut self) -> Value {
        loop {
            if let Message::Text(text) = self.0.read().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        self.0.send(Message::text(body.to_string())).unwrap();
        self.read()
    }

    /// The news of one subscription.
    fn news(&mut self, id: &Value) -> Value {
        let message = self.read();
        assert_eq!(message["method"], "eth_subscription");
        assert_eq!(&message["params"]["subscription"], id);
        message["params"]["result"].clone()
    }
}

#[test]
fn requests_and_subscriptions_on_one_socket() {
    let (handle, mut client) = chain();
    let mut socket = Socket(connect(handle.ws_url()).unwrap().0);
    assert_eq!(
        socket.request("eth_chainId", json!([]))["result"],
        "0x64aba"
    );
    assert_eq!(
        socket.request("eth_nothing", json!([]))["error"]["code"],
        -32601
    );
    let heads = socket.request("eth_subscribe", json!(["newHeads"]))["result"].clone();
    assert!(heads.as_str().unwrap().starts_with("0x"), "{heads}");
    let receipt = send(&mut client, json!({ "to": BOB }));
    let head = socket.news(&heads);
    assert_eq!(head["hash"], receipt["blockHash"]);
    assert_eq!(head["l1BlockNumber"], "0x1");
    assert_eq!(
        socket.request("eth_unsubscribe", json!([heads]))["result"],
        true
    );
    client.call("evm_mine", json!([]));
    assert_eq!(
        socket.request("eth_blockNumber", json!([]))["result"],
        "0x2"
    );
}

#[test]
fn logs_and_transactions() {
    let (handle, mut client) = chain();
    let at = place(&mut client, LOGGER);
    let topic = format!("{:#066x}", 5);
    let mut logs = Socket(connect(handle.ws_url()).unwrap().0);
    let filter = json!({ "address": at, "topics": [topic] });
    let id = logs.request("eth_subscribe", json!(["logs", filter]))["result"].clone();
    let mut hashes = Socket(connect(handle.ws_url()).unwrap().0);
    let of_hashes =
        hashes.request("eth_subscribe", json!(["newPendingTransactions"]))["result"].clone();
    let mut full = Socket(connect(handle.ws_url()).unwrap().0);
    let of_full =
        full.request("eth_subscribe", json!(["newPendingTransactions", true]))["result"].clone();
    for value in [4, 5] {
        let data = format!("{value:#066x}");
        let receipt = send(
            &mut client,
            json!({ "to": at, "data": data, "gas": "0x186a0" }),
        );
        assert_eq!(hashes.news(&of_hashes), receipt["transactionHash"]);
        assert_eq!(full.news(&of_full)["hash"], receipt["transactionHash"]);
    }
    assert_eq!(logs.news(&id)["topics"], json!([topic]));
}

#[test]
fn nonsense_is_no_subscription() {
    let (handle, _client) = chain();
    let mut socket = Socket(connect(handle.ws_url()).unwrap().0);
    assert_eq!(
        socket.request("eth_subscribe", json!(["weather"]))["error"]["code"],
        -32602
    );
    assert_eq!(
        socket.request("eth_subscribe", json!([]))["error"]["code"],
        -32602
    );
    assert!(socket.request("eth_subscribe", json!(["syncing"]))["result"].is_string());
}
