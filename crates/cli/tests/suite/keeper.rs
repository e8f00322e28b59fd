//! `ballast keeper` and `ballast status`: what they say when they cannot work.

use crate::command::{ballast, run};

const NOWHERE: &str = "0x00000000000000000000000000000000000000aa";
/// The first development account's.
const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

#[test]
fn a_keeper_needs_a_key() {
    let mut command = ballast(&["keeper", "--once", "--registry", NOWHERE]);
    let output = command.env_remove("BALLAST_KEY").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("set BALLAST_KEY"), "{text}");
    let mut command = ballast(&["keeper", "--once", "--registry", NOWHERE]);
    let output = command.env("BALLAST_KEY", "0x12").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("not a private key"), "{text}");
}

#[test]
fn a_node_that_is_not_there_is_named() {
    let rpc = "http://127.0.0.1:9";
    let mut command = ballast(&["keeper", "--once", "--rpc", rpc, "--registry", NOWHERE]);
    let output = command.env("BALLAST_KEY", KEY).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let output = run(&["status", "--rpc", rpc, "--registry", NOWHERE]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_address_is_needed() {
    let output = run(&["status", "--registry", "vault"]);
    assert_eq!(output.status.code(), Some(2));
}
