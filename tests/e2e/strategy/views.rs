//! `realAssets()`, `maxWithdrawable()`, `positions()`

use ballast_abi::strategy::IStrategy::{Position, positionsCall};
use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;

use super::*;

#[test]
fn nothing_is_worth_nothing() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        assert_eq!(stage.real_assets(), U256::ZERO, "{venue:?}");
        assert_eq!(stage.max_withdrawable(), U256::ZERO, "{venue:?}");
    }
}

/// Not even asked: without shares a venue's price is not needed.
#[test]
fn nothing_needs_no_price() {
    let stage = Stage::new(FAULTY);
    stage.set_fault(fault::REVERTS);
    assert_eq!(stage.real_assets(), U256::ZERO);
}

#[test]
fn worth_is_what_leaving_brings() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.deposit(777_777);
        stage.allocate(1_000_000);
        if venue != Venue::Ours {
            stage.give(stage.venue.address, 333_334);
        }
        let worth = stage.real_assets();
        assert_eq!(worth, stage.worth(), "{venue:?}");
        assert_eq!(stage.max_withdrawable(), worth, "{venue:?}");
        let sent = stage.strategy.send(REGISTRY, &emergencyExitCall {});
        assert_eq!(sent.returned, worth, "{venue:?}");
    }
}

#[test]
fn worth_counts_exit_fees() {
    let stage = Stage::new(FEE);
    stage.allocate(10_000);
    assert_eq!(stage.worth(), uint(10_000));
    assert_eq!(stage.real_assets(), uint(9_900));
    assert_eq!(stage.max_withdrawable(), uint(9_900));
}

#[test]
fn worth_does_not_depend_on_liquidity() {
    let stage = Stage::new(LIMITED);
    stage.allocate(1_000);
    stage.set_limit(0);
    assert_eq!(stage.real_assets(), uint(1_000));
    assert_eq!(stage.max_withdrawable(), U256::ZERO);
}

#[test]
fn positions_are_the_shares() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        let position = |amount| Position {
            token: stage.venue.address,
            amount,
            isDebt: false,
        };
        let seen = stage.strategy.ask(&positionsCall {});
        assert_eq!(seen, [position(U256::ZERO)], "{venue:?}");
        stage.allocate(1_000);
        let seen = stage.strategy.ask(&positionsCall {});
        assert_eq!(seen, [position(stage.shares())], "{venue:?}");
    }
}

#[test]
fn a_venue_that_does_not_answer_is_named() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    for fault in [fault::ANSWERS_SHORT, fault::REVERTS] {
        stage.set_fault(fault);
        let error = Abi::VenueFailed {
            venue: stage.venue.address,
        };
        stage.strategy.refuses(ALICE, &realAssetsCall {}, &error);
        stage
            .strategy
            .refuses(ALICE, &maxWithdrawableCall {}, &error);
    }
}

/// Donations are the venue's to withstand: this one does not.
#[test]
fn worth_follows_the_venues_price() {
    let stage = Stage::new(SOLADY);
    stage.allocate(1_000_000);
    stage.give(stage.venue.address, 1_000_000);
    assert_near(stage.real_assets(), uint(2_000_000), 1, "donation");
}
