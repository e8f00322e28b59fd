//! Programs that run other programs on their own storage.

use alloy_primitives::{Address, Bytes, U256, hex};
use revm::Database;

use crate::chain::{ACCOUNTS, Chain, output, to};

/// Answers whether it is re-entered, as whom it acts, who called and what slot 0 held, a word each,
/// and writes the caller into slot 0.
const SECOND: &str = r#"(module
    (import "vm_hooks" "msg_reentrant" (func $reentrant (result i32)))
    (import "vm_hooks" "contract_address" (func $self (param i32)))
    (import "vm_hooks" "msg_sender" (func $sender (param i32)))
    (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
    (import "vm_hooks" "storage_cache_bytes32" (func $store (param i32 i32)))
    (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
    (import "vm_hooks" "write_result" (func $result (param i32 i32)))
    (memory (export "memory") 1 1)
    (func (export "user_entrypoint") (param i32) (result i32)
        (i32.store8 (i32.const 31) (call $reentrant))
        (call $self (i32.const 44))
        (call $sender (i32.const 76))
        (call $load (i32.const 512) (i32.const 96))
        (call $store (i32.const 512) (i32.const 64))
        (call $flush (i32.const 1))
        (call $result (i32.const 0) (i32.const 128))
        i32.const 0))"#;

/// Without calldata: writes 7 into slot 0, runs SECOND on its own storage, and adds to its answer what
/// slot 0 holds then. With an address as calldata: calls that one, and answers what it answers.
fn first(second: Address) -> String {
    let code: String = second.iter().map(|byte| format!("\\{byte:02x}")).collect();
    format!(
        r#"(module
            (import "vm_hooks" "read_args" (func $args (param i32)))
            (import "vm_hooks" "call_contract"
                (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
            (import "vm_hooks" "delegate_call_contract"
                (func $delegate (param i32 i32 i32 i64 i32) (result i32)))
            (import "vm_hooks" "read_return_data"
                (func $read (param i32 i32 i32) (result i32)))
            (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
            (import "vm_hooks" "storage_cache_bytes32" (func $store (param i32 i32)))
            (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
            (import "vm_hooks" "write_result" (func $result (param i32 i32)))
            (memory (export "memory") 1 1)
            (data (i32.const 600) "{code}")
            (func (export "user_entrypoint") (param $length i32) (result i32)
                (if (local.get $length) (then
                    (call $args (i32.const 640))
                    (drop (call $call (i32.const 640) (i32.const 0) (i32.const 0)
                        (i32.const 700) (i64.const -1) (i32.const 800)))
                    (call $result (i32.const 0)
                        (call $read (i32.const 0) (i32.const 0) (i32.const 160)))
                    (return (i32.const 0))))
                (i32.store8 (i32.const 31) (i32.const 7))
                (call $store (i32.const 512) (i32.const 0))
                (call $flush (i32.const 1))
                (drop (call $delegate (i32.const 600) (i32.const 0) (i32.const 0)
                    (i64.const -1) (i32.const 800)))
                (drop (call $read (i32.const 0) (i32.const 0) (i32.const 128)))
                (call $load (i32.const 512) (i32.const 128))
                (call $result (i32.const 0) (i32.const 160))
                i32.const 0))"#
    )
}

/// Calls whoever called, without calldata, and answers what that answers.
const CALLS_BACK: &str = "5f5f5f5f5f335af1503d5f5f3e3d5ff3";

fn words(answer: &Bytes) -> Vec<U256> {
    answer.chunks(32).map(U256::from_be_slice).collect()
}

fn named(address: Address) -> U256 {
    U256::from_be_slice(address.as_slice())
}

/// 4.4: acting address, sender and storage are those of the caller's frame; words that the caller had
/// written are there, and it finds what was written for it.
#[test]
fn a_delegate_acts_as_its_caller() {
    let mut chain = Chain::new(51);
    let second = chain.program(SECOND);
    let program = chain.program(&first(second));
    let done = chain.send(to(program, Bytes::new()));
    let [caller, itself] = [named(ACCOUNTS[0]), named(program)];
    let expected = [U256::ZERO, itself, caller, U256::from(7), caller];
    assert_eq!(words(&output(&done)), expected);
    let mut slot = |address| chain.db.storage(address, U256::ZERO).expect("memory");
    assert_eq!((slot(program), slot(second)), (caller, U256::ZERO));
}

/// Called directly, the second program acts on storage of its own.
#[test]
fn a_delegate_called_directly_touches_its_own_storage() {
    let mut chain = Chain::new(51);
    let second = chain.program(SECOND);
    let program = chain.program(&first(second));
    let done = chain.send(to(second, Bytes::new()));
    let expected = [U256::ZERO, named(second), named(ACCOUNTS[0]), U256::ZERO];
    assert_eq!(words(&output(&done)), expected);
    assert_eq!(
        chain.db.storage(program, U256::ZERO).expect("memory"),
        U256::ZERO
    );
}

/// 5.4: a delegate frame is no entry. What is entered again through another contract is told so, also
/// within a delegate frame.
#[test]
fn only_frames_that_enter_count_for_reentrancy() {
    let mut chain = Chain::new(51);
    let second = chain.program(SECOND);
    let program = chain.program(&first(second));
    let between = chain.deploy_code(&hex::decode(CALLS_BACK).expect("hex"));
    let done = chain.call(to(program, between.to_vec()));
    let entered = words(&output(&done));
    assert_eq!(
        entered[..3],
        [U256::from(1), named(program), named(between)]
    );
    // EVM code that delegates to a program: no entry either.
    let proxy = format!("5f5f5f5f73{second:x}5af4503d5f5f3e3d5ff3").replace("0x", "");
    let proxy = chain.deploy_code(&hex::decode(proxy).expect("hex"));
    let done = chain.call(to(proxy, Bytes::new()));
    let entered = words(&output(&done));
    assert_eq!(entered[..3], [U256::ZERO, named(proxy), named(ACCOUNTS[0])]);
}
