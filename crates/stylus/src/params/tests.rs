//! Parameter and record words, and what upgrades change.

use super::*;

fn hex(word: &[u8; 32]) -> String {
    word.iter().map(|byte| format!("{byte:02x}")).collect()
}

mod stylus_params {
    use super::*;

    /// Stylus charging reference, section 6: the columns of its table.
    #[test]
    fn defaults_follow_the_version() {
        let columns = [
            (30, 1, 262_144, 72, 0),
            (31, 2, 262_144, 69, 0),
            (39, 2, 262_144, 69, 0),
            (40, 2, 262_144, 69, 0),
            (50, 2, 22_000, 69, 0),
            (51, 2, 22_000, 69, 0),
            (60, 2, 22_000, 69, 2),
        ];
        for (arbos_version, version, depth, min_init_gas, max_fragments) in columns {
            let params = StylusParams::for_arbos(arbos_version);
            let expected = StylusParams {
                version,
                ink_price: InkPrice::DEFAULT,
                max_stack_depth: depth,
                free_pages: 2,
                page_gas: 1_000,
                page_limit: 128,
                min_init_gas,
                min_cached_init_gas: 11,
                init_cost_scalar: 50,
                cached_cost_scalar: 50,
                expiry_days: 365,
                keepalive_days: 31,
                block_cache_size: 32,
                max_wasm_size: 131_072,
                max_fragments,
            };
            assert_eq!(params, expected, "ArbOS {arbos_version}");
        }
    }

    /// Stylus charging reference, section 6: what upgrades rewrite and what they leave.
    #[test]
    fn upgrades_keep_what_an_owner_set() {
        let mut params = StylusParams::for_arbos(30);
        params.min_init_gas = 100;
        params.max_stack_depth = 10_000;
        params.expiry_days = 7;
        let upgraded = params.upgraded(30, 60);
        assert_eq!(upgraded.min_init_gas, 69);
        assert_eq!(upgraded.max_stack_depth, 10_000);
        assert_eq!(upgraded.expiry_days, 7);
        assert_eq!(upgraded.max_fragments, 2);

        let mut params = StylusParams::for_arbos(40);
        params.max_wasm_size = 200_000;
        params.min_init_gas = 80;
        let upgraded = params.upgraded(40, 51);
        assert_eq!(upgraded.max_wasm_size, 200_000);
        assert_eq!(upgraded.min_init_gas, 80);
        assert_eq!(upgraded.max_stack_depth, 22_000);
        assert_eq!(upgraded.upgraded(51, 51), upgraded);
    }

    /// Stylus charging reference, section 6: the layout of the word.
    #[test]
    fn word_has_the_layout_of_the_reference() {
        let word = StylusParams::for_arbos(60).encode(60);
        let fields = "0002 002710 000055f0 0002 03e8 0080 45 0b 32 32 016d 001f 0020 00020000 02";
        let expected = format!("{:0<64}", fields.replace(' ', ""));
        assert_eq!(hex(&word), expected);
        let older = StylusParams::for_arbos(39).encode(39);
        let fields = "0002 002710 00040000 0002 03e8 0080 45 0b 32 32 016d 001f 0020";
        assert_eq!(hex(&older), format!("{:0<64}", fields.replace(' ', "")));
    }

    #[test]
    fn words_round_trip() {
        for arbos_version in [30, 31, 32, 40, 50, 51, 60] {
            let mut params = StylusParams::for_arbos(arbos_version);
            params.page_gas = 0xabcd;
            params.block_cache_size = 0x1234;
            params.cached_cost_scalar = 0xff;
            params.ink_price = InkPrice::new(0x00fe_dcba).expect("24 bits");
            let word = params.encode(arbos_version);
            assert_eq!(StylusParams::decode(&word, arbos_version), Ok(params));
        }
        assert_eq!(StylusParams::decode(&[0; 32], 60), Err(ZeroInkPrice));
    }

    /// Stylus charging reference, sections 1.7 and 1.9.
    #[test]
    fn getters_and_setters_work_in_gas_and_percent() {
        let mut params = StylusParams::for_arbos(51);
        assert_eq!(params.min_init_gas(), (8_832, 352));
        assert_eq!(params.init_cost_percent(), 100);
        params.set_min_init_gas(129, 33);
        assert_eq!((params.min_init_gas, params.min_cached_init_gas), (2, 2));
        params.set_min_init_gas(0, u16::MAX);
        assert_eq!((params.min_init_gas, params.min_cached_init_gas), (0, 255));
        params.set_init_cost_percent(101);
        assert_eq!(params.init_cost_percent(), 102);
        params.set_init_cost_percent(u64::MAX);
        assert_eq!(params.init_cost_percent(), 510);
    }
}

mod program_record {
    use super::*;

    const DAY: u64 = 86_400;

    fn record(now: u64) -> ProgramRecord {
        ProgramRecord {
            version: 2,
            init_cost: 18,
            cached_init_cost: 11,
            footprint: 1,
            activated_at_hours: hours_at(now),
            asm_estimate_kib: asm_estimate_kib(513_418),
            cached: true,
        }
    }

    /// Stylus charging reference, section 1.3: the layout of the word.
    #[test]
    fn word_has_the_layout_of_the_reference() {
        let mut record = record(0);
        record.activated_at_hours = 0x01_2345;
        let fields = "0002 0012 000b 0001 012345 0001f6 01";
        assert_eq!(
            hex(&record.encode()),
            format!("{:0<64}", fields.replace(' ', ""))
        );
        assert_eq!(ProgramRecord::decode(&record.encode()), record);
        assert_eq!(ProgramRecord::decode(&[0; 32]), ProgramRecord::default());
        assert_eq!(record.asm_estimate_bytes(), 502 * 1_024);
    }

    /// Stylus charging reference, section 1.3: age from the start of the activation's hour.
    #[test]
    fn age_counts_from_whole_hours() {
        let now = ARBITRUM_START + 10 * 3_600 + 59;
        let record = record(now);
        assert_eq!(record.activated_at_hours, 10);
        assert_eq!(record.age_seconds(now), 59);
        assert_eq!(record.age_seconds(now + DAY), DAY + 59);
        assert_eq!(record.age_seconds(0), 0);
        assert_eq!(hours_at(0), 0);
        assert_eq!(hours_at(u64::MAX), 0x00ff_ffff);
    }

    /// Stylus charging reference, section 1.3: expiry is strictly after the last second.
    #[test]
    fn expires_after_the_last_second() {
        let params = StylusParams::for_arbos(51);
        let start = ARBITRUM_START + 3_600;
        let record = record(start);
        let last = start + 365 * DAY;
        assert_eq!(record.check_active(last, &params), Ok(()));
        assert!(record.up_to_date(last, &params));
        assert_eq!(record.seconds_left(last, &params), 0);
        assert_eq!(record.seconds_left(start + 5, &params), 365 * DAY - 5);
        let age_seconds = 365 * DAY + 1;
        assert_eq!(
            record.check_active(last + 1, &params),
            Err(Inactive::Expired { age_seconds })
        );
        assert!(!record.up_to_date(last + 1, &params));
        assert_eq!(record.seconds_left(last + 1, &params), 0);
    }

    /// Stylus charging reference, section 1.7: keepalive from day 31 on.
    #[test]
    fn may_be_kept_alive_after_a_month() {
        let params = StylusParams::for_arbos(51);
        let record = record(ARBITRUM_START);
        assert!(!record.may_be_kept_alive(ARBITRUM_START + 31 * DAY - 1, &params));
        assert!(record.may_be_kept_alive(ARBITRUM_START + 31 * DAY, &params));
    }

    /// Stylus charging reference, section 1.3: the three ways of being inactive, in order.
    #[test]
    fn inactive_programs_say_why() {
        let params = StylusParams::for_arbos(51);
        let check = |version| {
            ProgramRecord {
                version,
                ..ProgramRecord::default()
            }
            .check_active(u64::MAX, &params)
        };
        assert_eq!(check(0), Err(Inactive::NotActivated));
        assert_eq!(
            check(1),
            Err(Inactive::NeedsUpgrade {
                version: 1,
                current: 2
            })
        );
        assert!(matches!(check(2), Err(Inactive::Expired { .. })));
    }
}
