//! `harvest()` and `emergencyExit()`

use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;

use super::*;

fn emergency_exit(stage: &Stage) -> U256 {
    stage
        .strategy
        .send(REGISTRY, &emergencyExitCall {})
        .returned
}

#[test]
fn harvest_says_what_the_venue_has_earned() {
    let stage = Stage::new(SOLADY);
    stage.allocate(1_000_000);
    stage.give(stage.venue.address, 500_000);
    let done = stage.strategy.send(REGISTRY, &harvestCall {});
    assert_near(done.returned, uint(1_500_000), 1, "harvest");
    assert_eq!(done.returned, stage.real_assets());
    assert!(done.logs().is_empty());
}

#[test]
fn an_exit_takes_everything_to_the_vault() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.deposit(500);
        stage.allocate(1_000);
        assert_eq!(emergency_exit(&stage), uint(1_000), "{venue:?}");
        assert_eq!(stage.tokens_of(stage.vault.address), uint(1_000));
        assert_eq!(stage.shares(), U256::ZERO, "{venue:?}");
        assert_eq!(emergency_exit(&stage), U256::ZERO, "{venue:?}");
    }
}

#[test]
fn an_exit_takes_what_an_illiquid_venue_gives() {
    let stage = Stage::new(LIMITED);
    stage.allocate(1_000);
    stage.set_limit(300);
    assert_eq!(emergency_exit(&stage), uint(300));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(300));
    stage.set_limit(0);
    assert_eq!(emergency_exit(&stage), U256::ZERO);
    assert_eq!(stage.real_assets(), uint(700));
}

#[test]
fn an_exit_pays_the_fee_it_costs() {
    let stage = Stage::new(FEE);
    stage.allocate(10_000);
    assert_eq!(emergency_exit(&stage), uint(9_900));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(9_900));
}

#[test]
fn an_exit_needs_no_limit_from_the_venue() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    stage.set_fault(fault::NAMES_NO_LIMIT);
    assert_eq!(emergency_exit(&stage), uint(1_000));
    assert_eq!(stage.tokens_of(stage.vault.address), uint(1_000));
}

#[test]
fn an_exit_reverts_if_the_venue_does() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    stage.set_fault(fault::PAYS_NOTHING);
    stage
        .strategy
        .refuses(REGISTRY, &emergencyExitCall {}, &Frozen {});
    for fault in [fault::ANSWERS_SHORT, fault::REVERTS] {
        stage.set_fault(fault);
        let error = Abi::VenueFailed {
            venue: stage.venue.address,
        };
        stage
            .strategy
            .refuses(REGISTRY, &emergencyExitCall {}, &error);
    }
}
