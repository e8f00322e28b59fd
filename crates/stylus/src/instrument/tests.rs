//! Frame sizes and operator counts of instrumented functions.

use super::plan::FunctionPlan;
use super::plan::Insertion;
use super::plan_functions;
use crate::activate::Rules;
use crate::params::StylusParams;
use crate::validate;

/// Plans of the entry point with this body and of the functions after it.
fn plans(body: &str, more: &str) -> Vec<FunctionPlan> {
    let text = format!(
        "(module (memory (export \"memory\") 1 1)
           (func (export \"user_entrypoint\") (param i32) (result i32) {body}) {more})"
    );
    let wasm = wat::parse_str(text).expect("well-formed text");
    let rules = Rules::new(51, &StylusParams::for_arbos(51));
    let module = validate::read(&wasm, &rules).expect("a valid module");
    plan_functions(&module).expect("supported operators")
}

fn frame_sizes(body: &str, more: &str) -> Vec<u32> {
    plans(body, more)
        .iter()
        .map(FunctionPlan::frame_size)
        .collect()
}

fn frame_size(body: &str) -> u32 {
    frame_sizes(body, "")[0]
}

fn block_inks(body: &str) -> Vec<u64> {
    let insertions = plans(body, "").remove(0).insertions;
    let ink = |(_, insertion)| match insertion {
        Insertion::Header { ink } => Some(ink),
        _ => None,
    };
    insertions.into_iter().filter_map(ink).collect()
}

mod frames {
    use super::*;

    /// Stylus charging reference, rows 16 and 17.
    #[test]
    fn of_the_recursion_rows() {
        assert_eq!(frame_sizes("call 1 i32.const 0", "(func call 1)"), [6, 6]);
        let function = "(func (param i32) (result i32) (local i64 i64)
            local.get 0 i32.const 1 i32.add call 1)";
        assert_eq!(
            frame_sizes("i32.const 0 call 1 drop i32.const 0", function),
            [7, 9]
        );
    }

    /// Stylus charging reference, section 3.5: declared locals count, parameters do not.
    #[test]
    fn count_declared_locals() {
        assert_eq!(frame_size("i32.const 0"), 2 + 4);
        assert_eq!(
            frame_size("(local i32 i64) (local f32) i32.const 0"),
            2 + 3 + 4
        );
        let function = "(func (param i32 i64 f32 f64))";
        assert_eq!(frame_sizes("i32.const 0", function), [6, 6]);
    }

    /// Stylus charging reference, section 3.5: a header reaches 2 above the block's start.
    #[test]
    fn count_headers() {
        // The block after the call starts at height 3.
        let calls = "i32.const 1 i32.const 2 i32.const 3 call 1 drop drop";
        assert_eq!(frame_sizes(calls, "(func)"), [3 + 2 + 4, 6]);
    }

    /// Stylus charging reference, section 3.5: results come before parameters.
    #[test]
    fn count_results_before_parameters() {
        let call = "local.get 0 local.get 0 local.get 0 local.get 0 call 1 return";
        let function = "(func (param i32 i32 i32 i32) (result i32) i32.const 0)";
        assert_eq!(frame_sizes(call, function)[0], 5 + 4);
    }

    /// Stylus charging reference, section 3.5: the fill's insertion reaches 3 above its operands.
    #[test]
    fn count_bulk_insertions() {
        let fill = "i32.const 0 i32.const 0 i32.const 0 memory.fill i32.const 0";
        assert_eq!(frame_size(fill), 3 + 3 + 4);
        // In dead code the height is zero, and the length that is put back counts as one.
        assert_eq!(frame_size("unreachable memory.fill"), 1 + 3 + 4);
    }

    /// Stylus charging reference, section 3.5: a block's result counts from its start on.
    #[test]
    fn count_block_results_at_the_start() {
        assert_eq!(frame_size("block (result i32) i32.const 0 end"), 1 + 2 + 4);
        // Inside, the constants stand on top of the result that is not there yet.
        let block = "block (result i32) i32.const 1 i32.const 2 i32.const 3 drop drop end";
        assert_eq!(frame_size(block), 1 + 3 + 4);
        // An `else` goes back to the height at the `if`, result included.
        let branches = "i32.const 1 if (result i32) i32.const 1 i32.const 1 i32.const 1 drop drop
            else i32.const 2 end";
        assert_eq!(frame_size(branches), 1 + 3 + 4);
    }

    /// Stylus charging reference, section 3.5: code after a branch goes on from the height there.
    #[test]
    fn count_dead_code_from_where_it_starts() {
        let dead = "i32.const 1 i32.const 2 i32.const 3 br 0 i32.const 4";
        // The block after the branch starts at 3, so its header reaches 5.
        assert_eq!(frame_size(dead), 5 + 4);
        assert_eq!(frame_size("unreachable i32.add i32.add"), 2 + 4);
    }
}

mod blocks {
    use super::*;

    const HEADER: u64 = 2_450;

    /// Stylus charging reference, section 3.2: what ends a block and what does not.
    #[test]
    fn end_where_the_reference_says() {
        // `block`, `unreachable`, `drop` and `memory.grow` do not end one.
        let one = "block unreachable i32.const 0 drop i32.const 0 memory.grow drop";
        let price = 1 + 1 + 1 + 9 + 1 + 8_050 + 9;
        assert_eq!(
            block_inks(&format!("{one} end i32.const 0")),
            [price + 1 + HEADER, 1 + 1 + HEADER]
        );
    }

    /// Stylus charging reference, section 3.2: the shapes of `if`, with and without `else`.
    #[test]
    fn of_conditionals() {
        assert_eq!(
            block_inks("i32.const 1 if nop else nop nop end i32.const 0"),
            [766 + HEADER, 2 + HEADER, 3 + HEADER, 2 + HEADER]
        );
        assert_eq!(
            block_inks("i32.const 1 if nop end i32.const 0"),
            [766 + HEADER, 2 + HEADER, 2 + HEADER]
        );
    }

    /// Stylus charging reference, sections 3.2 and 3.3: an unaffordable operator saturates.
    #[test]
    fn saturate() {
        assert_eq!(block_inks("f32.const 0 drop i32.const 0"), [u64::MAX]);
    }

    /// Stylus charging reference, section 3.1: later passes insert behind earlier ones.
    #[test]
    fn have_their_header_before_other_insertions() {
        let kinds = |body: &str| -> Vec<Insertion> {
            plans(body, "")
                .remove(0)
                .insertions
                .into_iter()
                .map(|(_, kind)| kind)
                .collect()
        };
        let header = |ink| Insertion::Header { ink: ink + HEADER };
        assert_eq!(
            kinds("unreachable return"),
            [
                header(1 + 1),
                Insertion::Restore,
                header(1),
                Insertion::Return
            ]
        );
        assert_eq!(
            kinds("i32.const 0 br 0 memory.fill"),
            [
                header(1 + 765),
                header(950 + 1),
                Insertion::Bulk,
                Insertion::Return
            ]
        );
    }
}
