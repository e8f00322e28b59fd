//! `debug_trace…`.

use alloy_primitives::{Address, hex};
use serde_json::{Value, json};

use crate::programs::{KEEPER, activated};
use crate::support::{ALICE, BOB, COUNTER, chain, number, place, send};

/// Calls the address in calldata's first word with nothing, and returns nothing.
const CALLER: &str = "0x5f5f5f5f5f5f355af100";

#[test]
fn the_call_tracer_shows_frames() {
    let (_handle, mut client) = chain();
    let inner = place(&mut client, COUNTER);
    let outer = Address::repeat_byte(0xc1);
    client.call("anvil_setCode", json!([outer, CALLER]));
    let data = format!("0x{:0>64}", hex::encode(inner));
    let receipt = send(
        &mut client,
        json!({ "to": outer, "data": data, "gas": "0x30d40" }),
    );
    assert_eq!(receipt["status"], "0x1");
    let hash = &receipt["transactionHash"];
    let options = json!({ "tracer": "callTracer" });
    let trace = client.call("debug_traceTransaction", json!([hash, options]));
    assert_eq!(trace["type"], "CALL");
    assert_eq!(trace["gasUsed"], receipt["gasUsed"]);
    assert_eq!(trace["gas"], "0x30d40");
    assert_eq!(
        trace["calls"][0]["to"],
        json!(inner.to_string().to_lowercase())
    );
    let request = json!({ "from": ALICE, "to": outer, "data": data, "gas": "0x30d40" });
    let call = client.call("debug_traceCall", json!([request, "latest", options]));
    assert_eq!(call["calls"][0]["to"], trace["calls"][0]["to"]);
    let block = client.call("debug_traceBlockByNumber", json!(["latest", options]));
    assert_eq!(block[0]["result"], trace);
    assert_eq!(&block[0]["txHash"], hash);
}

#[test]
fn a_replay_sees_the_state_of_its_time() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    let first = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    client.call(
        "anvil_setStorageAt",
        json!([at, "0x0", format!("{:#066x}", 500)]),
    );
    let second = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let options = json!({ "tracer": "callTracer" });
    for (receipt, count) in [(first, 1), (second, 501)] {
        let hash = &receipt["transactionHash"];
        let trace = client.call("debug_traceTransaction", json!([hash, options]));
        assert_eq!(trace["output"], format!("{count:#066x}"));
    }
}

#[test]
fn the_default_tracer_lists_steps() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    let receipt = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let hash = &receipt["transactionHash"];
    let trace = client.call("debug_traceTransaction", json!([hash]));
    assert_eq!(trace["gas"], number(&receipt["gasUsed"]));
    let steps = trace["structLogs"].as_array().unwrap();
    assert_eq!(
        (&steps[0]["op"], &steps[1]["op"]),
        (&json!("PUSH0"), &json!("SLOAD"))
    );
    assert_eq!(steps.last().unwrap()["op"], "RETURN");
    let few = client.call("debug_traceTransaction", json!([hash, { "limit": 2 }]));
    assert_eq!(few["structLogs"].as_array().unwrap().len(), 2);
}

#[test]
fn endless_loops_do_not_fill_the_memory() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, "0x5b5f56");
    let request = json!({ "from": ALICE, "to": at, "gas": "0x1312d00" });
    let (code, message) = client.fail("debug_traceCall", json!([request, "latest", {}]));
    assert_eq!(code, -32000);
    assert!(message.contains("500000 steps"), "{message}");
}

#[test]
fn the_prestate_tracer_shows_what_was_there() {
    let (_handle, mut client) = chain();
    let at = place(&mut client, COUNTER);
    send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let receipt = send(&mut client, json!({ "to": at, "gas": "0x186a0" }));
    let options = json!({ "tracer": "prestateTracer" });
    let state = client.call(
        "debug_traceTransaction",
        json!([receipt["transactionHash"], options]),
    );
    let account = &state[at.to_string().to_lowercase()];
    assert_eq!(
        account["storage"][format!("{:#066x}", 0)],
        format!("{:#066x}", 1)
    );
}

fn names(steps: &Value) -> Vec<&str> {
    steps
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["name"].as_str().unwrap())
        .collect()
}

#[test]
fn the_stylus_tracer_shows_host_calls_with_ink() {
    let (_handle, mut client) = chain();
    let program = activated(&mut client, &wat::parse_str(KEEPER).unwrap());
    let receipt = send(&mut client, json!({ "to": program, "data": "0x0102" }));
    let hash = receipt["transactionHash"].clone();
    let native = json!({ "tracer": "stylusTracer" });
    let steps = client.call("debug_traceTransaction", json!([hash, native]));
    let expected = [
        "user_entrypoint",
        "read_args",
        "storage_cache_bytes32",
        "storage_flush_cache",
        "write_result",
        "user_returned",
    ];
    assert_eq!(names(&steps), expected);
    assert_eq!(steps[1]["outs"], "0x0102");
    assert_eq!(steps[4]["args"], "0x0102");
    assert!(steps[1]["endInk"].as_u64() < steps[1]["startInk"].as_u64());
    // The script cargo-stylus sends instead is known by its method.
    let script = json!({ "tracer": "{ \"hostio\": function(info) {} }" });
    assert_eq!(
        client.call("debug_traceTransaction", json!([hash, script])),
        steps
    );
    assert_eq!(client.call("ballast_hostCalls", json!([hash])), steps);
    // Called by EVM code, the program's steps stand in a frame of their own.
    let outer = place(&mut client, CALLER);
    let data = format!("0x{:0>64}", hex::encode(program));
    let request = json!({ "from": ALICE, "to": outer, "data": data });
    let nested = client.call("debug_traceCall", json!([request, "latest", native]));
    assert_eq!(names(&nested), ["evm_call_contract"]);
    assert_eq!(
        nested[0]["address"],
        json!(program.to_string().to_lowercase())
    );
    assert_eq!(names(&nested[0]["steps"])[..2], expected[..2]);
}

#[test]
fn unknown_tracers_and_transactions() {
    let (_handle, mut client) = chain();
    let hash = send(&mut client, json!({ "to": BOB }))["transactionHash"].clone();
    let options = json!({ "tracer": "mysteryTracer" });
    let (code, message) = client.fail("debug_traceTransaction", json!([hash, options]));
    assert_eq!(code, -32004);
    assert!(message.contains("mysteryTracer"), "{message}");
    let unknown = format!("{:#066x}", 1);
    assert_eq!(
        client.fail("debug_traceTransaction", json!([unknown])).1,
        "transaction not found"
    );
    let noop = client.call(
        "debug_traceTransaction",
        json!([hash, { "tracer": "noopTracer" }]),
    );
    assert_eq!(noop, json!({}));
}
