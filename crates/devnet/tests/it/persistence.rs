//! The state file.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use ballast_devnet::{Config, Node, StartError, StoreError};
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, COUNTER, Client, number, place, send, signed, start, transfer};

/// Names the file to a child process that is to serve it.
const STATE: &str = "BALLAST_TEST_STATE";

fn config(path: &Path) -> Config {
    Config {
        state: Some(path.to_owned()),
        ..Config::default()
    }
}

/// Not a test of its own: what a child process runs that [`spawn`] started.
#[test]
fn child() {
    let Some(path) = std::env::var_os(STATE) else {
        return;
    };
    let handle = start(config(Path::new(&path)));
    println!("\nlistening {}", handle.address());
    loop {
        std::thread::park();
    }
}

/// A process of its own that serves a state file.
fn spawn(path: &Path) -> (Child, SocketAddr) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["persistence::child", "--exact", "--nocapture"])
        .env(STATE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines.map(Result::unwrap).find_map(|line| {
        line.strip_prefix("listening ")
            .map(|address| address.parse().unwrap())
    });
    (child, address.unwrap())
}

#[test]
fn everything_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let handle = start(config(&path));
    let mut client = Client::new(handle.address());
    let at = place(&mut client, COUNTER);
    let receipt = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    client.call("anvil_setBalance", json!([BOB, "0x77"]));
    client.call("evm_increaseTime", json!([100_000]));
    client.call("anvil_mine", json!([2]));
    client.call("anvil_setNonce", json!([BOB, "0x5"]));
    let dump = client.call("anvil_dumpState", json!([]));
    let block = client.call("eth_getBlockByNumber", json!(["latest", true]));
    drop((client, handle));

    let handle = start(config(&path));
    let mut client = Client::new(handle.address());
    assert_eq!(client.call("anvil_dumpState", json!([])), dump);
    assert_eq!(
        client.call("eth_getBlockByNumber", json!(["latest", true])),
        block
    );
    let hash = &receipt["transactionHash"];
    assert_eq!(
        client.call("eth_getTransactionReceipt", json!([hash])),
        receipt
    );
    let old = client.call("eth_getBalance", json!([BOB, "0x0"]));
    assert_ne!(old, client.call("eth_getBalance", json!([BOB, "latest"])));
    let again = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    assert_eq!(number(&again["blockNumber"]), number(&block["number"]) + 1);
    let next = client.call("eth_getBlockByNumber", json!(["latest", false]));
    assert_eq!(next["parentHash"], block["hash"]);
    assert!(number(&block["timestamp"]) <= number(&next["timestamp"]));
    let trace = client.call(
        "debug_traceTransaction",
        json!([hash, { "tracer": "callTracer" }]),
    );
    assert_eq!(trace["gasUsed"], receipt["gasUsed"]);
}

#[test]
fn reverted_blocks_stay_reverted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let node = Node::new(config(&path)).unwrap();
    node.set_balance(BOB, alloy_primitives::U256::from(1));
    let snapshot = node.snapshot();
    node.set_balance(BOB, alloy_primitives::U256::from(2));
    node.mine(5, None).unwrap();
    assert!(node.revert(snapshot));
    node.mine(1, None).unwrap();
    let (hash, dump) = (
        node.latest().hash,
        node.dump_state(Default::default()).unwrap(),
    );
    drop(node);
    let node = Node::new(config(&path)).unwrap();
    assert_eq!(node.latest().hash, hash);
    assert_eq!(node.dump_state(Default::default()).unwrap(), dump);
    assert_eq!(
        node.balance(&BOB, Default::default()).unwrap(),
        alloy_primitives::U256::from(1)
    );
    node.reset().unwrap();
    drop(node);
    assert_eq!(Node::new(config(&path)).unwrap().block_number(), 0);
}

/// Sends transfers from one account until the connection breaks; hashes whose receipt came back.
fn load(address: SocketAddr, account: usize) -> Vec<Value> {
    let mut client = Client::new(address);
    let mut received = Vec::new();
    for nonce in 0.. {
        let raw = signed(transfer(nonce), account);
        let Some(hash) = client.try_call("eth_sendRawTransaction", &json!([raw])) else {
            break;
        };
        let receipt = client.try_call("eth_getTransactionReceipt", &json!([hash]));
        match receipt {
            Some(receipt) => assert_eq!(receipt["status"], "0x1"),
            None => break,
        }
        received.push(hash);
    }
    received
}

#[test]
fn every_receipt_shown_survives_a_kill_under_load() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let (mut child, address) = spawn(&path);
    let loads: Vec<_> = (0..8)
        .map(|account| std::thread::spawn(move || load(address, account)))
        .collect();
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    child.kill().unwrap();
    child.wait().unwrap();
    let received: Vec<_> = loads
        .into_iter()
        .flat_map(|load| load.join().unwrap())
        .collect();
    assert!(8 < received.len(), "only {} receipts", received.len());

    let handle = start(config(&path));
    let mut client = Client::new(handle.address());
    for hash in &received {
        let receipt = client.call("eth_getTransactionReceipt", json!([hash]));
        assert_eq!(
            receipt["status"],
            "0x1",
            "{hash} of {} is gone",
            received.len()
        );
    }
    let sent = client.call("eth_getTransactionCount", json!([ALICE, "latest"]));
    assert!(0 < number(&sent));
}

fn refusal(path: &Path, config: Config) -> StoreError {
    match Node::new(Config {
        state: Some(path.to_owned()),
        ..config
    }) {
        Err(StartError::State { source, .. }) => source,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the file was taken"),
    }
}

#[test]
fn files_that_are_not_this_chains_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    std::fs::write(
        &path,
        "certainly no state file, but long enough to look into",
    )
    .unwrap();
    let error = refusal(&path, Config::default());
    assert!(matches!(error, StoreError::Foreign(_)), "{error}");

    let path = folder.path().join("real");
    let node = Node::new(config(&path)).unwrap();
    node.mine(3, None).unwrap();
    assert!(matches!(
        refusal(&path, Config::default()),
        StoreError::InUse
    ));
    drop(node);
    let other = Config {
        chain_id: 5,
        ..Config::default()
    };
    let error = refusal(&path, other);
    assert!(
        matches!(
            error,
            StoreError::Chain {
                found: 412_346,
                expected: 5
            }
        ),
        "{error}"
    );

    let error = refusal(&folder.path().join("no/such/folder"), Config::default());
    assert!(matches!(error, StoreError::Io(_)), "{error}");
}

#[test]
fn a_damaged_file_never_starts_a_wrong_chain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain");
    let node = Node::new(config(&path)).unwrap();
    node.mine(20, None).unwrap();
    let (hash, dump) = (
        node.latest().hash,
        node.dump_state(Default::default()).unwrap(),
    );
    drop(node);
    let whole = std::fs::read(&path).unwrap();
    let mut refused = 0;
    for part in 0..24 {
        let mut damaged = whole.clone();
        let at = part * damaged.len() / 24;
        let end = damaged.len().min(at + 512);
        damaged[at..end].iter_mut().for_each(|byte| *byte ^= 0xa5);
        let broken = folder.path().join(format!("broken{part}"));
        std::fs::write(&broken, damaged).unwrap();
        // Damage may lie where nothing is stored; then the chain is the one that was written.
        match Node::new(config(&broken)) {
            Ok(node) => {
                assert_eq!(node.latest().hash, hash, "part {part}");
                assert!(
                    node.dump_state(Default::default()).unwrap() == dump,
                    "part {part}"
                );
            }
            Err(StartError::State {
                source: StoreError::Foreign(_),
                ..
            }) => refused += 1,
            Err(other) => panic!("part {part}: {other}"),
        }
    }
    assert!(0 < refused);
}
