//! The functions a program may import.

use super::EVM_API;
use super::HOSTIO;
use super::PTR;
use WasmType::F32;
use WasmType::F64;
use WasmType::I32;
use WasmType::I64;

/// Module that the host functions are imported from.
pub const HOST_MODULE: &str = "vm_hooks";

/// Module that the debugging functions are imported from; debug chains only.
pub const CONSOLE_MODULE: &str = "console";

/// Type of a value that crosses the border of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WasmType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
}

/// A function that a program may import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostFunction {
    /// Name in its module.
    pub name: &'static str,
    /// Types of the parameters.
    pub params: &'static [WasmType],
    /// Type of the result, if there is one.
    pub result: Option<WasmType>,
    /// Ink charged first, whatever the arguments. 0 where the first charge depends on them:
    /// `native_keccak256` costs [`keccak_ink`](super::keccak_ink) of its length,
    /// `pay_for_memory_grow` 8,400 for no pages and the price of the pages otherwise.
    pub base_ink: u64,
}

const STORAGE: u64 = HOSTIO + 2 * PTR;
const QUERY: u64 = HOSTIO + EVM_API;
const QUERY_INTO: u64 = HOSTIO + 2 * PTR + EVM_API;
const CALL: u64 = HOSTIO + 3 * PTR + EVM_API;
const CREATE2: u64 = HOSTIO + 4 * PTR + EVM_API;
const VALUE: u64 = HOSTIO;
const VALUE_INTO: u64 = HOSTIO + PTR;
const DIVISION: u64 = HOSTIO + 3 * PTR + 20_000;
const ADD_MOD: u64 = HOSTIO + 4 * PTR + 21_000;
const MUL_MOD: u64 = HOSTIO + 4 * PTR + 24_100;
const POWER: u64 = HOSTIO + 3 * PTR;

const fn host(
    name: &'static str,
    params: &'static [WasmType],
    result: Option<WasmType>,
    base_ink: u64,
) -> HostFunction {
    HostFunction {
        name,
        params,
        result,
        base_ink,
    }
}

/// The 42 functions of `vm_hooks`.
pub const HOST_FUNCTIONS: [HostFunction; 42] = [
    host("read_args", &[I32], None, VALUE),
    host("write_result", &[I32, I32], None, VALUE),
    host("exit_early", &[I32], None, 0),
    host("storage_load_bytes32", &[I32, I32], None, STORAGE),
    host("storage_cache_bytes32", &[I32, I32], None, STORAGE),
    host("storage_flush_cache", &[I32], None, QUERY),
    host("transient_load_bytes32", &[I32, I32], None, QUERY_INTO),
    host("transient_store_bytes32", &[I32, I32], None, QUERY_INTO),
    host(
        "call_contract",
        &[I32, I32, I32, I32, I64, I32],
        Some(I32),
        CALL,
    ),
    host(
        "delegate_call_contract",
        &[I32, I32, I32, I64, I32],
        Some(I32),
        CALL,
    ),
    host(
        "static_call_contract",
        &[I32, I32, I32, I64, I32],
        Some(I32),
        CALL,
    ),
    host("create1", &[I32, I32, I32, I32, I32], None, CALL),
    host("create2", &[I32, I32, I32, I32, I32, I32], None, CREATE2),
    host("read_return_data", &[I32, I32, I32], Some(I32), QUERY),
    host("return_data_size", &[], Some(I32), VALUE),
    host("emit_log", &[I32, I32, I32], None, QUERY),
    host("account_balance", &[I32, I32], None, QUERY_INTO),
    host("account_code", &[I32, I32, I32, I32], Some(I32), QUERY),
    host("account_code_size", &[I32], Some(I32), QUERY),
    host("account_codehash", &[I32, I32], None, QUERY_INTO),
    host("evm_gas_left", &[], Some(I64), VALUE),
    host("evm_ink_left", &[], Some(I64), VALUE),
    host("block_basefee", &[I32], None, VALUE_INTO),
    host("chainid", &[], Some(I64), VALUE),
    host("block_coinbase", &[I32], None, VALUE_INTO),
    host("block_gas_limit", &[], Some(I64), VALUE),
    host("block_number", &[], Some(I64), VALUE),
    host("block_timestamp", &[], Some(I64), VALUE),
    host("contract_address", &[I32], None, VALUE_INTO),
    host("math_div", &[I32, I32], None, DIVISION),
    host("math_mod", &[I32, I32], None, DIVISION),
    host("math_pow", &[I32, I32], None, POWER),
    host("math_add_mod", &[I32, I32, I32], None, ADD_MOD),
    host("math_mul_mod", &[I32, I32, I32], None, MUL_MOD),
    host("msg_reentrant", &[], Some(I32), VALUE),
    host("msg_sender", &[I32], None, VALUE_INTO),
    host("msg_value", &[I32], None, VALUE_INTO),
    host("native_keccak256", &[I32, I32, I32], None, 0),
    host("tx_gas_price", &[I32], None, VALUE_INTO),
    host("tx_ink_price", &[], Some(I32), VALUE),
    host("tx_origin", &[I32], None, VALUE_INTO),
    host("pay_for_memory_grow", &[I32], None, 0),
];

/// The functions of `console`, which a program may import on a debug chain. They cost no ink.
pub const CONSOLE_FUNCTIONS: [HostFunction; 9] = [
    host("log_txt", &[I32, I32], None, 0),
    host("log_i32", &[I32], None, 0),
    host("log_i64", &[I64], None, 0),
    host("log_f32", &[F32], None, 0),
    host("log_f64", &[F64], None, 0),
    host("tee_i32", &[I32], Some(I32), 0),
    host("tee_i64", &[I64], Some(I64), 0),
    host("tee_f32", &[F32], Some(F32), 0),
    host("tee_f64", &[F64], Some(F64), 0),
];

/// The function of `vm_hooks` with this name.
#[must_use]
pub fn host_function(name: &str) -> Option<&'static HostFunction> {
    HOST_FUNCTIONS.iter().find(|function| function.name == name)
}
