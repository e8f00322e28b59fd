//! Parameters under everybody who may move them.

extern crate std;

use std::vec::Vec;

use proptest::prelude::*;

use super::*;

const DAY: u64 = 86_400;

const fn rules(duration: u64, safety: Safety) -> Rules {
    Rules {
        min: 10,
        max: 90,
        step: 15,
        interval: Seconds::new(DAY),
        duration: Seconds::new(duration),
        safety,
    }
}

fn parameter(duration: u64, safety: Safety) -> Parameter {
    Parameter::new(rules(duration, safety), 50, Seconds::new(1_000)).unwrap()
}

fn set(parameter: &Parameter, value: u128, now: u64) -> Result<Parameter, Refusal> {
    parameter.set(value, Seconds::new(now))
}

fn secure(parameter: &Parameter, value: u128, now: u64) -> Result<Parameter, Refusal> {
    parameter.secure(value, Seconds::new(now))
}

#[test]
fn rules_have_a_range_a_step_and_an_interval() {
    let good = rules(0, Safety::Lower);
    assert!(good.are_valid());
    let year = Seconds::YEAR.get();
    let changes: [fn(&mut Rules); 7] = [
        |rules| rules.max = rules.min,
        |rules| rules.max = rules.min - 1,
        |rules| rules.step = 0,
        |rules| rules.step = 81,
        |rules| rules.interval = Seconds::ZERO,
        |rules| rules.interval = Seconds::new(Seconds::YEAR.get() + 1),
        |rules| rules.duration = Seconds::new(Seconds::YEAR.get() + 1),
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut bad = good;
        change(&mut bad);
        assert!(!bad.are_valid(), "change {index}");
        assert_eq!(Parameter::new(bad, 50, Seconds::ZERO), None);
    }
    let widest = Rules {
        min: 0,
        max: u128::MAX,
        step: u128::MAX,
        interval: Seconds::new(year),
        duration: Seconds::new(year),
        safety: Safety::Neither,
    };
    assert!(widest.are_valid());
    for value in [9, 91] {
        assert_eq!(Parameter::new(good, value, Seconds::ZERO), None);
    }
}

#[test]
fn a_change_keeps_bounds_step_and_interval() {
    let parameter = parameter(0, Safety::Lower);
    let opens = 1_000 + DAY;
    assert_eq!(set(&parameter, 9, opens), Err(Refusal::OutOfBounds));
    assert_eq!(set(&parameter, 91, opens), Err(Refusal::OutOfBounds));
    let far = Err(Refusal::StepTooLarge { from: 50 });
    assert_eq!(set(&parameter, 66, opens), far);
    assert_eq!(set(&parameter, 34, opens), far);
    assert_eq!(set(&parameter, 50, opens), Err(Refusal::Unchanged));
    let opens = Seconds::new(opens);
    let soon = Err(Refusal::TooSoon { opens });
    assert_eq!(set(&parameter, 65, opens.get() - 1), soon);
    let changed = set(&parameter, 65, opens.get()).unwrap();
    assert_eq!(changed.ramp, Ramp::steady(65, opens));
    assert_eq!(changed.value_at(opens), 65);
    let again = Seconds::new(opens.get() + DAY);
    let soon = Err(Refusal::TooSoon { opens: again });
    assert_eq!(set(&changed, 80, opens.get()), soon);
    assert!(set(&changed, 80, again.get()).is_ok());
}

#[test]
fn what_takes_time_starts_where_it_is() {
    let parameter = parameter(10 * DAY, Safety::Neither);
    let start = 1_000 + DAY;
    let falling = set(&parameter, 40, start).unwrap();
    assert_eq!(falling.value_at(Seconds::new(start)), 50);
    let midway = start + 5 * DAY;
    assert_eq!(falling.value_at(Seconds::new(midway)), 45);
    // Turned back midway: from where it is, not from where it was going.
    let far = Err(Refusal::StepTooLarge { from: 45 });
    assert_eq!(set(&falling, 61, midway), far);
    let rising = set(&falling, 60, midway).unwrap();
    assert_eq!(rising.ramp.from, 45);
    assert_eq!(rising.value_at(Seconds::new(midway)), 45);
    assert_eq!(rising.value_at(Seconds::new(midway + 10 * DAY)), 60);
    // Held where it is.
    let held = set(&falling, 45, midway).unwrap();
    assert_eq!(held.value_at(Seconds::new(midway + 5 * DAY)), 45);
}

#[test]
fn what_is_safer_is_at_once() {
    let lower = parameter(0, Safety::Lower);
    let secured = secure(&lower, 10, 1_000).unwrap();
    assert_eq!(secured.value_at(Seconds::new(1_000)), 10);
    assert_eq!(secured.changed, lower.changed, "no interval starts");
    assert_eq!(secure(&lower, 9, 1_000), Err(Refusal::OutOfBounds));
    assert_eq!(secure(&lower, 50, 1_000), Err(Refusal::Unchanged));
    let unsafe_way = Err(Refusal::NotSafer { from: 50 });
    assert_eq!(secure(&lower, 51, 1_000), unsafe_way);
    let higher = parameter(0, Safety::Higher);
    assert_eq!(secure(&higher, 90, 1_000).unwrap().ramp.to, 90);
    assert_eq!(secure(&higher, 49, 1_000), unsafe_way);
    let neither = parameter(0, Safety::Neither);
    for value in [49, 50, 51] {
        assert_eq!(secure(&neither, value, 1_000), unsafe_way);
    }
}

/// Otherwise a step towards safety would undo a larger one that is under way.
#[test]
fn what_is_safer_is_so_against_where_it_goes() {
    let parameter = parameter(10 * DAY, Safety::Lower);
    let start = 1_000 + DAY;
    let midway = start + 5 * DAY;
    let falling = set(&parameter, 40, start).unwrap();
    let unsafe_way = Err(Refusal::NotSafer { from: 45 });
    assert_eq!(secure(&falling, 41, midway), unsafe_way);
    assert_eq!(secure(&falling, 45, midway), unsafe_way);
    assert_eq!(secure(&falling, 40, midway).unwrap().ramp.from, 40);
    // A ramp the other way is held where it is.
    let rising = set(&parameter, 60, start).unwrap();
    let past = Err(Refusal::NotSafer { from: 55 });
    assert_eq!(secure(&rising, 56, midway), past);
    let held = secure(&rising, 55, midway).unwrap();
    assert_eq!(held.ramp, Ramp::steady(55, Seconds::new(midway)));
}

#[test]
fn values_on_the_way_round_to_the_safer_side() {
    let moved = |safety| {
        let parameter = parameter(3, safety);
        set(&parameter, 51, 1_000 + DAY).unwrap()
    };
    let then = Seconds::new(1_001 + DAY);
    assert_eq!(moved(Safety::Lower).value_at(then), 50);
    assert_eq!(moved(Safety::Neither).value_at(then), 50);
    assert_eq!(moved(Safety::Higher).value_at(then), 51);
}

/// Who tries what: a value, how much later, and whether by who may only secure.
fn attempts() -> impl Strategy<Value = Vec<(u128, u64, bool)>> {
    proptest::collection::vec((0..=100_u128, 0..=2 * DAY, any::<bool>()), 1..60)
}

fn any_safety() -> impl Strategy<Value = Safety> {
    prop_oneof![
        Just(Safety::Neither),
        Just(Safety::Lower),
        Just(Safety::Higher)
    ]
}

proptest! {
    /// Whatever is tried: values stay within bounds; changes either way are an interval apart and no
    /// further than a step; what is at once never goes the unsafe way.
    #[test]
    fn rules_hold_in_whatever_order(
        attempts in attempts(), duration in 0..=3 * DAY, safety in any_safety(),
    ) {
        let mut parameter = parameter(duration, safety);
        let (mut now, mut changed) = (1_000, 1_000);
        for (value, wait, is_sentinel) in attempts {
            now += wait;
            let before = parameter.value_at(Seconds::new(now));
            if is_sentinel {
                if let Ok(next) = secure(&parameter, value, now) {
                    let after = next.value_at(Seconds::new(now));
                    prop_assert!(safety.admits(after, before));
                    let end = Seconds::new(u64::MAX);
                    prop_assert!(safety.admits(next.value_at(end), parameter.value_at(end)));
                    parameter = next;
                }
            } else if let Ok(next) = set(&parameter, value, now) {
                prop_assert!(changed + DAY <= now);
                prop_assert!(before.abs_diff(value) <= 15);
                if 0 < duration {
                    prop_assert_eq!(next.value_at(Seconds::new(now)), before);
                }
                changed = now;
                parameter = next;
            }
            for later in [0, duration / 2, duration] {
                let value = parameter.value_at(Seconds::new(now + later));
                prop_assert!(parameter.rules.contain(value));
            }
        }
    }

    /// What passes is what the check before it foresaw, once the interval is over.
    #[test]
    fn a_check_foresees_a_change(value in 0..=100_u128, safety in any_safety(), duration in 0..=DAY) {
        let parameter = parameter(duration, safety);
        let now = Seconds::new(1_000 + DAY);
        let change = parameter.set(value, now);
        prop_assert_eq!(parameter.check(value, now), change.map(|_| ()));
    }
}
