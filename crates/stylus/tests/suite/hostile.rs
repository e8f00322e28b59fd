//! Bytes that nobody meant well: nothing panics, and what passes is a module engines take.

use ballast_stylus::Rules;
use ballast_stylus::activate;
use ballast_stylus::format;
use ballast_stylus::format::Dictionary;
use ballast_stylus::format::Root;
use ballast_stylus::ink::InkPrice;
use ballast_stylus::params::ProgramRecord;
use ballast_stylus::params::StylusParams;
use ballast_stylus::pricing::DataPricer;
use ballast_stylus::pricing::OpenPages;
use ballast_stylus::pricing::call_gas;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::engine::run_module;
use crate::programs::rules;
use crate::rows::HOST_ROWS;
use crate::rows::PLAIN_ROWS;
use crate::rows::SECTIONS;

const MAX: u32 = 131_072;

fn valid_programs() -> Vec<Vec<u8>> {
    let rows = PLAIN_ROWS.iter().chain(&HOST_ROWS).map(|row| row.program);
    rows.chain([SECTIONS])
        .map(|program| program.wasm())
        .collect()
}

fn any_rules() -> impl Strategy<Value = Rules> {
    (28_u64..64, any::<bool>(), any::<u16>()).prop_map(|(arbos_version, debug_chain, pages)| {
        Rules {
            arbos_version,
            debug_chain,
            page_limit: pages,
            max_wasm_size: MAX,
        }
    })
}

/// One change to a module: a byte replaced, put in, or taken out.
type Change = (Index, u8, u8);

fn change(wasm: &mut Vec<u8>, (at, kind, byte): &Change) {
    if wasm.is_empty() {
        return;
    }
    let at = at.index(wasm.len());
    match kind % 4 {
        0 => wasm[at] = *byte,
        1 => wasm[at] = wasm[at].wrapping_add(1 + byte % 3),
        2 => wasm.insert(at, *byte),
        _ => {
            wasm.remove(at);
        }
    }
}

fn take(wasm: &[u8], rules: &Rules) {
    if let Ok(activation) = activate(wasm, rules) {
        let engine = wasmi::Engine::default();
        let module = wasmi::Module::new(&engine, &activation.module);
        assert!(module.is_ok(), "{:?}", module.err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..300), rules in any_rules()) {
        take(&bytes, &rules);
        let module = [b"\0asm\x01\0\0\0", &bytes[..]].concat();
        take(&module, &rules);
    }

    #[test]
    fn changed_programs(
        program in any::<Index>(),
        changes in vec(any::<Change>(), 1..5),
        rules in any_rules(),
    ) {
        let programs = valid_programs();
        let mut wasm = programs[program.index(programs.len())].clone();
        changes.iter().for_each(|one| change(&mut wasm, one));
        take(&wasm, &rules);
    }

    /// Operators in any order behind a valid start, so that more of them reach the validator.
    #[test]
    fn random_code(operators in vec(0_u8..0xd0, 0..40)) {
        let mut wasm = PLAIN_ROWS[0].program.wasm();
        // The code section ends the module: its size, one body, its size, no locals.
        wasm.truncate(56);
        let size = operators.len() as u8 + 2;
        wasm.extend_from_slice(&[10, size + 2, 1, size, 0]);
        wasm.extend_from_slice(&operators);
        wasm.push(0x0b);
        take(&wasm, &rules());
    }

    #[test]
    fn code_formats(bytes in vec(any::<u8>(), 0..300), kind in 0_u8..4, version in 0_u64..70) {
        let code = [&[0xef, 0xf0, kind, 0], &bytes[..]].concat();
        for code in [&bytes, &code] {
            let _ = format::classify(code, version);
            let _ = format::decode_classic(code, MAX);
            let _ = format::fragment_payload(code);
            if let Ok(root) = Root::decode(code, MAX, 2) {
                prop_assert_eq!(&root.encode(), code);
                let _ = root.assemble(&[code, &bytes]);
            }
        }
    }

    #[test]
    fn changed_streams(program in any::<Index>(), changes in vec(any::<Change>(), 1..4)) {
        let rows = &PLAIN_ROWS;
        let wasm = rows[program.index(rows.len())].program.wasm();
        let mut stream = format::compress_stream(&wasm);
        changes.iter().for_each(|one| change(&mut stream, one));
        let content = format::decompress(&stream, Dictionary::Empty, MAX);
        prop_assert!(content.map_or(0, |content| content.len()) <= MAX as usize);
    }

    #[test]
    fn compressed_bytes_come_back(bytes in vec(any::<u8>(), 0..2_000)) {
        let code = format::compress(&bytes);
        prop_assert_eq!(format::decode_classic(&code, MAX), Ok(bytes));
    }

    #[test]
    fn words(word in any::<[u8; 32]>(), version in 0_u64..70, now in any::<u64>()) {
        let record = ProgramRecord::decode(&word);
        prop_assert_eq!(ProgramRecord::decode(&record.encode()), record);
        let Ok(params) = StylusParams::decode(&word, version) else { return Ok(()) };
        prop_assert_eq!(StylusParams::decode(&params.encode(version), version), Ok(params));
        let _ = record.check_active(now, &params);
        let _ = record.seconds_left(now, &params);
        let _ = call_gas(&record, &params, now, word[31] & 1 == 0);
    }

    /// Opening pages in two steps costs at least as much as at once, and opening more costs more.
    #[test]
    fn page_prices_grow(
        open in 0_u16..100,
        ever in 0_u16..100,
        first in 0_u16..20,
        then in 0_u16..8,
    ) {
        let params = StylusParams::for_arbos(51);
        let mut pages = OpenPages { open, ever: ever.max(open) };
        let at_once = pages.gas(first + then, &params);
        let one = pages.gas(first, &params);
        pages.open(first);
        let steps = one + pages.gas(then, &params);
        prop_assert!(at_once <= steps);
        prop_assert!(one <= at_once);
    }

    #[test]
    fn data_fees_grow(demand in any::<u32>(), bytes in any::<u32>(), now in any::<u64>()) {
        let mut pricer = DataPricer { demand, last_update: now, ..DataPricer::default() };
        let mut idle = DataPricer { demand: 0, ..pricer };
        let fee = pricer.charge(bytes, now);
        prop_assert!(idle.charge(bytes, now) <= fee);
    }

    #[test]
    fn ink_buys_at_least_its_gas(gas in any::<u64>(), price in 1_u32..0x0100_0000) {
        let price = InkPrice::new(price).expect("24 bits");
        let ink = price.gas_to_ink(gas);
        prop_assert!(ink == u64::MAX || price.ink_to_gas(ink) == gas);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Any ink: a program never uses more than it has, and ends the same way with the exact ink.
    #[test]
    fn ink_is_never_overdrawn(row in any::<Index>(), ink in 0_u64..150_000) {
        let row = &PLAIN_ROWS[row.index(PLAIN_ROWS.len())];
        let activation = activate(&row.program.wasm(), &rules()).expect("a valid program");
        let run = run_module(&activation.module, ink);
        let bulk = matches!(row.number, 9 | 10);
        prop_assert!(run.ink_used <= ink || bulk);
        if let Some((needed, _)) = row.run {
            let enough = run.ending != crate::engine::Ending::OutOfInk;
            prop_assert_eq!(enough, needed <= ink);
        }
    }
}
