//! Random well-formed code: the operator count of the Stylus charging reference, section 3.7, and
//! its depth accounting, on shapes nobody wrote down.

use ballast_stylus::Rules;
use ballast_stylus::activate;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::engine::Ending;
use crate::engine::PLENTY;
use crate::engine::run_module;
use crate::programs::assemble;
use crate::programs::rules;

/// Statements that leave the stack as it was, and what instrumentation counts in them.
#[derive(Clone, Debug, Default)]
struct Code {
    text: String,
    operators: u64,
    block_ends: u64,
    bulk: u64,
    returns: u64,
}

impl Code {
    fn leaf(text: &str, operators: u64, block_ends: u64) -> Self {
        Self {
            text: text.to_owned(),
            operators,
            block_ends,
            ..Self::default()
        }
    }

    /// This code between `before` and `after`, which have these counts of their own.
    fn wrap(self, before: &str, after: &str, operators: u64, block_ends: u64) -> Self {
        Self {
            text: format!("{before} {} {after}", self.text),
            operators: self.operators + operators,
            block_ends: self.block_ends + block_ends,
            ..self
        }
    }

    fn then(self, other: Self) -> Self {
        Self {
            text: format!("{} {}", self.text, other.text),
            operators: self.operators + other.operators,
            block_ends: self.block_ends + other.block_ends,
            bulk: self.bulk + other.bulk,
            returns: self.returns + other.returns,
        }
    }
}

fn leaf() -> impl Strategy<Value = Code> {
    let fill = "i32.const 0 i32.const 0 i32.const 3 memory.fill";
    prop_oneof![
        Just(Code::leaf("nop", 1, 0)),
        Just(Code::leaf("local.get 0 drop", 2, 0)),
        Just(Code::leaf("i32.const 1 i32.const 2 i32.add drop", 4, 0)),
        Just(Code::leaf("i32.const 8 i64.const 1 i64.store", 3, 0)),
        Just(Code::leaf("call 1", 1, 1)),
        Just(Code {
            bulk: 1,
            ..Code::leaf(fill, 4, 0)
        }),
        Just(Code {
            returns: 1,
            ..Code::leaf("local.get 0 if i32.const 0 return end", 5, 3)
        }),
    ]
}

fn code() -> impl Strategy<Value = Code> {
    leaf().prop_recursive(5, 60, 5, |inner| {
        let all = vec(inner, 1..5)
            .prop_map(|codes| codes.into_iter().fold(Code::default(), Code::then))
            .boxed();
        prop_oneof![
            all.clone().prop_map(|code| code.wrap("block", "end", 2, 1)),
            all.clone().prop_map(|code| code.wrap("loop", "end", 2, 2)),
            all.clone()
                .prop_map(|code| code.wrap("block", "br 0 end", 3, 2)),
            all.clone()
                .prop_map(|code| code.wrap("local.get 0 if", "end", 3, 2)),
            (all.clone(), all).prop_map(|(yes, no)| {
                yes.wrap("local.get 0 i32.eqz if", "else", 4, 2)
                    .then(no.wrap("", "end", 1, 1))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn operators_follow_the_formula(codes in vec(code(), 1..4)) {
        let code = codes.into_iter().fold(Code::default(), Code::then);
        let text = format!(
            "(module (memory (export \"memory\") 1 1)
               (func (export \"user_entrypoint\") (param i32) (result i32) {} i32.const 0)
               (func))",
            code.text
        );
        let rules = Rules { max_wasm_size: u32::MAX, ..rules() };
        let activation = activate(&assemble(&text), &rules).expect("a valid program");
        // The constant and the `end` after the code, a block of their own unless the code's last
        // block runs on; either way the `end` ends one more block. The other function is empty.
        let entrypoint = code.operators + 2 + 12 * (code.block_ends + 1)
            + 17 * code.bulk + 12 + 1 + 4 * (code.returns + 1);
        let other = 1 + 12 + 12 + 1 + 4;
        prop_assert_eq!(activation.size.operators, entrypoint + other);

        let run = run_module(&activation.module, PLENTY);
        prop_assert_eq!(run.ending, Ending::Returned(0));
        let exact = run_module(&activation.module, run.ink_used);
        prop_assert_eq!(exact, run);
        prop_assert_eq!(run_module(&activation.module, run.ink_used - 1).ending, Ending::OutOfInk);
    }
}
