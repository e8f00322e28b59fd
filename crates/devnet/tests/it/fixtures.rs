//! The contracts of genesis.

use alloy_primitives::{Bytes, U256, hex, keccak256};
use alloy_sol_types::{SolCall, SolValue, sol};
use ballast_devnet::{CACHE_MANAGER, CREATE2_FACTORY, MULTICALL3, STYLUS_DEPLOYER};
use serde_json::{Value, json};

use crate::programs::{ANCHOR, deployed_code, init_code};
use crate::support::{ALICE, BOB, COUNTER, Client, chain, number, send};

sol! {
    struct Call3 { address target; bool allowFailure; bytes callData; }
    function aggregate3(Call3[] calls) returns (bool[] successes, bytes[] results);
    function deploy(bytes bytecode, bytes initData, uint256 initValue, bytes32 salt)
        returns (address);
    function placeBid(address program);
    function getMinBid(address program) returns (uint192);
    function cacheSize() returns (uint64);
    function codehashIsCached(bytes32 codehash) returns (bool);
    function programVersion(address program) returns (uint16);
    function getEthBalance(address account) returns (uint256);
}

fn ask(client: &mut Client, to: &str, call: impl SolCall) -> U256 {
    let data = hex::encode_prefixed(call.abi_encode());
    let answer = client.call("eth_call", json!([{ "to": to, "data": data }, "latest"]));
    answer.as_str().unwrap().parse().unwrap()
}

const ARB_WASM: &str = "0x0000000000000000000000000000000000000071";
const ARB_WASM_CACHE: &str = "0x0000000000000000000000000000000000000072";

#[test]
fn the_factory_deploys_to_the_predicted_address() {
    let (_handle, mut client) = chain();
    let init: Bytes = format!("0x600e600a5f39600e5ff3{}", &COUNTER[2..])
        .parse()
        .unwrap();
    let salt = U256::from(7);
    let data = [salt.to_be_bytes_vec(), init.to_vec()].concat();
    let receipt = send(
        &mut client,
        json!({ "to": CREATE2_FACTORY, "data": hex::encode_prefixed(data) }),
    );
    assert_eq!(receipt["status"], "0x1");
    let address = CREATE2_FACTORY.create2(salt.to_be_bytes(), keccak256(&init));
    assert_eq!(
        client.call("eth_getCode", json!([address, "latest"])),
        COUNTER
    );
}

#[test]
fn multicall_calls() {
    let (_handle, mut client) = chain();
    let call_data = getEthBalanceCall { account: BOB }.abi_encode().into();
    let calls = vec![Call3 {
        target: MULTICALL3,
        allowFailure: false,
        callData: call_data,
    }];
    let data = hex::encode_prefixed(aggregate3Call { calls }.abi_encode());
    let answer = client.call(
        "eth_call",
        json!([{ "to": MULTICALL3, "data": data }, "latest"]),
    );
    let answer: Bytes = answer.as_str().unwrap().parse().unwrap();
    let balance = client.call("eth_getBalance", json!([BOB, "latest"]));
    let balance: U256 = balance.as_str().unwrap().parse().unwrap();
    assert_eq!(answer[answer.len() - 32..], balance.to_be_bytes::<32>());
}

#[test]
fn the_deployer_deploys_and_activates_in_one_transaction() {
    let (_handle, mut client) = chain();
    let call = deployCall {
        bytecode: init_code(ANCHOR),
        initData: Bytes::new(),
        initValue: U256::ZERO,
        salt: U256::ONE.into(),
    };
    let data = hex::encode_prefixed(call.abi_encode());
    let receipt = send(
        &mut client,
        json!({ "to": STYLUS_DEPLOYER, "data": data, "value": "0xde0b6b3a7640000" }),
    );
    assert_eq!(receipt["status"], "0x1");
    let logs = receipt["logs"].as_array().unwrap();
    let deployed = keccak256("ContractDeployed(address)").to_string();
    let log = logs
        .iter()
        .find(|log| log["topics"][0] == json!(deployed))
        .unwrap();
    let program: Bytes = log["data"].as_str().unwrap().parse().unwrap();
    let program = alloy_primitives::Address::from_slice(&program[12..]);
    assert_eq!(
        ask(&mut client, ARB_WASM, programVersionCall { program }),
        U256::from(2)
    );
    assert_eq!(
        send(&mut client, json!({ "to": program }))["gasUsed"],
        format!("{:#x}", 30_214)
    );
}

#[test]
fn a_bid_caches_the_program() {
    let (_handle, mut client) = chain();
    let program = crate::programs::activated(&mut client, ANCHOR);
    let manager = CACHE_MANAGER.to_string();
    assert_eq!(
        ask(&mut client, &manager, getMinBidCall { program }),
        U256::ZERO
    );
    assert_eq!(
        ask(&mut client, &manager, cacheSizeCall {}),
        U256::from(1u64 << 29)
    );
    let codehash = keccak256(deployed_code(ANCHOR));
    assert_eq!(
        ask(
            &mut client,
            ARB_WASM_CACHE,
            codehashIsCachedCall { codehash }
        ),
        U256::ZERO
    );
    let data = hex::encode_prefixed(placeBidCall { program }.abi_encode());
    let receipt = send(
        &mut client,
        json!({ "to": manager, "data": data, "value": "0x5" }),
    );
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(
        ask(
            &mut client,
            ARB_WASM_CACHE,
            codehashIsCachedCall { codehash }
        ),
        U256::ONE
    );
    assert_eq!(
        number(&send(&mut client, json!({ "to": program }))["gasUsed"]),
        21_364
    );
    let nothing = hex::encode_prefixed(placeBidCall { program: BOB }.abi_encode());
    let (code, message) = client.fail(
        "eth_call",
        json!([{ "from": ALICE, "to": manager, "data": nothing }, "latest"]),
    );
    assert_eq!(code, 3, "{message}");
}

#[test]
fn the_manager_is_registered() {
    let (_handle, mut client) = chain();
    // allCacheManagers()
    let request = json!([{ "to": ARB_WASM_CACHE, "data": "0x0ec1d773" }, "latest"]);
    let answer: Value = client.call("eth_call", request);
    let expected = hex::encode_prefixed(vec![CACHE_MANAGER].abi_encode());
    assert_eq!(answer, json!(expected));
}
