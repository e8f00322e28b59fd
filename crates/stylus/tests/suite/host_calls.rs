//! Rows with host functions: the ink of the code as it runs, plus the prices of the host calls,
//! is the ink of the reference.

use ballast_stylus::arbos;
use ballast_stylus::ink::HOSTIO;
use ballast_stylus::ink::InkPrice;
use ballast_stylus::ink::host_function;
use ballast_stylus::ink::keccak_ink;
use ballast_stylus::ink::pow_ink;
use ballast_stylus::ink::read_ink;
use ballast_stylus::ink::write_ink;
use ballast_stylus::params::StylusParams;
use ballast_stylus::pricing::OpenPages;
use ballast_stylus::pricing::host::CallTarget;
use ballast_stylus::pricing::host::TRANSIENT_GAS;
use ballast_stylus::pricing::host::account_code_gas;
use ballast_stylus::pricing::host::account_gas;
use ballast_stylus::pricing::host::call_base_gas;
use ballast_stylus::pricing::host::log_gas;
use ballast_stylus::pricing::host::slot_write;
use ballast_stylus::pricing::host::storage_cache_gas;
use ballast_stylus::pricing::host::storage_load_gas;

use crate::engine::Ending;
use crate::engine::PLENTY;
use crate::engine::run;
use crate::rows::HOST_ROWS;

const ZERO: [u8; 32] = [0; 32];
const ONE: [u8; 32] = [1; 32];
const CODE_SIZE: u64 = 24_576;

fn base(name: &str) -> u64 {
    host_function(name).expect("a host function").base_ink
}

fn gas(gas: u64) -> u64 {
    InkPrice::DEFAULT.gas_to_ink(gas)
}

/// A load, by its number within the invocation and the slot's coldness on a miss.
fn load(reads: u64, miss: Option<bool>) -> u64 {
    let gas_used = storage_load_gas(reads, miss, InkPrice::DEFAULT, arbos::NEWEST);
    base("storage_load_bytes32") + gas(gas_used)
}

fn cache(writes: u64) -> u64 {
    base("storage_cache_bytes32") + gas(storage_cache_gas(writes))
}

fn grow(pages: u16) -> u64 {
    // One page, that of the program, is open.
    let mut open = OpenPages::default();
    open.open(1);
    gas(open.gas(pages, &StylusParams::for_arbos(arbos::NEWEST)))
}

/// Ink of the host calls in a row, from the prices of this crate.
fn host_ink(row: u32) -> u64 {
    let flush = base("storage_flush_cache");
    let cold = CallTarget {
        cold: true,
        ..CallTarget::default()
    };
    let mut power = ZERO;
    power[30] = 1;
    match row {
        20 => grow(3),
        21 => HOSTIO,
        22 => grow(2),
        23 => keccak_ink(1),
        24 => keccak_ink(136),
        25 => keccak_ink(1_000),
        26 => load(1, Some(true)) + load(2, None),
        27 => cache(1) + flush + gas(slot_write(true, &ZERO, &ZERO, &ONE).gas),
        28 => load(1, Some(true)) + cache(1) + flush,
        29 => cache(1) + flush + gas(slot_write(true, &ZERO, &ZERO, &ZERO).gas),
        30 => load(1, Some(true)) + (2..=40).map(|reads| load(reads, None)).sum::<u64>(),
        31 => (1..=10).map(cache).sum(),
        32 => base("read_args") + write_ink(100),
        33 => base("write_result") + 2 * read_ink(100),
        34 => base("emit_log") + read_ink(128) + gas(log_gas(128, 2).expect("topics fit")),
        35 => base("call_contract") + 2 * read_ink(36) + gas(call_base_gas(cold)),
        36 => {
            let call = base("static_call_contract") + 2 * read_ink(4) + gas(2_600);
            call + base("read_return_data") + write_ink(32) + base("return_data_size")
        }
        37 => {
            let first = gas(account_code_gas(true, CODE_SIZE));
            first + 2 * (base("account_code") + write_ink(100)) + base("account_code_size")
        }
        38 => base("account_balance") + gas(account_gas(true)),
        39 => {
            base("transient_store_bytes32")
                + base("transient_load_bytes32")
                + gas(2 * TRANSIENT_GAS)
        }
        40 => base("math_pow") + pow_ink(&power),
        41 => base("math_div") + base("math_mul_mod"),
        42 => base("block_number") + base("msg_sender"),
        43 => base("exit_early"),
        _ => panic!("row {row} calls no host function"),
    }
}

/// Stylus charging reference, rows 20 to 43.
#[test]
fn host_calls_use_the_ink_the_reference_says() {
    for row in &HOST_ROWS {
        let (ink, _) = row.run.expect("rows with host functions end");
        let run = run(&row.program, PLENTY);
        let ending = if row.number == 43 {
            Ending::Trapped
        } else {
            Ending::Returned(0)
        };
        assert_eq!(run.ending, ending, "row {}", row.number);
        assert_eq!(
            run.ink_used + host_ink(row.number),
            ink,
            "row {}",
            row.number
        );
    }
}
