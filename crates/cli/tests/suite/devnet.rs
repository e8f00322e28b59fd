//! `ballast devnet`, and `ballast demo --serve`.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::command::{ballast, run};

/// A running chain.
struct Chain {
    child: Child,
    /// What it printed when it was ready.
    start: Value,
}

impl Chain {
    /// Starts the command and reads one JSON document, however many lines it has.
    fn start(args: &[&str]) -> Self {
        let mut child = ballast(args).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = child.stdout.as_mut().unwrap();
        let mut documents = serde_json::Deserializer::from_reader(stdout).into_iter();
        let start = documents.next().unwrap().unwrap();
        Self { child, start }
    }

    fn ask(&self, method: &str) -> Value {
        let url = self.start["rpc"].as_str().unwrap();
        let address = url.strip_prefix("http://").unwrap();
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": [] }).to_string();
        let mut stream = TcpStream::connect(address).unwrap();
        let head = format!(
            "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap() > 2 {
            line.clear();
        }
        let mut answer = String::new();
        reader.read_to_string(&mut answer).unwrap();
        serde_json::from_str::<Value>(&answer).unwrap()["result"].clone()
    }

    /// Sends a signal and returns the exit code.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code()
    }
}

#[test]
fn it_says_where_it_listens_answers_and_stops() {
    for signal in ["-INT", "-TERM"] {
        let chain = Chain::start(&["devnet", "--port", "0", "--json", "--arbos", "60"]);
        assert_eq!(chain.start["chain_id"], 412_346);
        assert_eq!(chain.start["arbos"], 60);
        assert_eq!(chain.start["accounts"].as_array().unwrap().len(), 11);
        assert_eq!(chain.ask("eth_chainId"), "0x64aba");
        assert_eq!(chain.stop(signal), Some(0));
    }
}

#[test]
fn blocks_come_by_the_clock_if_asked_for() {
    let chain = Chain::start(&["devnet", "--port", "0", "--json", "--block-time", "0.02"]);
    let height = || chain.ask("eth_blockNumber");
    let first = height();
    let later = (0..500).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        let now = height();
        (now != first).then_some(now)
    });
    assert!(later.is_some());
    assert_eq!(chain.stop("-INT"), Some(0));
}

#[test]
fn state_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chain.db");
    let args = [
        "devnet",
        "--port",
        "0",
        "--json",
        "--state",
        file.to_str().unwrap(),
    ];
    let chain = Chain::start(&args);
    chain.ask("evm_mine");
    let height = chain.ask("eth_blockNumber");
    assert_ne!(height, "0x0");
    assert_eq!(chain.stop("-INT"), Some(0));
    let chain = Chain::start(&args);
    assert_eq!(chain.ask("eth_blockNumber"), height);
    assert_eq!(chain.stop("-INT"), Some(0));
}

#[test]
fn a_port_that_is_taken_is_an_error_with_advice() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["devnet", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.starts_with(&format!("error: cannot start on 127.0.0.1:{port}")),
        "{text}"
    );
    assert!(text.contains("--port"), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_demo_that_serves_stays_until_it_is_stopped() {
    let chain = Chain::start(&["demo", "--serve", "--port", "0", "--json"]);
    assert_eq!(chain.ask("eth_chainId"), "0x64aba");
    assert_eq!(chain.stop("-INT"), Some(0));
}
