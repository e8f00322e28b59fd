//! A keeper tells again what could not be told.

use ballast_keeper::{Duty, KeeperError, Outcome, Watched};
use ballast_tests::{MALLORY, is_done, keep, uint};

use crate::{Stage, ltv, setModeCall, valueCall};

fn round(stage: &Stage) -> Vec<Outcome> {
    let watched = Watched {
        params: vec![stage.contract.address],
        ..Watched::default()
    };
    keep(&stage.chain, watched).unwrap()
}

#[test]
fn tells_whoever_can_be_told_again() {
    let (stage, key) = Stage::with(ltv());
    let hostile = stage.hostile();
    stage.subscribe(key, &hostile);
    hostile.send(MALLORY, &setModeCall { mode: 1 });
    assert!(round(&stage).is_empty());
    stage.set(key, 7_100);
    let duty = Duty::Sync {
        params: stage.contract.address,
        key,
        subscriber: hostile.address,
    };
    // Nothing is sent as long as it would fail.
    let refused = round(&stage);
    assert!(matches!(&refused[..], [outcome] if outcome.duty == duty && !is_done(outcome)));
    hostile.send(MALLORY, &setModeCall { mode: 0 });
    let outcomes = round(&stage);
    assert!(matches!(&outcomes[..], [outcome] if outcome.duty == duty && is_done(outcome)));
    assert_eq!(hostile.ask(&valueCall {}), uint(7_100));
    assert!(round(&stage).is_empty());
}

#[test]
fn looks_beyond_the_first_page() {
    let (stage, _) = Stage::with(ltv());
    let keys: Vec<_> = (0..65_u8)
        .map(|index| stage.define(&format!("parameter {index}"), ltv(), 7_000))
        .collect();
    let hostile = stage.hostile();
    let key = keys[64];
    stage.subscribe(key, &hostile);
    hostile.send(MALLORY, &setModeCall { mode: 1 });
    stage.pass(crate::DAY);
    stage.set(key, 7_100);
    hostile.send(MALLORY, &setModeCall { mode: 0 });
    let outcomes = round(&stage);
    assert!(
        matches!(&outcomes[..], [outcome] if is_done(outcome)),
        "{outcomes:?}"
    );
    assert_eq!(hostile.ask(&valueCall {}), uint(7_100));
}

#[test]
fn says_what_is_no_parameter_store() {
    let stage = Stage::new();
    let watched = Watched {
        params: vec![MALLORY],
        ..Watched::default()
    };
    let error = keep(&stage.chain, watched).unwrap_err();
    assert!(matches!(
        error,
        KeeperError::NoParams {
            address: MALLORY,
            ..
        }
    ));
}
