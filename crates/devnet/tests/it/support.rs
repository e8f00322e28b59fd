//! A running chain, and a JSON-RPC client over one HTTP/1.1 connection that can send malformed
//! requests too.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use alloy_consensus::{SignableTransaction, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, TxKind, U256, hex};
use alloy_signer::SignerSync;
use alloy_signer_local::PrivateKeySigner;
use ballast_devnet::{Config, DEV_ACCOUNTS, Handle, serve};
use serde_json::{Value, json};

/// The first two development accounts.
pub(crate) const ALICE: Address = DEV_ACCOUNTS[0].address;
/// The second one.
pub(crate) const BOB: Address = DEV_ACCOUNTS[1].address;

/// Starts a chain on a free port.
pub(crate) fn start(config: Config) -> Handle {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime
        .block_on(serve(Config { port: 0, ..config }))
        .unwrap()
}

/// A chain with the usual settings and a client of it.
pub(crate) fn chain() -> (Handle, Client) {
    let handle = start(Config::default());
    let client = Client::new(handle.address());
    (handle, client)
}

/// A transfer of one wei from a development account to Bob, complete but for its signature.
pub(crate) fn transfer(nonce: u64) -> TxEip1559 {
    TxEip1559 {
        chain_id: Config::default().chain_id,
        nonce,
        gas_limit: 21_000,
        max_fee_per_gas: 1_000_000_000,
        max_priority_fee_per_gas: 0,
        to: TxKind::Call(BOB),
        value: U256::ONE,
        ..Default::default()
    }
}

/// Signs with the key of a development account; the encoding in hex.
pub(crate) fn signed(transaction: TxEip1559, account: usize) -> String {
    let signer = PrivateKeySigner::from_bytes(&DEV_ACCOUNTS[account].key).unwrap();
    let signature = signer
        .sign_hash_sync(&transaction.signature_hash())
        .unwrap();
    hex::encode_prefixed(TxEnvelope::from(transaction.into_signed(signature)).encoded_2718())
}

/// The lines before a body of this length.
pub(crate) fn head(length: usize) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: node\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

/// Puts code at an address; afterwards calls go there.
pub(crate) fn place(client: &mut Client, code: &str) -> Address {
    let address = Address::repeat_byte(0xc0);
    client.call("anvil_setCode", json!([address, code]));
    address
}

/// Sends a transaction from Alice and returns its receipt.
pub(crate) fn send(client: &mut Client, request: Value) -> Value {
    let mut request = request;
    request["from"] = json!(ALICE);
    let hash = client.call("eth_sendTransaction", json!([request]));
    client.call("eth_getTransactionReceipt", json!([hash]))
}

/// Adds one to slot 0 and returns it.
pub(crate) const COUNTER: &str = "0x5f54600101805f555f5260205ff3";

/// Logs with the first word of calldata as topic.
pub(crate) const LOGGER: &str = "0x5f355f5fa100";

/// Reverts with its calldata.
pub(crate) const REVERTER: &str = "0x365f5f37365ffd";

/// Returns `NUMBER`, `TIMESTAMP`, `COINBASE`, `BASEFEE`.
pub(crate) const CONTEXT: &str = "0x435f5242602052416040524860605260805ff3";

/// The number in a quantity.
pub(crate) fn number(value: &Value) -> u64 {
    let digits = value.as_str().and_then(|text| text.strip_prefix("0x"));
    u64::from_str_radix(digits.unwrap_or_else(|| panic!("no quantity: {value}")), 16).unwrap()
}

/// One connection to a node.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    /// Connects.
    pub(crate) fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Sends a body and returns the HTTP status and the body that comes back.
    pub(crate) fn post(&mut self, body: &[u8]) -> (u16, String) {
        let message = [head(body.len()).as_bytes(), body].concat();
        self.stream.get_mut().write_all(&message).unwrap();
        self.answer().unwrap()
    }

    fn answer(&mut self) -> io::Result<(u16, String)> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let header = line.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, String::from_utf8(body).unwrap()))
    }

    /// Calls a method and returns the whole reply.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let (_, reply) = self.post(body.to_string().as_bytes());
        serde_json::from_str(&reply).unwrap()
    }

    /// Calls a method, `None` if the connection breaks.
    pub(crate) fn try_call(&mut self, method: &str, params: &Value) -> Option<Value> {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let body = body.to_string();
        let head = head(body.len());
        self.stream
            .get_mut()
            .write_all(&[head.as_bytes(), body.as_bytes()].concat())
            .ok()?;
        let (_, reply) = self.answer().ok()?;
        let reply: Value = serde_json::from_str(&reply).ok()?;
        reply.get("result").cloned()
    }

    /// Calls a method that succeeds.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        let reply = self.request(method, &params);
        assert!(reply.get("error").is_none(), "{method}: {reply}");
        reply["result"].clone()
    }

    /// Calls a method that fails; code and message.
    pub(crate) fn fail(&mut self, method: &str, params: Value) -> (i64, String) {
        let reply = self.request(method, &params);
        let error = &reply["error"];
        assert!(error.is_object(), "{method}: {reply}");
        (
            error["code"].as_i64().unwrap(),
            error["message"].as_str().unwrap().to_owned(),
        )
    }
}
