//! What a trace says no program could have saved.

use super::*;

const PROGRAM: Address = Address::repeat_byte(1);
const TOKEN: Address = Address::repeat_byte(2);

fn step(name: &str, args: Vec<u8>) -> HostStep {
    HostStep {
        name: name.to_owned(),
        args: args.into(),
        ..Default::default()
    }
}

fn load(slot: u8) -> HostStep {
    step("storage_load_bytes32", B256::repeat_byte(slot).to_vec())
}

fn store(slot: u8, value: u8) -> HostStep {
    let words = [B256::repeat_byte(slot), B256::repeat_byte(value)];
    step("storage_cache_bytes32", words.concat())
}

fn flush() -> HostStep {
    step("storage_flush_cache", vec![0])
}

fn call(status: u8, gas: u64, steps: Vec<HostStep>) -> HostStep {
    // 68 bytes of data, the callee, no value.
    let args = vec![0; 68 + 20 + 32];
    let ink = 83_193 + 2 * read_ink(68) + gas * 10_000;
    HostStep {
        outs: vec![0, 0, 0, 0, 0, 0, 0, status].into(),
        start_ink: ink,
        address: Some(TOKEN),
        steps: Some(steps),
        ..step("call_contract", args)
    }
}

fn floor(steps: &[HostStep], originals: &[(Address, u8, u8)]) -> Floor {
    let touched = Touched::new(PROGRAM, steps);
    let originals = originals.iter().map(|(address, slot, value)| {
        (
            (*address, B256::repeat_byte(*slot)),
            B256::repeat_byte(*value),
        )
    });
    let mut floor = Floor::without_storage(PROGRAM, &own_steps(steps), InkPrice::DEFAULT);
    floor.add_storage(PROGRAM, &touched, &originals.collect());
    floor
}

#[test]
fn a_slot_counts_once_however_often_it_is_read() {
    assert_eq!(floor(&[load(1), load(1), load(2)], &[]).total(), 4_200);
}

#[test]
fn a_change_counts_by_what_the_slot_held_before() {
    let change = [load(1), store(1, 9), store(1, 8), flush()];
    assert_eq!(floor(&change, &[(PROGRAM, 1, 5)]).total(), 2_100 + 2_900);
    assert_eq!(floor(&change, &[]).total(), 2_100 + 20_000);
    assert_eq!(floor(&change, &[(PROGRAM, 1, 8)]).total(), 2_100);
    let clear = [store(1, 0), flush()];
    let cleared = floor(&clear, &[(PROGRAM, 1, 5)]);
    assert_eq!((cleared.slots, cleared.refund), (5_000, 4_800));
}

#[test]
fn what_is_not_flushed_is_not_written() {
    assert_eq!(floor(&[store(1, 9)], &[]), Floor::default());
}

#[test]
fn calls_split_into_access_and_what_the_callee_used() {
    let steps = [call(0, 2_600 + 700, vec![]), call(0, 100 + 50, vec![])];
    let counted = floor(&steps, &[]);
    assert_eq!((counted.accounts, counted.callees), (2_700, 750));
}

#[test]
fn what_is_handed_over_to_counts_as_the_program_itself() {
    let frame = vec![
        step(ENTRY, vec![]),
        load(1),
        load(2),
        store(2, 9),
        flush(),
        call(0, 2_600 + 700, vec![load(3)]),
    ];
    let delegate = |steps| HostStep {
        name: "delegate_call_contract".to_owned(),
        address: Some(Address::repeat_byte(3)),
        // As of a plain call, without a value.
        args: vec![0; 68 + 20].into(),
        ..call(0, 2_600 + 9_000, steps)
    };
    let counted = floor(&[load(1), delegate(frame)], &[(PROGRAM, 2, 5)]);
    assert_eq!(counted.slots, 2 * 2_100 + 2_900);
    // The other program is reached, and the token; entering the program is no callee's cost.
    assert_eq!((counted.accounts, counted.callees), (5_200, 700));
    let evm = floor(&[load(1), delegate(vec![])], &[]);
    assert_eq!((evm.slots, evm.callees), (2_100, 9_000));
}

#[test]
fn refunds_of_callees_count_if_they_succeed() {
    let clearing = |status| [call(status, 9_000, vec![store(3, 0), flush()])];
    assert_eq!(floor(&clearing(0), &[(TOKEN, 3, 7)]).refund, 4_800);
    assert_eq!(floor(&clearing(2), &[(TOKEN, 3, 7)]).refund, 0);
}

#[test]
fn what_callees_restore_comes_back() {
    let restoring = |value| {
        [call(
            0,
            40_000,
            vec![store(3, 9), flush(), store(3, value), flush()],
        )]
    };
    assert_eq!(floor(&restoring(0), &[]).refund, 19_900);
    assert_eq!(floor(&restoring(7), &[(TOKEN, 3, 7)]).refund, 2_800);
    // What the program itself writes twice it could have saved.
    let own = [store(3, 9), flush(), store(3, 0), flush()];
    assert_eq!(floor(&own, &[]), Floor::default());
}

#[test]
fn logs_and_questions_cost_what_the_chain_asks() {
    let gas = 375 * 4 + 8 * 64;
    // With and without the count of topics in front of the data.
    for args in [vec![0; 32 * 3 + 64], vec![0; 4 + 32 * 3 + 64]] {
        let start_ink = 68_073 + read_ink(32 * 3 + 64) + gas * 10_000;
        let log = HostStep {
            start_ink,
            ..step("emit_log", args)
        };
        assert_eq!(floor(&[log], &[]).total(), gas);
    }
    let ask = |account: Address| step("account_balance", account.to_vec());
    let precompile = Address::with_last_byte(0x71);
    let steps = [ask(TOKEN), ask(TOKEN), ask(PROGRAM), ask(precompile)];
    assert_eq!(floor(&steps, &[]).accounts, 2_600 + 100 + 100 + 100);
}
