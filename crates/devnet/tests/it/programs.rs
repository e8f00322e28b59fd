//! Stylus programs from deployment to their gas.

use alloy_primitives::{Address, Bytes, U256, hex};
use ballast_devnet::{CACHE_MANAGER, Config};
use serde_json::json;

use crate::support::{ALICE, Client, chain, number, send, start};

/// The smallest program: one page, an entry point that returns 0. Its gas is known to the unit.
pub(crate) const ANCHOR: &[u8] = &hex!(
    "0061736d0100000001060160017f017f03020100050401010101071c02066d656d6f727902000f75"
    "7365725f656e747279706f696e7400000a0601040041000b"
);

/// A program as it stands on chain: prefix, no dictionary, brotli.
pub(crate) fn deployed_code(wasm: &[u8]) -> Vec<u8> {
    let mut code = vec![0xef, 0xf0, 0x00, 0x00];
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*wasm, &mut code, &params).unwrap();
    code
}

/// Creation code as cargo-stylus writes it.
pub(crate) fn init_code(wasm: &[u8]) -> Bytes {
    let code = deployed_code(wasm);
    let length = U256::from(code.len()).to_be_bytes::<32>();
    [&[0x7f][..], &length, &hex!("80602b6000396000f300"), &code]
        .concat()
        .into()
}

/// Deploys a program.
pub(crate) fn deployed(client: &mut Client, wasm: &[u8]) -> Address {
    let receipt = send(client, json!({ "data": init_code(wasm) }));
    assert_eq!(receipt["status"], "0x1");
    receipt["contractAddress"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap()
}

/// Deploys and activates a program.
pub(crate) fn activated(client: &mut Client, wasm: &[u8]) -> Address {
    let program = deployed(client, wasm);
    let data = format!("0x58c780c2{:0>64}", hex::encode(program));
    let arb_wasm = "0x0000000000000000000000000000000000000071";
    let request = json!({ "to": arb_wasm, "data": data, "value": "0xde0b6b3a7640000" });
    assert_eq!(send(client, request)["status"], "0x1");
    program
}

/// Stores the last byte of calldata in slot 0, then returns all of it.
pub(crate) const KEEPER: &str = r#"(module
    (import "vm_hooks" "read_args" (func $read_args (param i32)))
    (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
    (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
    (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param $length i32) (result i32)
        (call $read_args (i32.const 64))
        (i32.store8 (i32.const 31)
            (i32.load8_u (i32.add (i32.const 63) (local.get $length))))
        (call $cache (i32.const 32) (i32.const 0))
        (call $flush (i32.const 1))
        (call $write_result (i32.const 64) (local.get $length))
        (i32.const 0)))"#;

#[test]
fn a_program_costs_what_arbitrum_charges() {
    let (_handle, mut client) = chain();
    let program = activated(&mut client, ANCHOR);
    assert_eq!(
        number(&send(&mut client, json!({ "to": program }))["gasUsed"]),
        30_214
    );
    assert_eq!(
        number(&send(&mut client, json!({ "to": program }))["gasUsed"]),
        30_214
    );
}

#[test]
fn from_arbos_60_on_the_second_call_in_a_block_is_cheap() {
    let handle = start(Config {
        arbos_version: 60,
        ..Config::default()
    });
    let mut client = Client::new(handle.address());
    let program = activated(&mut client, ANCHOR);
    client.call("evm_setAutomine", json!([false]));
    let request = json!({ "from": ALICE, "to": program, "gas": "0x186a0" });
    let hashes = [(); 2].map(|()| client.call("eth_sendTransaction", json!([request])));
    client.call("evm_mine", json!([]));
    let gas = hashes
        .map(|hash| number(&client.call("eth_getTransactionReceipt", json!([hash]))["gasUsed"]));
    assert_eq!(gas, [30_214, 21_364]);
}

#[test]
fn a_program_keeps_and_returns() {
    let (_handle, mut client) = chain();
    let wasm = wat::parse_str(KEEPER).unwrap();
    let program = activated(&mut client, &wasm);
    let request = json!({ "from": ALICE, "to": program, "data": "0x010203" });
    assert_eq!(
        client.call("eth_call", json!([request, "latest"])),
        "0x010203"
    );
    let estimate = client.call("eth_estimateGas", json!([request]));
    let receipt = send(
        &mut client,
        json!({ "to": program, "data": "0x010203", "gas": estimate }),
    );
    assert_eq!(receipt["status"], "0x1");
    let slot = client.call("eth_getStorageAt", json!([program, "0x0", "latest"]));
    assert_eq!(slot, format!("{:#066x}", 3));
}

#[test]
fn an_inactive_program_consumes_everything() {
    let (_handle, mut client) = chain();
    let program = deployed(&mut client, ANCHOR);
    let receipt = send(&mut client, json!({ "to": program, "gas": "0x186a0" }));
    assert_eq!(
        (&receipt["status"], number(&receipt["gasUsed"])),
        (&json!("0x0"), 100_000)
    );
}

/// Calls itself with all gas.
const RECURSIVE: &str = r#"(module
    (import "vm_hooks" "contract_address" (func $self (param i32)))
    (import "vm_hooks" "call_contract"
        (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32)
        (call $self (i32.const 0))
        (drop (call $call (i32.const 0) (i32.const 64) (i32.const 0) (i32.const 32)
            (i64.const -1) (i32.const 96)))
        (i32.const 0)))"#;

#[test]
fn programs_may_call_themselves_until_the_gas_ends() {
    let (handle, mut client) = chain();
    let program = activated(&mut client, &wat::parse_str(RECURSIVE).unwrap());
    // A cached program enters for little gas, so the recursion gets deeper.
    let bid = format!("0xe4940157{:0>64}", hex::encode(program));
    assert_eq!(
        send(&mut client, json!({ "to": CACHE_MANAGER, "data": bid }))["status"],
        "0x1"
    );
    let request = json!({ "from": ALICE, "to": program, "gas": "0x2faf080" });
    assert_eq!(client.call("eth_call", json!([request, "latest"])), "0x");
    // In process too, on the small stack of a test's thread.
    let request: alloy_rpc_types_eth::TransactionRequest = serde_json::from_value(request).unwrap();
    assert!(handle.node().call(&request).unwrap().is_empty());
    let receipt = handle.node().transact(request).unwrap();
    assert!(receipt.success());
}

#[test]
fn what_cargo_stylus_check_asks() {
    let (_handle, mut client) = chain();
    let arb_wasm = "0x0000000000000000000000000000000000000071";
    let code = deployed_code(ANCHOR);
    // codehashVersion(hash): not active is a custom error in the error's data.
    let data = format!(
        "0xd70c0ca7{}",
        hex::encode(alloy_primitives::keccak256(&code))
    );
    let reply = client.request(
        "eth_call",
        &json!([{ "to": arb_wasm, "data": data }, "latest"]),
    );
    assert_eq!(reply["error"]["code"], 3);
    assert_eq!(reply["error"]["data"], "0x6f809c4e");
    // activateProgram(address) with the code put there for the call, from a sender made rich.
    let (sender, program) = (Address::repeat_byte(0x11), Address::repeat_byte(0x22));
    let data = format!("0x58c780c2{:0>64}", hex::encode(program));
    let request =
        json!({ "from": sender, "to": arb_wasm, "data": data, "value": "0xde0b6b3a7640000" });
    let overrides = json!({
        sender.to_string(): { "balance": U256::MAX },
        program.to_string(): { "code": hex::encode_prefixed(&code) },
    });
    let answer = client.call("eth_call", json!([request, "latest", overrides]));
    let answer: Bytes = answer.as_str().unwrap().parse().unwrap();
    let [version, fee] = [0, 32].map(|at| U256::from_be_slice(&answer[at..at + 32]));
    assert_eq!(version, U256::from(2));
    // The fee of a first program of this size, give or take a drop of demand.
    assert_eq!(fee / U256::from(1_000_000_000_000u64), U256::from(43));
}
