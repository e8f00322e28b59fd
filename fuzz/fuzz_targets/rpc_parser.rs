//! Whatever arrives over HTTP is answered: with JSON, on the same connection, and soon.
#![no_main]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use ballast_devnet::{Config, Handle, serve};
use libfuzzer_sys::fuzz_target;

/// Methods that take structured parameters; the fuzzer fills them in.
const METHODS: [&str; 16] = [
    "eth_call",
    "eth_estimateGas",
    "eth_sendRawTransaction",
    "eth_sendTransaction",
    "eth_getLogs",
    "eth_newFilter",
    "eth_feeHistory",
    "eth_getStorageAt",
    "eth_getBlockByNumber",
    "eth_signTypedData_v4",
    "debug_traceCall",
    "debug_traceTransaction",
    "anvil_setCode",
    "anvil_loadState",
    "evm_setNextBlockTimestamp",
    "evm_mine",
];

static SERVER: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let config = Config {
        port: 0,
        silent: true,
        ..Config::default()
    };
    runtime.block_on(serve(config)).expect("the chain starts")
});

static CONNECTION: LazyLock<Mutex<TcpStream>> = LazyLock::new(|| Mutex::new(connect()));

fn connect() -> TcpStream {
    let stream = TcpStream::connect(SERVER.address()).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream
}

fn body(data: &[u8]) -> Vec<u8> {
    match data.split_first() {
        Some((choice, rest)) if usize::from(*choice) < 2 * METHODS.len() => {
            let method = METHODS[usize::from(*choice) % METHODS.len()];
            let mut body =
                format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":"#).into_bytes();
            body.extend_from_slice(rest);
            body.push(b'}');
            body
        }
        _ => data.to_vec(),
    }
}

fuzz_target!(|data: &[u8]| {
    let body = body(data);
    let mut stream = CONNECTION.lock().unwrap_or_else(PoisonError::into_inner);
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // One write: two small ones wait for each other's acknowledgement.
    let request = [head.as_bytes(), &body].concat();
    stream.write_all(&request).expect("the connection is open");
    let answer = read_answer(&mut stream);
    // Notifications, which nobody may answer, get the server library's `null`.
    assert!(
        answer == b"null" || matches!(answer.first(), Some(b'{' | b'[')),
        "no JSON: {}",
        String::from_utf8_lossy(&answer)
    );
});

/// The body of one HTTP response.
fn read_answer(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    let mut buffer = [0; 65_536];
    loop {
        if let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&received[..end]).to_lowercase();
            let len: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .map_or(0, |len| len.trim().parse().expect("a length"));
            if end + 4 + len <= received.len() {
                return received.split_off(end + 4);
            }
        }
        let count = stream.read(&mut buffer).expect("an answer in time");
        assert_ne!(count, 0, "the server closed the connection");
        received.extend_from_slice(&buffer[..count]);
    }
}
