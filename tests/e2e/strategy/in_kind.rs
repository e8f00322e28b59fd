//! `transferInKind(uint256,address)`

use ballast_abi::strategy_erc4626::StrategyErc4626 as Abi;
use ballast_tests::{BOB, STRANGER, redeem};

use super::*;

#[test]
fn gives_a_part_of_the_shares() {
    for venue in VENUES {
        let stage = Stage::new(venue);
        stage.allocate(1_000);
        let shares = stage.shares();
        stage.strategy.send(REGISTRY, &in_kind(WAD / 4, BOB));
        assert_eq!(stage.shares_of(BOB), shares / uint(4), "{venue:?}");
        assert_eq!(stage.shares(), shares - shares / uint(4), "{venue:?}");

        // They are as good as any.
        let given: u128 = stage.shares_of(BOB).to();
        stage.venue.send(BOB, &redeem(given, BOB, BOB));
        assert_eq!(stage.tokens_of(BOB), uint(250), "{venue:?}");
    }
}

#[test]
fn rounds_for_those_who_stay() {
    let stage = Stage::new(SOLADY);
    stage.allocate(10);
    for (fraction, given) in [
        (0, 0),
        (WAD / 10 - 1, 0),
        (WAD / 10, 1),
        (WAD / 3, 3),
        (WAD - 1, 9),
    ] {
        let done = stage.strategy.send(REGISTRY, &in_kind(fraction, BOB));
        assert_eq!(stage.shares_of(BOB), uint(given), "{fraction}");
        // Nothing is not transferred: some tokens refuse that.
        assert_eq!(done.logs().is_empty(), given == 0, "{fraction}");
    }
    stage.strategy.send(REGISTRY, &in_kind(WAD, BOB));
    assert_eq!(stage.shares_of(BOB), uint(10));
    assert_eq!(stage.shares(), U256::ZERO);
}

#[test]
fn needs_neither_liquidity_nor_a_price() {
    let stage = Stage::new(FAULTY);
    stage.allocate(1_000);
    stage.set_fault(fault::REVERTS);
    stage.strategy.send(REGISTRY, &in_kind(WAD / 2, STRANGER));
    assert_eq!(stage.shares_of(STRANGER), stage.shares());
}

#[test]
fn refuses_more_than_the_whole() {
    let stage = Stage::new(SOLADY);
    stage.allocate(1_000);
    for fraction in [uint(WAD + 1), U256::from(u64::MAX), U256::MAX] {
        let call = transferInKindCall {
            fraction,
            receiver: BOB,
        };
        let error = Abi::InvalidFraction { fraction };
        stage.strategy.refuses(REGISTRY, &call, &error);
    }
}
