//! Parameters that take time

use super::*;

/// A liquidation LTV: it takes ten days, and neither way is safer.
fn liquidation_ltv() -> Abi::Rules {
    Abi::Rules {
        duration: U256::from(10 * DAY),
        safety: Safety::Neither,
        step: uint(2_000),
        ..ltv()
    }
}

#[test]
fn a_ramp_is_told_once_and_evaluated_by_who_was_told() {
    let (stage, key) = Stage::with(liquidation_ltv());
    let terms = stage.terms();
    stage.subscribe(key, &terms);
    stage.set(key, 6_000);
    let start = stage.now();
    let end = start + 10 * DAY;
    assert_eq!(line(&terms, key), (7_000, 6_000, start, end, 2));
    for (after, value) in [
        (2, 6_999),
        (DAY, 6_900),
        (5 * DAY, 6_500),
        (10 * DAY, 6_000),
    ] {
        // Views are asked as of the block after the last.
        stage.at(start + after - 1);
        stage
            .chain
            .send(ALICE, terms.address, &valueOfCall { key })
            .unwrap();
        let ours = stage.value_of(key);
        assert_eq!(ours, uint(value), "after {after} seconds");
        assert_eq!(
            terms.ask(&valueOfCall { key }),
            ours,
            "after {after} seconds"
        );
    }
    assert_eq!(line(&terms, key).4, 2, "told once");
}

#[test]
fn turned_back_midway_it_jumps_nowhere() {
    let (stage, key) = Stage::with(liquidation_ltv());
    let terms = stage.terms();
    stage.subscribe(key, &terms);
    stage.set(key, 6_000);
    let start = stage.now();
    stage.at(start + 5 * DAY);
    let done = stage.set(key, 7_000);
    let midway = start + 5 * DAY;
    let event = Abi::ParameterChanged {
        key,
        by: DEPLOYER,
        from: uint(6_500),
        target: uint(6_000),
        value: uint(7_000),
        start: U256::from(midway),
        end: U256::from(midway + 10 * DAY),
    };
    assert_eq!(done.logs(), [stage.log(&event)]);
    let told = (6_500, 7_000, midway, midway + 10 * DAY, 3);
    assert_eq!(line(&terms, key), told);
}

#[test]
fn nobody_moves_what_is_safer_neither_way_at_once() {
    let (stage, key) = Stage::with(liquidation_ltv());
    for value in [START, START - 1, START + 1] {
        let refused = Abi::NotSafer {
            from: uint(START),
            target: uint(START),
            value: uint(value),
        };
        for who in [SENTINEL, DEPLOYER] {
            stage.contract.refuses(who, &secure(key, value), &refused);
        }
    }
}

#[test]
fn who_is_told_late_learns_where_the_line_began() {
    let (stage, key) = Stage::with(liquidation_ltv());
    let early = stage.terms();
    stage.subscribe(key, &early);
    stage.set(key, 6_000);
    let start = stage.now();
    let end = start + 10 * DAY;
    stage.at(start + 5 * DAY);
    let late = stage.terms();
    stage.subscribe(key, &late);
    assert_eq!(line(&late, key), (7_000, 6_000, start, end, 1));
    assert_eq!(
        late.ask(&valueOfCall { key }),
        early.ask(&valueOfCall { key })
    );
    // Told again at any time, by anyone, it is the same line.
    stage.pass(DAY);
    stage.contract.send(MALLORY, &sync(key, &early));
    assert_eq!(line(&early, key), (7_000, 6_000, start, end, 3));
}
