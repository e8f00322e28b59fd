//! Rows 20 to 43: host functions.

use super::Row;
use super::row;
use crate::programs::Program;

const KECCAK: &[&str] = &["native_keccak256"];
const GROW: &[&str] = &["pay_for_memory_grow"];
const STATIC_CALL: &[&str] = &[
    "static_call_contract",
    "read_return_data",
    "return_data_size",
];
const STORAGE: &[&str] = &[
    "storage_load_bytes32",
    "storage_cache_bytes32",
    "storage_flush_cache",
];
const CACHE: &[&str] = &["storage_cache_bytes32", "storage_flush_cache"];
const TRANSIENT: &[&str] = &["transient_store_bytes32", "transient_load_bytes32"];

const TWO_LOADS: &str = "i32.const 0 i32.const 64 call 0 i32.const 0 i32.const 64 call 0
    i32.const 0";

const STORE_AND_FLUSH: &str = "i32.const 32 i32.const 1 i32.store8
    i32.const 0 i32.const 32 call 0 i32.const 1 call 1 i32.const 0";

const LOAD_CACHE_FLUSH: &str = "i32.const 0 i32.const 32 call 0 i32.const 0 i32.const 32 call 1
    i32.const 0 call 2 i32.const 0";

const CACHE_AND_FLUSH: &str = "i32.const 0 i32.const 32 call 0 i32.const 0 call 1 i32.const 0";

const FORTY_TIMES: &str = "(local i32) loop i32.const 0 i32.const 64 call 0
    local.get 1 i32.const 1 i32.add local.tee 1 i32.const 40 i32.lt_u br_if 0
    end i32.const 0";

const TEN_TIMES: &str = "(local i32) loop i32.const 0 i32.const 64 call 0
    local.get 1 i32.const 1 i32.add local.tee 1 i32.const 10 i32.lt_u br_if 0
    end i32.const 0";

const CALL: &str = "i32.const 0 i32.const 0 i32.const 36 i32.const 64 i64.const -1 i32.const 96
    call 0 drop i32.const 0";

const STATIC_CALL_AND_READ: &str = "i32.const 0 i32.const 0 i32.const 4 i64.const 50000
    i32.const 96 call 0 drop i32.const 200 i32.const 0 i32.const 32 call 1 drop
    call 2 drop i32.const 0";

const CODE_TWICE: &str = "i32.const 0 i32.const 0 i32.const 10 i32.const 64 call 0 drop
    i32.const 0 i32.const 0 i32.const 10 i32.const 64 call 0 drop
    i32.const 0 call 1 drop i32.const 0";

const POWER: &str = "i32.const 62 i32.const 1 i32.store8 i32.const 0 i32.const 32 call 0
    i32.const 0";

const DIVISIONS: &str = "i32.const 0 i32.const 32 call 0
    i32.const 0 i32.const 32 i32.const 64 call 1 i32.const 0";

const fn keccak(body: &'static str) -> Program {
    Program::with(KECCAK, body)
}

const fn grow(body: &'static str) -> Program {
    Program::with(GROW, body).memory("1")
}

/// Rows 20 to 43: host functions.
pub(crate) const HOST_ROWS: [Row; 24] = [
    row(
        20,
        grow("i32.const 3 memory.grow drop i32.const 0"),
        106,
        (23, 11),
        63_560,
    )
    .runs(20_010_512, 11_220),
    row(
        21,
        grow("i32.const 0 memory.grow drop i32.const 0"),
        106,
        (23, 11),
        63_560,
    )
    .runs(18_912, 9_220),
    row(
        22,
        grow("i32.const 2 memory.grow drop i32.const 0").memory("1 2"),
        107,
        (23, 11),
        63_560,
    )
    .runs(10_010_512, 10_220),
    row(
        23,
        keccak("i32.const 0 i32.const 1 i32.const 2000 call 0 i32.const 0"),
        110,
        (24, 11),
        63_728,
    )
    .runs(130_505, 9_233),
    row(
        24,
        keccak("i32.const 0 i32.const 136 i32.const 2000 call 0 i32.const 0"),
        111,
        (24, 11),
        63_756,
    )
    .runs(193_505, 9_239),
    row(
        25,
        keccak("i32.const 0 i32.const 1000 i32.const 2000 call 0 i32.const 0"),
        111,
        (24, 11),
        63_756,
    )
    .runs(760_505, 9_296),
    row(
        26,
        Program::with(&["storage_load_bytes32"], TWO_LOADS),
        118,
        (25, 11),
        64_008,
    )
    .runs(21_101_916, 11_331),
    row(
        27,
        Program::with(CACHE, STORE_AND_FLUSH),
        157,
        (30, 11),
        64_372,
    )
    .runs(221_102_335, 31_336),
    row(
        28,
        Program::with(STORAGE, LOAD_CACHE_FLUSH),
        188,
        (34, 11),
        64_848,
    )
    .runs(21_176_240, 11_347),
    row(
        29,
        Program::with(CACHE, CACHE_AND_FLUSH),
        150,
        (29, 11),
        64_288,
    )
    .runs(22_101_508, 11_435),
    row(
        30,
        Program::with(&["storage_load_bytes32"], FORTY_TIMES),
        128,
        (26, 11),
        64_540,
    )
    .runs(22_350_914, 11_457),
    row(
        31,
        Program::with(&["storage_cache_bytes32"], TEN_TIMES),
        129,
        (26, 11),
        64_540,
    )
    .runs(430_744, 9_265),
    row(
        32,
        Program::with(&["read_args"], "i32.const 0 call 0 i32.const 0"),
        96,
        (22, 11),
        63_588,
    )
    .runs(24_183, 9_220),
    row(
        33,
        Program::with(
            &["write_result"],
            "i32.const 0 i32.const 100 call 0 i32.const 0",
        ),
        103,
        (23, 11),
        63_644,
    )
    .runs(57_346, 9_224),
    row(
        34,
        Program::with(
            &["emit_log"],
            "i32.const 0 i32.const 128 i32.const 2 call 0 i32.const 0",
        ),
        102,
        (23, 11),
        63_672,
    )
    .runs(16_468_439, 10_865),
    row(
        35,
        Program::with(&["call_contract"], CALL),
        119,
        (25, 11),
        63_868,
    )
    .runs(26_125_112, 11_833),
    row(
        36,
        Program::with(STATIC_CALL, STATIC_CALL_AND_READ),
        204,
        (36, 11),
        65_072,
    )
    .runs(26_218_705, 11_853),
    row(
        37,
        Program::with(&["account_code", "account_code_size"], CODE_TWICE),
        157,
        (30, 11),
        64_652,
    )
    .runs(33_239_617, 12_549),
    row(
        38,
        Program::with(
            &["account_balance"],
            "i32.const 0 i32.const 64 call 0 i32.const 0",
        ),
        106,
        (23, 11),
        63_672,
    )
    .runs(26_086_857, 11_827),
    row(
        39,
        Program::with(
            TRANSIENT,
            "i32.const 0 i32.const 32 call 0 i32.const 0 i32.const 64 call 1 i32.const 0",
        ),
        154,
        (29, 11),
        64_316,
    )
    .runs(2_171_262, 9_442),
    row(
        40,
        Program::with(&["math_pow"], POWER),
        105,
        (23, 11),
        63_728,
    )
    .runs(88_551, 9_227),
    row(
        41,
        Program::with(&["math_div", "math_mul_mod"], DIVISIONS),
        137,
        (27, 11),
        64_204,
    )
    .runs(111_137, 9_234),
    row(
        42,
        Program::with(
            &["block_number", "msg_sender"],
            "call 0 drop i32.const 0 call 1 i32.const 0",
        ),
        128,
        (26, 11),
        64_064,
    )
    .runs(36_802, 9_225),
    row(
        43,
        Program::with(&["exit_early"], "i32.const 5 call 0 i32.const 0"),
        97,
        (22, 11),
        63_588,
    )
    .runs(6_251, 9_218),
];
