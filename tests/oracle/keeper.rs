//! A keeper moves the checkpoint of a share that does not grow, so that no room to pump piles up.

use ballast_keeper::{Duty, KeeperError, Outcome, Watched};
use ballast_tests::{MALLORY, TOKEN, is_done, keep, uint};

use crate::shares::Shared;

fn round(stage: &Shared) -> Vec<Outcome> {
    let watched = Watched {
        oracles: vec![stage.pricing.oracle.address],
        ..Watched::default()
    };
    keep(&stage.scene.chain, watched).unwrap()
}

/// Forty weeks of nothing would leave room for 7.6 %; a keeper leaves 0.05 %, and as much again that
/// is not worth a transaction.
#[test]
fn leaves_no_room_for_a_pump() {
    const WEEK: u64 = 7 * 86_400;
    let stage = Shared::new();
    assert!(round(&stage).is_empty());
    let before = stage.worth();
    let mut moved = 0;
    for _ in 0..40 {
        stage.scene.pass(WEEK);
        stage.scene.chain.node().mine(1, None).unwrap();
        let outcomes = round(&stage);
        for outcome in &outcomes {
            assert!(is_done(outcome), "{outcome:?}");
            assert_eq!(
                outcome.duty,
                Duty::Checkpoint {
                    oracle: stage.pricing.oracle.address,
                    asset: stage.vault.address(),
                    index: uint(0),
                }
            );
        }
        moved += outcomes.len();
        assert!(round(&stage).is_empty());
    }
    assert_eq!(moved, 40);
    stage.patient();
    stage.scene.fund(stage.vault.address(), 1_000 * TOKEN);
    let most = before + before / 1_000;
    assert!(stage.worth() <= most, "{} above {most}", stage.worth());
}

#[test]
fn says_what_is_no_oracle() {
    let stage = Shared::new();
    let watched = Watched {
        oracles: vec![MALLORY],
        ..Watched::default()
    };
    let error = keep(&stage.scene.chain, watched).unwrap_err();
    assert!(matches!(
        error,
        KeeperError::NoOracle {
            address: MALLORY,
            ..
        }
    ));
}
