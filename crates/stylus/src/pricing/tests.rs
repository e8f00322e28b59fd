//! Gas of entry, pages, activation and chain access; the data fee.

use super::host::CallTarget;
use super::host::account_code_gas;
use super::host::call_base_gas;
use super::host::call_forwarded_gas;
use super::host::create_base_gas;
use super::host::create_forwarded_gas;
use super::host::log_gas;
use super::host::slot_write;
use super::host::storage_cache_gas;
use super::host::storage_load_gas;
use super::host::storage_load_required_gas;
use super::*;
use crate::arbos;
use crate::ink::InkPrice;
use crate::ink::host_function;
use crate::ink::read_ink;
use crate::ink::write_ink;
use crate::params::ProgramRecord;
use crate::params::StylusParams;

fn pages(open: u16, ever: u16) -> OpenPages {
    OpenPages { open, ever }
}

mod memory_pages {
    use super::*;

    fn gas(open: u16, ever: u16, new: u16) -> u64 {
        page_gas(pages(open, ever), new, 2, 1_000)
    }

    /// Stylus charging reference, section 2.5: the checks after the table.
    #[test]
    fn cost_what_the_reference_says() {
        for (new, expected) in [
            (1, 0),
            (2, 0),
            (3, 1_000),
            (5, 3_000),
            (17, 15_008),
            (128, 31_999_998),
        ] {
            assert_eq!(gas(0, 0, new), expected, "{new} pages from none");
        }
        assert_eq!(gas(1, 1, 3), 2_000);
        assert_eq!(gas(1, 1, 127), 31_999_998);
        assert_eq!(gas(1, 4, 3), 2_000);
        assert_eq!(gas(2, 2, 16), 16_010);
    }

    /// Stylus charging reference, section 2.5: the table is floor(b^p) in 64-bit floats.
    #[test]
    fn ramp_is_the_power_it_stands_for() {
        let base = (31_874_000_f64.ln() / 128.0).exp();
        for page in 0..=128_u16 {
            assert_eq!(
                page_ramp(page),
                base.powi(i32::from(page)) as u64,
                "{page} pages"
            );
        }
        assert_eq!(page_ramp(128), 31_873_999);
        assert_eq!(page_ramp(129), u64::MAX);
    }

    /// Stylus charging reference, section 2.5: more than 128 pages cost the largest number.
    #[test]
    fn beyond_the_table_nobody_can_pay() {
        assert_eq!(gas(0, 0, 129), u64::MAX);
        assert_eq!(gas(128, 128, u16::MAX), u64::MAX);
        assert_eq!(gas(u16::MAX, u16::MAX, 1), 0);
    }

    /// Stylus charging reference, row 49: open falls back, the high-water mark stays.
    #[test]
    fn nested_programs_share_the_free_pages() {
        let params = StylusParams::for_arbos(arbos::NEWEST);
        let mut pages = OpenPages::default();
        assert_eq!(pages.gas(2, &params), 0);
        pages.open(2);
        for _ in 0..2 {
            assert_eq!(pages.gas(1, &params), 1_000);
            let before = pages.open(1);
            assert_eq!(pages, super::pages(3, 3));
            pages.close_to(before);
            assert_eq!(pages, super::pages(2, 3));
        }
    }

    #[test]
    fn counters_saturate() {
        let mut pages = pages(u16::MAX - 1, 0);
        pages.open(5);
        assert_eq!(pages, super::pages(u16::MAX, u16::MAX));
    }
}

mod entry_gas {
    use super::*;

    fn record(version: u16) -> ProgramRecord {
        ProgramRecord {
            version,
            init_cost: 18,
            cached_init_cost: 11,
            ..ProgramRecord::default()
        }
    }

    /// Stylus charging reference, sections 1.7 and 5.1, rows 1, 46 and 48.
    #[test]
    fn of_the_empty_program() {
        let params = StylusParams::for_arbos(arbos::NEWEST);
        let record = record(2);
        assert_eq!(init_gas(&record, &params), 8_832 + 18);
        assert_eq!(cached_gas(&record, &params), 352 + 11);
        assert_eq!(call_gas(&record, &params, 0, false), 9_213);
        assert_eq!(call_gas(&record, &params, 0, true), 363);
        assert_eq!(call_gas(&record, &params, 3_000, true), 3_363);
        assert_eq!(program_init_gas(&record, &params), (9_213, 363));
    }

    /// Stylus charging reference, section 5.1 step 6: version 1 takes one or the other.
    #[test]
    fn of_stylus_version_1() {
        let params = StylusParams::for_arbos(arbos::STYLUS);
        let record = record(1);
        assert_eq!(call_gas(&record, &params, 0, false), 9_216 + 18);
        assert_eq!(call_gas(&record, &params, 0, true), 363);
    }

    /// Stylus charging reference, section 5.1 step 6: scalars of 2 percent, rounded up.
    #[test]
    fn scales_round_up() {
        let mut params = StylusParams::for_arbos(arbos::NEWEST);
        params.init_cost_scalar = 1;
        params.cached_cost_scalar = 255;
        let record = ProgramRecord {
            init_cost: 51,
            cached_init_cost: 11,
            ..record(2)
        };
        assert_eq!(init_gas(&record, &params), 8_832 + 2);
        assert_eq!(cached_gas(&record, &params), 352 + 57);
    }

    /// Stylus charging reference, row 56.
    #[test]
    fn returned_data_costs_its_memory() {
        assert_eq!(return_data_gas(24_576), 3 * 768 + 768 * 768 / 512);
        assert_eq!(return_data_gas(24_576), 3_456);
        assert_eq!(return_data_gas(100), 12);
        assert_eq!(return_data_gas(0), 0);
        assert!(return_data_gas(u64::MAX) <= u64::MAX / 4);
    }
}

mod data_fee {
    use super::*;

    const NOW: u64 = 1_750_000_000;

    /// Stylus charging reference, section 1.5: both examples, and the third sentence.
    #[test]
    fn rises_with_demand_and_falls_with_time() {
        let mut pricer = DataPricer::default();
        assert_eq!(pricer.charge(513_512, NOW), 43_615_174_071_256);
        assert_eq!(pricer.demand, 513_512);
        assert_eq!(pricer.last_update, NOW);
        assert_eq!(pricer.charge(513_512, NOW), 44_675_531_162_200);
        assert_eq!(pricer.demand, 1_027_024);
        // 30 seconds work off more than both.
        assert_eq!(pricer.charge(513_512, NOW + 30), 43_615_174_071_256);
    }

    /// Stylus charging reference, section 1.5: bytes per second are 2^40 bytes a year.
    #[test]
    fn speed_is_a_tebibyte_a_year() {
        let speed = DataPricer::default().bytes_per_second;
        assert_eq!(u64::from(speed), (1_u64 << 40) / 8_760 / 3_600);
    }

    #[test]
    fn extremes_saturate() {
        let mut pricer = DataPricer {
            inertia: 1,
            min_price: u32::MAX,
            ..DataPricer::default()
        };
        pricer.charge(u32::MAX, 0);
        assert_eq!(pricer.demand, u32::MAX);
        let fee = pricer.charge(u32::MAX, 0);
        assert_eq!(pricer.demand, u32::MAX);
        assert!(fee <= u128::from(u64::MAX) * u128::from(u32::MAX));
        assert!(0 < fee);
        let mut broken = DataPricer {
            inertia: 0,
            ..DataPricer::default()
        };
        assert!(0 < broken.charge(1, 0));
        // Time that runs backwards gives no credit.
        let mut late = DataPricer {
            last_update: NOW,
            demand: 5,
            ..DataPricer::default()
        };
        late.charge(1, NOW - 1);
        assert_eq!(late.demand, 6);
    }
}

mod fragments {
    use super::*;

    /// Stylus charging reference, section 1.1.
    #[test]
    fn are_charged_by_the_word() {
        assert_eq!(activation::fragment_gas_required(true), 2_600 + 2_304);
        assert_eq!(activation::fragment_gas_required(false), 100 + 2_304);
        assert_eq!(activation::fragment_gas(33, true), 2_600 + 6);
    }
}

mod chain_access {
    use super::*;

    const ZERO: [u8; 32] = [0; 32];
    const ONE: [u8; 32] = [1; 32];
    const TWO: [u8; 32] = [2; 32];
    const THREE: [u8; 32] = [3; 32];

    fn ink(base: &str, gas: u64) -> u64 {
        host_function(base).expect("a host function").base_ink + InkPrice::DEFAULT.gas_to_ink(gas)
    }

    fn load(reads: u64, miss: Option<bool>) -> u64 {
        storage_load_gas(reads, miss, InkPrice::DEFAULT, arbos::NEWEST)
    }

    /// Stylus charging reference, section 4.3: exact figures per host function.
    #[test]
    fn storage_figures() {
        assert_eq!(ink("storage_load_bytes32", load(1, Some(true))), 21_068_480);
        assert_eq!(ink("storage_load_bytes32", load(1, None)), 18_480);
        assert_eq!(ink("storage_load_bytes32", load(2, Some(false))), 1_068_480);
        let flush = |cold, original, current, new| {
            ink(
                "storage_flush_cache",
                slot_write(cold, original, current, new).gas,
            )
        };
        assert_eq!(flush(true, &ZERO, &ZERO, &ONE), 221_068_073);
        assert_eq!(flush(true, &ONE, &ONE, &TWO), 50_068_073);
        assert_eq!(flush(true, &ONE, &ONE, &ZERO), 50_068_073);
        assert_eq!(flush(false, &ONE, &TWO, &THREE), 1_068_073);
        assert_eq!(storage_load_required_gas(InkPrice::DEFAULT), 2_115);
    }

    /// Stylus charging reference, section 4.3: the counters' steps.
    #[test]
    fn storage_counters() {
        let read = |count| load(count, None);
        assert_eq!([read(32), read(33), read(128), read(129)], [0, 2, 2, 10]);
        let write = storage_cache_gas;
        assert_eq!([write(8), write(9), write(64), write(65)], [0, 7, 7, 10]);
    }

    /// Stylus charging reference, trap 15: ink taken for gas before ArbOS 32.
    #[test]
    fn storage_loads_were_dear_once() {
        let gas = storage_load_gas(1, Some(true), InkPrice::DEFAULT, 31);
        assert_eq!(gas, 2_100 + 59_673);
    }

    /// Stylus charging reference, section 4.3: the table of gas and refunds.
    #[test]
    fn storage_refunds() {
        let refund = |original, current, new| slot_write(false, original, current, new).refund;
        assert_eq!(refund(&ONE, &ONE, &ONE), 0);
        assert_eq!(refund(&ZERO, &ZERO, &ONE), 0);
        assert_eq!(refund(&ONE, &ONE, &ZERO), 4_800);
        assert_eq!(refund(&ONE, &ZERO, &TWO), -4_800);
        assert_eq!(refund(&ONE, &ZERO, &ONE), -4_800 + 2_800);
        assert_eq!(refund(&ONE, &TWO, &ZERO), 4_800);
        assert_eq!(refund(&ZERO, &ONE, &ZERO), 19_900);
        assert_eq!(refund(&ONE, &TWO, &ONE), 2_800);
        assert_eq!(refund(&ONE, &TWO, &THREE), 0);
        assert_eq!(slot_write(false, &ZERO, &ONE, &ONE).gas, 100);
    }

    /// Stylus charging reference, section 4.4 and row 51.
    #[test]
    fn calls() {
        let fresh = CallTarget {
            cold: true,
            sends_value: true,
            empty: true,
        };
        assert_eq!(call_base_gas(fresh), 36_600);
        assert_eq!(call_base_gas(CallTarget::default()), 100);
        let no_value = CallTarget {
            sends_value: false,
            ..fresh
        };
        assert_eq!(call_base_gas(no_value), 2_600);
        // EVM callee, cold, using 221 gas, 4 bytes of data; the same with 1,000 wei.
        let call = |gas| ink("call_contract", gas) + 2 * read_ink(4);
        let value = CallTarget {
            empty: false,
            ..fresh
        };
        assert_eq!(call(call_base_gas(no_value) + 221), 28_325_955);
        assert_eq!(call(call_base_gas(value) + 221), 118_325_955);
        assert_eq!(ink("call_contract", 103) + 2 * read_ink(36), 1_146_395);
    }

    /// Stylus charging reference, section 4.4 steps 2 to 4, and the first of the differences.
    #[test]
    fn calls_forward_63_of_64() {
        let warm = CallTarget::default();
        assert_eq!(call_forwarded_gas(99, warm, u64::MAX), None);
        assert_eq!(call_forwarded_gas(100, warm, u64::MAX), Some(0));
        assert_eq!(call_forwarded_gas(100 + 65, warm, u64::MAX), Some(63));
        assert_eq!(call_forwarded_gas(10_100, warm, 7), Some(7));
        let value = CallTarget {
            sends_value: true,
            ..warm
        };
        assert_eq!(call_forwarded_gas(9_100, value, 0), Some(2_300));
        assert_eq!(
            call_forwarded_gas(u64::MAX, warm, u64::MAX).map(|gas| gas >> 60),
            Some(15)
        );
    }

    /// Stylus charging reference, section 4.5 and row 53.
    #[test]
    fn creations() {
        assert_eq!(create_base_gas(100, false), 32_000);
        assert_eq!(create_base_gas(100, true), 32_000 + 6 * 4);
        assert_eq!(create_forwarded_gas(31_999, 32_000), None);
        assert_eq!(create_forwarded_gas(32_000 + 640, 32_000), Some(630));
    }

    /// Stylus charging reference, section 4.6: its checks.
    #[test]
    fn logs() {
        for (topics, data, expected) in [
            (0, 0, 3_834_454),
            (0, 10, 4_634_454),
            (0, 100, 11_838_194),
            (1, 100, 15_589_954),
            (2, 100, 19_341_714),
            (4, 100, 26_845_234),
        ] {
            let len = 32 * topics + data;
            let gas = log_gas(len, topics).expect("topics fit");
            assert_eq!(ink("emit_log", gas) + read_ink(u64::from(len)), expected);
        }
        assert_eq!(log_gas(1_000, 5), None);
        assert_eq!(log_gas(63, 2), None);
        assert_eq!(log_gas(u32::MAX, u32::MAX), None);
    }

    /// Stylus charging reference, section 4.7: its figures.
    #[test]
    fn accounts() {
        let code = |cold| account_code_gas(cold, 24_576);
        assert_eq!(ink("account_code_size", code(true)), 33_068_073);
        assert_eq!(ink("account_codehash", host::account_gas(true)), 26_078_153);
        assert_eq!(ink("account_balance", host::account_gas(false)), 1_078_153);
        assert_eq!(ink("account_code", code(true)) + write_ink(120), 33_075_753);
        assert_eq!(account_code_gas(false, 2 * 24_576), 1_500);
        assert!(host::remembers_empty_code(39));
        assert!(!host::remembers_empty_code(40));
    }
}
