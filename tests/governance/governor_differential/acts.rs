//! What is done to both.

use proptest::prelude::*;

use super::proposals::PROPOSALS;

const STEPS: usize = 64;

#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Whatever brings the proposal on.
    Drive,
    Propose,
    Vote(Way),
    Queue,
    Execute,
    Cancel,
    /// In the timelock, by who may.
    ExecuteThere,
    CancelThere,
    /// A setting, by whoever it is.
    Set,
    Transfer,
    Delegate,
    Pass,
}

/// How a vote is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Plain,
    Reason,
    Params,
    Signed,
    SignedWithParams,
    SignedByAnother,
    Old,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) step: Step,
    pub(super) actor: usize,
    pub(super) proposal: usize,
    pub(super) support: u8,
    pub(super) amount: u64,
}

pub(super) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let way = prop_oneof![
        3 => Just(Way::Plain),
        1 => Just(Way::Reason),
        1 => Just(Way::Params),
        1 => Just(Way::Signed),
        1 => Just(Way::SignedWithParams),
        1 => Just(Way::SignedByAnother),
        1 => Just(Way::Old),
    ];
    let step = prop_oneof![
        24 => Just(Step::Drive),
        2 => Just(Step::Propose),
        6 => way.prop_map(Step::Vote),
        1 => Just(Step::Queue),
        1 => Just(Step::Execute),
        1 => Just(Step::Cancel),
        1 => Just(Step::ExecuteThere),
        1 => Just(Step::CancelThere),
        1 => Just(Step::Set),
        1 => Just(Step::Transfer),
        1 => Just(Step::Delegate),
        2 => Just(Step::Pass),
    ];
    // A run has two or three proposals that it takes far.
    let some = (0..PROPOSALS, 0..PROPOSALS, 0..PROPOSALS);
    let one = (step, 0..4_usize, 0..3_usize, 0..4_u8, any::<u64>());
    (some, prop::collection::vec(one, STEPS)).prop_map(|((a, b, c), steps)| {
        let steps = steps.into_iter();
        let acts = steps.map(|(step, actor, choice, support, amount)| Act {
            step,
            actor,
            proposal: [a, b, c][choice],
            support,
            amount,
        });
        acts.collect()
    })
}
