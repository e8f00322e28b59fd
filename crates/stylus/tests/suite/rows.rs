//! The micro-cases of the Stylus charging reference, with the figures it gives for them.

mod host;

pub(crate) use host::HOST_ROWS;

use crate::programs::Program;

/// A row of the reference.
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) program: Program,
    pub(crate) wasm_bytes: usize,
    /// Init cost and cached init cost.
    pub(crate) costs: (u16, u16),
    /// Gas of the activation that depends on the program.
    pub(crate) gas: u64,
    /// Ink from entry to exit and gas of the uncached frame; `None` where everything is used up.
    pub(crate) run: Option<(u64, u64)>,
}

const fn row(number: u32, program: Program, wasm_bytes: usize, costs: (u16, u16), gas: u64) -> Row {
    Row {
        number,
        program,
        wasm_bytes,
        costs,
        gas,
        run: None,
    }
}

impl Row {
    const fn runs(mut self, ink: u64, frame: u64) -> Self {
        self.run = Some((ink, frame));
        self
    }
}

const COUNT_TO_10: &str = "(local i32) loop
    local.get 1 i32.const 1 i32.add local.tee 1 i32.const 10 i32.lt_u br_if 0
    end i32.const 0";

const BR_TABLE: &str = "block block i32.const 3
    br_table 0 1 0 1 0 1 0 1 0 1 0 end end i32.const 0";

const CALL_INDIRECT: Program = Program::plain(
    "i32.const 1 i32.const 2 i32.const 0
     call_indirect (param i32 i32) (result i32) drop i32.const 0",
)
.more(
    "(table 1 funcref) (elem (i32.const 0) 1)
     (func (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)",
);

const POPCNT: &str = "i64.const 7 i64.popcnt i64.const 3 i64.div_u i32.wrap_i64 drop i32.const 0";

const SELECT: &str = "i32.const 1 i32.const 2 i32.const 1 select drop memory.size drop
    i32.const 8 i64.load drop i32.const 0";

/// Row 16.
pub(crate) const RECURSION: Program = Program::plain("call 1 i32.const 0").more("(func call 1)");

/// Row 17.
pub(crate) const RECURSION_WITH_LOCALS: Program = Program::plain(
    "i32.const 0 call 1 drop i32.const 0",
)
.more("(func (param i32) (result i32) (local i64 i64) local.get 0 i32.const 1 i32.add call 1)");

/// Rows 1 to 17: code without host functions. For rows 18 and 19 the reference gives no sizes.
pub(crate) const PLAIN_ROWS: [Row; 17] = [
    row(1, Program::plain("i32.const 0"), 64, (18, 11), 63_084).runs(2_452, 9_214),
    row(
        2,
        Program::plain("local.get 0 i32.const 5 i32.add drop i32.const 0"),
        70,
        (19, 11),
        63_196,
    )
    .runs(2_607, 9_215),
    row(3, Program::plain(COUNT_TO_10), 81, (20, 11), 63_896).runs(43_424, 9_220),
    row(
        4,
        Program::plain("i32.const 1 if nop else nop nop end i32.const 0"),
        73,
        (19, 11),
        63_812,
    )
    .runs(8_120, 9_215),
    row(
        5,
        Program::plain("i32.const 0 if nop else nop nop end i32.const 0"),
        73,
        (19, 11),
        63_812,
    )
    .runs(8_121, 9_215),
    row(6, Program::plain(BR_TABLE), 85, (20, 11), 63_896).runs(10_555, 9_217),
    row(
        7,
        Program::plain("call 1 drop i32.const 0").more("(func (result i32) i32.const 7)"),
        77,
        (28, 11),
        63_868,
    )
    .runs(11_163, 9_225),
    row(8, CALL_INDIRECT, 104, (34, 15), 64_232).runs(22_495, 9_236),
    row(
        9,
        Program::plain("i32.const 0 i32.const 1 i32.const 1000 memory.fill i32.const 0"),
        74,
        (19, 11),
        63_476,
    )
    .runs(103_405, 9_225),
    row(
        10,
        Program::plain("i32.const 65000 i32.const 1 i32.const 1000 memory.fill i32.const 0"),
        76,
        (19, 11),
        63_504,
    )
    .runs(103_405, 9_225),
    row(11, Program::plain(POPCNT), 72, (19, 11), 63_224).runs(9_833, 9_215),
    row(12, Program::plain(SELECT), 81, (20, 11), 63_364).runs(7_413, 9_216),
    row(13, Program::plain("unreachable"), 63, (18, 11), 63_056).runs(2_452, 9_214),
    row(14, Program::plain("i32.const 1"), 64, (18, 11), 63_084).runs(2_452, 9_214),
    row(
        15,
        Program::plain("loop br 0 end i32.const 0"),
        69,
        (18, 11),
        63_700,
    ),
    row(16, RECURSION, 75, (27, 11), 64_008),
    row(17, RECURSION_WITH_LOCALS, 82, (30, 11), 64_176),
];

/// Row 45.
pub(crate) const SECTIONS: Program = Program::plain("i32.const 0").more(
    "(table 3 funcref) (global i64 (i64.const 5)) (elem (i32.const 0) 0 1 2)
     (data (i32.const 0) \"abcdefghij\") (data (i32.const 64) \"xyz\")
     (func) (func (param i64 i64) (result i64) local.get 0)",
);
