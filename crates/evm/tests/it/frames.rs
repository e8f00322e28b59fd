//! Frames of both kinds, and what must not be able to hurt the engine.

use alloy_primitives::{Bytes, TxKind, U256, hex};
use ballast_evm::{Options, Trace, Transaction};
use ballast_stylus::format::init_code;
use revm::context::result::ExecutionResult;

use crate::chain::{ACCOUNTS, Chain, EMPTY, created, frame_gas, output, to};

/// Calls itself with all gas, returns 1 + what the inner call returned, 1 if that failed.
const NESTED: &str = r#"(module
    (import "vm_hooks" "contract_address" (func $self (param i32)))
    (import "vm_hooks" "call_contract"
        (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
    (import "vm_hooks" "read_return_data" (func $read (param i32 i32 i32) (result i32)))
    (import "vm_hooks" "write_result" (func $result (param i32 i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32)
        (call $self (i32.const 0))
        (if (i32.eqz (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 64)
                (i64.const -1) (i32.const 128)))
            (then (drop (call $read (i32.const 256) (i32.const 0) (i32.const 4)))))
        (i32.store (i32.const 256) (i32.add (i32.load (i32.const 256)) (i32.const 1)))
        (call $result (i32.const 256) (i32.const 4))
        i32.const 0))"#;

/// Each open program holds a page, and no gas pays for the 129th.
#[test]
fn programs_nest_until_their_pages_cannot_be_paid() {
    let mut chain = Chain::new(51);
    let program = chain.program(NESTED);
    let done = chain.call(Transaction {
        gas_limit: 1 << 45,
        ..to(program, Bytes::new())
    });
    let depth = output(&done);
    assert_eq!(
        u32::from_le_bytes(depth[..].try_into().expect("four bytes")),
        128
    );
}

/// The depth limit is 1,024 below the outermost frame; the engine's own stack does not notice, not
/// even with every page open on top.
#[test]
fn calls_nest_1024_deep() {
    let mut chain = Chain::new(51);
    let program = chain.program(NESTED);
    // CALL(gas, self); add 1 to what it returned; at the bottom, where that fails, 1.
    let nested = hex::decode("60205f5f5f5f305af1505f516001015f5260205ff3").expect("hex");
    let contract = chain.deploy_code(&nested);
    let done = chain.call(Transaction {
        gas_limit: 1 << 45,
        ..to(contract, Bytes::new())
    });
    assert_eq!(U256::from_be_slice(&output(&done)), U256::from(1_025));
    // The same 900 deep, then programs until the pages or the depth run out.
    let limited = format!("3660225760205f5f5f5f73{program:x}5af1005b60205f600136035f5f305af100");
    let code = hex::decode(limited.replace("0x", "")).expect("hex");
    let mixed = chain.deploy_code(&code);
    let done = chain.call(Transaction {
        gas_limit: 1 << 60,
        ..to(mixed, vec![0; 900])
    });
    assert_eq!(done.programs.len(), 124);
}

/// Row 15: each turn pays, so the loop ends with the gas; the most a transaction may use here.
#[test]
fn an_endless_loop_ends_with_its_gas() {
    let mut chain = Chain::new(51);
    let program = chain.program(
        r#"(module (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32) (loop (br 0)) i32.const 0))"#,
    );
    let done = chain.send(Transaction {
        gas_limit: 32_000_000,
        ..to(program, Bytes::new())
    });
    assert!(matches!(done.result, ExecutionResult::Halt { .. }));
    assert_eq!(done.gas_used, 32_000_000);
}

/// Calls inside a program and host calls leave nothing on the native stack, however many they are.
#[test]
fn a_million_calls_do_not_fill_the_native_stack() {
    let mut chain = Chain::new(51);
    let program = chain.program(
        r#"(module
            (import "vm_hooks" "tx_ink_price" (func $price (result i32)))
            (memory (export "memory") 1 1)
            (func $own (param i32) (result i32) local.get 0)
            (func (export "user_entrypoint") (param i32) (result i32) (local i32)
                (loop $again
                    (drop (call $own (call $price)))
                    (br_if $again (i32.lt_u
                        (local.tee 1 (i32.add (local.get 1) (i32.const 1)))
                        (i32.const 1000000))))
                i32.const 0))"#,
    );
    let done = chain.send(Transaction {
        gas_limit: 32_000_000,
        ..to(program, Bytes::new())
    });
    assert!(done.result.is_success(), "{:?}", done.failure);
}

/// Row 57: a program that was never activated loses the gas, and says why.
#[test]
fn a_program_not_activated_loses_all_gas() {
    let mut chain = Chain::new(51);
    let program = chain.deploy_program(EMPTY);
    let done = chain.send(to(program, Bytes::new()));
    assert_eq!(done.gas_used, 2_000_000);
    assert_eq!(
        done.failure.as_deref(),
        Some("the program is not activated")
    );
}

/// 1.3: 365 days and a second later the program is gone; activating it again brings it back.
#[test]
fn a_program_expires_and_comes_back() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    chain.block.timestamp += 366 * 86_400;
    let done = chain.send(to(program, Bytes::new()));
    assert_eq!(done.gas_used, 2_000_000);
    assert!(chain.activate(program).result.is_success());
    let tx = to(program, Bytes::new());
    assert_eq!(frame_gas(&chain.send(tx.clone()), &tx), 9_214);
}

/// 1.1: created code may start with EF only behind a known prefix.
#[test]
fn reserved_code_is_refused() {
    for code in ["ef", "ef00", "ef0100", "eff000", "eff00200"] {
        let code = hex::decode(code).expect("hex");
        let done = Chain::new(51).create(init_code(&code));
        assert!(!done.result.is_success(), "{}", hex::encode(&code));
        assert_eq!(done.gas_used, 10_000_000);
    }
    created(&Chain::new(51).create(init_code(&hex::decode("eff00000").expect("hex"))));
}

/// 1.1: code that a program delegates to cannot destroy it; the frame reverts and keeps its gas.
#[test]
fn a_program_cannot_be_destroyed() {
    let mut chain = Chain::new(51);
    // SELFDESTRUCT to the caller.
    let destroyer = chain.deploy_code(&hex::decode("33ff").expect("hex"));
    let program = chain.program(&format!(
        r#"(module
            (import "vm_hooks" "delegate_call_contract"
                (func $call (param i32 i32 i32 i64 i32) (result i32)))
            (memory (export "memory") 1 1)
            (data (i32.const 0) "{}")
            (func (export "user_entrypoint") (param i32) (result i32)
                (call $call (i32.const 0) (i32.const 0) (i32.const 0) (i64.const -1)
                    (i32.const 64))))"#,
        destroyer
            .iter()
            .map(|byte| format!("\\{byte:02x}"))
            .collect::<String>()
    ));
    let done = chain.send(to(program, Bytes::new()));
    assert!(
        matches!(done.result, ExecutionResult::Revert { .. }),
        "status 2 of the call"
    );
    assert!(
        done.gas_used < 60_000,
        "the failed frame kept its gas: {}",
        done.gas_used
    );
}

/// 5.5: a trap in the outermost frame is a revert that keeps its gas.
#[test]
fn a_trap_keeps_its_gas() {
    let mut chain = Chain::new(51);
    let program = chain.program(
        r#"(module (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32) unreachable))"#,
    );
    let tx = to(program, Bytes::new());
    let done = chain.send(tx.clone());
    assert!(matches!(done.result, ExecutionResult::Revert { .. }));
    assert_eq!(frame_gas(&done, &tx), 9_214);
}

/// Entry gas and ink of each program frame are reported; 9,213 + ceil(2,452 ink).
#[test]
fn usage_tells_entry_and_ink_apart() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    let done = chain.send(to(program, Bytes::new()));
    assert_eq!(done.programs.len(), 1);
    assert_eq!(
        (done.programs[0].entry_gas, done.programs[0].ink),
        (9_213, 2_452)
    );
}

/// Host calls are traced in order with the ink around each.
#[test]
fn host_calls_are_traced() {
    let mut chain = Chain::new(51);
    let program = chain.program(
        r#"(module
            (import "vm_hooks" "msg_sender" (func $sender (param i32)))
            (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
            (memory (export "memory") 1 1)
            (func (export "user_entrypoint") (param i32) (result i32)
                (call $sender (i32.const 0))
                (call $load (i32.const 64) (i32.const 96))
                i32.const 0))"#,
    );
    let options = Options {
        trace: Trace::HostCalls,
        ..Options::CALL
    };
    let done = chain.call_with(to(program, Bytes::new()), &options);
    let names: Vec<_> = done.host_calls.iter().map(|call| call.name).collect();
    assert_eq!(
        names,
        [
            "user_entrypoint",
            "msg_sender",
            "storage_load_bytes32",
            "user_returned"
        ]
    );
    let prices: Vec<_> = done
        .host_calls
        .iter()
        .map(|call| call.start_ink - call.end_ink)
        .collect();
    // Section 4.2 and the exact figures of section 4.3.
    assert_eq!(prices, [0, 13_440, 21_068_480, 0]);
    assert_eq!(done.host_calls[1].outs[..], ACCOUNTS[0][..]);
    assert_eq!(
        (done.host_calls[2].args.len(), done.host_calls[2].outs.len()),
        (32, 32)
    );
}

/// 5.6: the anchor of the charging reference, a whole transaction of 30,214 gas.
#[test]
fn the_anchor_transaction_costs_30214() {
    let mut chain = Chain::new(51);
    let program = chain.program(EMPTY);
    assert_eq!(chain.send(to(program, Bytes::new())).gas_used, 30_214);
}

/// 7.1: BLOBBASEFEE halts, NUMBER is the L1 number, PREVRANDAO is 1, GASLIMIT is 2^50.
#[test]
fn block_opcodes_answer_as_on_arbitrum() {
    let mut chain = Chain::new(51);
    let halting = chain.deploy_code(&hex::decode("4a").expect("hex"));
    assert_eq!(chain.send(to(halting, Bytes::new())).gas_used, 2_000_000);
    for (opcode, answer) in [
        ("43", U256::from(7)),
        ("44", U256::ONE),
        ("45", U256::ONE << 50),
    ] {
        // The opcode's value in the first word, returned.
        let code = hex::decode(format!("{opcode}5f5260205ff3")).expect("hex");
        let contract = chain.deploy_code(&code);
        let done = chain.call(to(contract, Bytes::new()));
        assert_eq!(U256::from_be_slice(&output(&done)), answer, "{opcode}");
    }
}

/// Init code that is a program is EVM code all the same: it halts on its first byte.
#[test]
fn init_code_never_runs_as_wasm() {
    let wasm = wat::parse_str(EMPTY).expect("valid text");
    let tx = Transaction {
        kind: TxKind::Create,
        ..to(ACCOUNTS[0], ballast_stylus::format::compress(&wasm))
    };
    assert_eq!(Chain::new(51).send(tx).gas_used, 2_000_000);
}
