//! What is planned, by examples and laws.

extern crate alloc;

use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

fn assets(amount: u128) -> Assets {
    Assets::new(amount)
}

fn less(amount: u128) -> Step {
    Step::Less(assets(amount))
}

fn more(amount: u128) -> Step {
    Step::More(assets(amount))
}

fn band(width: u16, change_min: u128) -> Band {
    Band {
        width: Bps::new(width),
        change_min: assets(change_min),
    }
}

fn candidate(step: Step, liquid: u128, ids: u64) -> Candidate {
    Candidate {
        step,
        liquid: assets(liquid),
        ids,
    }
}

/// What is planned for each, with exposures of debt and limit.
fn planned(
    band: Band,
    available: u128,
    exposures: &[(u128, u128)],
    candidates: &[Candidate],
) -> Vec<Option<Step>> {
    let exposures = exposures.iter().map(|&(debt, limit)| Exposure {
        debt: assets(debt),
        limit: assets(limit),
    });
    let mut exposures: Vec<_> = exposures.collect();
    let mut steps = vec![None; candidates.len()];
    plan(
        band,
        assets(available),
        &mut exposures,
        candidates,
        |index, step| {
            assert_eq!(steps[index], None);
            steps[index] = step;
        },
    );
    steps
}

#[test]
fn targets_are_parts_of_everything_and_cut_to_the_cap() {
    let target = |total, weight, cap| target_down(assets(total), weight, assets(cap)).get();
    assert_eq!(target(1_001, WAD / 2, 600), 500);
    assert_eq!(target(1_001, WAD / 2, 400), 400);
    assert_eq!(target(1_001, WAD, u128::MAX), 1_001);
    assert_eq!(target(1_001, 0, 600), 0);
    assert_eq!(target(u128::MAX, u64::MAX, u128::MAX), u128::MAX);
}

#[test]
fn nothing_is_moved_within_the_band() {
    let step = |debt, target| band(100, 20).step(assets(debt), assets(target), assets(10_000));
    assert_eq!(step(500, 600), None);
    assert_eq!(step(500, 601), Some(more(101)));
    assert_eq!(step(600, 500), None);
    assert_eq!(step(601, 500), Some(less(101)));
    let narrow = |debt, target| band(0, 20).step(assets(debt), assets(target), assets(10_000));
    assert_eq!(narrow(500, 519), None);
    assert_eq!(narrow(500, 520), Some(more(20)));
    assert_eq!(
        band(0, 0).step(assets(5), assets(5), assets(10)),
        None,
        "what is where it should be stays there"
    );
}

#[test]
fn what_comes_back_can_be_lent_at_once() {
    let candidates = [candidate(more(300), 0, 0), candidate(less(250), 1_000, 0)];
    let steps = planned(band(0, 1), 60, &[], &candidates);
    assert_eq!(steps, [Some(more(300)), Some(less(250))]);
    let steps = planned(band(0, 1), 40, &[], &candidates);
    assert_eq!(steps, [Some(more(290)), Some(less(250))]);
}

#[test]
fn who_is_named_first_gets_first() {
    let candidates = [candidate(more(300), 0, 0), candidate(more(300), 0, 0)];
    let steps = planned(band(0, 50), 400, &[], &candidates);
    assert_eq!(steps, [Some(more(300)), Some(more(100))]);
    // What is left is not worth the trouble.
    let steps = planned(band(0, 50), 349, &[], &candidates);
    assert_eq!(steps, [Some(more(300)), None]);
}

#[test]
fn a_strategy_pays_what_it_can() {
    let candidates = [candidate(less(300), 120, 0), candidate(less(300), 9, 0)];
    let steps = planned(band(0, 10), 0, &[], &candidates);
    assert_eq!(steps, [Some(less(120)), None]);
}

#[test]
fn exposures_leave_room_by_what_goes_and_take_it_by_what_comes() {
    let exposures = [(700, 750), (100, 1_000)];
    let candidates = [
        candidate(more(300), 0, 0b01),
        candidate(less(200), 500, 0b01),
        candidate(more(300), 0, 0b11),
        candidate(more(300), 0, 0b10),
    ];
    let steps = planned(band(0, 1), 10_000, &exposures, &candidates);
    // 50 were left, 200 go.
    assert_eq!(
        steps,
        [Some(more(250)), Some(less(200)), None, Some(more(300))]
    );
    let above = planned(band(0, 0), 10_000, &[(2, 1)], &[candidate(more(1), 0, 1)]);
    assert_eq!(above, [None]);
}

#[test]
fn what_went_out_may_come_back() {
    let flow = Flow {
        in_max: assets(10),
        out_max: assets(30),
    };
    let out = flow.out(assets(30)).unwrap();
    assert_eq!((out.in_max.get(), out.out_max.get()), (40, 0));
    assert_eq!(out.out(assets(1)), None);
    assert_eq!(out.into(assets(41)), None);
    let back = out.into(assets(30)).unwrap();
    assert_eq!(back, flow);
    assert!(flow.is_within(&flow) && Flow::default().is_within(&flow));
    assert!(!out.is_within(&flow));
}

fn steps() -> impl Strategy<Value = Step> {
    (any::<bool>(), 1..1_000u128).prop_map(
        |(is_less, amount)| {
            if is_less { less(amount) } else { more(amount) }
        },
    )
}

proptest! {
    /// No step is longer than asked for, nothing is lent that is not there, and no exposure that
    /// grows ends above its limit.
    #[test]
    fn plans_keep_to_what_there_is(
        available in 0..2_000u128,
        change_min in 0..100u128,
        exposures in prop::collection::vec((0..2_000u128, 0..3_000u128), 0..5),
        candidates in prop::collection::vec((steps(), 0..1_000u128, 0..32u64), 0..8),
    ) {
        let candidates: Vec<_> = candidates
            .into_iter()
            .map(|(step, liquid, ids)| candidate(step, liquid, ids))
            .collect();
        let steps = planned(band(0, change_min), available, &exposures, &candidates);
        let (mut back, mut lent) = (0, 0);
        let mut after: Vec<_> = exposures.iter().map(|&(debt, _)| (debt, false)).collect();
        for (candidate, step) in candidates.iter().zip(&steps) {
            let counts = |index: usize| candidate.ids >> index & 1 == 1;
            match (candidate.step, step) {
                (Step::Less(wanted), Some(Step::Less(less))) => {
                    prop_assert!(less <= &wanted && less <= &candidate.liquid);
                    prop_assert!(change_min <= less.get() && !less.is_zero());
                    back += less.get();
                    for (index, (debt, _)) in after.iter_mut().enumerate() {
                        *debt = debt.saturating_sub(if counts(index) { less.get() } else { 0 });
                    }
                }
                (_, None) => {}
                (Step::More(wanted), Some(Step::More(more))) => {
                    prop_assert!(more <= &wanted);
                    prop_assert!(change_min <= more.get() && !more.is_zero());
                    lent += more.get();
                }
                (asked, planned) => prop_assert!(false, "{:?} for {:?}", planned, asked),
            }
        }
        for (candidate, step) in candidates.iter().zip(&steps) {
            if let Some(Step::More(more)) = step {
                for (index, (debt, grows)) in after.iter_mut().enumerate() {
                    if candidate.ids >> index & 1 == 1 {
                        (*debt, *grows) = (*debt + more.get(), true);
                    }
                }
            }
        }
        prop_assert!(lent <= available + back);
        for ((debt, grows), (_, limit)) in after.iter().zip(&exposures) {
            prop_assert!(!grows || debt <= limit);
        }
    }

    #[test]
    fn targets_of_weights_that_are_at_most_the_whole_fit_together(
        total: u128, parts in prop::collection::vec(0..WAD, 1..8),
    ) {
        let count = parts.len() as u64;
        let sum = parts.iter().fold(0_u128, |sum, part| {
            sum + target_down(assets(total), part / count, Assets::MAX).get()
        });
        prop_assert!(sum <= total);
    }
}
