//! Instrumented programs on an engine: ink to the unit, out of ink, out of stack.

use crate::engine::Ending;
use crate::engine::PLENTY;
use crate::engine::run;
use crate::programs::Program;
use crate::rows::PLAIN_ROWS;
use crate::rows::RECURSION;
use crate::rows::RECURSION_WITH_LOCALS;

const CALL_10_000_TIMES: &str = "(local i32) loop call 1
    local.get 1 i32.const 1 i32.add local.tee 1 i32.const 10000 i32.lt_u br_if 0
    end i32.const 0";

/// Stylus charging reference, rows 1 to 14.
#[test]
fn plain_code_uses_the_ink_the_reference_says() {
    for row in &PLAIN_ROWS {
        let Some((ink, _)) = row.run else { continue };
        let ending = match row.number {
            10 | 13 => Ending::Trapped,
            14 => Ending::Returned(1),
            _ => Ending::Returned(0),
        };
        let run = run(&row.program, PLENTY);
        assert_eq!(
            (run.ending, run.ink_used),
            (ending, ink),
            "row {}",
            row.number
        );
    }
}

/// Stylus charging reference, section 3.2: the exact ink is enough, one less is not.
#[test]
fn the_last_unit_of_ink_decides() {
    for row in &PLAIN_ROWS {
        let Some((ink, _)) = row.run else { continue };
        assert_ne!(
            run(&row.program, ink).ending,
            Ending::OutOfInk,
            "row {}",
            row.number
        );
        assert_eq!(
            run(&row.program, ink - 1).ending,
            Ending::OutOfInk,
            "row {}",
            row.number
        );
    }
}

/// Stylus charging reference, row 9: `memory.copy` costs the same as `memory.fill`.
#[test]
fn copying_costs_what_filling_costs() {
    let copy = "i32.const 0 i32.const 1 i32.const 1000 memory.copy i32.const 0";
    let run = run(&Program::plain(copy), PLENTY);
    assert_eq!((run.ending, run.ink_used), (Ending::Returned(0), 103_405));
}

/// Stylus charging reference, section 3.4: the length is unsigned, and zero adds nothing.
#[test]
fn filling_pays_for_its_length_as_an_unsigned_number() {
    let fill = "i32.const 0 i32.const 1 i32.const -1 memory.fill i32.const 0";
    let price = 3_405 + 100 * u64::from(u32::MAX);
    let enough = run(&Program::plain(fill), price);
    assert_eq!((enough.ending, enough.ink_used), (Ending::Trapped, price));
    assert_eq!(
        run(&Program::plain(fill), price - 1).ending,
        Ending::OutOfInk
    );

    let nothing = "i32.const 0 i32.const 1 i32.const 0 memory.fill i32.const 0";
    assert_eq!(run(&Program::plain(nothing), PLENTY).ink_used, 3_405);
}

/// Stylus charging reference, row 15.
#[test]
fn an_endless_loop_runs_out_of_ink() {
    let program = Program::plain("loop br 0 end i32.const 0");
    let run = run(&program, 2_451 + 1_000 * 3_215 + 3_214);
    assert_eq!(run.ending, Ending::OutOfInk);
    assert_eq!(run.ink_used, 2_451 + 1_000 * 3_215);
}

/// Stylus charging reference, row 16.
#[test]
fn endless_recursion_runs_out_of_stack() {
    let run = run(&RECURSION, PLENTY);
    assert_eq!((run.ending, run.ink_used), (Ending::OutOfStack, 22_912_500));
}

/// Stylus charging reference, row 17.
#[test]
fn locals_count_into_the_frame_and_parameters_do_not() {
    let run = run(&RECURSION_WITH_LOCALS, PLENTY);
    assert_eq!((run.ending, run.ink_used), (Ending::OutOfStack, 15_631_679));
}

/// Stylus charging reference, row 18.
#[test]
fn leaving_by_a_branch_leaks_depth_and_returning_does_not() {
    let leaking = run(
        &Program::plain(CALL_10_000_TIMES).more("(func br 0)"),
        PLENTY,
    );
    assert_eq!(
        (leaking.ending, leaking.ink_used),
        (Ending::OutOfStack, 47_917_581)
    );
    let returning = run(
        &Program::plain(CALL_10_000_TIMES).more("(func return)"),
        PLENTY,
    );
    assert_eq!(
        (returning.ending, returning.ink_used),
        (Ending::Returned(0), 123_087_354)
    );
}

/// Stylus charging reference, section 3.5: every branch to the function's label leaks.
#[test]
fn conditional_and_table_branches_leak_too() {
    for function in [
        "(func i32.const 1 br_if 0)",
        "(func i32.const 0 br_table 0 0)",
    ] {
        let run = run(&Program::plain(CALL_10_000_TIMES).more(function), PLENTY);
        assert_eq!(run.ending, Ending::OutOfStack, "{function}");
    }
}

/// Stylus charging reference, row 19: no ink is enough.
#[test]
fn a_float_constant_runs_out_of_ink() {
    let program = Program::plain("f32.const 1 drop i32.const 0");
    for ink in [0, PLENTY, u64::MAX - 1] {
        let run = run(&program, ink);
        assert_eq!((run.ending, run.ink_used), (Ending::OutOfInk, 0));
    }
}
